"""The contract on Elasticsearch: one request a page, in which the audience filters and every count is exact.

Tiers are constant scores, so sets and order are those of the embedded engine; no relevance of Lucene's takes part.
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

from elasticsearch.dsl import A, Q, Search
from elasticsearch.dsl.query import Query as Condition

from search.analysis import Term, phrase
from search.contract import FACETS, Cursor, Facet, FacetValue, Hit, Order, Page, Place, Query, Tier
from search.elastic.client import alias, answering, client
from search.engines.answering import Asked, cursors, understood

MOST_VALUES = 10_000  # of one facet; kinds, years, districts and states are far fewer
SHOWN = ("kind", "record_id", "number", "title", "day", "type", "state", "district", "office", "payload", "sort_id")


class ElasticsearchEngine:
    name = "elasticsearch"

    def search(self, query: Query) -> Page:
        asked = Asked.of(query)
        with answering():
            answer = _answer(_counted_page(asked))
        found_rows = answer["hits"]["hits"]
        rows = found_rows[: query.size] if asked.forward else found_rows[: query.size][::-1]
        hits = tuple(map(_hit, rows))
        following, preceding = cursors(asked, list(map(_place, rows)), more=len(found_rows) > query.size)
        return Page(
            total=answer["hits"]["total"]["value"],
            hits=hits,
            facets=tuple(_facets(answer["aggregations"], query)),
            understood=understood(asked, hits),
            next=following,
            previous=preceding,
        )

    def suggest(self, query: Query) -> tuple[Hit, ...]:
        asked = Asked.of(query)
        tiers = list(_tiers(asked, Tier.TITLE))
        with answering():
            search = _visible(asked, Q("dis_max", queries=tiers) if tiers else Q("match_none"))
            answer = _answer(search.extra(size=query.size, track_total_hits=False).filter(*_chosen(query)))
        return tuple(map(_hit, answer["hits"]["hits"]))


# What is asked


def _visible(asked: Asked, matching: Condition) -> Search:
    """What matches and may be seen, in the order asked for."""
    search = Search().query(Q("bool", filter=[Q("terms", audience=sorted(asked.query.audience))], must=[matching]))
    return search.extra(track_scores=True).source(list(SHOWN)).sort(*_order(asked))


def _counted_page(asked: Asked) -> Search:
    query = asked.query
    search = _visible(asked, _matching(asked)).extra(size=query.size + 1, track_total_hits=True)
    for facet in FACETS:
        search.aggs.bucket(facet, _counted(facet))
        if others := _chosen(query, except_for=facet):
            search.aggs.bucket(f"{facet} chosen", A("filter", Q("bool", filter=others))).bucket(
                "under", _counted(facet)
            )
    if chosen := _chosen(query):
        search = search.post_filter(Q("bool", filter=chosen))
    if asked.cursor is not None:
        search = search.extra(search_after=_after(asked.cursor, query))
    return search


def _matching(asked: Asked) -> Condition:
    """The score is that of the best tier: no two of them add up."""
    if not asked.query.text.strip():
        return _tier(Tier.BODY, Q("match_all"))
    tiers = list(_tiers(asked, Tier.BODY))
    return Q("dis_max", queries=tiers) if tiers else Q("match_none")


def _tiers(asked: Asked, last: Tier) -> Iterator[Condition]:
    if asked.key:
        yield _tier(Tier.EXACT_NUMBER, Q("term", number_key=asked.key))
        begins = {"number_key": asked.key, "number_digits": asked.key, "number_tail": asked.key[::-1]}
        yield _tier(Tier.PART_OF_NUMBER, Q("bool", should=[Q("prefix", **{name: key}) for name, key in begins.items()]))
    if asked.wordings:
        yield _tier(Tier.TITLE, _any_wording(asked, partial(_holds, "title_tokens")))
    if asked.wordings and last is Tier.BODY:
        yield _tier(Tier.BODY, _any_wording(asked, _anywhere))


def _tier(tier: Tier, condition: Condition) -> Condition:
    return Q("constant_score", filter=condition, boost=_score(tier))


def _score(tier: Tier) -> float:
    return float(len(Tier) - tier)


def _any_wording(asked: Asked, holds: Callable[[Term], Condition]) -> Condition:
    return Q("bool", should=[Q("bool", filter=list(map(holds, wanted))) for wanted in asked.wordings])


def _anywhere(term: Term) -> Condition:
    return Q("bool", should=[_holds(field, term) for field in ("title_tokens", "body_tokens")])


def _holds(field: str, term: Term) -> Condition:
    tokens = phrase(term)
    if not term.is_han:
        return Q("prefix", **{field: tokens[0]})
    return Q("match_phrase", **{field: " ".join(tokens)})


def _chosen(query: Query, except_for: str = "") -> list[Condition]:
    """What no record can have, such as half a surrogate, could not even be sent."""
    return [
        Q("terms", **{facet: [value for value in query.chosen(facet) if value.isprintable()]})
        for facet in FACETS
        if facet != except_for and query.chosen(facet)
    ]


def _counted(facet: str) -> Any:
    return A("terms", field=facet, size=MOST_VALUES)


def _order(asked: Asked) -> list[Any]:
    order = {"day": "desc", "sort_id": "asc", "kind": "asc"}
    if asked.query.order is Order.RELEVANCE:
        order = {"_score": "desc", **order}
    turned = {"asc": "desc", "desc": "asc"}
    return [{name: way if asked.forward else turned[way]} for name, way in order.items()]


def _after(cursor: Cursor, query: Query) -> list[Any]:
    place = cursor.place
    keys: list[Any] = [place.day.isoformat(), place.sort_id, place.kind]
    return keys if query.order is Order.NEWEST else [_score(place.tier), *keys]


# What is answered


def _answer(search: Search) -> Any:
    """As JSON stands: objects of `elasticsearch.dsl` around each value take longer than the rest of a page."""
    # A cluster that answers half is away.
    return client().search(index=alias(), allow_partial_search_results=False, **search.to_dict()).body


def _hit(row: Any) -> Hit:
    source = row["_source"]
    return Hit(
        kind=source["kind"],
        record_id=source["record_id"],
        number=source["number"],
        title=source["title"],
        day=date.fromisoformat(source["day"]),
        type=source["type"],
        state=source["state"],
        district=source["district"],
        office=source["office"],
        tier=_tier_of(row),
        payload=source["payload"],
    )


def _place(row: Any) -> Place:
    source = row["_source"]
    day = date.fromisoformat(source["day"])
    return Place(tier=_tier_of(row), day=day, sort_id=source["sort_id"], kind=source["kind"])


def _tier_of(row: Any) -> Tier:
    return Tier(len(Tier) - int(row["_score"]))


def _facets(counted: Any, query: Query) -> Iterator[Facet]:
    """Values of all that was found; each is counted under the choices made in the other facets."""
    for facet in FACETS:
        every = _counts(counted[facet])
        counts = _counts(counted[f"{facet} chosen"]["under"]) if f"{facet} chosen" in counted else every
        chosen = query.chosen(facet)
        yield Facet(facet, tuple(FacetValue(value, counts.get(value, 0), value in chosen) for value in sorted(every)))


def _counts(terms: Any) -> dict[str, int]:
    return {bucket["key"]: bucket["doc_count"] for bucket in terms["buckets"] if bucket["key"]}
