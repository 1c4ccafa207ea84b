"""A year of the working calendar, day by day, as its page draws it; and where knowledge of it ends.

Pure; words in the active language."""

from calendar import Calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.calendar import SATURDAY, CalendarUnknown, NumberedDays, WorkCalendar

WEEKS = Calendar()  # they begin on Monday


class Kind(TextChoices):
    """What a day is, and why."""

    WORKED = "worked", _("working day")
    SWAPPED = "swapped", _("Saturday or Sunday worked in exchange")  # 调休
    WEEKEND = "weekend", _("Saturday or Sunday")
    HOLIDAY = "holiday", _("day off by the official notice")
    MADE_WORKING = "made_working", _("override: working day")
    MADE_OFF = "made_off", _("override: day off")
    UNKNOWN = "unknown", _("not published yet")


SIGNS = {  # beside the number of the day, so that no colour says something alone; the columns name the weekends
    Kind.SWAPPED: pgettext_lazy("calendar sign", "on"),
    Kind.HOLIDAY: pgettext_lazy("calendar sign", "off"),
    Kind.MADE_WORKING: pgettext_lazy("calendar sign", "*on"),
    Kind.MADE_OFF: pgettext_lazy("calendar sign", "*off"),
    Kind.UNKNOWN: "?",
}
IS_WORKED = frozenset({Kind.WORKED, Kind.SWAPPED, Kind.MADE_WORKING})


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    kind: Kind
    is_today: bool

    @property
    def sign(self) -> str:
        return str(SIGNS.get(self.kind, ""))


@dataclass(frozen=True, slots=True)
class Month:
    """``weeks`` of seven places each, Monday first; None: a day of another month."""

    first: date
    weeks: tuple[tuple[Day | None, ...], ...]

    @property
    def days(self) -> list[Day]:
        return [day for week in self.weeks for day in week if day]

    @property
    def working_days(self) -> int | None:
        """None where a day of it is unknown."""
        return _working_days(self.days)


@dataclass(frozen=True, slots=True)
class Year:
    number: int
    months: tuple[Month, ...]

    @property
    def days(self) -> list[Day]:
        return [day for month in self.months for day in month.days]

    @property
    def working_days(self) -> int | None:
        return _working_days(self.days)

    def count(self, *kinds: Kind) -> int:
        return sum(day.kind in kinds for day in self.days)


def year_of(number: int, calendar: WorkCalendar, today: date) -> Year:
    return Year(number, tuple(_month(number, month, calendar, today) for month in range(1, 13)))


def kind_of(day: date, calendar: WorkCalendar) -> Kind:
    if day in calendar.overrides:
        return Kind.MADE_WORKING if calendar.overrides[day] else Kind.MADE_OFF
    try:
        is_worked, is_holiday = calendar.is_working_day(day), calendar.is_holiday(day)
    except CalendarUnknown:
        return Kind.UNKNOWN
    if is_worked:
        return Kind.SWAPPED if day.weekday() >= SATURDAY else Kind.WORKED
    return Kind.HOLIDAY if is_holiday else Kind.WEEKEND


@dataclass(frozen=True, slots=True)
class Lack:
    """Where knowledge ends: what the calendar lacks before a year can be used to its end.

    A promise of ``promise`` working days or more, accepted today, has no last day. It may lie before today's own year
    is over, where even the next working day is unknown: then ``promise`` is 1.
    """

    year: int
    known_to: date
    promise: int


def lack_of(year: int, days: NumberedDays, today: date) -> Lack | None:
    """None if every day up to the end of ``year`` is known."""
    if days.last >= date(year, 12, 31):
        return None
    start = days.number_from(today)
    return Lack(days.missing_year, days.last, max(1, days.beyond - start))


def years_to_show(calendar: WorkCalendar, official: range, today: date) -> list[int]:
    """The official ones, those that were entered, this and the next, and those with overrides; ascending."""
    entered = {*calendar.entered, *(day.year for day in calendar.overrides)}
    return sorted({*official, *entered, today.year, today.year + 1})


def _month(year: int, month: int, calendar: WorkCalendar, today: date) -> Month:
    return Month(date(year, month, 1), tuple(_weeks(year, month, calendar, today)))


def _weeks(year: int, month: int, calendar: WorkCalendar, today: date) -> Iterator[tuple[Day | None, ...]]:
    for week in WEEKS.monthdatescalendar(year, month):
        yield tuple(Day(day, kind_of(day, calendar), day == today) if day.month == month else None for day in week)


def _working_days(days: list[Day]) -> int | None:
    if any(day.kind is Kind.UNKNOWN for day in days):
        return None
    return sum(day.kind in IS_WORKED for day in days)
