"""Case numbers (办件编号): the day and four digits of it, 2022-0801-0007; one series for all offices."""

from collections.abc import Sequence

from bureau.calendar import today
from casework.models import Application
from documents.models import LedgerEntry
from documents.numbering import mark_issued, open_series, reserve

CODE = "CASE"


def first_number(application: Application) -> str:
    """By which its file and the letters about all of it go."""
    return application.cases.order_by("pk").values_list("number", flat=True).first() or ""


def take_numbers(wanted_for: Sequence[str]) -> list[LedgerEntry]:
    """In the transaction of the cases, so that a number and its case come about together."""
    day = today()
    series = open_series(None, CODE, "办件")
    entries = reserve(
        series, int(f"{day:%Y%m%d}"), taken_for=wanted_for, write=lambda value: f"{day:%Y-%m%d}-{value:04}"
    )
    mark_issued(entries)
    return entries
