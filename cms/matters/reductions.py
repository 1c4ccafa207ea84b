"""五减一优 added up: what a number of matters took before and what they take now. Pure.

A matter that says nothing about 'before' is counted among the matters, never among the totals: a figure of now beside
no figure of before would look like a rise.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from cms.matters.facts import MatterFacts, OnlineLevel

NAMES = ("links", "materials", "days", "fee_yuan", "trips")  # as MatterFacts.figures() names them, in reading order


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the five, of one matter or of many."""

    name: str
    before: Decimal
    now: Decimal

    @property
    def cut(self) -> Decimal:
        """How much less it is now; negative when it has become more."""
        return self.before - self.now


@dataclass(frozen=True, slots=True)
class Share:
    part: int
    whole: int

    @property
    def percent(self) -> int:
        """Whole percent, half of one rounded up; nothing of nothing is 0."""
        return (200 * self.part + self.whole) // (2 * self.whole) if self.whole else 0


@dataclass(frozen=True, slots=True)
class Reductions:
    matters: int
    compared: int  # those that say what it took before
    totals: tuple[Figure, ...]
    no_visit: Share  # 一趟不用跑
    fully_online: Share  # 全流程网办


def figures_of(facts: MatterFacts) -> tuple[Figure, ...]:
    """The five of one matter in reading order; none without a 'before'."""
    known = facts.figures()
    return tuple(Figure(name, *known[name]) for name in NAMES if name in known)


def add_up(matters: Iterable[MatterFacts]) -> Reductions:
    counted = tuple(matters)
    compared = [figures for figures in map(figures_of, counted) if figures]
    totals = (
        Figure(
            column[0].name,
            sum((each.before for each in column), Decimal()),
            sum((each.now for each in column), Decimal()),
        )
        for column in zip(*compared, strict=True)
    )
    return Reductions(
        matters=len(counted),
        compared=len(compared),
        totals=tuple(totals),
        no_visit=Share(sum(facts.needs_no_visit for facts in counted), len(counted)),
        fully_online=Share(sum(facts.online_level == OnlineLevel.FULL for facts in counted), len(counted)),
    )
