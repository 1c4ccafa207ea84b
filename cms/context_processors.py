from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest

from cms.navigation import Link, footer_pages, links
from cms.reader import Reader, reader_of
from cms.site_facts import SiteFacts, site_facts


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

    @cached_property
    def reader(self) -> Reader:
        return getattr(self.request, "reader", None) or reader_of(self.request)


def face(request: HttpRequest) -> dict[str, Any]:
    return {"face": Face(request)}
