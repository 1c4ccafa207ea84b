"""The clock of one case downwards: a list of what happened and will happen, for phones and large letters. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cms.drawings.clock_days import ClockDay, ClockDays, ClockPause, DayKind


class StopKind(StrEnum):
    """In the order in which they stand when they fall on one day."""

    ACCEPTED = "accepted"
    OPENED = "opened"
    CLOSED = "closed"
    TODAY = "today"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Stop:
    """Something at the end of a day, and the days that follow until the next stop, as the bar beside it shows them.

    ``overlap`` counts the days of a pause that another pause, opened before, stops too; ``goes_on`` is the working day
    after the close of a pause on which counting goes on, None while another one lasts.
    """

    kind: StopKind
    day: date
    boxes: tuple[str, ...]  # kinds of the working days up to the next stop
    pause: ClockPause | None = None
    overlap: int = 0
    goes_on: date | None = None

    @property
    def counted(self) -> int:
        return self.boxes.count(DayKind.COUNTED)

    @property
    def to_come(self) -> int:
        return self.boxes.count(DayKind.TO_COME)


def stops_of(clock: ClockDays) -> tuple[Stop, ...]:
    found = sorted(_happenings(clock), key=lambda each: (each.day, list(StopKind).index(each.kind)))
    following = [each.day for each in found[1:]] + [date.max]
    return tuple(
        Stop(each.kind, each.day, _boxes(clock, each.day, until), each.pause, each.overlap, each.goes_on)
        for each, until in zip(found, following, strict=True)
    )


def _happenings(clock: ClockDays) -> Iterator[Stop]:
    yield Stop(StopKind.ACCEPTED, clock.days[0].day, ())
    earlier: list[ClockPause] = []
    for pause in sorted(clock.pauses, key=lambda each: each.opened):
        shared = {day for other in earlier for day in clock.overlap(pause, other)}
        yield Stop(StopKind.OPENED, pause.opened, (), pause, overlap=len(shared))
        if pause.closed:
            yield Stop(StopKind.CLOSED, pause.closed, (), pause, goes_on=_goes_on(clock, pause.closed))
        earlier.append(pause)
    if not clock.ended:
        yield Stop(StopKind.TODAY, clock.today, ())
    if clock.due:
        yield Stop(StopKind.DUE, clock.due, ())


def _goes_on(clock: ClockDays, closed: date) -> date | None:
    following: ClockDay | None = next((each for each in clock.working_days if each.day > closed), None)
    if following is None or following.kind == DayKind.PAUSED:
        return None
    return following.day


def _boxes(clock: ClockDays, after: date, until: date) -> tuple[str, ...]:
    return tuple(each.kind.value for each in clock.working_days if after < each.day <= until)
