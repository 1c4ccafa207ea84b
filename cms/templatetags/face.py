"""What templates of any package use to look and speak alike: icons, dates, tones, answers, found words."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from bureau.calendar import today
from cms.answers import ANSWERS, TONES
from cms.harmless import harmless
from cms.icons import PATHS

register = template.Library()

# Of every page, in the order in which they apply: tokens and bare elements first, then one file a component. What only
# one kind of page shows is linked by its template.
# fmt: off
STYLESHEETS = (
    "tokens", "base", "layout", "strip", "header", "footer", "button", "field", "error-summary", "tag", "notice-bar",
    "crumbs", "answer", "facts", "rail", "pagination", "rows", "states", "drop", "guide", "facts-strip", "segment",
    "materials", "flow", "what-changed", "questions", "qr-block", "notice-card", "sticky-bar",
)
# fmt: on


@register.simple_tag
def stylesheets(*names: str) -> SafeString:
    """``{% stylesheets "hero" "steps" %}`` links those of components; without names, those of every page."""
    addresses = ((static(f"css/{name}.css"),) for name in names or STYLESHEETS)
    return format_html_join("", '<link rel="stylesheet" href="{}">', addresses)


@register.simple_tag
def lang(language: str) -> SafeString:
    """``<p{% lang row.language %}>`` marks words that are not in the reader's language; "" marks nothing."""
    return format_html(' lang="{}"', language) if language else SafeString()


@register.simple_tag
def song_stylesheet() -> str:
    """The style sheet of the Song web font, once it has been cut and collected; else nothing."""
    if not (Path(settings.FONTS) / "web" / "yizheng-song.css").exists():
        return ""
    try:
        return static("fonts/yizheng-song.css")
    except ValueError:  # cut, but not yet collected: the fonts of the system serve
        return ""


@register.simple_tag
def icon(name: str) -> SafeString:
    """An inline icon, for the eye only: the word beside it carries the meaning."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>', PATHS[name]
    )


@register.filter("harmless")
def harmless_html(html: str) -> SafeString:
    """Rich text of editors as the few elements that pages show."""
    return harmless(html)


@register.filter
def tone(state: str) -> str:
    """The colour of a state; a state that nobody coloured stays plain."""
    return TONES.get(str(state), "surface")


def _local(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


@register.filter
def day(value: date | datetime | None) -> SafeString | str:
    """2022年8月12日, this year 8月12日; never broken over two lines."""
    if not value:
        return ""
    local = _local(value)
    this_year = local.year == today().year
    if get_language() == "en":
        words = date_format(local, "j F" if this_year else "j F Y")
    else:
        words = date_format(local, "n月j日" if this_year else "Y年n月j日")
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), words)


@register.filter
def full_day(value: date | datetime | None) -> SafeString | str:
    """As `day`, with the year always: for what is kept or printed."""
    if not value:
        return ""
    local = _local(value)
    words = date_format(local, "j F Y" if get_language() == "en" else "Y年n月j日")
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), words)


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """2022年8月15日 10:32, at the counter's clock; may break between day and time."""
    if not value:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return format_html(
        '<time class="moment" datetime="{}"><span class="nowrap">{}</span> <span class="nowrap">{}</span></time>',
        local.isoformat(timespec="minutes"),
        date_format(local, "j F Y" if get_language() == "en" else "Y年n月j日"),
        date_format(local, "H:i"),
    )


@register.filter
def mark_words(text: str, words: str | Iterable[str] | None) -> SafeString:
    """``text``, escaped, with each of the found words on the yellow tint. Words: a list, or one string to be split."""
    terms = words.split() if isinstance(words, str) else list(words or ())
    terms = sorted({term for term in terms if term}, key=len, reverse=True)
    if not terms:
        return conditional_escape(text)
    pieces = re.split("(" + "|".join(map(re.escape, terms)) + ")", str(text), flags=re.IGNORECASE)
    marked = (
        format_html("<mark>{}</mark>", piece) if at % 2 else conditional_escape(piece)
        for at, piece in enumerate(pieces)
    )
    return mark_safe("".join(marked))  # each piece was escaped above


@register.inclusion_tag("includes/answer.html")
def answer(
    state: str,
    *,
    status: str = "",
    since: date | None = None,
    checked_at: datetime | None = None,
    heading: bool = True,
) -> dict[str, object]:
    """The banner of one of the answers of cms.answers. ``heading=False`` where the page has its h1 already."""
    words = ANSWERS[state]
    line = format_html(str(words.line), status=status, since=full_day(since), checked_at=moment(checked_at))
    return {"icon_name": words.icon, "tone": words.tone, "title": words.title, "line": line, "heading": heading}
