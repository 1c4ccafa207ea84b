"""Memory of a process that issues one bundle after the other."""

import os
from dataclasses import dataclass
from pathlib import Path

from bureau.models import User
from certificates.actions.issue_bundle import issue_bundle
from tests.bench.frame import peak_megabytes

PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Row:
    """Megabytes that the process holds after some bundles, and after all."""

    early: float
    late: float
    peak: float


def measure(keys: list[int], early: int) -> Row:
    issuer = User.objects.get(username="sample-issuer")
    held = []
    for key in keys:
        issue_bundle(key, actor=issuer)
        held.append(_resident_megabytes())
    return Row(early=held[early - 1], late=held[-1], peak=peak_megabytes())


def _resident_megabytes() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 2**20
