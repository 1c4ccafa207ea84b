"""The form of the template, known to who writes it and who reads it. Pure.

A sheet holds certificates of one kind. Row 1 shows the labels; row 2 is hidden and holds the fields' keys, beginning
with the marker that says for which kind, version and project the sheet was made; from row 3 on, a row is a certificate.
The marker stands above the column of parts. Columns may be moved, since keys move with them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

from certificates.definition import FieldDefinition, FieldKind, TypeDefinition
from certificates.facts import Value
from certificates.findings import to_day, to_decimal
from certificates.rules import normalise
from documents.spreadsheet.cells import EXACT_DIGITS, CellValue

HEAD_ROW, KEY_ROW, FIRST_ROW = 1, 2, 3
PART_LABEL = "部分"
LONGEST_PART = 40
REQUIRED_MARK = "＊"
GUIDE, CHOICES = "guide", "choices"  # kinds of the sheets that hold no certificates
FIRST_DAY = date(1900, 3, 1)  # programs disagree about earlier ones
_MARKER = re.compile(r"yizheng ([-\w]{1,20})@(\d{1,9}) (\S{1,24})", re.ASCII)
_NEVER_IN_TITLES = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True, slots=True)
class Marker:
    """What a sheet was made for; kind is GUIDE or CHOICES (version 0) for sheets that only help."""

    kind: str
    version: int
    project_code: str

    def __str__(self) -> str:
        return f"yizheng {self.kind}@{self.version} {self.project_code}"

    @classmethod
    def parse(cls, text: object) -> Self | None:
        found = _MARKER.fullmatch(text.strip()) if isinstance(text, str) else None
        return cls(found[1], int(found[2]), found[3]) if found else None

    @property
    def holds_certificates(self) -> bool:
        return self.kind not in {GUIDE, CHOICES}


def head_of(field: FieldDefinition) -> str:
    """总建筑面积（㎡）＊"""
    unit = f"（{field.unit}）" if field.unit else ""
    return f"{field.label}{unit}{REQUIRED_MARK if field.required else ''}"


def same_head(written: object, field: FieldDefinition) -> bool:
    """Whether a column still bears its own label; blanks and the mark do not matter."""
    return _bare(str(written or "")) == _bare(head_of(field))


def _bare(text: str) -> str:
    return "".join(text.split()).removesuffix(REQUIRED_MARK).removesuffix("*")


def sheet_title(definition: TypeDefinition, taken: Iterable[str] = ()) -> str:
    """The kind's short name without what titles may not hold, unlike every title in ``taken``."""
    wanted = _NEVER_IN_TITLES.sub(" ", definition.short_name or definition.name).strip()[:25] or definition.code
    used = {each.casefold() for each in taken}
    title, place = wanted, 1
    while title.casefold() in used:
        place += 1
        title = f"{wanted} {place}"
    return title


def cell_value(definition: TypeDefinition, field: FieldDefinition, value: Value) -> CellValue:
    """A value as the template shows it: numbers and days as such where a spreadsheet keeps them exactly, else as text.

    Entries of a list are joined by ；, rows of a table stand on lines of their own with | between the cells.
    """
    text = _as_text(field, value)
    typed: CellValue | None = None
    match field.kind:
        case FieldKind.DECIMAL | FieldKind.INTEGER:
            typed = to_decimal(text)
            if typed is not None and (typed.is_signed() or len(typed.as_tuple().digits) > EXACT_DIGITS):
                typed = None
        case FieldKind.DATE:
            day = to_day(text)
            typed = day if day is not None and day >= FIRST_DAY else None
    if typed is None or normalise(definition, {field.key: typed}) != {field.key: text}:
        return text
    return typed


def _as_text(field: FieldDefinition, value: Value) -> str:
    if isinstance(value, str):
        return value
    if field.kind is FieldKind.TABLE:
        keys = [column.key for column in field.columns]
        rows = [row for row in value if isinstance(row, dict)]
        return "\n".join("|".join(row[key] for key in [*keys, ""] if key in row) for row in rows)
    return "；".join(each for each in value if isinstance(each, str))
