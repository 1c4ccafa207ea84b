from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.settings_page import PAGE, page


class Command(BaseCommand):
    help = "Write docs/settings.md from the variables of the settings module."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Write nothing; exit 1 if the page is out of date.")

    def handle(self, *, check: bool, **options: object) -> None:
        if not check:
            PAGE.write_text(page(), encoding="utf-8")
        elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page():
            raise CommandError("docs/settings.md is out of date. Run: script/manage settings_doc")
