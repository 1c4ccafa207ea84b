"""What is kept of a case's clock for lists: always what its events say (invariant 7), written here alone."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from bureau.calendar import CalendarUnknown, NumberedDays, today
from bureau.models import CalendarOverride
from bureau.scheduled import scheduled
from casework.clock import Clock, Kind, Regime, effective
from casework.history import Event, History, Stop
from casework.models import Case, CaseEvent
from casework.signals import case_changed
from casework.stopping import RULES

BATCH = 500
TERMS = ("promised_days", "statutory_days", "extension_days")
READ = ("pk", "case_id", "what", "at", "kind", "limit", "days", "about_id", "place", "meets_at")  # history.Event


@dataclass(frozen=True, slots=True)
class Kept:
    accepted_at: datetime | None = None
    promised_due: date | None = None
    statutory_due: date | None = None
    due: date | None = None
    stopped_by: str = ""
    stopped_until: date | None = None
    confirm_by: date | None = None
    request_id: int | None = None


KEPT = tuple(each.name for each in fields(Kept))


def work_days() -> NumberedDays:
    return CalendarOverride.calendar().numbered


def refresh(case: Case) -> History:
    """After an event of ``case``, in its transaction."""
    history = History.of(case.events.all())
    kept = kept_of(case, history, work_days())
    for name in KEPT:
        setattr(case, name, getattr(kept, name))
    case.save(update_fields=[*KEPT, "state"])
    case_changed.send(Case, case=case)
    return history


def kept_of(case: Case, history: History, days: NumberedDays) -> Kept:
    """What should be kept of ``case``, whatever day it is. A day that nobody can say yet is None."""
    if case.state == Case.State.RECEIVED:
        return Kept(due=_answer_due(case, history, days))
    clock = clock_of(case, history, days)
    if clock is None:
        return Kept()
    is_open = case.state == Case.State.ACCEPTED
    stop, until = _last_stop(clock, history) if is_open else (None, None)
    return Kept(
        accepted_at=history.accepted_at,
        promised_due=clock.promised_due,
        statutory_due=clock.statutory_due,
        due=clock.binding_due if is_open else None,
        stopped_by=stop.kind.value if stop else "",
        stopped_until=until,
        confirm_by=confirm_by(clock, history) if is_open else None,
        request_id=history.requests[0].event if is_open and history.requests else None,
    )


def clock_of(case: Case, history: History, days: NumberedDays) -> Clock | None:
    """None before acceptance, and where no day at all can be said."""
    try:
        return history.clock(case.terms, days)
    except CalendarUnknown:
        return None


@scheduled(every=timedelta(hours=6))
def refresh_open() -> int:
    """`refresh_all` for the cases whose days somebody still waits for: what a newer official calendar says soon shows.

    A day that the house enters itself makes `refresh_all` due at once (bureau.calendar_followers).
    """
    return _refresh_each(stale_of(Case.objects.open()))


@scheduled(every=timedelta(days=1))
def refresh_all() -> int:
    """Brings what is kept of every case to what its events and today's calendar say; returns how many differed.

    An event refreshes its own case, so only the calendar can make a difference; of what has ended that may wait a day.
    """
    return _refresh_each(stale_of(Case.objects.all()))


def first_stale() -> str | None:
    """The first case of which something else is kept than its events say, in words."""
    case = next(stale_of(Case.objects.all()), None)
    return f"case {case.number} keeps other due days than its events say; run tick" if case else None


def _refresh_each(stale: Iterator[Case]) -> int:
    differing = 0
    for case in stale:
        with transaction.atomic():
            refresh(Case.objects.select_for_update(of=("self",)).get(pk=case.pk))
        differing += 1
    return differing


def undated() -> int:
    """How many open cases have no last day because a year is not published: not those that wait for the applicant, nor
    those that stand still for nobody knows how long."""
    endless = Q(state=Case.State.ACCEPTED, stopped_by=Kind.FORCE_MAJEURE)
    return Case.objects.open().filter(due=None).exclude(endless | waits_for_applicant()).count()


def waits(case: Case, history: History, days: NumberedDays) -> bool:
    """Of a case that was received: the applicant was told in time what is missing, and not all of it has come."""
    return history.receipt is not None and history.receipt.waits(days, Regime(case.regime))


def waits_for_applicant() -> Q:
    """Those that `waits` holds of. By their events: others have no last day because nobody can say it yet."""
    supplied = CaseEvent.objects.filter(case=OuterRef("case"), what=CaseEvent.What.SUPPLIED, pk__gt=OuterRef("pk"))
    told = CaseEvent.objects.filter(case=OuterRef("pk"), what=CaseEvent.What.ASKED_FOR_MORE)
    return Q(Exists(told.filter(~Exists(supplied))), state=Case.State.RECEIVED, due=None)


def stale_of(cases: QuerySet[Case]) -> Iterator[Case]:
    """Those that keep something else than they should. Read in batches, and of each row only what the clock needs."""
    days, last = work_days(), 0
    rows = cases.order_by("pk").only("number", "state", "regime", *TERMS, *KEPT)
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        events = _events_of([case.pk for case in batch])
        yield from (case for case in batch if kept_of(case, History.of(events[case.pk]), days) != _kept_now(case))
        last = batch[-1].pk


def _events_of(cases: Collection[int]) -> dict[int, list[Event]]:
    """By the key of their case. Plain tuples: making objects of hundreds of thousands takes longer than reckoning."""
    found = defaultdict[int, list[Event]](list)
    rows = CaseEvent.objects.filter(case__in=cases).order_by("case_id", "at", "pk")
    for row in rows.values_list(*READ, named=True):
        found[row.case_id].append(row)
    return found


def _answer_due(case: Case, history: History, days: NumberedDays) -> date | None:
    """The last day for an answer; None once the applicant was told what is missing: then it is their turn."""
    try:
        if history.receipt is None or waits(case, history, days):
            return None
        return days.day(history.receipt.deadline(days, Regime(case.regime)))
    except CalendarUnknown:
        return None


def _last_stop(clock: Clock, history: History) -> tuple[Stop | None, date | None]:
    """Of the stops that nobody has closed, the one that ends last by its limit, and its last day if it has one."""
    waiting = [
        (clock.ends(stop.suspension), at, stop)
        for at, stop in enumerate(history.stops)
        if stop.closed_at is None and at not in clock.refused
    ]
    if not waiting:
        return None, None
    number, _at, stop = max(waiting, key=lambda each: each[:2])
    return stop, clock.days.day(number)


def confirm_by(clock: Clock, history: History) -> date | None:
    """By which day an open stop without a limit is to be confirmed again; None where none is, or the day is unknown."""
    found = (
        clock.days.day(effective(clock.days, stop.confirmed_at or stop.opened_at) + every)
        for at, stop in enumerate(history.stops)
        if stop.closed_at is None and at not in clock.refused and (every := RULES[stop.kind].confirm_every)
    )
    return min((day for day in found if day), default=None)


def open_stops(clock: Clock, history: History) -> list[Stop]:
    """Those that stop the clock today: neither closed nor over by their limit. The oldest first."""
    number = clock.days.number_from(today())
    return [
        stop
        for at, stop in enumerate(history.stops)
        if at not in clock.refused and stop.closed_at is None and number <= clock.ends(stop.suspension)
    ]


def _kept_now(case: Case) -> Kept:
    return Kept(**{name: getattr(case, name) for name in KEPT})
