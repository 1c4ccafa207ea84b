"""How much of everything a run takes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    seconds: float = 2.0  # of each turn
    rounds: int = 9
    guides: int = 5000
    publications: int = 5
    cards: int = 10


QUICK = Plan(seconds=0.5, rounds=3, guides=1000, publications=3, cards=4)
