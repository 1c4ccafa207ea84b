"""The contract of search without any engine: every record is looked at, one after the other."""

from collections.abc import Iterable
from dataclasses import dataclass

from documents.number_keys import number_key
from search.analysis import MAX_NUMBER, holds, number_digits, terms
from search.contract import FACETS, Entry, Order, Query, Tier
from search.engines.answering import lookup_key

Found = list[tuple[str, Tier]]  # record_id and why it stands there, in order
Counts = dict[str, dict[str, int]]


@dataclass(frozen=True)
class PlainSearch:
    entries: tuple[Entry, ...]

    def found(self, query: Query) -> Found:
        tiers = [(entry, tier) for entry, tier in self._matching(query) if _chosen(entry, query)]

        def place(one: tuple[Entry, Tier]) -> tuple[int, int, int, str]:
            entry, tier = one
            return (tier if query.order is Order.RELEVANCE else 0, -entry.day.toordinal(), entry.sort_id, entry.kind)

        return [(entry.record_id, tier) for entry, tier in sorted(tiers, key=place)]

    def counts(self, query: Query) -> Counts:
        matching = [entry for entry, _tier in self._matching(query)]
        return {
            facet: {
                value: sum(_value(each, facet) == value and _chosen(each, query, facet) for each in matching)
                for value in sorted({_value(each, facet) for each in matching} - {""})
            }
            for facet in FACETS
        }

    def _matching(self, query: Query) -> Iterable[tuple[Entry, Tier]]:
        for entry in self.entries:
            tier = _tier(entry, query.text)
            if tier is not None and entry.audience & query.audience:
                yield entry, tier


def _tier(entry: Entry, text: str) -> Tier | None:
    if not text.strip():
        return Tier.BODY
    asked, key, wanted = lookup_key(text), number_key(entry.number)[:MAX_NUMBER], terms(text)
    if asked and asked == key:
        return Tier.EXACT_NUMBER
    if asked and (key.startswith(asked) or number_digits(key).startswith(asked) or key.endswith(asked)):
        return Tier.PART_OF_NUMBER
    if wanted and holds(entry.title, wanted):
        return Tier.TITLE
    if wanted and all(holds(entry.title, (each,)) or holds(entry.body, (each,)) for each in wanted):
        return Tier.BODY
    return None


def _value(entry: Entry, facet: str) -> str:
    return str(entry.day.year) if facet == "year" else str(getattr(entry, facet))


def _chosen(entry: Entry, query: Query, except_for: str = "") -> bool:
    return all(
        facet == except_for or not query.chosen(facet) or _value(entry, facet) in query.chosen(facet)
        for facet in FACETS
    )
