"""Applicants who were told twice what is missing: all of it should be told at once (行政许可法 第三十二条).

Before acceptance, and while the clock stands still for papers or a design to be revised.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import ExtractYear

from bureau.access import Actor
from casework.history import TELLING
from casework.models import Case, CaseEvent, Notice

What = CaseEvent.What


@dataclass(frozen=True, slots=True)
class Told:
    """Of one office and year: how many notices of what is missing, and how many were not the first of theirs."""

    office: str
    office_id: int
    year: int
    notices: int
    again: int


def told_again() -> QuerySet[Case]:
    """Cases whose applicant was told a second time."""
    told = _told()
    second = told.filter(Exists(told.filter(case=OuterRef("case"), pk__lt=OuterRef("pk"))))
    return Case.objects.filter(Exists(second.filter(case=OuterRef("pk"))))


def told_by_year(user: Actor) -> Sequence[Told]:
    """The figures of the offices that ``user`` sees, the latest year first."""
    of_stop = Exists(_told().filter(case=OuterRef("case"), kind=OuterRef("kind")))
    notices = Notice.objects.filter(Q(kind=Notice.Kind.MORE) | Q(kind__in=TELLING) & of_stop)
    of_case = Q(case=None) | Q(case=OuterRef("case"))
    earlier = notices.filter(of_case, application=OuterRef("application"), pk__lt=OuterRef("pk"))
    counted = (
        notices.visible_to(user)
        .annotate(year=ExtractYear("written_at"), is_second=Exists(earlier))
        .values("application__office__name", "application__office", "year")
        .annotate(notices=Count("pk"), again=Count("pk", filter=Q(is_second=True)))
        .order_by("-year", "application__office")
    )
    return [
        Told(
            each["application__office__name"], each["application__office"], each["year"], each["notices"], each["again"]
        )
        for each in counted
    ]


def _told() -> QuerySet[CaseEvent]:
    """Without what was taken back."""
    gone = CaseEvent.objects.filter(about=OuterRef("pk"), what=What.TAKEN_BACK)
    by_stop = Q(what=What.SUSPENDED, kind__in=TELLING)
    return CaseEvent.objects.filter(Q(what=What.ASKED_FOR_MORE) | by_stop).exclude(Exists(gone))
