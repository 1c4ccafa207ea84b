"""Catalogues for tests: rows, and the spreadsheets that provinces send."""

import io
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cms.catalogue.rows import HEADS, Row
from cms.catalogue.sheets import TITLE, catalogue_sheet

SITE = Row(
    code="000115901000",
    name="建设项目用地预审与选址意见书",
    kind="行政许可",
    basis="《城乡规划法》第三十六条\n《土地管理法实施条例》第二十四条",
    statutory_days=20,
    charges_fee=False,
)
WORKS = Row(
    code="000115904000",
    name="建设工程规划许可",
    kind="行政许可",
    basis="《城乡规划法》第四十条",
    statutory_days=20,
    charges_fee=False,
)
MORTGAGE = Row(
    code="000115909000",
    name="抵押权首次登记",
    kind="行政确认",
    basis="《不动产登记暂行条例》第五条第九项、第十四条",
    statutory_days=30,
    charges_fee=True,
)
ROWS = (SITE, WORKS, MORTGAGE)


def with_changes(row: Row, **changes: Any) -> Row:
    return replace(row, **changes)


def changed(change: Callable[[Worksheet], object], rows: Iterable[Row] = ROWS) -> bytes:
    """The catalogue opened, changed and saved by a spreadsheet program."""
    book = load_workbook(io.BytesIO(catalogue_sheet(rows)))
    change(book[TITLE])
    return saved(book)


def with_cell(cell: str, value: object) -> bytes:
    def put(sheet: Worksheet) -> None:
        sheet[cell] = value

    return changed(put)


def written(*lines: Iterable[object], title: str = "Sheet1") -> bytes:
    """A workbook of these lines, as another program may write it."""
    book = Workbook()
    book.active.title = title
    for line in lines:
        book.active.append(list(line))
    return saved(book)


def heads() -> list[str]:
    return list(HEADS.values())


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
