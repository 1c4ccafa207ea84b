"""What the clock of a case needs in templates: its words, and days as plain text, since a drawing holds no <time>."""

from datetime import date
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, pgettext_lazy

from bureau.calendar import today
from cms.clock_words import CLOCK_STATES

register = template.Library()

WEEKDAYS = (
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)


@register.inclusion_tag("includes/answer.html")
def clock_state(state: str, *, heading: bool = True, **given: Any) -> dict[str, object]:
    """The banner that says where a case stands. ``given`` are the names in the words of cms.clock_words."""
    words = CLOCK_STATES[state]
    safe = {name: value if isinstance(value, int) else conditional_escape(value) for name, value in given.items()}
    return {
        "icon_name": words.icon,
        "tone": words.tone,
        "title": mark_safe(words.title.format(**safe)),  # what was given is escaped above
        "line": mark_safe(words.line.format(**safe)),
        "heading": heading,
    }


@register.filter
def short_day(value: date) -> str:
    """8月12日; the year stands once, at the first day of the drawing."""
    return date_format(value, "j M" if get_language() == "en" else "n月j日")


@register.filter
def other_year(value: date) -> str:
    """2022年, where that is not this year; else nothing."""
    if value.year == today().year:
        return ""
    return date_format(value, "Y" if get_language() == "en" else "Y年")


@register.filter
def weekday(value: date) -> str:
    """周一"""
    return str(WEEKDAYS[value.weekday()])
