"""What the sheets of a safe archive hold, without reading a value: extent, formulas, merged cells. Pure.

Stops at the first row or column beyond the limits, so that 100,000 rows are refused as fast as 5,001.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from documents.spreadsheet import errors
from documents.spreadsheet.package import WORKBOOK, damage_named, parse

MOST_ROWS = 5_000
MOST_COLUMNS = 200
MOST_NAMED = 500  # formulas and merged ranges that are named; a sheet full of them is not listed to its end
MOST_SHEETS = 30
_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)
_RANGE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6}):([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged range, such as B3:C4."""

    name: str
    columns: range
    rows: range

    def covers(self, row: int, column: int) -> bool:
        return row in self.rows and column in self.columns


@dataclass(slots=True)
class SheetFacts:
    """One worksheet. Rows and columns count as used where a cell holds a value or formula; formats do not count."""

    title: str
    last_row: int = 0
    last_column: int = 0
    used_rows: int = 0
    formulas: list[str] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)


def scanned(archive: zipfile.ZipFile) -> list[SheetFacts]:
    """The worksheets in their order. Raises TooManyRows, TooManyColumns, Damaged."""
    with damage_named(WORKBOOK):
        sheets = list(_sheets(archive))
        if len(sheets) > MOST_SHEETS:
            raise errors.UnpacksTooLarge()
        if len({title for title, _part in sheets}) != len(sheets):
            raise errors.Damaged(what=WORKBOOK)
        return [_scan(archive, title, part) for title, part in sheets]


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Titles and parts of the worksheets, by the workbook and its relationships."""
    targets: dict[str, str] = {}
    listed: list[tuple[str, str]] = []

    def relationship(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            targets[attributes["Id"]] = posixpath.normpath(posixpath.join("/xl", attributes["Target"])).lstrip("/")

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "sheet":
            key = next(value for key, value in attributes.items() if _local(key) == "id" and ":" in key)
            listed.append((attributes["name"], key))

    parse(archive, "xl/_rels/workbook.xml.rels", relationship)
    parse(archive, WORKBOOK, sheet)
    return ((title, targets[key]) for title, key in listed if key in targets)


def _scan(archive: zipfile.ZipFile, title: str, part: str) -> SheetFacts:
    walk = _Walk(SheetFacts(title))
    parse(archive, part, walk.start)
    return walk.facts


class _Walk:
    """Follows a sheet's elements. Rows and cells must stand in order: a reader would drop what does not."""

    def __init__(self, facts: SheetFacts) -> None:
        self.facts = facts
        self.row = self.column = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match _local(name):
            case "c":
                self._cell(attributes.get("r"))
            case "v" | "is" if self.column:
                self._used()
            case "f" if self.column:
                self._used()
                if len(self.facts.formulas) < MOST_NAMED:
                    self.facts.formulas.append(f"{letters(self.column)}{self.row}")
            case "row":
                self._row(attributes.get("r"))
            case "extLst":  # holds formulas of validations under the same name
                self.column = 0
            case "mergeCell" if len(self.facts.merged) < MOST_NAMED:
                self._merged(attributes["ref"])

    def _row(self, written: str | None) -> None:
        row = int(written) if written else self.row + 1
        if row <= self.row:
            raise errors.Damaged(what=self.facts.title)
        self.row, self.column = row, 0

    def _cell(self, written: str | None) -> None:
        column = self.column + 1
        if written:
            found = _CELL.fullmatch(written)
            if not found or int(found[2]) != self.row or (named := number(found[1])) < column:
                raise errors.Damaged(what=f"{self.facts.title}!{written}")
            column = named
        self.column = column

    def _used(self) -> None:
        facts = self.facts
        if self.row > MOST_ROWS:
            raise errors.TooManyRows(sheet=facts.title, most=MOST_ROWS)
        if self.column > MOST_COLUMNS:
            cell = f"{letters(self.column)}{self.row}"
            raise errors.TooManyColumns(sheet=facts.title, most=MOST_COLUMNS, cell=cell)
        if facts.last_row != self.row:
            facts.last_row = self.row
            facts.used_rows += 1
        facts.last_column = max(facts.last_column, self.column)

    def _merged(self, name: str) -> None:
        found = _RANGE.fullmatch(name)
        if found is None:
            raise errors.Damaged(what=f"{self.facts.title}!{name}")
        columns = range(number(found[1]), number(found[3]) + 1)
        self.facts.merged.append(Merged(name, columns, range(int(found[2]), int(found[4]) + 1)))


def _local(name: str) -> str:
    return name.rpartition(":")[2]


@lru_cache(maxsize=1024)
def number(name: str) -> int:
    """Column A is 1, AA is 27."""
    total = 0
    for letter in name:
        total = total * 26 + ord(letter) - 64
    return total


@lru_cache(maxsize=1024)
def letters(column: int) -> str:
    """Column 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
