"""Look-up by number in the database itself: whole, beginning or tail. Works on every database, always."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from search.analysis import Term
from search.contract import FACETS, Cursor, Facet, FacetValue, Hit, Order, Page, Place, Query, Reading, Tier, Understood
from search.engines.answering import Asked, cursors, understood
from search.errors import SearchUnavailable
from search.models import SearchRecord

Cell = tuple[str, ...]  # one value for each of FACETS
NOTHING = Q(pk__in=[])
LAST_CHARACTER = "\U0010ffff"


class DatabaseEngine:
    name = "database"

    def search(self, query: Query) -> Page:
        asked = Asked.of(query)
        try:
            return self._answer(asked)
        except DatabaseError as error:
            raise SearchUnavailable from error

    def suggest(self, query: Query) -> tuple[Hit, ...]:
        asked = Asked.of(query)
        try:
            found = self._found(asked, Tier.TITLE).filter(_sendable(query))
            return tuple(_hits(_rows(found, asked)[0]))
        except DatabaseError as error:
            raise SearchUnavailable from error

    def text_matches(self, wordings: tuple[tuple[Term, ...], ...]) -> tuple[Q, Q]:
        """What holds every term of a wording in its title, and anywhere. Here: nothing, numbers only."""
        return NOTHING, NOTHING

    def readings(self, asked: Asked) -> list[Understood]:
        if asked.wordings and not asked.key:
            return [Understood(Reading.NUMBERS_ONLY, asked.query.text)]
        return []

    def _answer(self, asked: Asked) -> Page:
        query = asked.query
        found = self._found(asked)
        cells = _cells(found)
        total = sum(count for cell, count in cells.items() if _fits(cell, query))
        rows, more = _rows(_narrowed(found, query, cells), asked) if total else ([], False)
        hits = _hits(rows)
        following, preceding = cursors(asked, [row.place for row in rows] if hits else [], more=more)
        return Page(
            total=total,
            hits=tuple(hits),
            facets=_facets(cells, query),
            understood=(*self.readings(asked), *understood(asked, hits)),
            next=following,
            previous=preceding,
        )

    def _found(self, asked: Asked, last: Tier = Tier.BODY) -> QuerySet[SearchRecord]:
        """All that the audience may see and that matches in tiers up to ``last``, each with its tier; no facet yet."""
        visible = SearchRecord.objects.filter(may_see(asked.query.audience))
        if not asked.query.text.strip():
            return visible.annotate(tier=Value(Tier.BODY.value, IntegerField()))
        in_title, anywhere = self.text_matches(asked.wordings) if asked.wordings else (NOTHING, NOTHING)
        whole = Q(number_key=asked.key) if asked.key else NOTHING
        part = _part_of_number(asked.key) if asked.key else NOTHING
        tier = Case(
            When(whole, then=Tier.EXACT_NUMBER.value),
            When(part, then=Tier.PART_OF_NUMBER.value),
            When(in_title, then=Tier.TITLE.value),
            default=Tier.BODY.value,
            output_field=IntegerField(),
        )
        matching = whole | part | (anywhere if last is Tier.BODY else in_title)
        return visible.filter(matching).annotate(tier=tier)


def newest(query: Query) -> list[Hit]:
    """The newest records of the query's kinds that its audience may see; no counts, no words."""
    records = SearchRecord.objects.filter(may_see(query.audience), kind__in=query.kind)
    ordered = records.defer("title_tokens", "body_tokens").order_by("-day", "sort_id", "kind")
    return [_hit(record, Tier.BODY) for record in ordered[: query.size]]


@dataclass(frozen=True, slots=True)
class Row:
    pk: int
    place: Place


def may_see(audience: frozenset[str]) -> Q:
    may = NOTHING
    for token in sorted(audience):
        may |= Q(audience__contains=f" {token} ")
    return may


def begins(column: str, beginning: str) -> Q:
    """An index range on SQLite, whose LIKE reads the whole table; PostgreSQL has an index for LIKE."""
    if connection.vendor == "sqlite":
        return Q(**{f"{column}__gte": beginning, f"{column}__lt": beginning + LAST_CHARACTER})
    return Q(**{f"{column}__startswith": beginning})


def _part_of_number(key: str) -> Q:
    return begins("number_key", key) | begins("number_digits", key) | begins("number_tail", key[::-1])


def _cells(found: QuerySet[SearchRecord]) -> dict[Cell, int]:
    """Counts of every combination of facet values: total and all facets come from this one query."""
    counted = found.order_by().values_list(*FACETS).annotate(count=Count("pk"))
    return {tuple(cell): count for *cell, count in counted}


def _fits(cell: Cell, query: Query, except_for: str = "") -> bool:
    return all(
        not query.chosen(facet) or facet == except_for or value in query.chosen(facet)
        for facet, value in zip(FACETS, cell, strict=True)
    )


def _facets(cells: dict[Cell, int], query: Query) -> tuple[Facet, ...]:
    return tuple(_facet(cells, query, at, name) for at, name in enumerate(FACETS))


def _facet(cells: dict[Cell, int], query: Query, at: int, name: str) -> Facet:
    counts: dict[str, int] = {}
    for cell, count in cells.items():
        if cell[at]:
            counts[cell[at]] = counts.get(cell[at], 0) + (count if _fits(cell, query, except_for=name) else 0)
    values = (FacetValue(value, counts[value], value in query.chosen(name)) for value in sorted(counts))
    return Facet(name, tuple(values))


def _narrowed(found: QuerySet[SearchRecord], query: Query, cells: dict[Cell, int]) -> QuerySet[SearchRecord]:
    """Only values that occur reach the database, whatever an address asks for."""
    for at, facet in enumerate(FACETS):
        if query.chosen(facet):
            found = found.filter(**{f"{facet}__in": {cell[at] for cell in cells} & set(query.chosen(facet))})
    return found


def _sendable(query: Query) -> Q:
    """The choices made, without values such as half a surrogate, which no record has and no database takes."""
    chosen = {facet: list(filter(str.isprintable, query.chosen(facet))) for facet in FACETS if query.chosen(facet)}
    return Q(**{f"{facet}__in": values for facet, values in chosen.items()})


def _rows(found: QuerySet[SearchRecord], asked: Asked) -> tuple[list[Row], bool]:
    """One page's keys in order, and whether there are more in the direction asked."""
    query, cursor, forward = asked.query, asked.cursor, asked.forward
    order = ["-day", "sort_id", "kind"] if query.order is Order.NEWEST else ["tier", "-day", "sort_id", "kind"]
    if cursor is not None:
        found = found.filter(_beyond(order, cursor))
    if not forward:
        order = [name[1:] if name.startswith("-") else f"-{name}" for name in order]
    keys = found.order_by(*order).only("pk", "day", "sort_id", "kind")[: query.size + 1]
    rows = [_row(key) for key in keys]
    page = rows[: query.size]
    return (page if forward else page[::-1]), len(rows) > query.size


def _row(record: Any) -> Row:
    """``record`` is a SearchRecord with its annotated tier."""
    place = Place(tier=Tier(record.tier), day=record.day, sort_id=record.sort_id, kind=record.kind)
    return Row(record.pk, place)


def _beyond(order: list[str], cursor: Cursor) -> Q:
    """Everything after (or before) the cursor's place in ``order``."""
    beyond, equal = NOTHING, Q()
    for name in order:
        column = name.lstrip("-")
        value: int | str | date = getattr(cursor.place, column)
        rising = name.startswith("-") != cursor.forward
        beyond |= equal & Q(**{f"{column}__{'gt' if rising else 'lt'}": value})
        equal &= Q(**{column: value})
    return beyond


def _hits(rows: list[Row]) -> list[Hit]:
    records = SearchRecord.objects.defer("title_tokens", "body_tokens").in_bulk([row.pk for row in rows])
    return [_hit(records[row.pk], row.place.tier) for row in rows if row.pk in records]


def _hit(record: SearchRecord, tier: Tier) -> Hit:
    return Hit(
        kind=record.kind,
        record_id=record.record_id,
        number=record.number,
        title=record.title,
        day=record.day,
        type=record.type,
        state=record.state,
        district=record.district,
        office=record.office,
        tier=tier,
        payload=record.payload,
    )
