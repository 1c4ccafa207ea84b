"""Cells of the index inside SQLite (search.schema): what facet values and which audience the records of each have.

A cell never changes, so a process reads all of them once, until there is another one or the index is made anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from search.contract import FACETS
from search.engines.counting import Columns
from search.engines.walking import Condition, run

LISTS = 16  # of viewers, for each of which it is remembered what is open to them


class Stamp(NamedTuple):
    """The state of the index: what was read under the same stamp is still true."""

    change: int  # another one after every change of a record
    last_cell: int
    schema: int  # another one once the tables were made anew, in which the same key may be another cell


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """By key, as SQLite writes it: of thousands, few are ever needed as numbers."""

    values: tuple[Mapping[str, str], ...]  # of each of FACETS
    audiences: Mapping[str, str]

    def columns(self, ids: Sequence[str]) -> Columns:
        return [list(map(by_id.__getitem__, ids)) for by_id in self.values]

    def are_open(self, ids: Iterable[str], audience: frozenset[str]) -> list[bool]:
        """Whether one of ``audience`` may see every record of it."""
        return list(map(_open_to(self, audience).__contains__, ids))


def stamp() -> Stamp:
    schema = "(SELECT schema_version FROM pragma_schema_version)"
    [row] = run(Condition(f"SELECT stamp, (SELECT max(id) FROM search_cell), {schema} FROM search_stamp"))
    return Stamp(*row)


def holding(ids: Mapping[str, int], at: Stamp | None) -> Known:
    """All cells as known at a stamp, read anew without one, or where another one has come since."""
    known = _known(at.schema, at.last_cell) if at else _read()
    return known if known.audiences.keys() >= ids.keys() else _read()


@lru_cache(maxsize=1)
def _known(schema: int, last_cell: int) -> Known:
    return _read()


def _read() -> Known:
    ids, audiences, *values = _columns("id", "audience", *FACETS)
    by_id = [dict(zip(ids, column, strict=True)) for column in values]
    return Known(tuple(by_id), dict(zip(ids, audiences, strict=True)))


def records() -> Mapping[str, int]:
    """How many records each cell has that has any."""
    ids, counts = _columns("id", "records", met="records > 0")
    return dict(zip(ids, map(int, counts), strict=True))


def _columns(*names: str, met: str = "1") -> list[list[str]]:
    joined = ", ".join(f"group_concat({name}, char(31))" for name in names)
    [columns] = run(Condition(f"SELECT {joined} FROM search_cell WHERE {met}"))
    return [[] if column is None else column.split("\x1f") for column in columns]


@lru_cache(maxsize=LISTS)
def _open_to(known: Known, audience: frozenset[str]) -> frozenset[str]:
    return frozenset(each for each, tokens in known.audiences.items() if not audience.isdisjoint(tokens.split()))
