"""A scanner for malware looks at what people hand in, where the operator has named one (YIZHENG_SCANNER)."""

import shlex
import subprocess

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from bureau.errors import Refused, Unavailable

PATIENCE = 60  # seconds for one file
CLEAN, INFECTED = 0, 1  # exit status, as clamdscan has it


class Infected(Refused):
    code = "documents.infected"
    message = _("%(name)s was not taken: the scanner found harmful software in it.")
    next_step = _("Clean the computer that it comes from, make the file anew, then choose it again.")


class ScannerAway(Unavailable):
    code = "documents.scanner_away"
    message = _("%(name)s was not taken: the scanner that looks for harmful software does not answer.")
    next_step = _("Try again in a few minutes, or tell the operator. Papers can be taken in all the same.")


def scan(content: bytes, name: str) -> None:
    """Raises Infected, or ScannerAway when nobody could say. Without a scanner everything passes; a check says so."""
    if not settings.SCANNER:
        return
    try:
        found = subprocess.run(
            shlex.split(settings.SCANNER), input=content, capture_output=True, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ScannerAway(name=name) from error
    if found.returncode == INFECTED:
        raise Infected(name=name)
    if found.returncode != CLEAN:
        raise ScannerAway(name=name) from RuntimeError(f"status {found.returncode}")
