"""The contract of search without any engine: every record is looked at, one after the other."""

from collections.abc import Iterable
from dataclasses import dataclass

from documents.number_keys import number_key
from search.analysis import MAX_NUMBER, holds, number_digits, terms
from search.contract import FACETS, NO_DAY, Entry, Order, Query, Tier
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
            tier = _tier(entry, query)
            if tier is not None and entry.audience & query.audience:
                yield entry, tier


def _tier(entry: Entry, query: Query) -> Tier | None:
    if not query.text.strip():
        return Tier.BODY
    asked, key = lookup_key(query.text), number_key(entry.number)[:MAX_NUMBER]
    if asked and asked == key:
        return Tier.EXACT_NUMBER
    if asked and (key.startswith(asked) or number_digits(key).startswith(asked) or key.endswith(asked)):
        return Tier.PART_OF_NUMBER
    wordings = [wanted for text in (query.text, *query.also) if (wanted := terms(text))]
    if any(holds(entry.title, wanted) for wanted in wordings):
        return Tier.TITLE
    if any(all(holds(entry.title, (each,)) or holds(entry.body, (each,)) for each in wanted) for wanted in wordings):
        return Tier.BODY
    return None


def _value(entry: Entry, facet: str) -> str:
    if facet == "year":
        return str(entry.day.year) if entry.day > NO_DAY else ""
    return str(getattr(entry, facet))


def _chosen(entry: Entry, query: Query, except_for: str = "") -> bool:
    return all(
        facet == except_for or not query.chosen(facet) or _value(entry, facet) in query.chosen(facet)
        for facet in FACETS
    )
