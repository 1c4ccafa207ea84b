"""Sealing in two processes against one, on the same papers."""

import multiprocessing
import os
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.test.utils import override_settings

from bureau.models import User
from certificates.actions.issue_bundle import issue_bundle
from certificates.models import Bundle
from certificates.sealing import Sealed, SealOrder, here, make_order, spread
from tests.bench.frame import seconds


@dataclass(frozen=True, slots=True)
class Speed:
    """Papers a second, and seconds of all processors together for one paper."""

    papers: float
    processor: float


def measure(keys: list[int], rounds: int) -> tuple[Speed, Speed]:
    """One process and two: medians of rounds in turns."""
    issuer = User.objects.get(username="sample-issuer")
    orders = [order for key in keys for order in _orders(issue_bundle(key, actor=issuer))]
    with override_settings(SEALING_PROCESSES=2):
        list(spread(orders))  # starts the two and warms them
        pairs = [(_speed(here, orders), _speed(spread, orders)) for _ in range(rounds)]
    one, two = (
        Speed(statistics.median(each.papers for each in turns), statistics.median(each.processor for each in turns))
        for turns in zip(*pairs, strict=True)
    )
    return one, two


def _speed(sealer: Callable[[Sequence[SealOrder]], Iterable[Sealed]], orders: list[SealOrder]) -> Speed:
    used = _processor_seconds()
    taken = seconds(lambda: list(sealer(orders)))
    return Speed(len(orders) / taken, (_processor_seconds() - used) / len(orders))


def _processor_seconds() -> float:
    """Of this process and its living children."""
    children = sum(_ticks(each.pid) for each in multiprocessing.active_children())
    return time.process_time() + children / os.sysconf("SC_CLK_TCK")


def _ticks(process: int | None) -> int:
    user, system = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    return int(user) + int(system)


def _orders(bundle: Bundle) -> list[SealOrder]:
    drafts = bundle.certificates.select_related("type_version", "entry").order_by("position")
    return [make_order(draft, bundle) for draft in drafts]
