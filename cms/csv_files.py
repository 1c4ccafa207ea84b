"""Tables to download: CSV that spreadsheet programs open in the right encoding and never run. Pure."""

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

Cell = str | int | Decimal

BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads Chinese as GBK
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # OWASP: CSV injection


def csv_bytes(rows: Iterable[Iterable[Cell]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([_safe(cell) for cell in row] for row in rows)
    return (BYTE_ORDER_MARK + out.getvalue()).encode()


def _safe(cell: Cell) -> str:
    """Numbers as digits; a text that a program would take for a formula gets an apostrophe before it."""
    if isinstance(cell, str):
        return "'" + cell if cell.startswith(STARTS_FORMULA) else cell
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
