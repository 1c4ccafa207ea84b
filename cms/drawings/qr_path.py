"""A QR code as one SVG path: pages may not carry pictures as data (the content policy), and this needs no request."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from django.utils.safestring import SafeString, mark_safe

from documents.rendering.qr import QUIET, QrCode


@dataclass(frozen=True, slots=True)
class QrPath:
    address: str
    side: int  # modules with the quiet zone
    path: SafeString

    @property
    def typed(self) -> str:
        """The address as people write it."""
        return self.address.split("://", 1)[-1].rstrip("/")


@lru_cache(maxsize=512)  # one address a matter; a code takes 3 ms
def qr_path(address: str) -> QrPath:
    code = QrCode.of(address)
    runs = []
    for row, modules in enumerate(code.matrix):
        column = 0
        for dark, group in groupby(modules):
            length = len(list(group))
            if dark:
                runs.append(f"M{column + QUIET} {row + QUIET}h{length}v1h-{length}z")
            column += length
    return QrPath(address, code.modules + 2 * QUIET, mark_safe("".join(runs)))
