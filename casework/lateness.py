"""Which open cases are late, or stand still: what lists filter by. From what is kept for lists, as of ``day``.

Says of a case what `casework.admin.standing` says of it: red and orange are the levels of domain.md §5.5.
"""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from casework.due import waits_for_applicant, work_days
from casework.models import ApplicationMaterial, Case, CaseEvent

RECEIVED, ACCEPTED = Q(state=Case.State.RECEIVED), Q(state=Case.State.ACCEPTED)


def red(day: date) -> QuerySet[Case]:
    """Past the legal limit, not answered in time, or accepted by law because nobody answered."""
    return Case.objects.open().filter(_red(day))


def orange(day: date) -> QuerySet[Case]:
    """Past the promise, a paper that was to follow overdue, or a stop not confirmed again in time; and not red."""
    return Case.objects.open().filter(_orange(day), ~_red(day))


def soon(day: date) -> QuerySet[Case]:
    """Due by the next working day, and not late."""
    days = work_days()
    last = days.day(days.number(day) + 1) or day
    return Case.objects.open().filter(~_red(day), ~_orange(day), due__lte=last)


def stopped(day: date) -> QuerySet[Case]:
    """The clock stands still, or it is the applicant's turn to bring what is missing; and not late."""
    still = Q(stopped_until=None) | Q(stopped_until__gte=day)
    stands = waits_for_applicant() | ACCEPTED & ~Q(stopped_by="") & still
    return Case.objects.open().filter(~_red(day), ~_orange(day), stands)


def _red(day: date) -> Q:
    return RECEIVED & Q(due__lt=day) | ACCEPTED & (Q(statutory_due__lt=day) | Q(pk__in=_deemed().values("case")))


def _orange(day: date) -> Q:
    papers = Q(application__in=_overdue(day).values("application")) & Q(Exists(_needed(_overdue(day))))
    return ACCEPTED & (Q(promised_due__lt=day) | Q(confirm_by__lt=day) | papers)


def _deemed() -> QuerySet[CaseEvent]:
    """`standing.is_deemed`."""
    return CaseEvent.objects.filter(what=CaseEvent.What.ACCEPTED, at__lt=F("recorded_at"))


def _overdue(day: date) -> QuerySet[ApplicationMaterial]:
    return ApplicationMaterial.objects.filter(state=ApplicationMaterial.State.DEFERRED, supply_by__lt=day)


def _needed(materials: QuerySet[ApplicationMaterial]) -> QuerySet[ApplicationMaterial]:
    """Those of ``materials`` that a case needs. A list of codes is searched as its text: SQLite looks into no list."""
    return materials.alias(codes=Cast("needed_by", TextField())).filter(
        application=OuterRef("application"),
        codes__contains=Concat(Value('"'), OuterRef("version__code"), Value('"')),
    )
