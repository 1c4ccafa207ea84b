"""What the page of a case needs in its template."""

from typing import Any

from django import template

from casework.progress import Progress
from cms.templatetags.clock import clock_state

register = template.Library()


@register.inclusion_tag("includes/answer.html")
def where_it_stands(progress: Progress) -> dict[str, Any]:
    """The banner: the state of the clock in its fixed words. The page's heading names the matter."""
    return clock_state(progress.state, heading=False, **progress.given)


@register.simple_tag
def case_crumbs(label: str, url: str) -> list[dict[str, str]]:
    return [{"label": label, "url": url}]
