"""The QR code of a certificate: at most version 15, drawn with whole pixels."""

import struct
import zlib
from base64 import b64encode

import segno
from django.utils.translation import gettext_lazy as _

from bureau.errors import Refused

MOST_MODULES = 77  # version 15: modules of 0.36 mm at 28 mm, which a phone still reads from a photocopy
MASK = 0  # chosen once: trying all eight costs 4 ms, and addresses are random enough for any of them
PIXELS = 280  # about; viewers that smooth pictures then blur an eighth of a module, not half of one


class AddressTooLong(Refused):
    """The address does not fit a QR code that can be read at 28 mm."""

    code = "certificates.address_too_long"
    message = _("The address of a certificate has %(bytes)s bytes; its QR code holds 412.")
    next_step = _("Ask the administrator to set a shorter public address.")


def qr_image(text: str) -> tuple[int, str]:
    """Modules a side, and a data URI of a PNG without quiet zone (the page keeps four modules of white around it).

    8-bit grey, because WeasyPrint copies that as it is and turns 1-bit pictures into RGB. As SVG paths the same code
    took 7 to 11 ms to draw, this takes less than 1.
    """
    code = segno.make_qr(text, error="m", mask=MASK, boost_error=False)
    modules = len(code.matrix)
    if modules > MOST_MODULES:
        raise AddressTooLong(bytes=len(text.encode()))
    return modules, "data:image/png;base64," + b64encode(_png(code.matrix)).decode()


def _png(matrix: tuple[bytearray, ...]) -> bytes:
    scale = max(3, PIXELS // len(matrix))
    side = scale * len(matrix)
    shades = bytes.maketrans(b"\x00\x01", b"\xff\x00")
    same = b"\x02" + bytes(side)  # filter "up", no difference: the row repeats
    rows = []
    for modules in matrix:
        row = b"".join(bytes([shade]) * scale for shade in bytes(modules).translate(shades))
        rows.append(b"\x00" + row + same * (scale - 1))
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(b"".join(rows))), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
