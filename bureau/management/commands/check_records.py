import json as jsonlib
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from bureau import records


class Command(BaseCommand):
    help = "Compare records with what must hold: triggers, audit trail, ledger, files, certificates. Exits 1 if broken."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="Print one JSON document.")

    def handle(self, *, json: bool, **options: Any) -> None:
        found = []
        for finding in records.check_all():
            found.append(finding)
            if not json:
                self.stdout.write(f"{finding.check}: {finding.broken or 'whole'}")
        broken = [each for each in found if each.broken]
        if json:
            document = {
                "content": not broken,
                "first_broken": f"{broken[0].check}: {broken[0].broken}" if broken else None,
                "checks": [{"check": each.check, "broken": each.broken} for each in found],
            }
            self.stdout.write(jsonlib.dumps(document, ensure_ascii=False, indent=1))
        if broken:
            sys.exit(1)
