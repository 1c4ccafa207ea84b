"""The links of the header and the footer, as people look for them. One that leads nowhere yet is left out by itself."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cms.models import TextPage
from cms.notices.reading import notices_url
from cms.page_cache import remembered
from cms.reading import address_of, guides_url


@dataclass(frozen=True, slots=True)
class Entry:
    """A link by the name of its address, and the names of the addresses that count as lying behind it."""

    label: str | Promise
    url_name: str
    behind: tuple[str, ...] = ()
    asks: str = ""  # behind the question mark


ENTRIES = (  # six at most: more do not fit the line and nobody reads them
    Entry(_("Guides"), "guides", ("card", "card_versions", "card_version")),
    Entry(_("Track a case"), "track_case", ("case",)),
    Entry(_("Check a certificate"), "check", ("check_by_qr", "registration_query", "query_result")),
    Entry(_("Search permits"), "search", ("certificate_page",), "kind=certificate"),
    Entry(_("Public notices"), "notices"),
    Entry(_("Offices and visits"), "offices", ("appointment",)),
)
LISTS = {"guides": guides_url, "notices": notices_url}  # pages of editors, with more pages under them


@dataclass(frozen=True, slots=True)
class Link:
    label: str | Promise
    url: str
    current: bool = False
    lang: str = ""  # of a label that nobody has translated


def links(request: HttpRequest | None) -> list[Link]:
    """The entries whose address exists in this system; the one the reader is at is marked."""
    match = getattr(request, "resolver_match", None)
    here = match.url_name if match else None
    found = []
    for entry in ENTRIES:
        url = _address(entry)
        if url:
            current = here in entry.behind or _is_at(request, entry, url)
            url += f"?{entry.asks}" if entry.asks else ""
            found.append(Link(entry.label, url, current))
    return found


def _address(entry: Entry) -> str:
    return LISTS[entry.url_name]() if entry.url_name in LISTS else address_of(entry.url_name)


def _is_at(request: HttpRequest | None, entry: Entry, url: str) -> bool:
    """At the address itself, asking what the entry asks, or at a page under a list."""
    if request is None:
        return False
    if entry.url_name in LISTS:
        return request.path.startswith(url)
    return request.path == url and (not entry.asks or entry.asks in request.GET.urlencode().split("&"))


@remembered
def footer_pages() -> tuple[Link, ...]:
    """Pages of text that an editor marked to be shown in menus."""
    language = get_language() or settings.LANGUAGE_CODE
    pages = TextPage.objects.live().in_menu().filter(locale__language_code=settings.LANGUAGE_CODE)
    titles = dict(
        TextPage.objects.live()
        .filter(locale__language_code=language, translation_key__in=pages.values("translation_key"))
        .values_list("translation_key", "title")
    )
    return tuple(
        Link(titles[page.translation_key], page.url or "")
        if page.translation_key in titles
        else Link(page.title, page.url or "", lang=settings.LANGUAGE_CODE)
        for page in pages
    )
