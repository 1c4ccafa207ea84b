"""Invented applications with their cases, the same in every run; how many stand where is as in an office's life.

A fifth of the cases runs on a clock, each with five events, and was received within the last weeks; beside them some
wait for an answer. All others have ended in the years before.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.bench.searching.invented import PARTS, InventedProject, invent_project, weighted

NOW = datetime(2026, 3, 18, 10, 0)  # a Wednesday, in a year whose days off are known
MOST_CASES = 7
RUNNING, UNANSWERED = 0.20, 0.02  # shares of all cases
RECENT, HISTORY = timedelta(days=40), timedelta(days=2200)
MATTERS = {"M02": 25, "M04": 60, "M07": 15}
PROMISES = {20: 60, 15: 25, 10: 10, 5: 5}
ENDED = {"concluded": 88, "decided": 6, "refused": 4, "withdrawn": 2}
SHAPES = {"running": 55, "stopped": 30, "extended": 15}


@dataclass(frozen=True, slots=True)
class InventedEvent:
    """``about``: the place of the event that it answers, among those of its case."""

    what: str
    at: datetime
    kind: str = ""
    about: int | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class InventedCase:
    matter: str
    part: str
    state: str
    promised_days: int
    events: tuple[InventedEvent, ...]
    reviewed: bool  # the next step is the decision
    taken: int | None  # the place of the officer who has taken the review; None: nobody has

    def at(self, what: str) -> datetime | None:
        return next((event.at for event in self.events if event.what == what), None)


@dataclass(frozen=True, slots=True)
class InventedApplication:
    project: InventedProject
    received_at: datetime
    cases: tuple[InventedCase, ...]
    deferred: bool  # a paper is to follow


def invent(cases: int, offices: list[int]) -> Iterator[InventedApplication]:
    """Applications with so many cases together, those that have ended first; ``offices`` are keys."""
    choose = random.Random(11)
    ended, unanswered = round(cases * (1 - RUNNING - UNANSWERED)), round(cases * UNANSWERED)
    done = at = 0
    while done < cases:
        at += 1
        kind, last = ("ended", ended) if done < ended else ("running", cases - unanswered)
        if done >= cases - unanswered:
            kind, last = "received", cases
        several = min(choose.randint(1, MOST_CASES), last - done)
        received = _received(choose, kind, done / ended if ended else 1.0)
        project = invent_project(choose, at, received.date(), offices)
        made = tuple(_case(choose, kind, received) for _each in range(several))
        yield InventedApplication(project, received, made, deferred=kind == "running" and choose.random() < 0.1)
        done += several


def _received(choose: random.Random, kind: str, progress: float) -> datetime:
    """Those that have ended one after the other; the others at any time of the last weeks, the unanswered of days."""
    if kind == "ended":
        return NOW - RECENT - HISTORY * (1 - progress) - timedelta(minutes=choose.randint(0, 400))
    longest = RECENT if kind == "running" else timedelta(days=8)
    return NOW - max(timedelta(hours=3), longest * choose.random())


def _case(choose: random.Random, kind: str, received: datetime) -> InventedCase:
    if kind == "ended":
        state, events = _ended(choose, received)
    elif kind == "received":
        state, events = "received", _unanswered(choose, received)
    else:
        state, events = "accepted", _running(weighted(choose, SHAPES), received)
    return InventedCase(
        matter=weighted(choose, MATTERS),
        part=choose.choice(["", *PARTS]),
        state=state,
        promised_days=weighted(choose, PROMISES),
        events=events,
        reviewed=choose.random() < 0.25,
        taken=choose.randint(0, 9) if choose.random() < 0.8 else None,
    )


def _ended(choose: random.Random, received: datetime) -> tuple[str, tuple[InventedEvent, ...]]:
    state = weighted(choose, ENDED)
    day = timedelta(days=1)
    first = InventedEvent("received", received)
    if state in {"refused", "withdrawn"}:
        return state, (first, InventedEvent(state, received + 2 * day))
    events = [first, InventedEvent("accepted", received + day)]
    if choose.random() < 0.4:
        events += [
            InventedEvent("suspended", received + 2 * day, kind="correction"),
            InventedEvent("resumed", received + 6 * day, about=2),
        ]
    return state, (*events, InventedEvent("decided", received + day * choose.randint(8, 30)))


def _unanswered(choose: random.Random, received: datetime) -> tuple[InventedEvent, ...]:
    first = InventedEvent("received", received)
    if choose.random() < 0.3:
        return first, InventedEvent("asked_for_more", received + timedelta(hours=1))
    return (first,)


def _running(shape: str, received: datetime) -> tuple[InventedEvent, ...]:
    """Five events between the receipt and now."""
    first, second, third, fourth, fifth = (received + (NOW - received) * share for share in (0, 0.05, 0.2, 0.5, 0.8))
    opening = (InventedEvent("received", first), InventedEvent("accepted", second))
    if shape == "running":
        return (
            *opening,
            InventedEvent("asked", third, kind="expert_review"),
            InventedEvent("suspended", fourth, kind="expert_review", about=2),
            InventedEvent("resumed", fifth, about=3),
        )
    pause = (InventedEvent("suspended", third, kind="correction"), InventedEvent("resumed", fourth, about=2))
    if shape == "stopped":
        return (*opening, *pause, InventedEvent("suspended", fifth, kind="public_notice"))
    return (*opening, *pause, InventedEvent("extended", fifth, days=10))
