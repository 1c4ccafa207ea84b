"""Which part of an older list is which part of a newer one. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar


class HasId(Protocol):
    id: str


P = TypeVar("P", bound=HasId)


@dataclass(frozen=True, slots=True)
class Pairs(Generic[P]):
    kept: tuple[tuple[P, P], ...]  # older and newer, in the newer order
    added: tuple[P, ...]
    removed: tuple[P, ...]
    moved: bool  # what stayed stands in another order

    @property
    def altered(self) -> tuple[tuple[P, P], ...]:
        return tuple((old, new) for old, new in self.kept if old != new)


def paired(older: Sequence[P], newer: Sequence[P], name: Callable[[P], str]) -> Pairs[P]:
    """By ``id``; what has no partner then by equal name, since a list typed in anew has new ids."""
    left = dict(enumerate(older))
    partners = _partners(left, enumerate(newer), lambda part: part.id)
    rest = [(place, part) for place, part in enumerate(newer) if place not in partners]
    partners |= _partners(left, rest, name)
    places = [partners[place] for place in sorted(partners)]
    return Pairs(
        kept=tuple((older[partners[place]], part) for place, part in enumerate(newer) if place in partners),
        added=tuple(part for place, part in enumerate(newer) if place not in partners),
        removed=tuple(left.values()),
        moved=places != sorted(places),
    )


def _partners(left: dict[int, P], newer: Iterable[tuple[int, P]], label: Callable[[P], str]) -> dict[int, int]:
    """Places in the newer list with their places in the older one; whoever found a partner leaves ``left``."""
    found = {}
    for place, part in newer:
        same = (old_place for old_place, old in left.items() if label(part) and label(old) == label(part))
        if (partner := next(same, None)) is not None:
            found[place] = partner
            del left[partner]
    return found
