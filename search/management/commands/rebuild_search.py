import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bureau.errors import YizhengError
from search.elastic.indexes import go_back
from search.rebuilding import rebuild


class Command(BaseCommand):
    help = "Make the search index anew from the records. Readers see the old one until the new one is there."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--back", action="store_true", help="In a cluster: read the index before this one again.")
        parser.add_argument("--json", dest="as_json", action="store_true", help="Print one JSON document.")

    def handle(self, *, back: bool, as_json: bool, **options: Any) -> None:
        try:
            self._say({"in_use": go_back()} if back else {"indexed": self._rebuilt()}, as_json=as_json)
        except YizhengError as error:
            raise CommandError(f"{error} {error.next_step}", returncode=1) from error

    def _rebuilt(self) -> int:
        return rebuild(self._progress if self.stderr.isatty() else None)

    def _say(self, document: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(document, ensure_ascii=False))
        elif "indexed" in document:
            self.stdout.write(self.style.SUCCESS(f"{document['indexed']:,} records indexed."))
        else:
            self.stdout.write(self.style.SUCCESS(f"{document['in_use']} is read again."))

    def _progress(self, count: int) -> None:
        if count % 500 == 0:
            self.stderr.write(f"\r{count:,}", ending="")
            sys.stderr.flush()
