"""The way from handing in to the result as one line with stations. Pure geometry: steps in, places out.

Wide, the line lies: its length is shared out by days, one cut a day, and a bracket shows where the clock may stop.
Narrow, it stands, and each stretch is as long as the words beside it. Units are those of the drawing's view box, in
which letters keep the sizes below; the template writes every number as it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise, zip_longest

from django.utils.safestring import SafeString, mark_safe

from cms.matters.shown import StepRow

WIDTH = 648  # of the guide's text column in pixels: drawn there, a unit is a pixel
MOST_STATIONS = 7  # more do not fit side by side; the standing line then serves at every width
EDGE = 14  # from the border to the middle of the first and the last ring
RING = 8  # radius
LINE_Y, NAMES_Y = 40, 74
NAME, SMALL = 16, 14  # sizes of letters
NAME_LINE, SMALL_LINE = 24, 22
BASE = 2  # a stretch is as long as its days and two more, so that a short one still has room for its words
LONGEST = 10  # more days are not drawn longer
MOST_CUTS = 12  # more days are cut by the week
WEEK = 5
HATCH_WIDTH, HATCH_HEIGHT, HATCH_STEP = 40, 12, 8


@dataclass(frozen=True, slots=True)
class Line:
    """Some words on one line; ``y`` is their foot."""

    y: int
    words: str


@dataclass(frozen=True, slots=True)
class Words:
    """Some words at their place."""

    x: int
    y: int
    anchor: str  # start, middle, end
    words: str

    @property
    def place(self) -> SafeString:
        """Attributes of the element; in one piece, because a page has many."""
        return mark_safe(f'x="{self.x}" y="{self.y}"')


@dataclass(frozen=True, slots=True)
class PauseNote:
    """The hatch and what it means."""

    frame_x: int
    frame_y: int
    hatch: str  # path
    words_x: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class LyingFlow:
    """Each kind of stroke is one path, so that the page has few elements."""

    height: int
    before: str  # path of the dashes before the clock runs
    line: str  # path of the days that count
    cuts: str  # path of what cuts the line from day to day
    rings: str  # path of the stations
    brackets: str  # path under each stretch in which the clock may stop
    days: tuple[Words, ...]
    names: tuple[Words, ...]
    who: tuple[Words, ...]
    note: PauseNote | None = None
    width: int = WIDTH


@dataclass(frozen=True, slots=True)
class Stop:
    """A station of the standing line, and the stretch that leads away from it."""

    name: str
    who: str
    note: str
    words: str  # of the stretch that led here
    leads_on: str  # "days", "before": dashed, "": the last
    days: int  # as many parts has the stretch that leads away
    cuts: str  # path in a box 6 wide and ``days`` high
    may_pause: bool


def lying_flow(steps: Sequence[StepRow], pause_words: str = "") -> LyingFlow | None:
    """The line across the page; None for more stations than fit, or for nothing to draw."""
    if not 2 <= len(steps) <= MOST_STATIONS:
        return None
    places = _places(steps)
    stretches = [(step, before, after) for step, (before, after) in zip(steps[1:], pairwise(places), strict=True)]
    names, who = _station_words(steps, places)
    foot = max(each.y for each in (*names, *who))
    paused = [(before, after) for step, before, after in stretches if step.may_pause and not step.before_clock]
    note = _pause_note(paused[0][0] + RING + 2, foot + 32, pause_words) if paused and pause_words else None
    return LyingFlow(
        height=(note.lines[-1].y if note else foot) + 10,
        before="".join(stretch(before, after, LINE_Y) for step, before, after in stretches if step.before_clock),
        line="".join(stretch(before, after, LINE_Y) for step, before, after in stretches if not step.before_clock),
        cuts="".join(cuts(before, after, step.days, LINE_Y) for step, before, after in stretches),
        rings="".join(ring(x, LINE_Y) for x in places),
        brackets="".join(_bracket(before, after, foot + 16) for before, after in paused),
        days=tuple(
            Words((before + after) // 2, LINE_Y - 22, "middle", step.words) for step, before, after in stretches
        ),
        names=tuple(names),
        who=tuple(who),
        note=note,
    )


def standing_flow(steps: Sequence[StepRow]) -> tuple[Stop, ...]:
    stops = []
    for step, following in zip_longest(steps, steps[1:]):
        days = following.days if following else 0
        way = "" if following is None else "before" if following.before_clock else "days"
        stops.append(
            Stop(
                name=step.name,
                who=step.who,
                note=step.note,
                words=step.words,
                leads_on=way,
                days=max(days, 1),
                cuts="".join(f"M0 {at}h6" for at in cut_days(days)),
                may_pause=step.may_pause,
            )
        )
    return tuple(stops)


def cut_days(days: int) -> range:
    """After which days the line is cut: after each, or after each week where there are many."""
    return range(1, days) if days <= MOST_CUTS else range(WEEK, days, WEEK)


def _places(steps: Sequence[StepRow]) -> list[int]:
    weights = [BASE + min(max(step.days, 1), LONGEST) for step in steps[1:]]
    unit = (WIDTH - 2 * EDGE) / sum(weights)
    return [round(EDGE + unit * before) for before in accumulate(weights, initial=0)]


def stretch(before: int, after: int, y: int) -> str:
    """From ring to ring."""
    return f"M{before + RING} {y}H{after - RING}"


def cuts(before: int, after: int, days: int, y: int) -> str:
    start, length = before + RING, after - before - 2 * RING
    return "".join(f"M{round(start + length * at / days)} {y - 4}v8" for at in cut_days(days))


def ring(x: int, y: int) -> str:
    return f"M{x - RING} {y}a{RING} {RING} 0 1 0 {2 * RING} 0a{RING} {RING} 0 1 0 -{2 * RING} 0"


def _station_words(steps: Sequence[StepRow], places: Sequence[int]) -> tuple[list[Words], list[Words]]:
    """Names, and who, under the stations; the names of one that needs two lines push everybody's 'who' down."""
    anchors = ["start", *["middle"] * (len(steps) - 2), "end"]
    shifts = {"start": -RING, "middle": 0, "end": RING}
    rooms = _rooms(places)
    names = [wrapped(step.name, room, NAME) for step, room in zip(steps, rooms, strict=True)]
    who = [wrapped(step.who, room, SMALL) for step, room in zip(steps, rooms, strict=True)]
    who_y = NAMES_Y + max(map(len, names)) * NAME_LINE

    def placed(lines: list[list[str]], first: int, distance: int) -> list[Words]:
        return [
            Words(x + shifts[anchor], line.y, anchor, line.words)
            for x, anchor, each in zip(places, anchors, lines, strict=True)
            for line in _lines(each, first, distance)
        ]

    return placed(names, NAMES_Y, NAME_LINE), placed(who, who_y, SMALL_LINE)


def _rooms(places: Sequence[int]) -> list[float]:
    """How wide the words under each station may be; those at the ends lean on the border."""
    gaps = [after - before for before, after in pairwise(places)]
    between = [min(left, right) - 8.0 for left, right in pairwise(gaps)]
    return [gaps[0] * 0.55, *between, gaps[-1] * 0.55]


def _bracket(before: int, after: int, y: int) -> str:
    return f"M{before + RING + 2} {y - 8}v8H{after - RING - 2}v-8"


def _pause_note(left: int, top: int, words: str) -> PauseNote:
    """Begins under its bracket, or further left where its words need the room."""
    longest = max(width_of(part, SMALL) for part in words.split("\n"))
    frame_x = max(0, min(left, round(WIDTH - longest - HATCH_WIDTH - 12)))
    room = WIDTH - frame_x - HATCH_WIDTH - 12
    lines = [line for part in words.split("\n") for line in wrapped(part, room, SMALL)]
    return PauseNote(
        frame_x=frame_x,
        frame_y=top,
        hatch=hatch(frame_x, top, HATCH_WIDTH, HATCH_HEIGHT),
        words_x=frame_x + HATCH_WIDTH + 10,
        lines=_lines(lines, top + 11, SMALL_LINE),
    )


def hatch(x: int, y: int, width: int, height: int) -> str:
    """Slanting lines that stay inside the frame."""
    reach = range(HATCH_STEP // 2, width + height, HATCH_STEP)
    return "".join(
        f"M{x + max(0, at - height)} {y + min(at, height)}L{x + min(at, width)} {y + max(0, at - width)}"
        for at in reach
    )


def _lines(words: Sequence[str], first: int, distance: int) -> tuple[Line, ...]:
    return tuple(Line(first + distance * number, line) for number, line in enumerate(words))


# Words that must fit


def width_of(words: str, size: int) -> float:
    """About: Han characters and full-width signs are as wide as high, Latin letters a little more than half."""
    return size * sum(1.0 if ord(char) > 0x2E7F else 0.56 for char in words)


def wrapped(words: str, room: float, size: int) -> list[str]:
    """``words`` on lines of at most ``room``: Latin words stay whole, Han characters may part anywhere."""
    lines, line = [], ""
    for piece in _pieces(words):
        if line and width_of(line + piece.rstrip(), size) > room:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [each for each in (*lines, line.rstrip()) if each]


def _pieces(words: str) -> Iterator[str]:
    """What may not be parted: one Han character with the sign behind it, one Latin word with its space."""
    piece = ""
    for char in words:
        closes = char in "，。、；：）！？" or char == " "
        is_han = ord(char) > 0x2E7F
        if piece and not closes and (is_han or ord(piece[-1]) > 0x2E7F or piece[-1] == " "):
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece
