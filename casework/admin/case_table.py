"""Rows of the list of cases as a table to take away."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from casework.admin.case_list import matter_words
from casework.admin.standing import standing_of, with_whom
from casework.due import work_days
from casework.models import Case
from cms.csv_files import csv_bytes
from documents.spreadsheet.cells import MEDIA_TYPE
from documents.spreadsheet.tables import xlsx_bytes

FORMS = {"xlsx": _("Excel (XLSX)"), "csv": _("CSV")}
MEDIA_TYPES = {"xlsx": MEDIA_TYPE, "csv": "text/csv; charset=utf-8"}
HEAD = [
    _("Case"),
    _("Matter"),
    _("Project"),
    _("Project code"),
    _("Applicant"),
    _("State"),
    _("How it stands"),
    _("Due"),
    _("Promised by"),
    _("Due by law"),
    _("With"),
]


def table_of(cases: Iterable[Case], form: str) -> bytes:
    """``form``: of FORMS; ``cases`` as `case_list.for_rows` reads them."""
    rows = [[str(title) for title in HEAD], *_rows(cases)]
    return xlsx_bytes(str(_("Cases")), rows) if form == "xlsx" else csv_bytes(rows)


def _rows(cases: Iterable[Case]) -> Iterable[list[str]]:
    days = work_days()
    for case in cases:
        project = case.application.project
        dues = (str(each or "") for each in (case.due, case.promised_due, case.statutory_due))
        yield [
            case.number,
            matter_words(case),
            project.name,
            project.project_code,
            project.applicant,
            case.get_state_display(),
            standing_of(case, days).words,
            *dues,
            with_whom(case),
        ]
