"""Notices come about in the transaction of what they tell: number and words; the file is made later (paper.py)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from bureau import calendar
from bureau.models import User
from casework.models import Application, Case
from casework.models.notice import Notice
from casework.notices.words import Content
from casework.telling import tell_change
from certificates.codes import new_public_id
from documents.numbering import mark_issued, open_series, reserve


@dataclass(frozen=True, slots=True)
class Book:
    """A series of numbers: its code, its name, and the character in a number that tells it from others."""

    code: str
    title: str
    mark: str


NOTICES = Book("NOTICE", "告知文书", "告")
RECEIPTS = Book("RECEIPT", "收件凭证", "收")


def chinese() -> translation.override:
    """Papers of the office are Chinese, whatever the person at the screen reads."""
    return translation.override("zh-hans")


def write(
    kind: Notice.Kind, content: Content, application: Application, *, by: User | None, case: Case | None = None
) -> Notice:
    return write_content(kind, content.as_json(), application, by=by, case=case)


def write_content(
    kind: Notice.Kind,
    content: Mapping[str, Any],
    application: Application,
    *,
    by: User | None,
    case: Case | None = None,
    letter: Notice | None = None,
) -> Notice:
    """Letters and cards are numbered in one series."""
    office, year = application.office, calendar.today().year
    book = RECEIPTS if kind == Notice.Kind.RECEIPT else NOTICES
    series = open_series(office, book.code, book.title)
    (entry,) = reserve(
        series,
        year,
        taken_for=[case.number if case else str(application.project.project_code)],
        write=lambda value: f"{office.short_name}{book.mark}〔{year}〕{value}号",
    )
    mark_issued([entry])
    notice = Notice.objects.create(
        application=application,
        case=case,
        kind=kind,
        entry=entry,
        public_id=new_public_id(),
        letter=letter,
        content=content,
        written_at=calendar.now(),
        written_by=by,
    )
    tell_change(application, case.number if case else "")
    return notice
