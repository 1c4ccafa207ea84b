import json as jsonlib
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from bureau.errors import YizhengError
from certificates.errors import StateRefused
from certificates.management.commands.issue_bundle import bundle_named
from certificates.models import Bundle
from certificates.paper_names import file_name
from documents import store


class Command(BaseCommand):
    help = "Write the PDFs of an issued bundle into a folder, byte for byte as they were issued."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference", help="Such as 2022-0001.")
        parser.add_argument("--to", required=True, type=Path, metavar="DIR", help="Folder; made if it is not there.")
        parser.add_argument("--json", action="store_true", help="Print one JSON document.")

    def handle(self, *, reference: str, to: Path, json: bool, **options: Any) -> None:
        try:
            written = self._export(bundle_named(reference), to)
        except (YizhengError, OSError) as error:
            self._refuse(error, json)
            sys.exit(1)
        if json:
            self.stdout.write(jsonlib.dumps({"bundle": reference, "files": written}, ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(each["file"] for each in written))

    def _export(self, bundle: Bundle, folder: Path) -> list[dict[str, str]]:
        if bundle.state != Bundle.State.ISSUED:
            raise StateRefused(reference=bundle.reference, state=bundle.get_state_display())
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        for certificate in bundle.certificates.select_related("pdf").order_by("position"):
            if certificate.pdf is None:
                continue
            path = folder / file_name(certificate)
            path.write_bytes(store.read(certificate.pdf))
            written.append({"number": certificate.number, "sha256": certificate.pdf.sha256, "file": str(path)})
        return written

    def _refuse(self, error: YizhengError | OSError, as_json: bool) -> None:
        if not isinstance(error, YizhengError):
            words = {"error": "certificates.not_written", "message": str(error), "next_step": "Choose another folder."}
        else:
            words = error.as_json()
        if as_json:
            self.stdout.write(jsonlib.dumps(words, ensure_ascii=False, indent=1))
        else:
            self.stderr.write(f"{words['message']} {words['next_step']}")
