"""QR codes as papers carry them: level M, drawn with whole pixels."""

import struct
import zlib
from base64 import b64encode
from dataclasses import dataclass

import segno

MASK = 0  # chosen once: trying all eight costs 4 ms, and addresses are random enough for any of them
PIXELS = 280  # about; viewers that smooth pictures then blur an eighth of a module, not half of one
QUIET = 4  # modules of white that every reader wants around a code (ISO/IEC 18004)


@dataclass(frozen=True, slots=True)
class QrCode:
    """A code without its quiet zone: the page keeps `QUIET` modules of white around it."""

    matrix: tuple[bytes, ...]  # rows of modules, 1 for dark

    @classmethod
    def of(cls, text: str) -> "QrCode":
        return cls(tuple(map(bytes, segno.make_qr(text, error="m", mask=MASK, boost_error=False).matrix)))

    @property
    def modules(self) -> int:
        """A side; 21 to 177."""
        return len(self.matrix)

    def image(self) -> str:
        """A data URI of a PNG.

        8-bit grey, because WeasyPrint copies that as it is and turns 1-bit pictures into RGB. As SVG paths the same
        code took 7 to 11 ms to draw, this takes less than 1.
        """
        return "data:image/png;base64," + b64encode(_png(self.matrix)).decode()

    def quiet(self, side: float) -> float:
        """How much white a code of ``side`` needs around it, in the unit of ``side``."""
        return side * QUIET / self.modules


def _png(matrix: tuple[bytes, ...]) -> bytes:
    scale = max(3, PIXELS // len(matrix))
    side = scale * len(matrix)
    shades = bytes.maketrans(b"\x00\x01", b"\xff\x00")
    same = b"\x02" + bytes(side)  # filter "up", no difference: the row repeats
    rows = []
    for modules in matrix:
        row = b"".join(bytes([shade]) * scale for shade in modules.translate(shades))
        rows.append(b"\x00" + row + same * (scale - 1))
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(b"".join(rows))), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
