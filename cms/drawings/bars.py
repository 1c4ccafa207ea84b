"""Pairs of bars, before and now, each pair on an axis of its own that starts at nought. Pure geometry.

Lengths are shares of the drawing's width, so that it follows the page while its letters keep their size; heights and
places downwards are in em of the drawing's letters, so that it follows a reader's larger letters.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

LONGEST = Decimal(62)  # percent of the width; the rest is for the words at the end of the bar
HEAD = Decimal("1.7")  # em: the line that names the pair
BAR = Decimal("1.3")
BETWEEN_BARS = Decimal("0.2")
BETWEEN_PAIRS = Decimal("1.4")
TO_BASELINE = Decimal("1.05")  # from the upper edge of a bar to the foot of its words
GAP_TO_WORDS = Decimal("0.6")  # em between the end of a bar and its words


@dataclass(frozen=True, slots=True)
class Pair:
    """What is drawn: two amounts of one kind, and the words that stand at the marks."""

    name: str
    before: Decimal
    now: Decimal
    before_words: str
    now_words: str
    finding: str  # what the two say together, such as '18 fewer'


@dataclass(frozen=True, slots=True)
class Bar:
    kind: str  # before, now
    y: Decimal
    width: Decimal  # percent
    words: str

    @property
    def words_y(self) -> Decimal:
        return self.y + TO_BASELINE


@dataclass(frozen=True, slots=True)
class PairDrawing:
    name: str
    finding: str
    name_y: Decimal
    bars: tuple[Bar, Bar]

    @property
    def axis(self) -> tuple[Decimal, Decimal]:
        """Where the upright line at nought begins and ends."""
        return self.bars[0].y, self.bars[1].y + BAR


@dataclass(frozen=True, slots=True)
class BarsDrawing:
    height: Decimal
    pairs: tuple[PairDrawing, ...]
    bar: Decimal = BAR
    gap: Decimal = GAP_TO_WORDS


def draw_pairs(pairs: Iterable[Pair]) -> BarsDrawing:
    drawn: list[PairDrawing] = []
    y = Decimal()
    for pair in pairs:
        first = y + HEAD
        second = first + BAR + BETWEEN_BARS
        most = max(pair.before, pair.now)
        bars = (
            Bar("before", first, _length(pair.before, most), pair.before_words),
            Bar("now", second, _length(pair.now, most), pair.now_words),
        )
        drawn.append(PairDrawing(pair.name, pair.finding, y + TO_BASELINE, bars))
        y = second + BAR + BETWEEN_PAIRS
    return BarsDrawing(max(Decimal(), y - BETWEEN_PAIRS), tuple(drawn))


def _length(amount: Decimal, most: Decimal) -> Decimal:
    return round(LONGEST * amount / most, 2) if most else Decimal()
