"""Workbooks for tests, changed the way people and programs change them, down to the bytes."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping

from openpyxl import Workbook, load_workbook

SHEET_PART = "xl/worksheets/sheet1.xml"


def workbook(fill: Callable[[Workbook], object] = lambda book: None) -> bytes:
    """A plain .xlsx as any program may write it."""
    return saved(Workbook(), fill)


def changed(content: bytes, change: Callable[[Workbook], object]) -> bytes:
    """The workbook opened, changed and saved by a spreadsheet program."""
    return saved(load_workbook(io.BytesIO(content)), change)


def saved(book: Workbook, change: Callable[[Workbook], object]) -> bytes:
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def repacked(content: bytes, parts: Mapping[str, bytes | Callable[[bytes], bytes]]) -> bytes:
    """The same zip with parts put in, or rewritten."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), *parts]):
            part = parts.get(name) or old.read(name)
            new.writestr(name, part(old.read(name)) if callable(part) else part)
    return buffer.getvalue()


def with_rows(content: bytes, rows: bytes) -> bytes:
    """``rows`` as the whole sheet data of the first sheet, written by hand."""

    def put(part: bytes) -> bytes:
        return re.sub(rb"<sheetData>.*</sheetData>|<sheetData ?/>", b"<sheetData>" + rows + b"</sheetData>", part)

    return repacked(content, {SHEET_PART: put})
