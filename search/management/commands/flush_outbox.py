import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.elastic import outbox
from search.errors import SearchUnavailable


class Command(BaseCommand):
    help = (
        "Send what waits for the search cluster, also what it refused before. Exit status 1 when something still waits."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", dest="as_json", action="store_true", help="Print one JSON document.")

    def handle(self, *, as_json: bool, **options: Any) -> None:
        if not outbox.is_used():
            raise CommandError("This system searches without a cluster; nothing waits for one.", returncode=2)
        outbox.retry_all()
        try:
            sent = outbox.flush()
        except SearchUnavailable as error:
            if as_json:
                self.stdout.write(json.dumps(error.as_json(), ensure_ascii=False))
            raise CommandError(f"{error} {error.next_step}", returncode=1) from error
        lag = outbox.lag()
        if as_json:
            self.stdout.write(json.dumps({"sent": sent, "waiting": lag.waiting, "refused": lag.failed}))
        else:
            self.stdout.write(f"{sent:,} sent, {lag.waiting:,} waiting, of them {lag.failed:,} refused.")
        if lag.waiting:
            raise CommandError("The admin names it, with reasons, under “Search cluster”.", returncode=1)
