"""What must hold of applications and cases as stored; asked by `check_records`."""

from django.db.models import F

from bureau import records
from casework.due import first_stale
from casework.models import Case
from casework.notices.writing import CODE as NOTICE
from casework.numbers import CODE
from documents.models import LedgerEntry


def join() -> None:
    records.register("due days", first_stale)
    records.register("case numbers", first_loose_number)
    records.register("notices", first_loose_notice)
    records.register("offices of cases", first_strayed_case)


def first_loose_number() -> str | None:
    """Every case number in the ledger has its case, under the same spelling."""
    loose = LedgerEntry.objects.filter(code=CODE, case=None).order_by("pk").first()
    if loose:
        return f"case number {loose.text} is given, but no case has it"
    wrong = Case.objects.exclude(number__in=LedgerEntry.objects.filter(code=CODE).values("text")).order_by("pk").first()
    return f"case {wrong.number} is not in the ledger" if wrong else None


def first_strayed_case() -> str | None:
    """Every case keeps the office of its application."""
    strayed = Case.objects.exclude(office=F("application__office")).order_by("pk").first()
    return f"case {strayed.number} keeps another office than its application" if strayed else None


def first_loose_notice() -> str | None:
    """Every number of a notice has its notice."""
    loose = LedgerEntry.objects.filter(code=NOTICE, notice=None).order_by("pk").first()
    return f"notice number {loose.text} is given, but no notice has it" if loose else None
