"""The clocks of all cases that run: reckoned from events in memory, and from the database."""

from collections.abc import Callable, Sequence
from functools import partial

from django.db.models import Count, Q

from bureau import calendar
from casework import due
from casework.clock import Terms
from casework.history import Event, History
from casework.models import Case

Rows = Sequence[tuple[Terms, Sequence[Event]]]
EVENTS = 5


def running() -> int:
    """How many have been accepted and not decided, each with five events."""
    counted = Case.objects.filter(state=Case.State.ACCEPTED).annotate(several=Count("events"))
    assert not counted.filter(~Q(several=EVENTS)).exists()
    return counted.count()


def from_memory() -> Callable[[], object]:
    """Events to due days and today's standing, for all of them; the rows are there already."""
    cases = Case.objects.filter(state=Case.State.ACCEPTED).prefetch_related("events")
    rows = [(case.terms, list(case.events.all())) for case in cases]
    return partial(_reckon, rows)


def _reckon(rows: Rows) -> None:
    days, today = due.work_days(), calendar.today()
    for terms, events in rows:
        clock = History.of(events).clock(terms, days)
        assert clock is not None
        assert clock.binding_due
        clock.standing(today)


def from_database() -> None:
    """As `casework.due` compares them: read, reckoned, beside what is kept."""
    different = list(due.stale_of(Case.objects.filter(state=Case.State.ACCEPTED)))
    assert different == []
