"""What follows from the working calendar and is kept: layers above join with the work that brings it up to date.

A changed day makes that work due at once, so that the next tick does it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from bureau.models import CalendarOverride, EnteredYear
from bureau.scheduled import is_behind, name_of, run_soon


@dataclass(frozen=True, slots=True)
class Follower:
    """``undated`` counts open cases of which nobody can say the last day, because a year is not published."""

    work: str  # the name of scheduled work
    undated: Callable[[], int]


_followers: list[Follower] = []


def follow_calendar(work: Callable[[], Any], *, undated: Callable[[], int]) -> None:
    """``work`` is scheduled without a name of its own."""
    _followers.append(Follower(name_of(work), undated))


def are_behind() -> bool:
    """Whether something is kept that still follows from the calendar as it was before a change."""
    return any(is_behind(each.work) for each in _followers)


def undated() -> int:
    return sum(each.undated() for each in _followers)


@receiver([post_save, post_delete], sender=CalendarOverride, dispatch_uid="bureau.day_changed")
@receiver([post_save, post_delete], sender=EnteredYear, dispatch_uid="bureau.year_changed")
def bring_up_to_date(**kwargs: Any) -> None:
    for each in _followers:
        run_soon(each.work)
