"""The clocks of all cases that run: reckoned from events in memory, and from the database."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial

from django.db.models import Count, Q

from bureau import calendar
from casework import due
from casework.clock import Terms
from casework.history import Event, History
from casework.models import Case, CaseEvent

Rows = Sequence[tuple[Terms, Sequence[Event]]]
EVENTS = 5


def running() -> int:
    """How many have been accepted and not decided, each with five events."""
    counted = Case.objects.filter(state=Case.State.ACCEPTED).annotate(several=Count("events"))
    assert not counted.filter(~Q(several=EVENTS)).exists()
    return counted.count()


def from_memory() -> Callable[[], object]:
    """Events to due days and today's standing, for all of them; the rows are there already."""
    events = defaultdict[int, list[Event]](list)
    found = CaseEvent.objects.filter(case__state=Case.State.ACCEPTED).order_by("case_id", "at", "pk")
    for event in found.values_list(*due.READ, named=True):  # plain tuples, as `casework.due` reads them
        events[event.case_id].append(event)
    terms = {case.pk: case.terms for case in Case.objects.filter(pk__in=list(events)).only("regime", *due.TERMS)}
    return partial(_reckon, [(terms[key], each) for key, each in events.items()])


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
