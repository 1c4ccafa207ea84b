"""How much of everything a run takes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    cases: int = 100_000
    few: int = 1_000  # whose queries are counted first; the others are copies of them
    rounds: int = 40  # in which each page is asked for beside its baseline, after one that warms up
    repeats: int = 5  # of what reads every case


QUICK = Plan(cases=3_000, rounds=4, repeats=1)
