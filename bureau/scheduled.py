"""Scheduled work: ``@scheduled(every=…)`` registers it, ``tick`` runs what is due, each once however many ticks run."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from typing import Any, TypeVar

from django.db.models import Q

from bureau.calendar import now
from bureau.models.work import ScheduledRun

logger = logging.getLogger(__name__)

Work = TypeVar("Work", bound=Callable[..., Any])
LEASE = timedelta(minutes=15)  # work whose process died is free again after this


@dataclass(frozen=True, slots=True)
class Piece:
    name: str
    every: timedelta
    work: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one piece went: its result (a number or a short text), or the error."""

    name: str
    seconds: float
    result: str
    error: str


_pieces: dict[str, Piece] = {}


def scheduled(*, every: timedelta, name: str | None = None) -> Callable[[Work], Work]:
    """Runs the function about ``every`` so often. It must bear to be cut off anywhere and run again."""

    def register(work: Work) -> Work:
        key = name or name_of(work)
        _pieces[key] = Piece(key, every, work)
        return work

    return register


def name_of(work: Callable[..., Any]) -> str:
    """Of work that was registered without a name of its own."""
    return f"{work.__module__}.{work.__qualname__}"


def run_soon(name: str) -> None:
    """The next tick does it, also if it is being done at this moment: that run may have read what was before."""
    ScheduledRun.objects.get_or_create(name=name)
    ScheduledRun.objects.filter(name=name).update(due_at=None)


def is_behind(name: str) -> bool:
    """Whether it was asked for and is not done yet."""
    waits = Q(due_at=None) | Q(claimed_until__gt=now())
    return ScheduledRun.objects.filter(waits, name=name).exists()


def pieces() -> list[Piece]:
    return [_pieces[name] for name in sorted(_pieces)]


def tick() -> list[Outcome]:
    """Does everything that is due, once. One piece's failure is written down and hinders no other."""
    return [outcome for piece in pieces() if (outcome := _run_if_due(piece)) is not None]


def _run_if_due(piece: Piece) -> Outcome | None:
    moment = now()
    ScheduledRun.objects.get_or_create(name=piece.name)
    claimed = ScheduledRun.objects.filter(
        Q(due_at=None) | Q(due_at__lte=moment) | Q(claimed_until__lte=moment),
        Q(claimed_until=None) | Q(claimed_until__lte=moment),
        name=piece.name,
    ).update(claimed_until=moment + LEASE, started_at=moment, due_at=moment + piece.every)
    if not claimed:
        return None
    start, result, error = monotonic(), "", ""
    try:
        result = str(piece.work())
    except Exception as failure:  # whatever it is, the other pieces must still run
        logger.exception("scheduled work %s failed", piece.name)
        error = f"{type(failure).__name__}: {failure}"[:300]
    ScheduledRun.objects.filter(name=piece.name, started_at=moment).update(
        claimed_until=None, finished_at=now(), error=error
    )
    return Outcome(piece.name, round(monotonic() - start, 3), result, error)
