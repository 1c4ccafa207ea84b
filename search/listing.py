"""A page of results as the public reads it: hits, facets, chips, addresses. No rules, only words and links."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from bureau.access import Actor
from certificates.models import Certificate, CertificateType
from search.analysis import terms
from search.contract import Facet, Hit, Order, Page, Query, Reading, Understood
from search.engines.answering import lookup_key
from search.finding import addresses_of
from search.highlights import mark_number, mark_terms
from search.kinds import split_kinds

PAGE_SIZE = 10
MOST_VALUES = 50  # of one facet, in one address
LONGEST = 10_000
PARAMETERS = {"type": "kind", "year": "year", "district": "district", "state": "state"}  # facet to address
TITLES: dict[str, str | Promise] = {
    "type": gettext_lazy("Certificate"),
    "year": gettext_lazy("Year"),
    "district": gettext_lazy("County or district"),
    "state": gettext_lazy("Status now"),
}
STATES: dict[str, str | Promise] = {
    "issued": pgettext_lazy("status", "In force"),
    "superseded": pgettext_lazy("status", "Replaced"),
    "revoked": pgettext_lazy("status", "No longer valid"),
    "expired": pgettext_lazy("status", "Expired"),
}
READINGS: dict[Reading, str | Promise] = {
    Reading.WHOLE_NUMBER: gettext_lazy("Number %(text)s"),
    Reading.NUMBER_BEGINNING: gettext_lazy("Number begins with %(text)s"),
    Reading.NUMBER_TAIL: gettext_lazy("Number ends in %(text)s"),
    Reading.CUT: gettext_lazy("Only the first %(text)s characters were searched"),
}


@dataclass(frozen=True, slots=True)
class Address:
    """What the address of the search page says; unknown values are kept and simply find nothing."""

    query: Query
    page: int

    @classmethod
    def read(cls, given: Any) -> "Address":
        kinds, types = split_kinds(_values(given, "kind"))
        query = Query(
            audience=frozenset(),
            text=given.get("q", "")[:LONGEST].strip(),
            kind=kinds,
            type=types,
            year=_values(given, "year"),
            district=_values(given, "district"),
            state=_values(given, "state"),
            order=Order.NEWEST if given.get("order") == Order.NEWEST else Order.RELEVANCE,
            size=PAGE_SIZE,
            cursor=given.get("cursor", ""),
        )
        page = given.get("page", "")
        return cls(query, int(page) if query.cursor and page.isascii() and page.isdigit() and len(page) < 7 else 1)

    def chosen(self) -> list[tuple[str, str]]:
        """Facet and value of each choice."""
        return [(facet, value) for facet in PARAMETERS for value in self.query.chosen(facet)]

    def url(self, *, choices: Iterable[tuple[str, str]] | None = None, **more: str) -> str:
        """This list's address with other choices, or at another place; without ``more`` its first page."""
        kept = self.chosen() if choices is None else choices
        pairs = [(PARAMETERS[facet], value) for facet, value in kept]
        if self.query.order is Order.NEWEST:
            more = {"order": "newest"} | more
        asked = [("q", self.query.text), *pairs, *more.items()]
        return f"{reverse('search')}?{urlencode([(name, value) for name, value in asked if value])}"


def listing(address: Address, page: Page) -> dict[str, Any]:
    """What search/results.html shows of a page."""
    labels = _labels()
    order = [("order", "newest")] if address.query.order is Order.NEWEST else []
    last = max(1, -(-page.total // PAGE_SIZE))
    number = min(max(address.page, 1), last)
    return {
        "total": page.total,
        "hits": _hits(address.query, page),
        "understood": understood_words(page.understood),
        "numbers_only": any(each.reading is Reading.NUMBERS_ONLY for each in page.understood),
        "groups": [_group(facet, labels) for facet in page.facets if facet.name in PARAMETERS and facet.values],
        "chips": _chips(address, labels),
        "clear_url": address.url(choices=[]) if address.chosen() else "",
        "relevance_url": address.url(order="") if address.query.order is Order.NEWEST else "",
        "newest_url": address.url(order="newest") if address.query.order is Order.RELEVANCE else "",
        "order_field": order,
        "kept_fields": [("q", address.query.text), *order] if address.query.text else order,
        "number": number,
        "last": last,
        "previous_url": _place_url(address, page.previous, number - 1),
        "next_url": _place_url(address, page.next, number + 1),
    }


def understood_words(understood: Iterable[Understood]) -> list[str]:
    return [str(READINGS[each.reading]) % {"text": each.text} for each in understood if each.reading in READINGS]


def hit_rows(hits: Iterable[Hit], query: Query, viewer: Actor) -> list[dict[str, Any]]:
    """Hits as includes/hit.html shows them, found words marked."""
    wanted, key = terms(query.text), lookup_key(query.text)
    hits = list(hits)
    addresses = addresses_of(hits, viewer)
    return [
        {
            "url": addresses[hit.kind, hit.record_id],
            "title": mark_terms(hit.title, wanted),
            "number": mark_number(hit.number, key),
            "kind": hit.payload.get("type_name", ""),
            "holder": mark_terms(hit.payload.get("holder", ""), wanted),
            "place": mark_terms(hit.payload.get("place", ""), wanted),
            "size": hit.payload.get("size", ""),
            "state": hit.state,
            "state_words": STATES.get(hit.state, hit.state),
            "issued_on": hit.day,
        }
        for hit in hits
        if (hit.kind, hit.record_id) in addresses
    ]


def _hits(query: Query, page: Page) -> list[dict[str, Any]]:
    rows = hit_rows(page.hits, query, AnonymousUser())
    newer = _replacements(page.hits)
    for hit, row in zip(page.hits, rows, strict=True):
        if replacement := newer.get(hit.record_id):
            row["newer_url"] = reverse("certificate_page", args=[replacement.public_id])
            row["newer_words"] = _("replaced by %(number)s") % {"number": replacement.number}
    return rows


def _replacements(hits: Iterable[Hit]) -> dict[str, Certificate]:
    """The public certificate that replaced each superseded hit."""
    superseded = [hit.record_id for hit in hits if hit.state == Certificate.State.SUPERSEDED]
    newer = Certificate.objects.listed().filter(supersedes__public_id__in=superseded).select_related("supersedes")
    return {each.supersedes.public_id: each for each in newer if each.supersedes} if superseded else {}


def _labels() -> Mapping[str, str | Promise]:
    return {**dict(CertificateType.objects.values_list("code", "name")), **STATES}


def _group(facet: Facet, labels: Mapping[str, str | Promise]) -> dict[str, Any]:
    values = sorted(facet.values, key=lambda each: each.value, reverse=facet.name == "year")
    return {
        "name": PARAMETERS[facet.name],
        "title": TITLES[facet.name],
        "options": [
            {
                "value": each.value,
                "label": labels.get(each.value, each.value),
                "count": each.count,
                "checked": each.chosen,
            }
            for each in values
        ],
    }


def _chips(address: Address, labels: Mapping[str, str | Promise]) -> list[dict[str, Any]]:
    chosen = address.chosen()
    return [
        {
            "label": labels.get(value, value),
            "url": address.url(choices=[each for each in chosen if each != (facet, value)]),
        }
        for facet, value in chosen
    ]


def _place_url(address: Address, cursor: str, number: int) -> str:
    if not cursor:
        return ""
    return address.url() if number <= 1 else address.url(cursor=cursor, page=str(number))


def _values(given: Any, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in given.getlist(name) if value))[:MOST_VALUES]
