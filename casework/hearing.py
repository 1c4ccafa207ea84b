"""Where and when a hearing is (听证), and the first day on which it may be. Pure.

行政许可法 第四十八条: place and time are told seven days before. Its days are counted as all limits of that law are, in
working days (第八十二条): who reads seven days of the calendar into it is told in time as well.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.calendar import CalendarUnknown, NumberedDays
from casework.clock import effective
from casework.errors import ApplicationInvalid, HearingTooLate, HearingTooSoon

if TYPE_CHECKING:
    from bureau.models import User

TOLD_BEFORE = 7  # working days


@dataclass(frozen=True, slots=True)
class Hearing:
    """``meets_at`` is aware. ``host`` holds it (主持人); None: who calls it, or as before where it is moved."""

    place: str
    meets_at: datetime
    host: "User | None" = None


def first_day(days: NumberedDays, told_at: datetime) -> date:
    """For a letter of ``told_at``, a local time. Raises CalendarUnknown."""
    found = days.day(effective(days, told_at) + TOLD_BEFORE)
    if found is None:
        raise CalendarUnknown(days.missing_year)
    return found


def require_possible(hearing: Hearing, days: NumberedDays, told_at: datetime, last: date | None = None) -> None:
    """``last``: of the stop. Raises ApplicationInvalid, HearingTooSoon, HearingTooLate, CalendarUnknown."""
    if not hearing.place.strip():
        raise ApplicationInvalid(problem=_("Place: say where the hearing is."))
    day, first = timezone.localtime(hearing.meets_at).date(), first_day(days, told_at)
    if day < first:
        raise HearingTooSoon(days=TOLD_BEFORE, first=first)
    if last and day > last:
        raise HearingTooLate(first=first, last=last)
