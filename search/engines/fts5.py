"""Full text inside SQLite (search.schema). What is found is counted by its keys; a page is walked until it is full."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError

from search.analysis import Term, holds, number_digits, phrase
from search.contract import FACETS, Hit, Order, Page, Place, Query, Tier
from search.engines.answering import Asked, cursors, understood
from search.engines.counting import Values, counted, fits
from search.engines.walking import Condition, Keys, Row, Walk, run
from search.errors import SearchUnavailable
from search.schema import OWN, RECORDS, TABLE

LAST_CHARACTER = "\U0010ffff"
LISTED = "(SELECT value FROM json_each(%s))"  # a list of any length as one parameter
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
            found = _by_tier(asked, _any_cell(query), query.size, last=Tier.TITLE)
            return tuple(row.hit(tier) for row, tier in found)
        except DatabaseError as error:
            raise SearchUnavailable from error


def _answer(asked: Asked) -> Page:
    query, found = asked.query, _found(asked)
    cells = list(_cells(found, query)) if found else []
    total, facets = counted(((cell.values, cell.records) for cell in cells if cell.records), query)
    limit = query.size + 1
    rows = _listed(asked, _these(cells, query), limit) if total else []
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


@dataclass(frozen=True, slots=True)
class Cell:
    """One of those that hold what is found."""

    id: int
    values: Values
    is_open: bool  # the viewer may see every record of it
    records: int  # of those found, what the viewer may see


def _cells(found: Keys, query: Query) -> Iterator[Cell]:
    """Whatever is chosen."""
    own = _own(query)
    counts = None if found is EVERYTHING else _counts(found)
    seen = _counts(found.where(Condition(f"{found.id} IN ({own.sql})", own.params))) if own else {}
    for key, audience, records, *values in _known(counts):
        is_open = not query.audience.isdisjoint(audience.split())
        all_found = records if counts is None else counts[key]
        yield Cell(key, tuple(values), is_open, all_found if is_open else seen.get(key, 0))


def _counts(keys: Keys) -> dict[int, int]:
    """By cell. Joined to one text and counted here: twice as quick as GROUP BY, and threads wait for one row only."""
    [(joined,)] = run(keys.select(f"group_concat({keys.cell})"))
    return {int(cell): count for cell, count in Counter(joined.split(",")).items()} if joined else {}


def _known(cells: Iterable[int] | None) -> list[list[Any]]:
    """What is known of these cells; None: of all that have records."""
    met = Condition("records > 0") if cells is None else Condition(f"id IN {LISTED}", (json.dumps(list(cells)),))
    columns = f"json_group_array(json_array(id, audience, records, {', '.join(FACETS)}))"
    [(known,)] = run(Condition(f"SELECT {columns} FROM search_cell WHERE {met.sql}", met.params))
    return list(json.loads(known))


def _own(query: Query) -> Condition | None:
    """Records that the viewer may see one by one, whatever their cell; None when there can be none."""
    tokens = sorted(token for token in query.audience if token.startswith(OWN))
    return Condition(f"SELECT id FROM search_own WHERE token IN {LISTED}", (json.dumps(tokens),)) if tokens else None


def _these(cells: list[Cell], query: Query) -> May:
    """Keys in these cells that the viewer may see and has chosen."""
    chosen = [cell for cell in cells if fits(cell.values, query)]
    opened, closed = ([cell.id for cell in chosen if cell.is_open is way] for way in (True, False))
    return _may(Condition(LISTED, (json.dumps(opened),)), Condition(LISTED, (json.dumps(closed),)), _own(query))


def _any_cell(query: Query) -> May:
    """The same before any cell is known."""
    tokens = sorted(query.audience)
    is_open = " OR ".join(["0", *("instr(audience, %s)" for _token in tokens)])
    chosen = {facet: list(filter(str.isprintable, query.chosen(facet))) for facet in FACETS if query.chosen(facet)}
    fit = "".join(f" AND {facet} IN {LISTED}" for facet in chosen)
    values = tuple(map(json.dumps, chosen.values()))
    ids = "(SELECT id FROM search_cell WHERE {}" + fit + ")"
    return _may(
        Condition(ids.format(f"({is_open})"), (*(f" {token} " for token in tokens), *values)),
        Condition(ids.format("1"), values),
        _own(query),
    )


def _may(opened: Condition, closed: Condition, own: Condition | None) -> May:
    """In an open cell, or one's own in another."""

    def may(keys: Keys) -> Condition:
        if own is None:
            return Condition(f"{keys.cell} IN {opened.sql}", opened.params)
        sql = f"({keys.cell} IN {opened.sql} OR {keys.cell} IN {closed.sql} AND {keys.id} IN ({own.sql}))"
        return Condition(sql, opened.params + closed.params + own.params)

    return may


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
