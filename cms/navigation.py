"""The links of the header, in the order people look for them. One that leads nowhere yet is left out by itself."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Entry:
    """A link by the name of its address, and the names of the addresses that count as lying behind it."""

    label: str | Promise
    url_name: str
    behind: tuple[str, ...] = ()


ENTRIES = (  # six at most: more do not fit the line and nobody reads them
    Entry(_("Guides"), "guides", ("guide",)),
    Entry(_("Track a case"), "track_case", ("case",)),
    Entry(_("Check a certificate"), "check", ("check_by_qr", "check_result")),
    Entry(_("Search permits"), "search", ("certificate_page",)),
    Entry(_("Public notices"), "notices", ("notice",)),
    Entry(_("Offices and visits"), "offices", ("appointment",)),
)


@dataclass(frozen=True, slots=True)
class Link:
    label: str | Promise
    url: str
    current: bool = False


def links(request: HttpRequest | None) -> list[Link]:
    """The entries whose address exists in this system; the one the reader is at is marked."""
    match = getattr(request, "resolver_match", None)
    here = match.url_name if match else None
    found = []
    for entry in ENTRIES:
        try:
            url = reverse(entry.url_name)
        except NoReverseMatch:
            continue
        found.append(Link(entry.label, url, here in (entry.url_name, *entry.behind)))
    return found
