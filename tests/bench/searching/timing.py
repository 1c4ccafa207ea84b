"""Milliseconds of two ways to the same answer, in turns, so that a noisy moment on the machine meets both.

Beside them processor time of this process, which other programs disturb little; a cluster's is not in it.
"""

import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds by the clock and by the processor, one of each run."""

    each: tuple[float, ...]
    processor: tuple[float, ...]

    @property
    def p50(self) -> float:
        return statistics.median(self.each)

    @property
    def p95(self) -> float:
        return _p95(self.each)

    @property
    def processor_p50(self) -> float:
        return statistics.median(self.processor)

    @property
    def processor_p95(self) -> float:
        return _p95(self.processor)

    @classmethod
    def of(cls, runs: Iterable[tuple[float, float]]) -> "Times":
        """Of runs as `timed` gives them."""
        each, processor = zip(*runs, strict=True)
        return cls(each, processor)


def timed(work: Work, before: Work | None = None) -> tuple[float, float]:
    """``before`` runs first and is not timed."""
    if before:
        before()
    start, processor = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - start) * 1000, (time.process_time() - processor) * 1000


def _p95(each: Sequence[float]) -> float:
    return statistics.quantiles(each, n=20, method="inclusive")[-1]


def beside(pairs: Sequence[tuple[Work, Work]], *, rounds: int, before: Work | None = None) -> tuple[Times, Times]:
    """Of ours and of the baseline: every pair once to warm up, then as often as there are rounds.

    Which of them goes first alternates: the second finds what the first has just brought into the processor's caches.
    """
    for ours, plain in pairs:
        ours(), plain()
    runs = [_in_turn(ours, plain, before, swapped=at % 2 == 1) for at in range(rounds) for ours, plain in pairs]
    return Times.of(one for one, _other in runs), Times.of(other for _one, other in runs)


def _in_turn(
    ours: Work, plain: Work, before: Work | None, *, swapped: bool
) -> tuple[tuple[float, float], tuple[float, float]]:
    if swapped:
        other = timed(plain)
        return timed(ours, before), other
    return timed(ours, before), timed(plain)
