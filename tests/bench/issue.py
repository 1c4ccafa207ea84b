"""Issuing bundles of seven: seconds beside plain WeasyPrint and pyHanko, size, memory, two processes.

docs/benchmarks.md tells what each figure means.

    script/bench issue [--quick]
"""

import argparse
import os
import statistics
import sys
from dataclasses import dataclass
from itertools import islice

from tests.bench.frame import Figure, connect, report, say
from tests.bench.issuing import run, run_here

GOALS = {"p-256": 0.50, "rsa-3072": 0.35}  # share of the baseline
MOST_KILOBYTES = 110
TWO_PROCESSES = 1.7
MOST_GROWTH = 5  # per cent


@dataclass(frozen=True, slots=True)
class Plan:
    """How many bundles each part takes."""

    pairs: int = 11
    row: int = 200
    early: int = 20
    spread: int = 4
    rounds: int = 5

    @property
    def total(self) -> int:
        return 2 * (self.pairs + 1) + self.row + self.spread


QUICK = Plan(pairs=3, row=30, early=20, spread=2, rounds=1)


def main() -> int:
    asked = argparse.ArgumentParser(prog="script/bench issue", description=__doc__.splitlines()[0])
    asked.add_argument("--quick", action="store_true", help="fewer bundles, less sure figures")
    plan = QUICK if asked.parse_args().quick else Plan()
    connect()
    say(f"Making {plan.total} bundles")
    bundles = iter(run("bundles", plan.total))
    figures = []
    for kind in GOALS:
        say(f"{plan.pairs} bundles of seven beside the baseline, {kind}")
        figures += pace_figures(kind, list(islice(bundles, plan.pairs + 1)))
    say(f"{plan.spread} bundles in one process and in two")
    figures += spread_figures(list(islice(bundles, plan.spread)), plan.rounds)
    say(f"{plan.row} bundles in a row")
    figures += memory_figures(list(bundles), plan.early)
    return report("issue", figures)


def pace_figures(kind: str, keys: list[int]) -> list[Figure]:
    pace = run("pace", kind, keys)
    name = kind.upper()
    sizes, plain = pace.sizes, pace.plain_sizes
    return [
        Figure(f"a bundle of seven, {name}", pace.seconds, "s", baseline=pace.plain_seconds, goal=GOALS[kind]),
        Figure(f"a bundle of seven, {name}, processor time", pace.processor, "s", baseline=pace.plain_processor),
        Figure(f"of it outside sealing, {name}", pace.seconds - pace.sealing, "s"),
        Figure(f"largest PDF, {name}", max(sizes) / 1024, "KB", goal=MOST_KILOBYTES),
        Figure(f"median PDF, {name}", statistics.median(sizes) / 1024, "KB", baseline=statistics.median(plain) / 1024),
    ]


def spread_figures(keys: list[int], rounds: int) -> list[Figure]:
    if len(os.sched_getaffinity(0)) < 2:
        say("only one core here: two processes cannot be faster")
    one, two = run_here("spreading", keys, rounds)
    name = "certificates sealed by two processes"
    return [
        Figure(name, two.papers, "1/s", baseline=one.papers, goal=TWO_PROCESSES, at_least=True),
        Figure("processor time of one of them", two.processor, "s", baseline=one.processor),
    ]


def memory_figures(keys: list[int], early: int) -> list[Figure]:
    row = run("row", keys, early)
    growth = (row.late / row.early - 1) * 100
    return [
        Figure("peak memory of a process that issues", row.peak, "MB"),
        Figure(f"memory after {early} bundles", row.early, "MB"),
        Figure(f"memory after {len(keys)} bundles", row.late, "MB"),
        Figure("growth of memory", growth, "%", goal=MOST_GROWTH),
    ]


if __name__ == "__main__":
    sys.exit(main())
