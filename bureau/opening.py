"""When a window is open: periods of the week, read against the working calendar. Pure; words in the active language.

Times are those of the counter (Asia/Shanghai) and half open: at 17:00 sharp a window that closes at 17:00 is closed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import count, groupby
from typing import TypeAlias

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from bureau.calendar import DAY, CalendarUnknown, WorkCalendar

Span: TypeAlias = tuple[time, time]  # opens, closes


class Days(TextChoices):
    """On which days a period applies."""

    WORKING_DAYS = "working_days", gettext_lazy("working days, by the official calendar")
    MONDAY = "mon", pgettext_lazy("opening hours", "Monday")
    TUESDAY = "tue", pgettext_lazy("opening hours", "Tuesday")
    WEDNESDAY = "wed", pgettext_lazy("opening hours", "Wednesday")
    THURSDAY = "thu", pgettext_lazy("opening hours", "Thursday")
    FRIDAY = "fri", pgettext_lazy("opening hours", "Friday")
    SATURDAY = "sat", pgettext_lazy("opening hours", "Saturday")
    SUNDAY = "sun", pgettext_lazy("opening hours", "Sunday")


WEEK = tuple(Days)[1:]  # Monday first, as date.weekday() counts


@dataclass(frozen=True, slots=True)
class Period:
    """One stretch of hours. ``is_extended``: beyond the usual hours (延时服务); it is open all the same."""

    days: str
    opens: time
    closes: time
    is_extended: bool = False

    def is_on(self, day: date, calendar: WorkCalendar) -> bool:
        """Working days follow the calendar with its swapped days; a weekday is that weekday unless it is a holiday.

        Raises CalendarUnknown when the answer hangs on a notice that is not out yet.
        """
        if self.days == Days.WORKING_DAYS:
            return calendar.is_working_day(day)
        return self.days == WEEK[day.weekday()] and not calendar.is_holiday(day)


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether a window is open at a moment, and when that changes: it closes then, or it opens then.

    ``changes_at`` is None when the next opening is not known: the days off are not published, or there are no hours.
    """

    is_open: bool
    changes_at: datetime | None


def opening(periods: Sequence[Period], moment: datetime, calendar: WorkCalendar) -> Opening:
    """The state at ``moment`` (aware). A day that nobody has published counts as not open, and nothing is guessed."""
    for opens, closes in _spans_from(moment, periods, calendar):
        if moment < opens:
            return Opening(False, opens)
        if moment < closes:
            return Opening(True, closes)
    return Opening(False, None)


def _spans_from(
    moment: datetime, periods: Sequence[Period], calendar: WorkCalendar
) -> Iterator[tuple[datetime, datetime]]:
    """When it is open, from the day of ``moment`` on, in order; ends before the first day that is not known."""
    zone = timezone.get_default_timezone()
    first = timezone.localtime(moment, zone).date()
    for number in count() if periods else ():
        day = first + DAY * number
        try:
            spans = spans_of(periods, day, calendar)
        except CalendarUnknown:
            return
        for opens, closes in spans:
            yield datetime.combine(day, opens, zone), datetime.combine(day, closes, zone)


def spans_of(periods: Iterable[Period], day: date, calendar: WorkCalendar) -> tuple[Span, ...]:
    """The hours of ``day`` in order. Raises CalendarUnknown."""
    return united((each.opens, each.closes) for each in periods if each.is_on(day, calendar))


def united(spans: Iterable[Span]) -> tuple[Span, ...]:
    """``spans`` in order; those that touch or overlap become one."""
    found: list[Span] = []
    for opens, closes in sorted(spans):
        if found and opens <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], closes))
        else:
            found.append((opens, closes))
    return tuple(found)


# Words


def hours_words(periods: Iterable[Period]) -> tuple[str, ...]:
    """A line for days with the same hours: 周一至周五 9:00–12:00、13:30–17:00. Usual hours first, then extended."""
    known = tuple(periods)
    usual = _lines(each for each in known if not each.is_extended)
    extended = _lines(each for each in known if each.is_extended)
    return (*usual, *(_("%(hours)s (extended hours)") % {"hours": line} for line in extended))


def _lines(periods: Iterable[Period]) -> Iterator[str]:
    known = tuple(periods)
    hours = {days: united((each.opens, each.closes) for each in known if each.days == days) for days in Days}
    if hours[Days.WORKING_DAYS]:
        yield f"{_days_words((Days.MONDAY, Days.FRIDAY), through=True)} {_spans_words(hours[Days.WORKING_DAYS])}"
    for spans, days in groupby(WEEK, key=hours.__getitem__):
        if spans:
            yield f"{_days_words(tuple(days))} {_spans_words(spans)}"


def _days_words(days: Sequence[Days], *, through: bool = False) -> str:
    if len(days) > 2 or through:
        return _("%(first)s to %(last)s") % {"first": days[0].label, "last": days[-1].label}
    return pgettext("opening hours", ", ").join(str(day.label) for day in days)


def _spans_words(spans: Iterable[Span]) -> str:
    return pgettext("opening hours", ", ").join(f"{clock(opens)}–{clock(closes)}" for opens, closes in spans)


def clock(moment: time | datetime) -> str:
    """9:00, without a leading nought."""
    return f"{moment.hour}:{moment.minute:02}"


def day_and_time(moment: datetime, today: date) -> str:
    """今天 13:30, 11月26日（周四）9:00; with the year when it is another.

    Never 明天: a page that was made before midnight must still be true after it.
    """
    local = timezone.localtime(moment, timezone.get_default_timezone())
    if local.date() == today:
        return _("today %(time)s") % {"time": clock(local)}
    form = pgettext("form of a day", "j F") if local.year == today.year else pgettext("form of a day", "j F Y")
    return _("%(weekday)s %(day)s, %(time)s") % {
        "weekday": WEEK[local.weekday()].label,
        "day": date_format(local, form),
        "time": clock(local),
    }
