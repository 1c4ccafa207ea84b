"""How the facts of a certificate fit its first page, reckoned before anything is rendered. Pure.

Nothing is ever cut: a long value is set smaller, then moved to the annex (附页) with 见附页 in its place; a kind with
more fields than the page holds continues its table there. The reckoning uses the advance widths of Noto Serif CJK SC
and is generous by one character a line, so what it lets on the page is on the page. Lengths in mm, type in points.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from certificates.definition import Layout, TypeDefinition
from certificates.facts import CertificateFacts, Row

POINT = 25.4 / 72
TABLE_WIDTH = 162.0
LABEL_SHARE = 0.25
LABEL_ROOM = TABLE_WIDTH * LABEL_SHARE - 2 * 1.5  # without padding
VALUE_ROOM = TABLE_WIDTH * (1 - LABEL_SHARE) - 2 * 4.0
FLOOR = 227.0  # nothing of the running text below: QR code and seal begin at 230
SEE_ANNEX = "见附页"
REMARKS = "remarks"  # of a TITLE: a page of its own
SPARE = 6.0  # one line, kept when rows are stretched: mixed scripts sometimes break once more than reckoned
MOST_LINES = 8  # of one value on the first page
MOST_DUTIES = 45.0  # longer ones go to the annex

# Advance widths of U+0020 to U+007E, thousandths of an em.
_ASCII = (
    *(256, 308, 376, 574, 550, 923, 779, 196, 364, 364, 478, 580, 327, 346, 327, 352),
    *(557, 471, 558, 557, 555, 558, 558, 549, 558, 562, 327, 327, 580, 580, 580, 432),
    *(912, 718, 670, 691, 770, 652, 629, 741, 853, 405, 402, 731, 625, 975, 796, 767),
    *(641, 767, 715, 567, 659, 797, 714, 1053, 700, 687, 605, 344, 352, 344, 580, 563),
    *(435, 557, 638, 538, 629, 546, 388, 566, 663, 332, 311, 607, 334, 974, 661, 596),
    *(638, 607, 462, 473, 367, 653, 548, 838, 564, 552, 498, 374, 316, 374, 580),
)
# What no line break divides: a run of letters, digits and signs, or one character, with the brackets and
# punctuation that cling to it.
_PIECES = re.compile(r"[（《〔〈“‘「『]*(?:[!-~·×²³㎡㎥°％–—…]+|.)[，。、；：！？）》〕〉”’」』]*", re.DOTALL)


class How(StrEnum):
    """What happens to a value that does not fit at full size."""

    SMALLER = "smaller"
    ANNEX = "annex"


@dataclass(frozen=True, slots=True, kw_only=True)
class Overflow:
    """One value that will not be printed in full size in its place."""

    key: str
    label: str
    how: How


@dataclass(frozen=True, slots=True)
class Type:
    """Size and line height."""

    size: float
    line: float

    def height(self, lines: int) -> float:
        return lines * self.line * POINT


NORMAL, LONG = Type(12, 19), Type(10.5, 16)
DUTIES, CLAUSE = Type(9.5, 15.5), Type(10.5, 17)
SENTENCE = Type(12.5, 22)


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One way to set the table; tried from the roomiest to the tightest."""

    name: str
    top: float
    normal: Type
    padding: float  # above and below
    least_row: float


_STYLES = {
    Layout.PERMIT: (
        Style(name="roomy", top=100, normal=NORMAL, padding=1.2, least_row=15),
        Style(name="close", top=91, normal=NORMAL, padding=1.2, least_row=9.2),
        Style(name="tight", top=91, normal=LONG, padding=0.45, least_row=6.7),
    ),
    Layout.TITLE: (
        Style(name="roomy", top=80, normal=NORMAL, padding=1.2, least_row=11),
        Style(name="close", top=80, normal=NORMAL, padding=1.2, least_row=9.2),
        Style(name="tight", top=80, normal=LONG, padding=0.45, least_row=6.7),
    ),
}
_STYLES[Layout.PROOF] = (replace(_STYLES[Layout.TITLE][0], least_row=15), *_STYLES[Layout.TITLE][1:])
WORDS_TOP = {Layout.PERMIT: 188.0, Layout.TITLE: 206.0, Layout.PROOF: 206.0}  # duties or clause, unless pushed down
WORDS_GAP = {Layout.PERMIT: 5.0, Layout.TITLE: 4.0, Layout.PROOF: 4.0}
HEADING = 6.5  # 遵守事项


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of the table as it will be set."""

    row: Row
    text: str
    long: bool = False
    snug: bool = False  # half a point smaller, so that no line holds one character

    @property
    def label(self) -> str:
        return broken_label(self.row.label)

    @property
    def moved(self) -> bool:
        return self.text != self.row.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """The first page as it will be set, and what goes behind it."""

    style: Style
    row_height: float
    lines: tuple[Line, ...]
    continued: tuple[Row, ...]  # rows that have no room at all
    duties_moved: bool

    @property
    def annexed(self) -> tuple[Row, ...]:
        return tuple(line.row for line in self.lines if line.moved)


def width(text: str) -> float:
    """In ems."""
    return sum(_ASCII[ord(c) - 32] / 1000 if " " <= c <= "~" else 1 for c in text)


def lines_of(text: str, size: float, room: float) -> int:
    """How many lines ``text`` takes at ``size`` points in ``room`` mm, rounded up where in doubt."""
    return sum(_lines(part, room / POINT / size) for part in text.split("\n"))


def _lines(text: str, room: float) -> int:
    if width(text) <= room - 0.05:
        return 1
    room -= 1  # punctuation that may not open or close a line takes its neighbour along
    count, used = 1, 0.0
    for piece in _PIECES.findall(text):
        wide = width(piece)
        if used + wide > room and used:
            count, used = count + 1, 0.0
        count += int(wide // room) if wide > room else 0
        used = used + wide if wide <= room else wide % room
    return count


def orphaned(text: str, size: float, room: float) -> bool:
    """Whether the last of several lines would hold one character, or one and its full stop."""
    ems = room / POINT / size
    total = width(text)
    over = total - int(ems) * int(total / int(ems))
    return total > ems and 0 < over <= 2.01


def broken_label(label: str) -> str:
    """A label that needs two lines breaks before its bracket."""
    if "（" in label and lines_of(label, NORMAL.size, LABEL_ROOM) > 1:
        return label.replace("（", "\n（", 1)
    return label


def fits(facts: CertificateFacts, definition: TypeDefinition) -> tuple[Overflow, ...]:
    """What will be printed smaller or on the annex, in printing order. Lists with columns always go there."""
    fit = fit_page(facts, definition)
    found = [
        Overflow(key=line.row.key, label=line.row.label, how=How.ANNEX if line.moved else How.SMALLER)
        for line in fit.lines
        if line.moved or line.long
    ]
    return (*found, *(Overflow(key=row.key, label=row.label, how=How.ANNEX) for row in fit.continued))


def fit_page(facts: CertificateFacts, definition: TypeDefinition) -> Fit:
    """The roomiest setting in which the facts fit; the longest values leave first."""
    return _Page(facts, definition).fit()


def remarks(facts: CertificateFacts, definition: TypeDefinition) -> Row | None:
    """附记 of a title, which has a page of its own."""
    if definition.layout is not Layout.TITLE:
        return None
    return next((row for row in facts.rows if row.key == REMARKS), None)


class _Page:
    """The room of one first page."""

    def __init__(self, facts: CertificateFacts, definition: TypeDefinition) -> None:
        self.layout = definition.layout
        self.sentence = definition.sentence
        own_page = remarks(facts, definition)
        self.rows = tuple(row for row in facts.rows if row.printed and row is not own_page)
        words = self._words(definition.duties)
        self.duties_moved = words > MOST_DUTIES
        self.words = HEADING + DUTIES.height(1) if self.duties_moved else words

    def fit(self) -> Fit:
        lines = tuple(self._line(row) for row in self.rows)
        while True:
            for style in _STYLES[self.layout]:
                if (height := self._row_height(lines, style)) is not None:
                    return self._result(style, height, lines, ())
            tallest = self._tallest(lines)
            if tallest is None:
                return self._split(lines)
            lines = tuple(replace(each, text=SEE_ANNEX, long=False) if each is tallest else each for each in lines)

    def _line(self, row: Row) -> Line:
        long = lines_of(row.value, NORMAL.size, VALUE_ROOM) > 2
        if long and lines_of(row.value, LONG.size, VALUE_ROOM) > MOST_LINES:
            return Line(row=row, text=SEE_ANNEX)
        snug = not long and orphaned(row.value, NORMAL.size, VALUE_ROOM)
        return Line(row=row, text=row.value, long=long, snug=snug)

    def _tallest(self, lines: Sequence[Line]) -> Line | None:
        tight = _STYLES[self.layout][-1]
        tall = [line for line in lines if not line.moved and self._value_lines(line, tight) > 1]
        return max(tall, key=lambda line: width(line.text), default=None)

    def _words(self, duties: Sequence[str]) -> float:
        if not duties:
            return 0
        if self.layout is Layout.PERMIT:
            count = sum(lines_of(duty, DUTIES.size, TABLE_WIDTH - 6) for duty in duties)
            return HEADING + DUTIES.height(count)
        return CLAUSE.height(sum(lines_of("　　" + clause, CLAUSE.size, TABLE_WIDTH) for clause in duties))

    @cached_property
    def _sentence_end(self) -> float:
        if not self.sentence or self.layout is not Layout.PERMIT:
            return 0
        return 66 + SENTENCE.height(lines_of("　　" + self.sentence, SENTENCE.size, TABLE_WIDTH)) + 9

    def _room(self, style: Style) -> float:
        gap = WORDS_GAP[self.layout] if self.words else 0
        return FLOOR - self.words - gap - max(style.top, self._sentence_end)

    def _value_lines(self, line: Line, style: Style) -> int:
        return lines_of(line.text, (LONG if line.long else style.normal).size, VALUE_ROOM)

    def _natural(self, line: Line, style: Style) -> float:
        label = style.normal.height(lines_of(line.label, style.normal.size, LABEL_ROOM))
        value = (LONG if line.long else style.normal).height(self._value_lines(line, style))
        return max(label, value) + 2 * style.padding + 0.2

    def _row_height(self, lines: Iterable[Line], style: Style) -> float | None:
        """The height that rows get at least, from the wished one down; None if the page is too short."""
        natural = [self._natural(line, style) for line in lines]
        room = self._room(style)
        if sum(max(each, style.least_row) for each in natural) > room:
            return None
        wish = _STYLES[self.layout][0].least_row
        while wish > style.least_row and sum(max(each, wish) for each in natural) > room - SPARE:
            wish -= 0.5
        return max(wish, style.least_row)

    def _split(self, lines: tuple[Line, ...]) -> Fit:
        """More fields than any page holds: the table goes on in the annex."""
        style = _STYLES[self.layout][-1]
        kept = len(lines)
        while kept and self._row_height(lines[:kept], style) is None:
            kept -= 1
        rest = tuple(line.row for line in lines[kept:])
        return self._result(style, style.least_row, lines[:kept], rest)

    def _result(self, style: Style, height: float, lines: tuple[Line, ...], continued: tuple[Row, ...]) -> Fit:
        return Fit(style=style, row_height=height, lines=lines, continued=continued, duties_moved=self.duties_moved)
