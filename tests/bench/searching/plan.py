"""How much of everything a run takes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    certificates: int = 200_000
    texts: int = 20  # different questions of each kind
    rounds: int = 10  # in which each of them is asked, after one that warms up
    updates: int = 200


QUICK = Plan(certificates=3_000, texts=4, rounds=3, updates=20)
