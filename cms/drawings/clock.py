"""The clock of one case as a line of working days (face.md §11). Pure geometry; the template adds words and dates.

Places along the line are percent of the drawing's width, so that columns follow the page while letters keep their
size; places downwards are px.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby, zip_longest
from typing import TypeAlias

from cms.drawings.clock_days import ClockDay, ClockDays, ClockPause, DayKind

Percent: TypeAlias = Callable[[float], float]  # from px at the least width to percent of the drawing

MOST_DAYS = 24  # more than that: one column a week
ALL_NUMBERED = 18  # with more columns only every fifth day says its number
COLUMN, WEEK = 44, 56  # px at the least
GAP = 12  # px, dotted: days off between two working days
START, END = 4, 80  # px before the first column, and after the last for the words at the due day
NARROW, MEDIUM = 592, 912  # px that the container has from 640 and from 960 on
LANE, LANE_WITH_OVERLAP = 50, 78  # px for one pause below the line
LANES_FROM = 156  # px


@dataclass(frozen=True, slots=True)
class Column:
    """One working day, or one week of them; dates and numbers are those of its first and last day."""

    x: float
    width: float
    first: date
    last: date
    number: int | None  # said above it; of a week the last one that counts
    is_past: bool
    starts_week: bool
    starts_month: bool

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 3)

    @property
    def end(self) -> float:
        return round(self.x + self.width, 3)


@dataclass(frozen=True, slots=True)
class Span:
    x: float
    width: float
    kind: str = ""

    @property
    def end(self) -> float:
        return round(self.x + self.width, 3)


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the line with a date; ``anchor`` is the side on which its words have room."""

    x: float
    day: date
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Bracket:
    x: float
    width: float
    y: int
    pause: ClockPause
    anchor: str

    @property
    def end(self) -> float:
        return round(self.x + self.width, 3)

    @property
    def words_x(self) -> float:
        return self.x if self.anchor == "start" else self.end


@dataclass(frozen=True, slots=True)
class Overlap:
    x: float
    width: float
    y: int
    height: int
    days: int
    anchor: str

    @property
    def words_x(self) -> float:
        return self.x if self.anchor == "start" else round(self.x + self.width, 3)


@dataclass(frozen=True, slots=True)
class ClockDrawing:
    clock: ClockDays
    weeks: bool
    fits: str  # narrow, medium, wide: from which width of the page on it has room
    height: int
    columns: tuple[Column, ...]
    spans: tuple[Span, ...]
    gaps: tuple[Span, ...]
    brackets: tuple[Bracket, ...]
    overlaps: tuple[Overlap, ...]
    accepted: Mark | None
    today: Mark | None
    today_has_number: bool  # above its column, where the flag's line would cross it
    due: Mark | None
    due_is_last: bool
    original_due: Mark | None


@dataclass(frozen=True, slots=True)
class _Place:
    day: ClockDay
    x: float  # px at the least width
    width: float


def draw_clock(clock: ClockDays) -> ClockDrawing:
    weeks = len(clock.working_days) > MOST_DAYS
    places, gaps, width = _week_places(clock) if weeks else _day_places(clock)

    def percent(px: float) -> float:
        return round(100 * px / width, 3)

    at = {place.day.day: Span(percent(place.x), percent(place.width)) for place in places}
    columns = tuple(_columns(places, weeks, clock, percent))
    brackets, overlaps, height = _lanes(clock, at)
    last = places[-1].day.day
    return ClockDrawing(
        clock=clock,
        weeks=weeks,
        fits="narrow" if width <= NARROW else "medium" if width <= MEDIUM else "wide",
        height=height,
        columns=columns,
        spans=tuple(_spans(places, weeks, percent)),
        gaps=tuple(Span(percent(x), percent(GAP)) for x in gaps),
        brackets=brackets,
        overlaps=overlaps,
        accepted=_mark(at, clock.days[0].day, "middle"),
        today=None if clock.ended else _today(at, clock.today, columns),
        today_has_number=any(column.number and column.first <= clock.today <= column.last for column in columns),
        due=_mark(at, clock.due, "end"),
        due_is_last=clock.due == last,
        original_due=_original(at, clock),
    )


def _weeks(clock: ClockDays) -> Iterator[list[ClockDay]]:
    """The days of each week from Monday to Sunday."""
    for _week, days in groupby(clock.days, key=lambda day: day.day.isocalendar()[:2]):
        yield list(days)


def _day_places(clock: ClockDays) -> tuple[list[_Place], list[float], float]:
    places: list[_Place] = []
    gaps: list[float] = []
    x: float = START
    after_day_off = False
    for day in clock.days:
        if day.kind == DayKind.DAY_OFF:
            after_day_off = True
            continue
        if after_day_off and places:
            gaps.append(x)
            x += GAP
        places.append(_Place(day, x, COLUMN))
        x += COLUMN
        after_day_off = False
    return places, gaps, x + END


def _week_places(clock: ClockDays) -> tuple[list[_Place], list[float], float]:
    """Working days share the column of their week; a week without any is a gap."""
    places: list[_Place] = []
    gaps: list[float] = []
    x: float = START
    for week in _weeks(clock):
        working = [day for day in week if day.kind != DayKind.DAY_OFF]
        if not working:
            gaps.append(x)
            x += GAP
            continue
        share = WEEK / len(working)
        places += [_Place(day, x + at * share, share) for at, day in enumerate(working)]
        x += WEEK
    return places, gaps, x + END


def _columns(places: list[_Place], weeks: bool, clock: ClockDays, percent: Percent) -> Iterator[Column]:
    groups = [list(group) for _key, group in groupby(places, key=lambda place: _key_of(place, weeks))]
    numbered = _numbered(places, weeks)
    before: date | None = None
    for group in groups:
        first, last = group[0].day.day, group[-1].day.day
        numbers = [place.day.number for place in group if place.day.number in numbered]
        yield Column(
            x=percent(group[0].x),
            width=percent(sum(place.width for place in group)),
            first=first,
            last=last,
            number=numbers[-1] if numbers else None,
            is_past=last <= clock.today,
            starts_week=before is None or first.isocalendar()[:2] != before.isocalendar()[:2],
            starts_month=before is None or first.month != before.month,
        )
        before = last


def _key_of(place: _Place, weeks: bool) -> object:
    return place.day.day.isocalendar()[:2] if weeks else place.day.day


def _numbered(places: list[_Place], weeks: bool) -> set[int]:
    """The counted days that say their number: all where there is room, else the first, every fifth and the last."""
    numbers = [place.day.number for place in places if place.day.number is not None]
    if weeks or len(places) <= ALL_NUMBERED or not numbers:
        return set(numbers)
    return {numbers[0], numbers[-1], *(number for number in numbers if number % 5 == 0)}


def _spans(places: list[_Place], weeks: bool, percent: Percent) -> Iterator[Span]:
    """The bar: a day by itself, but paused days (and in weeks all of a kind) run together until the next gap."""
    run: list[_Place] = []
    for place in places:
        if place.day.kind == DayKind.ACCEPTED:
            continue
        joins = run and run[-1].day.kind == place.day.kind and abs(run[-1].x + run[-1].width - place.x) < 1e-6
        if joins and (weeks or place.day.kind == DayKind.PAUSED):
            run.append(place)
            continue
        if run:
            yield _span(run, percent)
        run = [place]
    if run:
        yield _span(run, percent)


def _span(run: list[_Place], percent: Percent) -> Span:
    return Span(percent(run[0].x), percent(run[-1].x + run[-1].width - run[0].x), run[0].day.kind.value)


def _lanes(clock: ClockDays, at: dict[date, Span]) -> tuple[tuple[Bracket, ...], tuple[Overlap, ...], int]:
    """One lane below another for each pause; where two neighbours overlap, a block between their brackets."""
    brackets: list[Bracket] = []
    overlaps: list[Overlap] = []
    y = LANES_FROM
    drawn = [pause for pause in sorted(clock.pauses, key=lambda each: each.opened) if clock.paused_on(pause)]
    for pause, after in zip_longest(drawn, drawn[1:]):
        days = clock.paused_on(pause)
        x, width = _extent(at, days)
        brackets.append(Bracket(x, width, y, pause, _side(x)))
        shared = clock.overlap(pause, after) if after else ()
        step = LANE_WITH_OVERLAP if shared else LANE
        if shared:
            x, width = _extent(at, shared)
            overlaps.append(Overlap(x, width, y, step, len(shared), _side(x)))
        y += step
    return tuple(brackets), tuple(overlaps), y


def _extent(at: dict[date, Span], days: tuple[date, ...]) -> tuple[float, float]:
    first, last = at[days[0]], at[days[-1]]
    return first.x, round(last.x + last.width - first.x, 3)


def _side(x: float) -> str:
    """Words begin at the left end of their mark, unless that lies so far right that they would leave the drawing."""
    return "start" if x < 60 else "end"


def _mark(at: dict[date, Span], day: date | None, edge: str) -> Mark | None:
    if day is None or day not in at:
        return None
    span = at[day]
    x = span.x + (span.width / 2 if edge == "middle" else span.width)
    return Mark(round(x, 3), day)


def _today(at: dict[date, Span], today: date, columns: tuple[Column, ...]) -> Mark | None:
    """In the middle of today's column; on a day off at the end of the last working day before it."""
    past = [day for day in at if day <= today]
    if not past:
        return None
    span = at[past[-1]]
    x = round(span.x + (span.width / 2 if past[-1] == today else span.width), 3)
    return Mark(x, today, "start" if x <= columns[0].end else "end" if x > 93 else "middle")


def _original(at: dict[date, Span], clock: ClockDays) -> Mark | None:
    """Words at the side where the flag of today does not stand."""
    mark = _mark(at, clock.original_due, "end")
    if mark is None or clock.original_due == clock.due:
        return None
    is_near = any(clock.today == each.day and 0 <= at[each.day].x - mark.x < 12 for each in clock.working_days)
    return Mark(mark.x, mark.day, "end" if is_near or mark.x > 80 else "start")
