import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from search.rebuilding import rebuild


class Command(BaseCommand):
    help = "Make the search index anew from the records. Readers see the old one until the new one is there."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", dest="as_json", action="store_true", help="Print one JSON document.")

    def handle(self, *, as_json: bool, **options: Any) -> None:
        written = rebuild(self._progress if self.stderr.isatty() else None)
        if as_json:
            self._print({"indexed": written})
        else:
            self.stdout.write(self.style.SUCCESS(f"{written:,} records indexed."))

    def _progress(self, count: int) -> None:
        if count % 500 == 0:
            self.stderr.write(f"\r{count:,}", ending="")
            sys.stderr.flush()

    def _print(self, document: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(document, ensure_ascii=False))
