"""A spreadsheet read into rows of the catalogue, with findings cell by cell. Writes nothing.

The heads may stand in any of the first rows, below a title; columns may stand in any order. Columns that the catalogue
does not know are named, because what stands in them would otherwise be lost silently.
"""

import hashlib
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook

from cms.catalogue import errors
from cms.catalogue.rows import HEADS, Row
from cms.catalogue.values import WrongValue, value_of
from documents.number_keys import is_invisible
from documents.spreadsheet.cells import CellFinding, is_blank, plain
from documents.spreadsheet.package import damage_named, opened
from documents.spreadsheet.scan import SheetFacts, letters, scanned

SEARCHED = 10  # rows that may hold the heads
FIELDS = {head: name for name, head in HEADS.items()}

HEAD_UNKNOWN = _("The catalogue has no column of this name. Take it out, or give it the right head.")
HEAD_TWICE = _("This column is there twice. Take one out.")
SHEET_LEFT_OUT = _("This sheet lacks columns of the catalogue and is not read. Take it out, or give it the heads.")
STRAY = _("This stands outside the columns of the catalogue. Take it out.")
FORMULA = _("This is a formula. Type its result instead.")
MERGED = _("%(cell)s is merged. Split it, so that each row says all of its own.")
ERROR_SHOWN = _("The program shows an error here (%(value)s). Enter the value itself.")
INVISIBLE = _("It holds characters that nobody can see (%(codes)s). Type it again.")
EMPTY = _("This is empty. Every row needs it.")
CODE_TWICE = _("%(value)s stands in %(other)s already. A code belongs to one matter.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a spreadsheet holds. Only one without findings may be taken."""

    rows: tuple[Row, ...]
    findings: tuple[CellFinding, ...]  # in the order of sheets, rows and columns
    sha256: str

    def check(self) -> None:
        """Raises CellsWrong."""
        if self.findings:
            raise errors.CellsWrong(count=len(self.findings))


def read_catalogue(content: bytes) -> Reading:
    """Raises SpreadsheetRefused when the file as a whole is no catalogue."""
    with opened(content) as archive:
        scans = [each for each in scanned(archive) if each.last_row]
    with damage_named("xlsx"):
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheets = [_Sheet(each, _cells(book[each.title], each)) for each in scans]
    for each in sheets:
        each.find_heads()
    if not any(each.columns for each in sheets):
        raise errors.HeadsMissing(missing="、".join(_missing(sheets)))
    seen: dict[str, str] = {}
    for each in sheets:
        each.read(seen)
    if not any(each.rows or each.findings for each in sheets if each.columns):
        raise errors.NoRows()
    order = {each.facts.title: place for place, each in enumerate(sheets)}
    findings = [finding for each in sheets for finding in each.findings]
    return Reading(
        rows=tuple(row for each in sheets for row in each.rows),
        findings=tuple(sorted(findings, key=lambda each: (order[each.sheet], each.coordinates))),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _cells(worksheet: Any, facts: SheetFacts) -> list[Sequence[Any]]:
    return list(worksheet.iter_rows(min_row=1, max_row=facts.last_row, max_col=facts.last_column))


def _missing(sheets: Sequence["_Sheet"]) -> list[str]:
    """The heads that the likeliest row lacks."""
    likeliest = max((each.likeliest() for each in sheets), key=len, default=set())
    return [head for name, head in HEADS.items() if name not in likeliest]


@dataclass(slots=True)
class _Sheet:
    """One sheet while it is read."""

    facts: SheetFacts
    cells: list[Sequence[Any]]
    head_row: int = 0
    columns: dict[int, str] = field(default_factory=dict)  # number of a column to the field
    rows: list[Row] = field(default_factory=list)
    findings: list[CellFinding] = field(default_factory=list)

    def likeliest(self) -> set[str]:
        return max((_fields_in(cells) for cells in self.cells[:SEARCHED]), key=len, default=set())

    def find_heads(self) -> None:
        """Remembers the first row near the top that holds all heads."""
        for row, cells in enumerate(self.cells[:SEARCHED], start=1):
            if _fields_in(cells) == set(HEADS):
                self.head_row = row
                self._read_heads(cells)
                return

    def read(self, seen: dict[str, str]) -> None:
        """``seen``: codes of the file so far, with their places."""
        if not self.columns:
            self._say("", "", SHEET_LEFT_OUT)
            return
        for name in self.facts.formulas:
            self._say(name, "", FORMULA)
        for merged in self.facts.merged:
            if merged.rows.stop > self.head_row:  # a title above the heads may be merged
                self._say(merged.name, "", MERGED, cell=merged.name)
        for row, cells in enumerate(self.cells[self.head_row :], start=self.head_row + 1):
            if any(not is_blank(cell.value) for cell in cells):
                self._read_row(row, cells, seen)

    def _read_heads(self, cells: Sequence[Any]) -> None:
        for column, cell in enumerate(cells, start=1):
            head, name = _head(cell.value), f"{letters(column)}{self.head_row}"
            if head in FIELDS and FIELDS[head] in self.columns.values():
                self._say(name, head, HEAD_TWICE)
            elif head in FIELDS:
                self.columns[column] = FIELDS[head]
            elif head:
                self._say(name, head, HEAD_UNKNOWN)

    def _read_row(self, row: int, cells: Sequence[Any], seen: dict[str, str]) -> None:
        values: dict[str, Any] = {}
        for column, cell in enumerate(cells, start=1):
            name = f"{letters(column)}{row}"
            if any(merged.covers(row, column) for merged in self.facts.merged):
                continue  # named as a range
            if each := self.columns.get(column):
                if self._is_readable(name, cell, HEADS[each]):
                    self._take(values, each, name, cell.value)
            elif not is_blank(cell.value) and not self._has_unknown_head(column):
                self._say(name, "", STRAY)
        if code := values.get("code"):
            self._once(code, row, seen)
        if len(values) == len(HEADS):
            self.rows.append(Row(**values))

    def _take(self, values: dict[str, Any], each: str, name: str, value: Any) -> None:
        try:
            values[each] = value_of(each, value)
        except WrongValue as wrong:
            self._say(name, HEADS[each], str(wrong))

    def _once(self, code: str, row: int, seen: dict[str, str]) -> None:
        column = next(number for number, name in self.columns.items() if name == "code")
        name = f"{letters(column)}{row}"
        place = f"{self.facts.title}!{name}"
        if code in seen:
            self._say(name, HEADS["code"], CODE_TWICE, value=code, other=seen[code])
        seen.setdefault(code, place)

    def _has_unknown_head(self, column: int) -> bool:
        """Then the head is named already, not each cell below it."""
        heads = self.cells[self.head_row - 1]
        return column <= len(heads) and bool(_head(heads[column - 1].value))

    def _is_readable(self, name: str, cell: Any, label: str) -> bool:
        """Says what is wrong with what the program made of the entry."""
        if cell.data_type == "f":
            if name not in self.facts.formulas:
                self._say(name, label, FORMULA)
            return False
        if cell.data_type == "e":
            self._say(name, label, ERROR_SHOWN, value=cell.value)
            return False
        if is_blank(cell.value):
            self._say(name, label, EMPTY)
            return False
        if isinstance(cell.value, str) and (codes := _invisible(plain(cell.value))):
            self._say(name, label, INVISIBLE, codes="、".join(codes))
            return False
        return True

    def _say(self, place: str, label: str, message: str | Promise, **params: object) -> None:
        said = str(message) % params if params else str(message)
        self.findings.append(CellFinding(sheet=self.facts.title, cell=place, label=label, message=said))


def _head(value: Any) -> str:
    """A head without blanks, marks of required columns, and in whatever brackets."""
    text = "".join(str(plain(value) or "").split()).strip("*＊")
    return text.replace("(", "（").replace(")", "）")


def _fields_in(cells: Sequence[Any]) -> set[str]:
    return {FIELDS[head] for cell in cells if (head := _head(cell.value)) in FIELDS}


def _invisible(text: str) -> list[str]:
    """Code points that hide or turn text; line ends are none of them."""
    return [
        f"U+{ord(each):04X}"
        for each in dict.fromkeys(text)
        if is_invisible(each) or (unicodedata.category(each) in {"Cc", "Co"} and each not in "\t\r\n")
    ]
