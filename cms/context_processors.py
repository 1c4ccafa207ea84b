from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote

from django.core.files.storage import storages
from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.navigation import Link, footer_pages, links
from cms.once import Written, written_for
from cms.reader import THEMES, Reader, reader_of
from cms.site_facts import SiteFacts, site_facts


@dataclass(frozen=True, slots=True)
class Theme:
    """A choice of colours."""

    name: str
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class Face:
    """All that base.html asks, read only when it is asked: the admin's pages pay nothing."""

    request: HttpRequest

    @cached_property
    def site(self) -> SiteFacts:
        return site_facts()

    @cached_property
    def navigation(self) -> list[Link]:
        try:
            return links(self.request)
        except DatabaseError:
            return []

    @cached_property
    def footer_pages(self) -> tuple[Link, ...]:
        try:
            return footer_pages()
        except DatabaseError:  # the page that says so has a footer too
            return ()

    @property
    def house(self) -> Written:
        """For what all pages say alike of the office and of the ways from here (tag ``once``)."""
        links = tuple(link.url for link in self.navigation)
        return written_for(self.site, links, self.footer_pages, self.request.get_host())

    @property
    def header(self) -> Written:
        """For the header, which marks where the reader is."""
        return written_for(self.site, tuple((link.url, link.current) for link in self.navigation))

    @property
    def files(self) -> Written:
        """For the addresses of style sheets, which stay while the process runs."""
        return written_for(storages["staticfiles"])

    @cached_property
    def links(self) -> Written:
        """For a link that stands on this page several times."""
        return {}

    @cached_property
    def here(self) -> str:
        """This page, as a link that changes how it is read carries it along."""
        return quote(self.request.get_full_path(), safe="")

    @cached_property
    def reading(self) -> str:
        """Where text size, colours and language are chosen."""
        return reverse("choose_reading")

    @property
    def themes(self) -> list[Theme]:
        words = {"auto": _("as the device"), "light": _("light"), "dark": _("dark")}
        return [Theme(name, words[name], name == self.reader.theme) for name in THEMES]

    @cached_property
    def reader(self) -> Reader:
        return getattr(self.request, "reader", None) or reader_of(self.request)


def face(request: HttpRequest) -> dict[str, Any]:
    return {"face": Face(request)}
