"""What no record of a clock may hold, whether it is entered as it happens or corrected later (domain.md §5.1 K9, §5.2).

Read from a whole history: a stop can be made impossible by another, such as one that it came after. Nothing here asks
what time it is.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from bureau.errors import Refused
from casework.clock import Clock, Suspension
from casework.errors import AlreadyGoesOn, CannotGoOn, CannotStop, NotInTime
from casework.history import History, Stop
from casework.models.case_event import NAMES
from casework.stopping import RULES

Found = Mapping[tuple[int, str], Refused]  # by the event of the stop, and what is wrong with it


def impossible(number: str, history: History, clock: Clock) -> Found:
    """``clock`` is that of ``history``, ``number`` that of the case."""
    found = {}
    for at, stop in enumerate(history.stops):
        for what, error in _wrong_with(number, at, stop, history, clock):
            found[stop.event, what] = error
    return found


def _wrong_with(number: str, at: int, stop: Stop, history: History, clock: Clock) -> Iterator[tuple[str, Refused]]:
    """``at``: its place in ``history``."""
    name, before = NAMES[stop.kind.value], [each for each in history.stops[:at] if each.kind is stop.kind]
    if any(_stands(clock, each, stop.opened_at) for each in before):
        why = _("it is stopped, or about to be, for this already: %(kind)s.") % {"kind": name}
        yield "stands", CannotStop(number=number, why=why)
    elif before and RULES[stop.kind].once:
        why = _("this is possible once in a case: %(kind)s.") % {"kind": name}
        yield "once", CannotStop(number=number, why=why)
    if history.accepted_at and stop.opened_at < history.accepted_at:
        yield "early", NotInTime(what=name, why=_("it lies before the acceptance."))
    elif at in clock.refused:
        yield "late", CannotStop(number=number, why=_("the promised day is here or over."))
    if stop.closed_at:
        yield from _wrong_with_end(number, stop, stop.closed_at, clock)


def _wrong_with_end(number: str, stop: Stop, closed_at: datetime, clock: Clock) -> Iterator[tuple[str, Refused]]:
    last = _at_its_limit(clock, stop)
    if closed_at < stop.opened_at:
        why = _("it lies before %(moment)s, when the clock stopped.") % {"moment": f"{stop.opened_at:%Y-%m-%d %H:%M}"}
        yield "end before", NotInTime(what=NAMES[stop.kind.value], why=why)
    elif clock.days.number_from(closed_at.date()) > last:
        yield "end late", AlreadyGoesOn(number=number, day=clock.days.day(last + 1))
    elif stop.meets_at and closed_at < stop.meets_at:
        yield "end early", CannotGoOn(number=number, moment=f"{stop.meets_at:%Y-%m-%d %H:%M}")


def _stands(clock: Clock, stop: Stop, moment: datetime) -> bool:
    is_closed = stop.closed_at is not None and stop.closed_at <= moment
    return not is_closed and clock.days.number_from(moment.date()) <= _at_its_limit(clock, stop)


def _at_its_limit(clock: Clock, stop: Stop) -> int:
    """The number of the last day that it could take, however it ended."""
    return clock.ends(Suspension(stop.kind, stop.opened_at, limit=stop.limit))
