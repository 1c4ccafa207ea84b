"""A page of results as people read it: hits, facets, chips, addresses. No rules, only words and links."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bureau.access import Actor
from search.address import PAGE_SIZE, PARAMETERS, Address
from search.contract import Facet, Order, Page, Reading
from search.kinds import CERTIFICATES
from search.labels import TITLES, Words, facet_labels, understood_words
from search.near_numbers import near_numbers
from search.rows import hit_rows

ONE_VALUE_SAYS_NOTHING = frozenset({"kind", "office"})
Labels = Mapping[str, Mapping[str, Words]]


def listing(address: Address, page: Page, viewer: Actor) -> dict[str, Any]:
    """What search/results.html shows of a page."""
    labels = facet_labels()
    asked = replace(address.query, also=page.also)
    order = [("order", "newest")] if address.query.order is Order.NEWEST else []
    last = max(1, -(-page.total // PAGE_SIZE))
    number = min(max(address.page, 1), last)
    return {
        "total": page.total,
        "certificates_only": address.is_for_permits or _kinds(page) == {CERTIFICATES.name},
        "hits": hit_rows(page.hits, asked),
        "understood": understood_words(page.understood),
        "numbers_only": any(each.reading is Reading.NUMBERS_ONLY for each in page.understood),
        "groups": [_group(facet, labels) for facet in page.facets if _is_shown(facet)],
        "chips": _chips(address, labels),
        "clear_url": address.url(choices=[]) if address.chosen() else "",
        "relevance_url": address.url(order="") if address.query.order is Order.NEWEST else "",
        "newest_url": address.url(order="newest") if address.query.order is Order.RELEVANCE else "",
        "order_field": order,
        "kept_fields": [("q", address.query.text), *order] if address.query.text else order,
        "guesses": [] if page.total else _guesses(address, viewer),
        "number": number,
        "last": last,
        "previous_url": _place_url(address, page.previous, number - 1),
        "next_url": _place_url(address, page.next, number + 1),
    }


def _kinds(page: Page) -> set[str]:
    return {each.value for facet in page.facets if facet.name == "kind" for each in facet.values if each.count}


def _guesses(address: Address, viewer: Actor) -> list[dict[str, str]]:
    """Numbers that differ by one character, each with the search that finds it."""
    near = near_numbers(address.query.text, viewer)
    return [{"text": number, "url": address.url(choices=[], text=number)} for number in near]


def _is_shown(facet: Facet) -> bool:
    if facet.name in ONE_VALUE_SAYS_NOTHING and len(facet.values) < 2:
        return any(each.chosen for each in facet.values)
    return bool(facet.values)


def _group(facet: Facet, labels: Labels) -> dict[str, Any]:
    words = labels.get(facet.name, {})
    values = sorted(facet.values, key=lambda each: each.value, reverse=facet.name == "year")
    return {
        "name": PARAMETERS[facet.name],
        "title": TITLES[facet.name],
        "options": [
            {
                "value": each.value,
                "label": words.get(each.value, each.value),
                "count": each.count,
                "checked": each.chosen,
            }
            for each in values
        ],
    }


def _chips(address: Address, labels: Labels) -> list[dict[str, Any]]:
    chosen = address.chosen()
    return [
        {
            "label": labels.get(facet, {}).get(value, value),
            "url": address.url(choices=[each for each in chosen if each != (facet, value)]),
        }
        for facet, value in chosen
    ]


def _place_url(address: Address, cursor: str, number: int) -> str:
    if not cursor:
        return ""
    return address.url() if number <= 1 else address.url(cursor=cursor, page=str(number))
