"""Clocks of the worked examples of domain.md §5.4, written out day by day; no rule is applied here."""

from collections.abc import Sequence
from datetime import date, timedelta

from cms.drawings.clock_days import ClockDay, ClockDays, ClockPause, DayKind

EXPERTS = ClockPause("专家评审", date(2022, 8, 2), date(2022, 8, 12), days=8)
NOTICE = ClockPause("批前公示", date(2022, 8, 9), date(2022, 8, 17), days=6)


def days(start: date, kinds: str) -> tuple[ClockDay, ...]:
    """One letter a day: a accepted, c counted, p paused, t to come, o off."""
    letters = {
        "a": DayKind.ACCEPTED,
        "c": DayKind.COUNTED,
        "p": DayKind.PAUSED,
        "t": DayKind.TO_COME,
        "o": DayKind.DAY_OFF,
    }
    found, number = [], 0
    for at, letter in enumerate(kinds):
        number += letter in "ct"
        found.append(ClockDay(start + timedelta(at), letters[letter], number if letter in "ct" else None))
    return tuple(found)


def e09(today: date = date(2022, 8, 15), pauses: Sequence[ClockPause] = (EXPERTS, NOTICE)) -> ClockDays:
    """Accepted on Monday 2022-08-01; expert review and public notice overlap; seen on 2022-08-15."""
    return ClockDays(
        days=days(date(2022, 8, 1), "acpppoopppppoopppttoott"),
        today=today,
        due=date(2022, 8, 23),
        original_due=date(2022, 8, 8),
        pauses=tuple(pauses),
    )


def plain(kinds: str, today: date, due: date | None) -> ClockDays:
    """A clock from Monday 2022-08-01 on that nothing stops."""
    return ClockDays(days=days(date(2022, 8, 1), kinds), today=today, due=due)
