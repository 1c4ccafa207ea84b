"""A clock as its drawing needs it: every day from acceptance on, and what happened on it. Pure."""

from collections.abc import Iterator
from datetime import date

from bureau.calendar import DAY
from casework.clock import NEVER, Clock, effective
from casework.history import History, Stop
from casework.models.case_event import NAMES
from cms.drawings.clock_days import ClockDay, ClockDays, ClockPause, DayKind


def clock_days(clock: Clock, history: History, today: date) -> ClockDays | None:
    """None where the first day cannot be said. It ends with the due day, today if that is over, or its end."""
    if clock.accept_day is None:
        return None
    last = _last_day(clock, history, today)
    original = clock.days.day(clock.start + clock.terms.promised_days)
    return ClockDays(
        days=tuple(_days(clock, clock.accept_day, last, today)),
        today=min(today, last),
        due=clock.promised_due,
        original_due=original if original != clock.promised_due else None,
        pauses=tuple(_pauses(clock, history)),
        ended=history.ended_at is not None,
    )


def _last_day(clock: Clock, history: History, today: date) -> date:
    if history.ended_at:
        return max(history.ended_at.date(), clock.accept_day or today)
    stopped = [clock.days.day(until) for _after, until in clock.promised.each]
    return max(each for each in (clock.promised_due or today, today, *stopped) if each)


def _days(clock: Clock, first: date, last: date, today: date) -> Iterator[ClockDay]:
    number, day = 0, first
    while day <= last:
        at = clock.days.number(day) if day <= clock.days.last else clock.days.beyond
        if day == first:
            yield ClockDay(day, DayKind.ACCEPTED)
        elif clock.days.day(at) != day:
            yield ClockDay(day, DayKind.DAY_OFF)
        elif clock.promised.hold(at):
            yield ClockDay(day, DayKind.PAUSED)
        else:
            number += 1
            yield ClockDay(day, DayKind.COUNTED if day <= today else DayKind.TO_COME, number)
        day += DAY


def _pauses(clock: Clock, history: History) -> Iterator[ClockPause]:
    for at, stop in enumerate(history.stops):
        if at not in clock.refused:
            opened, until = effective(clock.days, stop.opened_at), clock.ends(stop.suspension)
            yield ClockPause(
                name=str(NAMES[stop.kind.value]),
                opened=clock.days.day(opened) or stop.opened_at.date(),
                closed=_closed(clock, stop),
                days=min(until, NEVER) - opened,
            )


def _closed(clock: Clock, stop: Stop) -> date | None:
    """When it ended, or at its limit will; None where nobody knows."""
    return clock.days.day(clock.ends(stop.suspension))
