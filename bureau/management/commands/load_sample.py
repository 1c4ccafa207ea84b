import json
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from bureau import sample
from bureau.errors import YizhengError
from bureau.people import roles_of


class Command(BaseCommand):
    help = "Load the sample bureau: offices, people, the site, projects. Again and again without doubles."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--bundles", type=int, default=0, help="So many more projects, approved and ready to issue."
        )
        parser.add_argument("--force", action="store_true", help="Also where real data are.")
        parser.add_argument("--json", action="store_true", help="Print one JSON document.")

    def handle(self, *, bundles: int, force: bool, json: bool, **options: Any) -> None:
        try:
            loaded = sample.load(sample.Sample(bundles=bundles, say=self._say), force=force)
        except YizhengError as error:
            if json:
                self.stdout.write(_text(error.as_json()))
            else:
                self.stderr.write(f"{error} {error.next_step}")
            sys.exit(1)
        if json:
            self.stdout.write(_text(document(loaded)))
            return
        self.stdout.write(f"Issued: {', '.join(loaded.issued)}\nReady: {', '.join(loaded.ready[:10])}")
        self.stdout.write(f"Accounts (password {settings.SAMPLE_PASSWORD}):")
        for user in document(loaded)["users"]:
            self.stdout.write(f"  {user['name']:20} {user['role']}")

    def _say(self, line: str) -> None:
        self.stderr.write(line)


def document(loaded: sample.Sample) -> dict[str, Any]:
    """The form of design §10: ready, issued, users."""
    users = [
        {"name": user.username, "role": roles_of(user)[0][0].value, "password": settings.SAMPLE_PASSWORD}
        for user in loaded.people.values()
    ]
    return {"ready": loaded.ready, "issued": loaded.issued, "users": users}


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
