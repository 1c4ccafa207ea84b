"""What the address of a list of results asks for, and the addresses of the lists beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from search.contract import Order, Query
from search.kinds import CERTIFICATES, split_kinds

PAGE_SIZE = 10
MOST_VALUES = 50  # of one facet, in one address
LONGEST = 10_000
PARAMETERS = {  # facet to address
    "kind": "kind",
    "type": "kind",
    "year": "year",
    "district": "district",
    "state": "state",
    "office": "office",
}


@dataclass(frozen=True, slots=True)
class Address:
    """Unknown values are kept and simply find nothing."""

    path: str
    query: Query
    page: int

    @classmethod
    def read(cls, path: str, given: Any) -> "Address":
        """``given``: a QueryDict."""
        kinds, types = split_kinds(_values(given, "kind"))
        query = Query(
            audience=frozenset(),
            text=given.get("q", "")[:LONGEST].strip(),
            kind=kinds,
            type=types,
            year=_values(given, "year"),
            district=_values(given, "district"),
            state=_values(given, "state"),
            office=_values(given, "office"),
            order=Order.NEWEST if given.get("order") == Order.NEWEST else Order.RELEVANCE,
            size=PAGE_SIZE,
            cursor=given.get("cursor", ""),
        )
        page = given.get("page", "")
        return cls(
            path, query, int(page) if query.cursor and page.isascii() and page.isdigit() and len(page) < 7 else 1
        )

    @property
    def is_for_permits(self) -> bool:
        """Certificates alone are asked for, as 查许可 in the header does."""
        return self.query.kind == (CERTIFICATES.name,)

    def chosen(self) -> list[tuple[str, str]]:
        """Facet and value of each choice."""
        return [(facet, value) for facet in PARAMETERS for value in self.query.chosen(facet)]

    def url(self, *, choices: Iterable[tuple[str, str]] | None = None, **more: str) -> str:
        """This list's address with other choices, or at another place; without ``more`` its first page."""
        asked = self.asked(choices=choices, **more)
        return f"{self.path}?{asked}" if asked else self.path

    def asked(self, *, choices: Iterable[tuple[str, str]] | None = None, **more: str) -> str:
        """What stands behind the question mark."""
        kept = self.chosen() if choices is None else choices
        pairs = [(PARAMETERS[facet], value) for facet, value in kept]
        if self.query.order is Order.NEWEST:
            more = {"order": "newest"} | more
        asked = [("q", more.pop("text", self.query.text)), *pairs, *more.items()]
        return urlencode([(name, value) for name, value in asked if value], errors="replace")


def _values(given: Any, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in given.getlist(name) if value))[:MOST_VALUES]
