"""The QR code of a certificate as one vector path."""

import segno

MOST_MODULES = 77  # version 15: modules of 0.36 mm at 28 mm, which a phone still reads from a photocopy
MASK = 0  # chosen once: trying all eight costs milliseconds each, and addresses are random enough for any of them


class AddressTooLong(ValueError):
    """The address does not fit a QR code that can be read at 28 mm (412 bytes at level M)."""


def qr_path(text: str) -> tuple[int, str]:
    """Modules a side, and an SVG path to be stroked one unit wide: a run of dark modules is one line.

    Without quiet zone: the page keeps four modules of white around it.
    """
    code = segno.make_qr(text, error="m", mask=MASK, boost_error=False)
    rows = code.matrix
    if len(rows) > MOST_MODULES:
        raise AddressTooLong(f"{len(text.encode())} bytes")
    return len(rows), "".join(_runs(rows))


def _runs(rows: tuple[bytearray, ...]) -> list[str]:
    parts = []
    for y, row in enumerate(rows):
        # Split at light modules: every non-empty piece is a run of dark ones.
        x = 0
        for piece in bytes(row).split(b"\x00"):
            if piece:
                parts.append(f"M{x} {y}.5h{len(piece)}")
                x += len(piece)
            x += 1
    return parts
