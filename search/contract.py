"""What is asked of a search engine and what it answers. Every engine gives the same set in the same order.

A record is found by its number (whole, its beginning, its tail) or because it holds every term of the query
(search.analysis). Order: the tier of the match, then the newer day, then the record's place of origin.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum
from typing import Any, Protocol, Self

from search.errors import BadCursor

PUBLIC = "public"
CONTENT = "content"  # whoever drafts or publishes anywhere: pages belong to no office
NO_DAY = date.min  # of records that have no day of their own
FACETS = ("kind", "type", "year", "district", "state", "office")
LARGEST_ID = 2**63 - 1


def office_audience(office_id: int) -> str:
    return f"office:{office_id}"


def project_audience(project_id: int) -> str:
    return f"project:{project_id}"


def content_audience(office_id: int) -> str:
    """Whoever drafts or publishes at that office."""
    return f"content:{office_id}"


class Tier(IntEnum):
    """Why a record stands where it stands; smaller comes first."""

    EXACT_NUMBER = 0
    PART_OF_NUMBER = 1
    TITLE = 2
    BODY = 3


class Order(StrEnum):
    RELEVANCE = "relevance"
    NEWEST = "newest"


class Reading(StrEnum):
    """How a query was understood."""

    WHOLE_NUMBER = "whole_number"
    NUMBER_BEGINNING = "number_beginning"
    NUMBER_TAIL = "number_tail"
    SYNONYM = "synonym"  # another wording was searched as well
    CUT = "cut"  # only the first characters counted
    NUMBERS_ONLY = "numbers_only"  # this engine looks up numbers and nothing else


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one record contributes to search. Neither ``body`` nor ``payload`` holds what the audience may not see."""

    kind: str
    record_id: str  # as its address names it
    sort_id: int  # its own key in the database: order among equals
    title: str
    day: date  # NO_DAY where there is none
    audience: frozenset[str]
    number: str = ""
    body: str = ""
    type: str = ""
    district: str = ""
    state: str = ""
    office: str = ""  # key of the office whose record it is
    payload: Mapping[str, str] = field(default_factory=dict)  # what lists show of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """An empty ``text`` means every record that ``audience`` may see."""

    audience: frozenset[str]
    text: str = ""
    also: tuple[str, ...] = ()  # other wordings of ``text`` (search.synonyms); what any of them finds is found
    kind: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    district: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    office: tuple[str, ...] = ()
    order: Order = Order.RELEVANCE
    size: int = 10
    cursor: str = ""

    def chosen(self, facet: str) -> tuple[str, ...]:
        chosen: tuple[str, ...] = getattr(self, facet)
        return chosen

    def fingerprint(self) -> str:
        """Cursors belong to one list: same text, same filters, same order."""
        asked = [self.text, self.order, *(sorted(self.chosen(facet)) for facet in FACETS)]
        return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in the order of one list (keyset): it stays right while records come and go."""

    tier: Tier
    day: date
    sort_id: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    place: Place
    forward: bool  # the page after the place, or the one before it

    def encode(self, query: Query) -> str:
        place = self.place
        parts = [query.fingerprint(), self.forward, place.tier, place.day.isoformat(), place.sort_id, place.kind]
        return base64.urlsafe_b64encode(json.dumps(parts, separators=(",", ":")).encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str, query: Query) -> Self:
        """Raises BadCursor for anything that ``encode`` did not make for the same query."""
        try:
            raw = base64.b64decode(text[:400] + "=" * (-len(text[:400]) % 4), altchars=b"-_", validate=True)
            fingerprint, forward, tier, day, sort_id, kind = json.loads(raw)
            place = Place(tier=Tier(tier), day=date.fromisoformat(day), sort_id=sort_id, kind=kind)
        except (ValueError, TypeError, RecursionError) as error:
            raise BadCursor from error
        types_are_right = type(sort_id) is int and isinstance(kind, str) and isinstance(forward, bool)
        if not types_are_right or not 0 <= sort_id <= LARGEST_ID or not (kind.isascii() and kind.isalpha()):
            raise BadCursor
        if fingerprint != query.fingerprint():
            raise BadCursor
        return cls(place=place, forward=forward)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    kind: str
    record_id: str
    number: str
    title: str
    day: date
    type: str
    state: str
    district: str
    office: str
    tier: Tier
    payload: Mapping[str, Any]
    url: str = ""  # where the viewer reads it (search.finding); engines do not know


@dataclass(frozen=True, slots=True)
class FacetValue:
    value: str
    count: int  # hits with this value under the choices made in all other facets
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    reading: Reading
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """``total`` counts all hits; ``next`` and ``previous`` are cursors, empty at the ends."""

    total: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    understood: tuple[Understood, ...]
    next: str = ""
    previous: str = ""

    @property
    def also(self) -> tuple[str, ...]:
        """Other wordings that were searched as well."""
        return tuple(each.text for each in self.understood if each.reading is Reading.SYNONYM)


class SearchEngine(Protocol):
    name: str

    def search(self, query: Query) -> Page:
        """Raises SearchUnavailable when it cannot answer, BadCursor for a cursor of another list."""
        ...

    def suggest(self, query: Query) -> tuple[Hit, ...]:
        """The first hits by number or title, for somebody still typing; counts nothing. Raises SearchUnavailable."""
        ...
