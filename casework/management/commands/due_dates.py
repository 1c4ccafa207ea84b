import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bureau.errors import YizhengError
from bureau.models import CalendarOverride
from casework.clock_file import due_dates


class Command(BaseCommand):
    help = "Read a JSON list of clock cases and print the days on which each is due, as a JSON list."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", help="What is printed is JSON with and without it.")

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            document = json.loads(file.read_text(encoding="utf-8"))
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.", returncode=2) from error
        except ValueError as error:
            raise CommandError(f"{file} is no JSON: {error}.", returncode=1) from error
        try:
            answers = due_dates(document, CalendarOverride.calendar().numbered)
        except YizhengError as error:
            raise CommandError(f"{error} {error.next_step}", returncode=1) from error
        self.stdout.write(json.dumps(answers, ensure_ascii=False))
