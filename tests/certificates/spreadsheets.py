"""Workbooks for tests: our template, changed the way people and programs change it, down to the bytes."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from certificates.actions.create_bundle import Draft
from certificates.admin.spreadsheet import versions_in_use
from certificates.models import Bundle, Certificate, CertificateTypeVersion, Project
from certificates.spreadsheet.reading import Reading, read_spreadsheet
from certificates.spreadsheet.template import template
from tests.kit import Bureau, open_bureau

WORKS_SHEET = "工程规划"
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


@dataclass(frozen=True)
class Desk:
    """A project with a draft bundle of seven, and what an officer does with spreadsheets there."""

    bureau: Bureau
    bundle: Bundle

    @property
    def project(self) -> Project:
        return Project.objects.get(pk=self.bundle.project_id)

    @property
    def versions(self) -> dict[str, CertificateTypeVersion]:
        return versions_in_use()

    @property
    def certificates(self) -> list[Certificate]:
        return list(self.bundle.certificates.select_related("type_version").order_by("position"))

    def drafts(self) -> list[Draft]:
        return [Draft(type_version=each.type_version, part=each.part, values=each.values) for each in self.certificates]

    def filled(self) -> bytes:
        """The template with the seven certificates in it."""
        return template(self.project, self.drafts())

    def read(self, content: bytes) -> Reading:
        return read_spreadsheet(content, self.project, self.versions)

    def read_changed(self, change: Callable[[Worksheet], object], sheet: str = WORKS_SHEET) -> Reading:
        return self.read(changed(self.filled(), lambda book: change(book[sheet])))


@contextmanager
def desk_for_a_module() -> Iterator[Desk]:
    """Set up once; every test of the module runs in a savepoint on top, and all of it is undone at the end."""
    with transaction.atomic():
        bureau = open_bureau()
        yield Desk(bureau, bureau.draft_bundle())
        transaction.set_rollback(True)


def column_of(sheet: Worksheet, key: str) -> str:
    """The letter of the column of a field."""
    return next(cell.column_letter for cell in sheet[2] if cell.value == key)
