"""Which applications are closed: their results went out, or every case ended in another way that was told."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from casework.models import Application, Case, CaseEvent, Notice

State = Case.State
TELLS_THE_END = [Notice.Kind.REFUSED, Notice.Kind.DECISION]
TIME_TO_SERVE = timedelta(weeks=3)  # ten working days (行政许可法 第四十四条), also with a long holiday among them


def closed() -> QuerySet[Application]:
    """A case that was denied or not accepted is at its end once its letter was served; one withdrawn at once."""
    cases = Case.objects.filter(application=OuterRef("pk"))
    ended = Q(state__in=[State.REFUSED, State.WITHDRAWN, State.CONCLUDED])
    denied = Q(state=State.DECIDED, outcome=Case.Outcome.DENIED)
    untold = Notice.objects.filter(application=OuterRef("pk"), kind__in=TELLS_THE_END, served_at=None)
    over = Exists(cases) & ~Exists(cases.exclude(ended | denied)) & ~Exists(untold)
    return Application.objects.filter(Q(hand_over__isnull=False) | Q(over))


def ended_before(moment: datetime) -> QuerySet[Application]:
    """Those of which nothing is open any more, and of whose cases nothing was entered since ``moment``."""
    of_this = {"application": OuterRef("pk")}
    events = CaseEvent.objects.filter(case__application=OuterRef("pk"), recorded_at__gte=moment)
    return Application.objects.exclude(Exists(Case.objects.open().filter(**of_this)) | Exists(events))


def to_seal(moment: datetime) -> QuerySet[Application]:
    """Closed and not sealed, and at ``moment`` every letter of it was served or had had its time to be."""
    unserved = Notice.objects.filter(application=OuterRef("pk")).exclude(served_at__lte=moment)
    waited = _closed_before(moment - TIME_TO_SERVE).values("pk")
    return _closed_before(moment).filter(~Exists(unserved) | Q(pk__in=waited), sealed_file=None).order_by("pk")


def _closed_before(moment: datetime) -> QuerySet[Application]:
    """Those to which nothing more has happened after ``moment``."""
    events = CaseEvent.objects.filter(case__application=OuterRef("pk"), recorded_at__gt=moment)
    served = Notice.objects.filter(application=OuterRef("pk"), kind__in=TELLS_THE_END, served_at__gt=moment)
    return closed().exclude(hand_over__at__gt=moment).exclude(Exists(events) | Exists(served))
