import json
import time
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from bureau.scheduled import tick


class Command(BaseCommand):
    help = "Do the scheduled work that is due. Safe to run twice at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=int, metavar="SECONDS", help="Stay and do it again every so many seconds.")
        parser.add_argument("--json", action="store_true", help="Print one JSON document.")

    def handle(self, *, every: int | None, json: bool, **options: object) -> None:
        failed = self.once(as_json=json)
        while every:
            close_old_connections()
            time.sleep(every)
            self.once(as_json=json)
        if failed:
            raise SystemExit(1)

    def once(self, *, as_json: bool) -> bool:
        done = tick()
        if as_json:
            self.stdout.write(json.dumps({"done": [asdict(outcome) for outcome in done]}, ensure_ascii=False))
        else:
            for outcome in done:
                self.stderr.write(f"{outcome.name}: {outcome.error or outcome.result} ({outcome.seconds} s)")
        return any(outcome.error for outcome in done)
