"""One page out of SQLite's keys (search.schema): rows in the contract's order, walked from one end until it is full."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from search.contract import Hit, Place, Tier
from search.schema import DAY_SHIFT, RECORDS, cell_of, first_key, id_of, last_key

ORDER = {True: "r.day DESC, r.sort_id, r.kind", False: "r.day, r.sort_id DESC, r.kind DESC"}
SHOWN = "r.record_id, r.number, r.title, r.type, r.state, r.district, r.office, r.payload, r.number_key"
LOWEST_KEY, HIGHEST_KEY = -(2**63), 2**63 - 1


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition in SQL, with its parameters."""

    sql: str
    params: tuple[Any, ...] = ()

    def __and__(self, other: "Condition") -> "Condition":
        return Condition(f"{self.sql} AND {other.sql}", self.params + other.params)


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys of a table that meet a condition; ``key`` is how the table calls them."""

    table: str
    key: str
    met: Condition

    @property
    def cell(self) -> str:
        return cell_of(self.key)

    @property
    def id(self) -> str:
        return id_of(self.key)

    def where(self, condition: Condition) -> "Keys":
        return Keys(self.table, self.key, self.met & condition)

    def select(self, what: str) -> Condition:
        return Condition(f"SELECT {what} FROM {self.table} WHERE {self.met.sql}", self.met.params)


@dataclass(frozen=True, slots=True)
class Row:
    """A record on a page, before it is known why it stands there."""

    key: int
    day: date
    sort_id: int
    kind: str
    number_key: str
    title: str
    shown: dict[str, Any]

    @classmethod
    def of(cls, columns: Sequence[Any]) -> "Row":
        key, day, sort_id, kind, record_id, number, title, type_, state, district, office, payload, number_key = columns
        shown = {"record_id": record_id, "number": number, "title": title, "type": type_, "state": state}
        shown |= {"district": district, "office": office, "payload": json.loads(payload)}
        return cls(key, day, sort_id, kind, number_key, title, shown)

    @property
    def order(self) -> tuple[int, int, str]:
        return -self.day.toordinal(), self.sort_id, self.kind

    def hit(self, tier: Tier) -> Hit:
        return Hit(kind=self.kind, day=self.day, tier=tier, **self.shown)


@dataclass(frozen=True, slots=True)
class Walk:
    """From a place on, forth or back; without one from that end of the list."""

    place: Place | None
    forward: bool

    def rows(self, keys: Keys, limit: int) -> list[Row]:
        """The first rows, in the order of the walk. Keys give days, so the last day's rows are ordered once more."""
        low, high = self._bounds()
        rough = list(self._run(keys, (low, high), f"{keys.key} {'DESC' if self.forward else 'ASC'}", limit))
        if len(rough) == limit:
            last = rough[-1].key >> DAY_SHIFT
            rough = [row for row in rough if row.key >> DAY_SHIFT != last]
            bounds = max(low, last << DAY_SHIFT), min(high, (last + 1 << DAY_SHIFT) - 1)
            return self._sorted(rough) + list(self._run(keys, bounds, ORDER[self.forward], limit - len(rough)))
        return self._sorted(rough)

    def _sorted(self, rows: list[Row]) -> list[Row]:
        return sorted(rows, key=lambda row: row.order, reverse=not self.forward)

    def _bounds(self) -> tuple[int, int]:
        if self.place is None:
            return LOWEST_KEY, HIGHEST_KEY
        day = self.place.day
        return (LOWEST_KEY, last_key(day)) if self.forward else (first_key(day), HIGHEST_KEY)

    def _run(self, keys: Keys, bounds: tuple[int, int], order: str, limit: int) -> Iterator[Row]:
        met = keys.met & Condition(f"{keys.key} BETWEEN %s AND %s AND r.id = {keys.id}", bounds) & self._beyond()
        sql = f"SELECT {keys.key}, r.day, r.sort_id, r.kind, {SHOWN} FROM {keys.table} CROSS JOIN {RECORDS} r"
        return map(Row.of, run(Condition(f"{sql} WHERE {met.sql} ORDER BY {order} LIMIT %s", (*met.params, limit))))

    def _beyond(self) -> Condition:
        if self.place is None:
            return Condition("1")
        newer, more = ("<", ">") if self.forward else (">", "<")
        sql = f"(r.day {newer} %s OR r.day = %s AND (r.sort_id {more} %s OR r.sort_id = %s AND r.kind {more} %s))"
        day, sort_id = self.place.day.isoformat(), self.place.sort_id
        return Condition(sql, (day, day, sort_id, sort_id, self.place.kind))


def run(statement: Condition) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.params)
        return list(cursor.fetchall())
