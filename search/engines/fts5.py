"""Full text inside SQLite (search.schema). What is found is counted by its keys; a page is walked until it is full."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db import DatabaseError, connection

from search.analysis import Term, holds, number_digits, phrase
from search.contract import FACETS, Facet, Hit, Order, Page, Place, Query, Tier
from search.engines import cells
from search.engines.answering import Asked, cursors, understood
from search.engines.counting import Choices, Columns, choices_of, counted, fitting
from search.engines.walking import Condition, Keys, Row, Walk, run
from search.errors import SearchUnavailable
from search.schema import OWN, RECORDS, TABLE

LAST_CHARACTER = "\U0010ffff"
LISTED = "(SELECT value FROM json_each(%s))"  # a list of any length as one parameter
LISTS_KEPT = 16  # whose counts a process remembers, some megabytes at most
SPARSE = 50  # keys walked for each that is shown; where it takes more, cells are listed beforehand
Found = list[tuple[Row, Tier]]
May = Callable[[Keys], Condition]


class Fts5Engine:
    name = "sqlite"

    def search(self, query: Query) -> Page:
        asked = Asked.of(query)
        try:
            return _answer(asked)
        except DatabaseError as error:
            raise SearchUnavailable from error

    def suggest(self, query: Query) -> tuple[Hit, ...]:
        asked = Asked.of(query)
        try:
            found = _by_tier(asked, _any(query), query.size, last=Tier.TITLE)
            return tuple(row.hit(tier) for row, tier in found)
        except DatabaseError as error:
            raise SearchUnavailable from error


def _answer(asked: Asked) -> Page:
    query, found = asked.query, _found(asked)
    held = _cells_now(found, query.audience) if found else NO_CELLS
    total, facets = _counted(held, choices_of(query))
    limit = query.size + 1
    rows = _listed(asked, _may(held, total, query), limit) if total else []
    page = rows[: query.size] if asked.forward else rows[: query.size][::-1]
    hits = tuple(row.hit(tier) for row, tier in page)
    places = [Place(tier=tier, day=row.day, sort_id=row.sort_id, kind=row.kind) for row, tier in page]
    following, preceding = cursors(asked, places, more=len(rows) == limit)
    return Page(
        total=total,
        hits=hits,
        facets=facets,
        understood=understood(asked, hits),
        next=following,
        previous=preceding,
    )


# What matches

EVERYTHING = Keys("search_key", "search_key.key", Condition("1"))


def _found(asked: Asked) -> Keys | None:
    """All that matches, in any tier; None when nothing can."""
    if not asked.query.text.strip():
        return EVERYTHING
    text, number = _text(asked), _number(asked)
    if text is None or number is None:
        return text or number
    both = Condition(f"{text.select(text.key).sql} UNION ALL {number.select('search_key.key').sql}")
    params = text.met.params + number.met.params
    return Keys("search_key", "search_key.key", Condition(f"search_key.key IN ({both.sql})", params))


def _number(asked: Asked) -> Keys | None:
    """By its beginning, that of its digits, or its end; the whole number is all of them."""
    if not asked.key:
        return None
    begins = {"number_key": asked.key, "number_digits": asked.key, "number_tail": asked.key[::-1]}
    ids = " UNION ALL ".join(f"SELECT id FROM {RECORDS} WHERE {name} >= %s AND {name} < %s" for name in begins)
    bounds = (bound for text in begins.values() for bound in (text, text + LAST_CHARACTER))
    # The plus keeps SQLite from walking all keys in order to find these.
    return Keys("search_key", "+search_key.key", Condition(f"search_key.id IN ({ids})", tuple(bounds)))


def _text(asked: Asked, form: str = "{anywhere}") -> Keys | None:
    """``form``: of the FTS5 expression, around what a record must hold anywhere or in its title."""
    if not asked.wordings:
        return None
    anywhere = " OR ".join(f"({' AND '.join(map(_expression, wanted))})" for wanted in asked.wordings)
    expression = form.format(anywhere=f"({anywhere})", title=f"({{title_tokens}} : ({anywhere}))")
    return Keys(TABLE, f"{TABLE}.rowid", Condition(f"{TABLE} MATCH %s", (expression,)))


def _expression(term: Term) -> str:
    """FTS5's own syntax. Tokens hold letters and digits only, so nothing in them can end the quotes."""
    quoted = f'"{" ".join(phrase(term))}"'
    return quoted if term.is_han else f"{quoted} *"


def _of_tier(asked: Asked, tier: Tier) -> Keys | None:
    """What matches in this tier and in none before it."""
    if not asked.query.text.strip():
        return EVERYTHING if tier is Tier.BODY else None
    number = _number(asked)
    if tier <= Tier.PART_OF_NUMBER:
        way = "IN" if tier is Tier.EXACT_NUMBER else "NOT IN"
        whole = Condition(f"search_key.id {way} (SELECT id FROM {RECORDS} WHERE number_key = %s)", (asked.key,))
        return number and number.where(whole)
    text = _text(asked, "{title}" if tier is Tier.TITLE else "{anywhere} NOT {title}")
    if text is None or number is None:
        return text
    ids = number.select("search_key.id")
    return text.where(Condition(f"{text.id} NOT IN ({ids.sql})", ids.params))


def _tier(row: Row, asked: Asked) -> Tier:
    """Of a row that was found in whatever tier."""
    number = row.number_key
    if not asked.query.text.strip():
        return Tier.BODY
    if asked.key and number == asked.key:
        return Tier.EXACT_NUMBER
    if asked.key and (number_digits(number).startswith(asked.key) or number.startswith(asked.key)):
        return Tier.PART_OF_NUMBER
    if asked.key and number.endswith(asked.key):
        return Tier.PART_OF_NUMBER
    return Tier.TITLE if any(holds(row.title, wanted) for wanted in asked.wordings) else Tier.BODY


# Who may see it, and how many there are


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Those that hold what is found, by columns."""

    ids: Sequence[str]
    are_open: Sequence[bool]  # the viewer may see every record of it
    counts: Sequence[int]  # of those found, what the viewer may see
    columns: Columns
    found: int = 0  # records, seen or not


NO_CELLS = Cells((), (), (), [()] * len(FACETS))


def _cells_now(found: Keys, audience: frozenset[str]) -> Cells:
    """Counted once for all pages and choices of a list, until a record changes."""
    if connection.in_atomic_block:  # what it sees may be rolled back
        return _cells.__wrapped__(None, found, audience)
    return _cells(cells.stamp(), found, audience)


@lru_cache(maxsize=LISTS_KEPT)
def _cells(stamp: cells.Stamp | None, found: Keys, audience: frozenset[str]) -> Cells:
    """Whatever is chosen; without a stamp nothing is taken from memory."""
    own = _own(audience)
    counts = cells.records() if found is EVERYTHING else _counts(found)
    seen = _counts(found.where(Condition(f"{found.id} IN ({own.sql})", own.params))) if own else {}
    known = cells.holding(counts, stamp)
    ids, every = list(counts), list(counts.values())
    are_open = known.are_open(ids, audience)
    shown = every if all(are_open) else _shown(ids, are_open, every, seen)
    return Cells(ids, are_open, shown, known.columns(ids), sum(every))


def _shown(ids: list[str], are_open: list[bool], every: list[int], seen: Mapping[str, int]) -> list[int]:
    return [count if is_open else seen.get(each, 0) for each, is_open, count in zip(ids, are_open, every, strict=True)]


@lru_cache(maxsize=LISTS_KEPT)
def _counted(held: Cells, choices: Choices) -> tuple[int, tuple[Facet, ...]]:
    """Of the very cells that are remembered: another page of a list adds nothing up anew."""
    return counted(held.columns, held.counts, choices)


def forget_counts() -> None:
    """Count every list anew, as after a change."""
    _cells.cache_clear()
    _counted.cache_clear()


def _counts(keys: Keys) -> Mapping[str, int]:
    """By cell. Joined to one text and counted here: twice as quick as GROUP BY, and threads wait for one row only."""
    [(joined,)] = run(keys.select(f"group_concat({keys.cell})"))
    return Counter(joined.split(",")) if joined else {}


def _list(numbers: Iterable[str]) -> str:
    """In JSON."""
    return f"[{','.join(numbers)}]"


def _is_open(audience: frozenset[str]) -> Condition:
    """Whether the viewer may see every record of a row of search_cell."""
    tokens = sorted(audience)
    sql = " OR ".join(["0", *("instr(audience, %s)" for _token in tokens)])
    return Condition(f"(({sql}) > 0)", tuple(f" {token} " for token in tokens))


def _own(audience: frozenset[str]) -> Condition | None:
    """Records that the viewer may see one by one, whatever their cell; None when there can be none."""
    tokens = sorted(token for token in audience if token.startswith(OWN))
    return Condition(f"SELECT id FROM search_own WHERE token IN {LISTED}", (json.dumps(tokens),)) if tokens else None


def _may(held: Cells, total: int, query: Query) -> May:
    """Keys that the viewer may see and has chosen, as they are sought when most keys, or few, are such ones."""
    if total * SPARSE > held.found:
        return _any(query)
    fit = fitting(held.columns, choices_of(query)) or [True] * len(held.ids)
    opened, closed = (
        _list(each for each, one, is_open in zip(held.ids, fit, held.are_open, strict=True) if one and is_open is way)
        for way in (True, False)
    )
    own = _own(query.audience)
    return lambda keys: _or_own(
        keys,
        Condition(f"{keys.cell} IN {LISTED}", (opened,)),
        Condition(f"{keys.cell} IN {LISTED}", (closed,)),
        own,
    )


def _any(query: Query) -> May:
    """The same of any cell, looked at key by key."""
    chosen = {facet: list(filter(str.isprintable, query.chosen(facet))) for facet in FACETS if query.chosen(facet)}
    fit = "".join(f" AND {facet} IN {LISTED}" for facet in chosen)
    values = tuple(map(json.dumps, chosen.values()))
    is_open, own = _is_open(query.audience), _own(query.audience)

    def may(keys: Keys) -> Condition:
        cell = f"EXISTS (SELECT 1 FROM search_cell WHERE search_cell.id = {keys.cell}{fit}"
        return _or_own(
            keys,
            Condition(f"{cell} AND {is_open.sql})", values + is_open.params),
            Condition(f"{cell})", values),
            own,
        )

    return may


def _or_own(keys: Keys, in_open: Condition, in_other: Condition, own: Condition | None) -> Condition:
    """In an open cell, or one's own in another."""
    if own is None:
        return in_open
    sql = f"({in_open.sql} OR {in_other.sql} AND {keys.id} IN ({own.sql}))"
    return Condition(sql, in_open.params + in_other.params + own.params)


# The page


def _listed(asked: Asked, may: May, limit: int) -> Found:
    """The first rows of the page and one more, in the direction that was asked."""
    return _newest(asked, may, limit) if asked.query.order is Order.NEWEST else _by_tier(asked, may, limit)


def _by_tier(asked: Asked, may: May, limit: int, last: Tier = Tier.BODY) -> Found:
    place, found = asked.place, Found()
    for tier in [each for each in Tier if each <= last][:: 1 if asked.forward else -1]:
        passed = place is not None and (tier < place.tier if asked.forward else tier > place.tier)
        if passed or len(found) >= limit or (keys := _of_tier(asked, tier)) is None:
            continue
        walk = Walk(place if place and place.tier is tier else None, asked.forward)
        found += [(row, tier) for row in walk.rows(keys.where(may(keys)), limit - len(found))]
    return found


def _newest(asked: Asked, may: May, limit: int) -> Found:
    """Numbers and words are walked apart and joined: neither of their first rows is far behind the other's."""
    walk = Walk(asked.place, asked.forward)
    ways = [_text(asked), _number(asked)] if asked.query.text.strip() else [EVERYTHING]
    rows = {row.key: row for keys in ways if keys for row in walk.rows(keys.where(may(keys)), limit)}
    ordered = sorted(rows.values(), key=lambda row: row.order, reverse=not asked.forward)
    return [(row, _tier(row, asked)) for row in ordered[:limit]]
