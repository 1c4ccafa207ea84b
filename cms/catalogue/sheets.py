"""The catalogue and the report as spreadsheets to take away; the first can be filled in and handed in again. Pure."""

import io
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cms.catalogue.report import Report
from cms.catalogue.rows import HEADS, NO, YES, Kind, Row
from documents.spreadsheet.cells import CellValue, put
from documents.spreadsheet.scan import letters

TITLE = "基本目录"
HEAD = PatternFill("solid", fgColor="CFE2EE")
BOLD = Font(bold=True)
TOP = Alignment(vertical="top", wrap_text=True)
WIDTHS = {"code": 16, "name": 40, "kind": 14, "basis": 52, "statutory_days": 14, "charges_fee": 10}
SPARE_ROWS = 200  # below the last entry, with formats and choices


def catalogue_sheet(rows: Iterable[Row]) -> bytes:
    """The catalogue under the heads that an import knows; without entries, an empty template."""
    book, sheet = _book(TITLE, list(HEADS.values()), list(WIDTHS.values()))
    number = 1
    for number, row in enumerate(rows, start=2):
        for column, name in enumerate(HEADS, start=1):
            value = getattr(row, name)
            put(sheet, number, column, (YES if value else NO) if isinstance(value, bool) else value)
    _formats(sheet, number + SPARE_ROWS)
    return _saved(book)


def report_sheet(found: Report) -> bytes:
    book, sheet = _book(_("Catalogue report"), report_heads(), [24, 16, 40, 80])
    for number, line in enumerate(found.lines(), start=2):
        for column, value in enumerate(line, start=1):
            put(sheet, number, column, value)
            sheet.cell(number, column).alignment = TOP
    return _saved(book)


def report_heads() -> list[str]:
    return [_("Finding"), _("Code"), _("Name"), _("What to look at")]


def _book(title: str, heads: Sequence[CellValue], widths: Sequence[int]) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet: Worksheet = book.active
    sheet.title = title[:31]
    for column, (head, width) in enumerate(zip(heads, widths, strict=True), start=1):
        put(sheet, 1, column, head)
        cell = sheet.cell(1, column)
        cell.font, cell.fill, cell.alignment = BOLD, HEAD, TOP
        sheet.column_dimensions[letters(column)].width = width
    sheet.freeze_panes = "A2"
    return book, sheet


def _formats(sheet: Worksheet, last: int) -> None:
    """Codes and texts stay text, so that no program drops zeros; kinds and fees are chosen."""
    for column, name in enumerate(HEADS, start=1):
        for row in range(2, last + 1):
            cell = sheet.cell(row, column)
            cell.number_format, cell.alignment = "0" if name == "statutory_days" else "@", TOP
    names = list(HEADS)
    for name, choices in {"kind": Kind.values, "charges_fee": [YES, NO]}.items():
        place = f"{letters(names.index(name) + 1)}2:{letters(names.index(name) + 1)}{last}"
        sheet.add_data_validation(DataValidation("list", formula1=f'"{",".join(choices)}"', sqref=place))


def _saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
