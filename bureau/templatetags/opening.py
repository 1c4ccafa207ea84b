"""Words of opening hours in templates."""

from datetime import datetime

from django import template
from django.utils import timezone

from bureau.calendar import today
from bureau.opening import clock, day_and_time

register = template.Library()


@register.filter
def clock_time(moment: datetime) -> str:
    """17:00 at the counter."""
    return clock(timezone.localtime(moment, timezone.get_default_timezone()))


@register.filter
def opens_on(moment: datetime) -> str:
    """今天 13:30, or 11月26日（周四）9:00."""
    return day_and_time(moment, today())
