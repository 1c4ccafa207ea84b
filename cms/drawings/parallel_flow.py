"""Matters that are handled side by side (并联审批), on one time axis. Pure geometry, wide or narrow from one list.

All begin with one acceptance; a lane is as long as its matter takes, and waits (dotted) for the last: what comes out
is handed out together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from operator import itemgetter

from cms.drawings.flow import RING, SMALL, SMALL_LINE, WIDTH, Words, cuts, hatch, ring, stretch, wrapped
from cms.matters.shown import StepRow, listed

NARROW = 328  # a phone of 360
MOST_LABELS = 6  # on the axis
NAME = 16  # size of letters
TOP = 26  # under the words of the axis
HATCHED = 8  # height of the strip under a stretch in which the clock may stop


@dataclass(frozen=True, slots=True)
class Lane:
    """One matter: its name and its stations."""

    name: str
    steps: tuple[StepRow, ...]


@dataclass(frozen=True, slots=True)
class ParallelFlow:
    """Each kind of stroke is one path."""

    width: int
    height: int
    posts: str  # thin lines down from the axis
    before: str  # until acceptance
    line: str  # the days that count
    cuts: str
    waits: str
    rings: str
    frames: str  # where the clock may stop
    hatch: str
    ticks: tuple[Words, ...]
    names: tuple[Words, ...]
    stages: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class _Axis:
    begin: int  # of the dashes before acceptance
    start: int  # acceptance
    day: float

    def x(self, days: int) -> int:
        return round(self.start + self.day * days)


def parallel_flow(lanes: Sequence[Lane], labels: Sequence[str], *, narrow: bool = False) -> ParallelFlow | None:
    """``labels``: words of the axis for day 0, 1 … up to the last. None when nothing takes a day."""
    last = len(labels) - 1
    if last < 1 or not lanes:
        return None
    width = NARROW if narrow else WIDTH
    names_room = width if narrow else 172
    begin = RING + 1 if narrow else names_room + RING + 1
    start = begin + (44 if narrow else 60)
    axis = _Axis(begin, start, (width - RING - 20 - start) / last)
    drawn = _Drawn(axis, last, names_room, narrow)
    for lane in lanes:
        drawn.add(lane)
    ticks = tuple(_ticks(axis, labels))
    return ParallelFlow(
        width=width,
        height=drawn.y + 4,
        posts="".join(f"M{tick.x} {TOP}V{drawn.y}" for tick in ticks),
        before="".join(drawn.before),
        line="".join(drawn.line),
        cuts="".join(drawn.cuts),
        waits="".join(drawn.waits),
        rings="".join(drawn.rings),
        frames="".join(drawn.frames),
        hatch="".join(drawn.hatch),
        ticks=ticks,
        names=tuple(drawn.names),
        stages=tuple(drawn.stages),
    )


def _ticks(axis: _Axis, labels: Sequence[str]) -> Iterator[Words]:
    last = len(labels) - 1
    every = -(-last // MOST_LABELS)
    for number, words in enumerate(labels):
        if number == last or (number % every == 0 and last - number >= every):
            yield Words(axis.x(number), 14, "middle", words)


class _Drawn:
    """What has been drawn so far, lane under lane; ``y`` is where the next one begins."""

    def __init__(self, axis: _Axis, last: int, names_room: int, narrow: bool) -> None:
        self.axis, self.last, self.names_room, self.narrow = axis, last, names_room, narrow
        self.y = TOP + 8
        self.names: list[Words] = []
        self.stages: list[Words] = []
        self.before: list[str] = []
        self.line: list[str] = []
        self.cuts: list[str] = []
        self.waits: list[str] = []
        self.rings: list[str] = []
        self.frames: list[str] = []
        self.hatch: list[str] = []

    def add(self, lane: Lane) -> None:
        lines = wrapped(lane.name, self.names_room - 12, NAME)
        first = self.y + 20
        self.names += [Words(0, first + SMALL_LINE * row, "start", words) for row, words in enumerate(lines)]
        named = first + SMALL_LINE * (len(lines) - 1)
        y = named + 20 if self.narrow else self.y + 22
        self._line(lane.steps, y)
        self.y = max(self._stages(lane.steps, y), named) + 18

    def _line(self, steps: Sequence[StepRow], y: int) -> None:
        axis, day = self.axis, 0
        self.before.append(stretch(axis.begin, axis.start, y))
        self.rings += [ring(axis.begin, y), ring(axis.start, y)]
        for step in steps[1:]:
            if step.days:
                before, after = axis.x(day), axis.x(day + step.days)
                self.line.append(stretch(before, after, y))
                self.cuts.append(cuts(before, after, step.days, y))
                self.rings.append(ring(after, y))
                if step.may_pause:
                    self._pause(before + RING, after - RING, y + RING + 4)
            day += step.days
        if day < self.last:
            self.waits.append(f"M{axis.x(day) + RING} {y}H{axis.x(self.last)}")

    def _pause(self, left: int, right: int, top: int) -> None:
        self.frames.append(f"M{left} {top}H{right}v{HATCHED}H{left}z")
        self.hatch.append(hatch(left, top, right - left, HATCHED))

    def _stages(self, steps: Sequence[StepRow], y: int) -> int:
        """What is reached on which day, under its ring; where the words end."""
        days = accumulate(step.days for step in steps[1:])
        reached = [
            (day, listed(name for _day, name in group))
            for day, group in groupby(zip(days, (step.name for step in steps[1:]), strict=True), key=itemgetter(0))
        ]
        foot = y
        for at, (day, names) in enumerate(reached):
            near = [abs(day - reached[other][0]) for other in (at - 1, at + 1) if 0 <= other < len(reached)]
            room = max(SMALL * 2.0, min(near, default=self.last) * self.axis.day - 6)
            for row, words in enumerate(wrapped(names, room, SMALL)):
                foot = max(foot, y + 40 + SMALL_LINE * row)
                self.stages.append(Words(self.axis.x(day), y + 40 + SMALL_LINE * row, "middle", words))
        return foot
