"""Single cells: text that stays text, what a program made of an entry, and what is wrong with one. Pure."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from openpyxl.worksheet.worksheet import Worksheet

from documents.spreadsheet.scan import number

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXACT_DIGITS = 15  # of a number that a spreadsheet keeps as it was typed
_ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f]|005[Ff])_")
_LIKE_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NEVER_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

CellValue: TypeAlias = str | int | Decimal | date


@dataclass(frozen=True, slots=True, kw_only=True)
class CellFinding:
    """One thing that is wrong with (or to look at in) a cell, a range or a whole sheet (``cell`` is then "")."""

    sheet: str
    cell: str
    label: str
    message: str

    @property
    def place(self) -> str:
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet

    @property
    def coordinates(self) -> tuple[int, int]:
        """Row and column of the (first) cell; a whole sheet comes before its cells."""
        name = self.cell.partition(":")[0]
        column = name.rstrip("0123456789")
        return (int(name[len(column) :]), number(column)) if name else (0, 0)


def put(sheet: Worksheet, row: int, column: int, value: CellValue) -> None:
    """Writes a cell; text stays text even when it begins with = or looks like an error."""
    cell = sheet.cell(row, column)
    if isinstance(value, Decimal | int | date):
        cell.value = value
    elif value:
        cell.value = written_text(value)
        cell.data_type = "s"


def written_text(text: str) -> str:
    """``text`` as a cell keeps it: without what XML cannot hold, and with _x0041_ safe from being taken for A."""
    return _LIKE_ESCAPED.sub("_x005F_", _NEVER_IN_XML.sub("", text))


def read_text(text: str) -> str:
    """The text of a cell; spreadsheets write a line end inside one as _x000D_."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def plain(value: Any) -> Any:
    """Texts without the escapes of the file, truth values as the program shows them; the rest as it is."""
    if isinstance(value, str):
        return read_text(value)
    return str(value).upper() if isinstance(value, bool) else value


def is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def lost_digits(value: object) -> bool:
    """Whether a number is so long that the program no longer has what was typed."""
    return isinstance(value, int | float) and abs(value) >= 10**EXACT_DIGITS
