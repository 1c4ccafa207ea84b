"""Where residents go and whom they call: every window in use with its hours, and the posts that answer."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from bureau.calendar import now
from bureau.models import CalendarOverride, ServiceWindow
from bureau.opening import Opening
from bureau.windows import DutyPost, WindowFacts, duty_posts, windows_with_hours
from cms.head import head
from cms.page_cache import keep
from cms.public_matters import PublicMatter, public_matters
from cms.site_facts import telephone_link

WHAT_FOR: dict[str, str | Promise] = {
    ServiceWindow.Kind.GENERAL: _("Hand in papers and collect results, whatever the matter."),
    ServiceWindow.Kind.CONSULTING: _("Ask first, before you prepare anything."),
    ServiceWindow.Kind.UNRESOLVED: _("You came and it was not done? Tell us here: we check it and sort it out."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowRow:
    """A window as includes/service_window.html shows it."""

    key: int
    language: str  # of name, place and address where it is not the reader's
    name: str
    office: str  # only where windows of several offices stand on one page
    what_for: str | Promise
    place: str
    address: str
    hours: tuple[str, ...]
    opening: Opening
    phone: str
    phone_link: str
    map_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRow:
    """A duty post as includes/duty_posts.html shows it."""

    name: str
    language: str  # of the name where it is not the reader's
    has_stand_in: bool
    phone: str
    phone_link: str
    matters: tuple[PublicMatter, ...]  # what it answers


@require_safe
def offices(request: HttpRequest) -> HttpResponse:
    language = get_language() or ""
    windows = _windows(language)
    about = head(reverse("offices"), str(_("Windows and hours")))
    page = render(request, "cms/offices.html", {"head": about, "windows": windows, "posts": _posts(language)})
    changes = [window.opening.changes_at for window in windows if window.opening.changes_at is not None]
    return keep(page, until=min(changes, default=None))


def _windows(language: str) -> list[WindowRow]:
    found = windows_with_hours()
    moment, calendar = now(), CalendarOverride.calendar()
    several = len({window.office_key for window in found}) > 1
    return [_window_row(window, language, window.opening(moment, calendar), several) for window in found]


def _window_row(window: WindowFacts, language: str, opening: Opening, several: bool) -> WindowRow:
    words = window.words(language)
    return WindowRow(
        key=window.key,
        language=words.language,
        name=words.name,
        office=window.office_name if several else "",
        what_for=WHAT_FOR[window.kind],
        place=words.place,
        address=words.address,
        hours=window.hours(),
        opening=opening,
        phone=window.phone,
        phone_link=telephone_link(window.phone),
        map_url=window.map_url,
    )


def _posts(language: str) -> list[PostRow]:
    answered: dict[int | None, list[PublicMatter]] = defaultdict(list)
    for matter in public_matters(language):
        answered[matter.facts.post].append(matter)
    return [_post_row(post, language, answered) for post in duty_posts()]


def _post_row(post: DutyPost, language: str, answered: Mapping[int | None, Sequence[PublicMatter]]) -> PostRow:
    name, foreign = post.named(language)
    return PostRow(
        name=name,
        language=foreign,
        has_stand_in=post.has_stand_in,
        phone=post.phone,
        phone_link=telephone_link(post.phone),
        matters=tuple(answered.get(post.key, ())),
    )
