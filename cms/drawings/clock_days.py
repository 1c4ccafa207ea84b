"""What a drawing of the clock is made from. Whoever knows the case (casework) says which days count; no rule here."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DayKind(StrEnum):
    ACCEPTED = "accepted"  # day 0: it does not count (domain.md K1)
    COUNTED = "counted"
    PAUSED = "paused"
    TO_COME = "to_come"
    DAY_OFF = "day_off"


@dataclass(frozen=True, slots=True)
class ClockDay:
    day: date
    kind: DayKind
    number: int | None = None  # which of the promised days it is, where it counts


@dataclass(frozen=True, slots=True)
class ClockPause:
    """One suspension: the opening day still counts, the closing day is paused (domain.md K5)."""

    name: str
    opened: date
    closed: date | None  # None: nobody knows yet
    days: int  # working days that it stops, after its limit


@dataclass(frozen=True, slots=True)
class ClockDays:
    """What is drawn: every day from acceptance to the last one known, in order, and what happened on them."""

    days: tuple[ClockDay, ...]
    today: date
    due: date | None
    original_due: date | None = None  # only where pauses have moved it
    pauses: tuple[ClockPause, ...] = ()
    ended: bool = False  # by a decision, on the last of the days: nothing is marked as today

    @property
    def working_days(self) -> tuple[ClockDay, ...]:
        return tuple(day for day in self.days if day.kind != DayKind.DAY_OFF)

    @property
    def day_one(self) -> date | None:
        return next((day.day for day in self.days if day.number == 1), None)

    @property
    def late_by(self) -> int:
        """Working days from the original due day to the present one."""
        if self.due is None or self.original_due is None:
            return 0
        return sum(self.original_due < day.day <= self.due for day in self.working_days)

    def used(self) -> int:
        return sum(day.kind == DayKind.COUNTED for day in self.days)

    def left(self) -> int:
        return sum(day.kind == DayKind.TO_COME for day in self.days)

    def stopped_so_far(self) -> int:
        return sum(day.kind == DayKind.PAUSED and day.day <= self.today for day in self.days)

    def paused_on(self, pause: ClockPause) -> tuple[date, ...]:
        last = pause.closed or self.days[-1].day
        paused = (day.day for day in self.days if day.kind == DayKind.PAUSED)
        return tuple(day for day in paused if pause.opened < day <= last)[: pause.days]

    def overlap(self, one: ClockPause, other: ClockPause) -> tuple[date, ...]:
        """The working days that both stop; they count once (domain.md K6)."""
        days = set(self.paused_on(other))
        return tuple(day for day in self.paused_on(one) if day in days)
