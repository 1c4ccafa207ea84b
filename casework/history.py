"""What the events of a case say, and its clock. Pure: rows in, values out; nothing is stored here.

An entry that was taken back counts no more, nor does what was built on it. Of entries at the same moment none goes
before another.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol, TypeVar

from django.utils.timezone import get_current_timezone, localtime

from bureau.calendar import NumberedDays
from casework.clock import Clock, Kind, Receipt, Suspension, Terms, reckon


class Event(Protocol):
    """What counts of a CaseEvent."""

    pk: int
    what: str
    at: datetime
    kind: str
    limit: int | None
    days: int | None
    about_id: int | None
    place: str
    meets_at: datetime | None


E = TypeVar("E", bound=Event)
TELLING = (Kind.CORRECTION.value, Kind.REVISION.value)  # stops that say what is missing or to be revised
TRIED = 10**9  # stands for the key of a stop that is not entered yet: after all others of its moment


@dataclass(frozen=True, slots=True)
class Stop:
    """One suspension as it was recorded; local times. ``place`` and ``meets_at``: of a hearing, as they are now."""

    event: int
    kind: Kind
    opened_at: datetime
    closed_at: datetime | None
    limit: int | None
    confirmed_at: datetime | None = None
    place: str = ""
    meets_at: datetime | None = None

    @property
    def suspension(self) -> Suspension:
        return Suspension(self.kind, self.opened_at, self.closed_at, self.limit)


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody asked to stop the clock, or to let it go on after a stop, and nobody has approved it yet."""

    event: int
    kind: Kind
    stop: int | None  # the event of the stop that is to end; None: the clock is to stop
    limit: int | None


@dataclass(frozen=True, slots=True)
class History:
    """A moment that did not come is None; local times."""

    receipt: Receipt | None = None
    accepted_at: datetime | None = None
    decided_at: datetime | None = None
    withdrawn_at: datetime | None = None
    stops: tuple[Stop, ...] = ()
    requests: tuple[Request, ...] = ()
    extension_days: int = 0
    times_told: int = 0  # what is missing or to be revised: before acceptance, and by a stop

    @classmethod
    def of(cls, events: Iterable[Event]) -> "History":
        every, zone = list(events), get_current_timezone()
        rows = held(every)
        at = {each.pk: each.at.astimezone(zone) for each in rows}  # once: lists reckon thousands of clocks
        moments = dict[str, datetime]()
        for each in rows:
            moments[each.what] = min(at[each.pk], moments.get(each.what, at[each.pk]))
        stopped = {each.pk: each for each in rows if each.what == "suspended"}
        resumed = {each.about_id: at[each.pk] for each in rows if each.what == "resumed"}
        confirmed, moved = _last_about(rows, "confirmed"), _last_about(rows, "hearing_moved")
        answered = {each.about_id for each in every}  # with a stop that was taken back goes what was asked for it
        stops = (
            _stop(each, at, resumed.get(pk), confirmed.get(pk), moved.get(pk, each)) for pk, each in stopped.items()
        )
        requests = (
            Request(each.pk, _kind_of(each, stopped), each.about_id, each.limit)
            for each in rows
            if each.what == "asked" and each.pk not in answered and each.about_id not in resumed
        )
        return cls(
            receipt=_receipt(rows, at),
            accepted_at=moments.get("accepted"),
            decided_at=moments.get("decided"),
            withdrawn_at=moments.get("withdrawn"),
            stops=_in_order(stops),
            requests=tuple(requests),
            extension_days=sum(each.days or 0 for each in rows if each.what == "extended"),
            times_told=sum(each.what == "asked_for_more" or _tells(each) for each in rows),
        )

    def clock(self, terms: Terms, days: NumberedDays) -> Clock | None:
        """None before acceptance; ``terms`` are those of its receipt, an extension comes on top of them.

        Raises CalendarUnknown for times before the first day that is known.
        """
        if self.accepted_at is None:
            return None
        if self.extension_days:
            terms = replace(terms, extension_days=terms.extension_days + self.extension_days)
        return reckon(days, terms, self.accepted_at, [stop.suspension for stop in self.stops])

    @property
    def ended_at(self) -> datetime | None:
        """When its clock ended: with the decision, or because the applicant wants it no more."""
        return self.decided_at or self.withdrawn_at

    def with_stop(self, kind: Kind, at: datetime, limit: int | None) -> "History":
        """As it would be if the clock were stopped at ``at``."""
        return replace(self, stops=_in_order([*self.stops, Stop(TRIED, kind, at, None, limit)]))

    def with_end(self, stop: int, at: datetime) -> "History":
        """As it would be if this stop were over at ``at``."""
        ended = (replace(each, closed_at=at) if each.event == stop else each for each in self.stops)
        return replace(self, stops=tuple(ended))


def held(events: Sequence[E]) -> list[E]:
    """Without what was taken back, and without what is about such an entry."""
    gone = {each.about_id for each in events if each.what == "taken_back"}
    if not gone:
        return list(events)
    while more := {each.pk for each in events if each.about_id in gone and each.pk not in gone}:
        gone |= more
    return [each for each in events if each.pk not in gone and each.what != "taken_back"]


def _receipt(rows: Iterable[Event], at: Mapping[int, datetime]) -> Receipt | None:
    """What is to be answered: what was received first, or what completed it after a notice."""
    found: Receipt | None = None
    told = (each for each in rows if each.what in {"received", "asked_for_more", "supplied"})
    for each in sorted(told, key=lambda each: (at[each.pk], each.pk)):
        if each.what != "asked_for_more":
            found = Receipt(at[each.pk])
        elif found and found.notice_at is None:
            found = replace(found, notice_at=at[each.pk])
    return found


def _tells(event: Event) -> bool:
    return event.what == "suspended" and event.kind in TELLING


def _in_order(stops: Iterable[Stop]) -> tuple[Stop, ...]:
    return tuple(sorted(stops, key=lambda stop: (stop.opened_at, stop.event)))


def _stop(
    event: Event, at: Mapping[int, datetime], closed_at: datetime | None, confirmed: Event | None, called: Event
) -> Stop:
    """``at``: local times of events by key; ``called`` says where and when a hearing is."""
    return Stop(
        event.pk,
        Kind(event.kind),
        at[event.pk],
        closed_at,
        event.limit,
        confirmed_at=at[confirmed.pk] if confirmed else None,
        place=called.place,
        meets_at=localtime(called.meets_at) if called.meets_at else None,
    )


def _last_about(events: Iterable[Event], what: str) -> dict[int | None, Event]:
    """By the entry that they are about; of two at the same moment the one entered last."""
    found = [each for each in events if each.what == what]
    return {each.about_id: each for each in sorted(found, key=lambda each: (each.at, each.pk))}


def _kind_of(request: Event, stopped: dict[int, Event]) -> Kind:
    """A request to go on is about a stop and has its kind."""
    stop = stopped.get(request.about_id or 0)
    return Kind(stop.kind if stop else request.kind)
