"""Milliseconds of two ways to the same answer, in turns, so that a noisy moment on the machine meets both."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.bench.frame import seconds

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds, one of each run."""

    each: tuple[float, ...]

    @property
    def p50(self) -> float:
        return statistics.median(self.each)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.each, n=20, method="inclusive")[-1]


def beside(pairs: Sequence[tuple[Work, Work]], *, rounds: int) -> tuple[Times, Times]:
    """Of ours and of the baseline: every pair once to warm up, then as often as there are rounds."""
    for ours, plain in pairs:
        ours(), plain()
    runs = [(seconds(ours) * 1000, seconds(plain) * 1000) for _ in range(rounds) for ours, plain in pairs]
    return Times(tuple(one for one, _other in runs)), Times(tuple(other for _one, other in runs))
