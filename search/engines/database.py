"""Look-up by number in the database itself: whole, beginning or tail. Works on every database, always."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from search.contract import FACETS, Cursor, Hit, Order, Page, Place, Query, Reading, Tier, Understood
from search.engines.answering import Asked, cursors, understood
from search.engines.counting import choices_of, counted
from search.errors import SearchUnavailable
from search.models import SearchRecord

NOTHING = Q(pk__in=[])
LAST_CHARACTER = "\U0010ffff"


class DatabaseEngine:
    name = "database"

    def search(self, query: Query) -> Page:
        asked = Asked.of(query)
        try:
            return _answer(asked)
        except DatabaseError as error:
            raise SearchUnavailable from error

    def suggest(self, query: Query) -> tuple[Hit, ...]:
        asked = Asked.of(query)
        try:
            return tuple(_hits(_rows(_found(asked).filter(_sendable(query)), asked)[0]))
        except DatabaseError as error:
            raise SearchUnavailable from error


def _answer(asked: Asked) -> Page:
    query, found = asked.query, _found(asked)
    cells = _cells(found)
    columns = list(zip(*cells, strict=True)) or [()] * len(FACETS)
    total, facets = counted(columns, list(cells.values()), choices_of(query))
    rows, more = _rows(_narrowed(found, query, cells), asked) if total else ([], False)
    hits = _hits(rows)
    following, preceding = cursors(asked, [row.place for row in rows] if hits else [], more=more)
    only = [Understood(Reading.NUMBERS_ONLY, query.text)] if asked.wordings and not asked.key else []
    return Page(
        total=total,
        hits=tuple(hits),
        facets=facets,
        understood=(*only, *understood(asked, hits)),
        next=following,
        previous=preceding,
    )


def _found(asked: Asked) -> QuerySet[SearchRecord]:
    """All that the audience may see and that matches, each with its tier; no facet yet."""
    visible = SearchRecord.objects.filter(may_see(asked.query.audience))
    if not asked.query.text.strip():
        return visible.annotate(tier=Value(Tier.BODY.value, IntegerField()))
    if not asked.key:
        return visible.none().annotate(tier=Value(Tier.BODY.value, IntegerField()))
    whole, part = Q(number_key=asked.key), _part_of_number(asked.key)
    tier = Case(
        When(whole, then=Tier.EXACT_NUMBER.value),
        default=Tier.PART_OF_NUMBER.value,
        output_field=IntegerField(),
    )
    return visible.filter(part).annotate(tier=tier)


def newest(query: Query) -> list[Hit]:
    """The newest records of the query's kinds that its audience may see; no counts, no words."""
    records = SearchRecord.objects.filter(may_see(query.audience), kind__in=query.kind)
    ordered = records.defer("title_tokens", "body_tokens").order_by("-day", "sort_id", "kind")
    return [hit_of(record, Tier.BODY) for record in ordered[: query.size]]


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


def _cells(found: QuerySet[SearchRecord]) -> dict[tuple[str, ...], int]:
    """Counts of every combination of facet values: total and all facets come from this one query."""
    counted = found.order_by().values_list(*FACETS).annotate(count=Count("pk"))
    return {tuple(cell): count for *cell, count in counted}


def _narrowed(found: QuerySet[SearchRecord], query: Query, cells: dict[tuple[str, ...], int]) -> QuerySet[SearchRecord]:
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
    return [hit_of(records[row.pk], row.place.tier) for row in rows if row.pk in records]


def hit_of(record: SearchRecord, tier: Tier) -> Hit:
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
