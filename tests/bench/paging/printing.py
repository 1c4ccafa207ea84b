"""Seconds to a notice card as PDF: made for the first time, and from the store."""

import statistics
import time
from dataclasses import dataclass

from tests.bench.paging.readers import ask
from tests.bench.paging.serving import Server, serving

WARM_UP = 1.0  # seconds in which a new process reads fonts, beside its first answers


@dataclass(frozen=True, slots=True)
class Printing:
    first: float  # of a process that has printed nothing yet, a second after its start
    cold: float
    stored: float


def printing(codes: list[str]) -> Printing:
    """``codes``: of matters whose cards nobody has asked for."""
    with serving() as server:
        time.sleep(WARM_UP)
        first, *cold = [_seconds(server, code) for code in codes]
        stored = [_seconds(server, code) for code in codes]
    return Printing(first, statistics.median(cold), statistics.median(stored))


def _seconds(server: Server, code: str) -> float:
    start = time.perf_counter()
    ask(server, f"/q/{code}/a5.pdf")
    return time.perf_counter() - start
