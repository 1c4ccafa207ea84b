import json
import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from certificates.verification.by_file import check_path
from certificates.verification.outcome import Answer


class Command(BaseCommand):
    help = "Say of files what the public check page says. Exit status 1 when one of them is not genuine and in force."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--json", dest="as_json", action="store_true", help="Print one JSON document.")

    def handle(self, *, files: list[Path], as_json: bool, **options: Any) -> None:
        document = [described(path) for path in files]
        if as_json:
            self.stdout.write(json.dumps(document, ensure_ascii=False))
        else:
            for each in document:
                told = (each["file"], each["state"], each["reason"], each["number"], each.get("paper", ""))
                self.stdout.write("  ".join(filter(None, told)))
        if any(each["state"] != Answer.AUTHENTIC for each in document):
            sys.exit(1)


def described(path: Path) -> dict[str, str]:
    """The form of design §10. Reasons are those of files; why a certificate was revoked is never said.

    Of a query result ``state`` is what holds now of its certificate, and ``paper`` says that the file is none itself,
    as it does of a letter of the office.
    """
    outcome = check_path(path)
    about = {"paper": "query_result"} if outcome.result else {"paper": "letter"} if outcome.letter else {}
    return {
        "file": os.fsencode(path).decode(errors="replace"),
        "state": outcome.answer.value,
        "reason": outcome.reason.value,
        "number": outcome.number,
        **about,
    }
