"""The one source of 'now', and working days: both in the time of the counter (Asia/Shanghai)."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from itertools import islice

import chinese_calendar
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bureau.errors import Unavailable

_fixed: ContextVar[datetime | None] = ContextVar("fixed_now", default=None)
DAY = timedelta(days=1)
SATURDAY = 5  # as date.weekday() counts
CLOSES = time(17)  # of the counter, unless a house says otherwise; what happens later counts from the next working day


def now() -> datetime:
    """The present moment, aware, in local time."""
    return timezone.localtime(_fixed.get() or timezone.now())


def today() -> date:
    """The day at the counter."""
    return now().date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within the block it is ``moment`` (naive means local time). For tests and for the sample's history."""
    token = _fixed.set(moment if timezone.is_aware(moment) else timezone.make_aware(moment))
    try:
        yield
    finally:
        _fixed.reset(token)


class CalendarUnknown(Unavailable):
    """Nobody has published the days off of ``year`` yet; a day in it is never guessed."""

    code = "bureau.calendar_unknown"
    message = _("The days off of %(year)s have not been published yet.")
    next_step = _("Once the notice is out, update the holiday data or enter the days in the calendar.")

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(year=year)


def official_years() -> range:
    """The years whose notice `chinesecalendar` knows."""
    return range(min(chinese_calendar.holidays).year, max(chinese_calendar.holidays).year + 1)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days count (工作日): the yearly notice of the State Council with swapped days (调休), and our overrides.

    ``overrides`` (day to whether it is worked) win over the notice, also in a year without one. ``entered`` are years
    whose notice stands in the overrides to its end, before `chinesecalendar` knew it: their other days are those of an
    ordinary week. Pure; ``CalendarOverride.calendar()`` reads both. Source: 行政许可法 第八十二条.
    """

    overrides: Mapping[date, bool] = field(default_factory=dict)
    entered: frozenset[int] = frozenset()
    closes: time = CLOSES

    def is_working_day(self, day: date) -> bool:
        """Raises CalendarUnknown for a day in a year that nobody has published."""
        if day in self.overrides:
            return self.overrides[day]
        try:
            return bool(chinese_calendar.is_workday(day))
        except NotImplementedError as error:
            if day.year in self.entered:
                return day.weekday() < SATURDAY
            raise CalendarUnknown(day.year) from error

    def is_holiday(self, day: date) -> bool:
        """Whether an override or the notice names ``day`` as off (节假日); an ordinary weekend is none.

        Raises CalendarUnknown as above.
        """
        if day in self.overrides:
            return not self.overrides[day]
        try:
            is_off, name = chinese_calendar.get_holiday_detail(day)
        except NotImplementedError as error:
            if day.year in self.entered:
                return False
            raise CalendarUnknown(day.year) from error
        return bool(is_off) and name is not None

    def working_days_after(self, day: date) -> Iterator[date]:
        """The working days later than ``day``, without end; raises CalendarUnknown where knowledge ends."""
        while True:
            day += DAY
            if self.is_working_day(day):
                yield day

    def add_working_days(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``; with 0 ``day`` itself, or the next working day if it is none."""
        if count < 0:
            raise ValueError("count working days forwards")
        if count == 0:
            return self.working_day_from(day)
        return next(islice(self.working_days_after(day), count - 1, None))

    def working_day_from(self, day: date) -> date:
        """``day`` if it is a working day, else the next one: what happens on a day off takes effect then."""
        return day if self.is_working_day(day) else next(self.working_days_after(day))

    def working_days_between(self, after: date, until: date) -> int:
        """How many working days lie in (after, until]."""
        days = (until - after).days
        return sum(self.is_working_day(after + DAY * number) for number in range(1, days + 1))

    @property
    def numbered(self) -> "NumberedDays":
        """The same calendar for many questions at once."""
        return _numbered(tuple(sorted(self.overrides.items())), self.entered, self.closes)


@dataclass(frozen=True)
class NumberedDays:
    """All working days that are known without a gap, numbered 1, 2, 3 …: what lies between two is a difference.

    Pure. ``first`` and ``last`` are the ends of what is known, working days or not. What happens after ``closes``
    counts from the next one on.
    """

    days: tuple[date, ...] = field(repr=False)
    first: date
    last: date
    closes: time = CLOSES

    @cached_property
    def beyond(self) -> int:
        """The number that stands for every working day after the last known one."""
        return len(self.days) + 1

    @cached_property
    def missing_year(self) -> int:
        """The year in which knowledge ends."""
        return (self.last + DAY).year

    def number(self, day: date) -> int:
        """How many working days there are up to and with ``day``; ``beyond`` after the last known day.

        Raises CalendarUnknown before the first.
        """
        if day < self.first:
            raise CalendarUnknown(day.year)
        return bisect_right(self.days, day) if day <= self.last else self.beyond

    def number_from(self, day: date) -> int:
        """The number of ``day`` if it is a working day, else of the next one."""
        number = self.number(day)
        return number if self.day(number) == day else min(number + 1, self.beyond)

    def day(self, number: int) -> date | None:
        """None for ``beyond`` and more, and for 0."""
        return self.days[number - 1] if 0 < number < self.beyond else None


@lru_cache(maxsize=8)
def _numbered(overrides: tuple[tuple[date, bool], ...], entered: frozenset[int], closes: time) -> NumberedDays:
    calendar = WorkCalendar(dict(overrides), entered)
    first = day = date(official_years()[0], 1, 1)
    days = []
    try:
        while True:
            if calendar.is_working_day(day):
                days.append(day)
            day += DAY
    except CalendarUnknown:
        return NumberedDays(tuple(days), first, day - DAY, closes)
