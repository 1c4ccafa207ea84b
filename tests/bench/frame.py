"""What every benchmark shares: figures beside their baselines, and one JSON document on standard output.

A benchmark is a module of this folder with ``main``; `script/bench NAME` runs it in a data folder of its own:

    def main() -> int:
        connect()  # Django, and an empty database
        plain = median_seconds(baseline, runs=5)
        ours = median_seconds(issue, runs=5)
        return report("issue", [Figure("seconds a bundle", ours, "s", baseline=plain, goal=0.5)])


    if __name__ == "__main__":
        sys.exit(main())
"""

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import django
from django.core.management import call_command


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number. With a baseline from the same run the goal is about their ratio, else about the value."""

    name: str
    value: float
    unit: str
    baseline: float | None = None
    goal: float | None = None
    at_least: bool = False  # the goal is a floor (speed-up), not a ceiling (time, size)

    @property
    def ratio(self) -> float | None:
        return None if self.baseline is None else self.value / self.baseline

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; None where there is none."""
        if self.goal is None:
            return None
        reached = self.value if self.ratio is None else self.ratio
        return reached >= self.goal if self.at_least else reached <= self.goal

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "value": round(self.value, 4),
            "unit": self.unit,
            "baseline": None if self.baseline is None else round(self.baseline, 4),
            "ratio": None if self.ratio is None else round(self.ratio, 3),
            "goal": self.goal,
            "met": self.met,
        }


def connect() -> None:
    """Django with an empty, migrated database in the benchmark's own data folder."""
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)


def median_seconds(work: Callable[[], object], *, runs: int) -> float:
    """The median of several runs, after one that warms up."""
    work()
    return statistics.median(seconds(work) for _ in range(runs))


def paired_medians(first: Callable[[], object], second: Callable[[], object], *, runs: int) -> tuple[float, float]:
    """The medians of two works done in turns, so that a noisy moment on the machine meets both."""
    first(), second()
    pairs = [(seconds(first), seconds(second)) for _ in range(runs)]
    return statistics.median(one for one, _ in pairs), statistics.median(two for _, two in pairs)


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak_megabytes() -> float:
    """The most memory that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def say(line: str) -> None:
    """Progress, for people."""
    sys.stderr.write(f"{line}\n")


def report(bench: str, figures: Iterable[Figure]) -> int:
    """Print the document; the exit status tells whether every goal is met."""
    shown = list(figures)
    document = {"bench": bench, "figures": [figure.as_json() for figure in shown]}
    print(json.dumps(document, ensure_ascii=False, indent=1))
    return 1 if any(figure.met is False for figure in shown) else 0
