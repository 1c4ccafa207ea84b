"""What an edition changes in the catalogue, entry by entry and field by field. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cached_property

from django.utils.functional import Promise

from cms.catalogue.rows import LABELS, Row, shown


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field, old and new, as people read it."""

    field: str
    before: str
    after: str

    @property
    def label(self) -> str | Promise:
        return LABELS[self.field]


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that says something else in the new edition."""

    before: Row
    after: Row

    @property
    def code(self) -> str:
        return self.after.code

    @property
    def fields(self) -> tuple[FieldChange, ...]:
        return field_changes(self.before, self.after)


@dataclass(frozen=True)
class Differences:
    """Each entry stands in exactly one of the five; each group in the order of codes."""

    new: tuple[Row, ...]
    changed: tuple[Change, ...]
    restored: tuple[Change, ...]  # was withdrawn, and is there again, as it was or changed
    withdrawn: tuple[Row, ...]  # in force here, not in the file
    unchanged: int

    @property
    def total(self) -> int:
        return len(self.new) + len(self.changed) + len(self.restored) + len(self.withdrawn)

    @cached_property
    def rewritten(self) -> dict[str, Row]:
        """Entries that are here already and get other words, by code."""
        return {each.code: each.after for each in (*self.changed, *self.restored)}

    @cached_property
    def withdrawn_codes(self) -> frozenset[str]:
        return frozenset(each.code for each in self.withdrawn)


def differences(current: Iterable[Row], withdrawn: Iterable[Row], rows: Iterable[Row]) -> Differences:
    """From what is in force and what was withdrawn earlier to what the file says. Codes are unique in each of them."""
    here = {each.code: each for each in current}
    gone = {each.code: each for each in withdrawn}
    wanted = {each.code: each for each in rows}
    both = sorted(here.keys() & wanted.keys())
    changed = tuple(Change(here[code], wanted[code]) for code in both if here[code] != wanted[code])
    return Differences(
        new=tuple(wanted[code] for code in sorted(wanted.keys() - here.keys() - gone.keys())),
        changed=changed,
        restored=tuple(Change(gone[code], wanted[code]) for code in sorted(gone.keys() & wanted.keys())),
        withdrawn=tuple(here[code] for code in sorted(here.keys() - wanted.keys())),
        unchanged=len(both) - len(changed),
    )


def field_changes(before: Row, after: Row) -> tuple[FieldChange, ...]:
    pairs = [(each.name, getattr(before, each.name), getattr(after, each.name)) for each in fields(Row)]
    return tuple(FieldChange(name, shown(name, old), shown(name, new)) for name, old, new in pairs if old != new)
