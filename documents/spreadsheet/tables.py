"""A table to take away as .xlsx: every cell is text, whatever it begins with. Pure."""

import io
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from documents.spreadsheet.cells import written_text


def xlsx_bytes(title: str, rows: Iterable[Iterable[str]]) -> bytes:
    """``rows`` with their head first; it stays in sight."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for row in rows:
        cells = [WriteOnlyCell(sheet, value=written_text(text)) for text in row]
        for cell in cells:
            cell.data_type = "s"  # no formula, whatever somebody named a project
        sheet.append(cells)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
