"""Our template, changed the way people and programs change it, and the desk at which that happens."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from openpyxl.worksheet.worksheet import Worksheet

from certificates.actions.create_bundle import Draft
from certificates.admin.spreadsheet import versions_in_use
from certificates.models import Bundle, Certificate, CertificateTypeVersion, Project
from certificates.spreadsheet.reading import Reading, read_spreadsheet
from certificates.spreadsheet.template import template
from tests.documents.spreadsheets import changed
from tests.kit import Bureau, open_bureau

WORKS_SHEET = "工程规划"


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
