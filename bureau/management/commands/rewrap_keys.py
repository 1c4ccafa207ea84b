import json

from django.core.management.base import BaseCommand, CommandParser

from bureau import personal


class Command(BaseCommand):
    help = "Wrap the keys of personal records under the bureau's newest key. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="Print one JSON document.")

    def handle(self, *, json: bool, **options: object) -> None:
        done = personal.rewrap_keys()
        if json:
            self.stdout.write(_document(done))
        else:
            self.stderr.write(f"{done} keys wrapped anew")


def _document(done: int) -> str:
    return json.dumps({"rewrapped": done})
