"""Cut the fonts that papers and public pages use."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from documents.rendering import cutting


class Command(BaseCommand):
    help = "Cut the fonts of papers and public pages from the installed Noto; does nothing when they are current."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Only say whether they are current; exit 1 if not.")
        parser.add_argument("--force", action="store_true", help="Cut even when they are current.")

    def handle(self, *, check: bool, force: bool, **options: Any) -> None:
        folder, locale = Path(settings.FONTS), Path(settings.LOCALE_PATHS[0])
        current = cutting.are_current(folder, locale)
        if check and not current:
            raise CommandError("The fonts are not current. Run: script/manage cut_fonts")
        if current and not force:
            self.stdout.write(f"The fonts in {folder} are current.")
            return
        cutting.cut_fonts(folder, locale, progress=self._show)
        self.stdout.write(self.style.SUCCESS(f"Fonts written to {folder}."))

    def _show(self, line: str) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r\033[K{line}", ending="")
