"""Which density a card needs, reckoned before it is rendered, so that most cards are rendered once. Pure.

The heights are those of card.css, in mm, rounded up where in doubt. What is reckoned too small shows in the number of
pages and is set closer (files.py); nothing is ever cut, because the page breaks.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil

from cms.cards import places, words
from cms.cards.flow import lines_of_list
from cms.cards.measure import width
from cms.cards.page import ROOM, Density, form_width, is_long_name, label_width, others
from cms.cards.paper import CardForm, CardPaper, Visit
from cms.cards.visit import lines, ticked
from cms.matters.facts import Material
from cms.matters.shown import listed

PAGE = {
    CardForm.A5: 181.0,
    CardForm.A4: 271.0,
}  # mm between the upper and the lower margin, and what A4 is overrated by
SHEETS = {CardForm.A5: 2, CardForm.A4: 1}  # pages of one sheet
HEAD, FLOW, SCAN = 9.0, 20.0, 41.3
OVERRATED = 4.0  # of the back, most of which is short lines
BOX, GUTTER, FRAME = 7.0, 5.0, 7.2  # widths
HOPE = 1.06  # what is reckoned so much too high may fit all the same when it is set tight
WASTE, WASTE_OF_WORDS = 1.02, 1.07


@dataclass(frozen=True, slots=True, kw_only=True)
class Heights:
    """mm of the parts at one density; a pair is (a line, what stands around its lines)."""

    name: tuple[float, float]
    heading: float
    text: float
    strip: float
    row: tuple[float, float]
    place: tuple[float, float]
    small: tuple[float, float]
    frame: float  # around what a card says after a visit


HEIGHTS = {
    Density.ROOMY: Heights(
        name=(11.3, 4.2),
        heading=13.0,
        text=6.0,
        strip=18.0,
        row=(5.3, 5.1),
        place=(6.0, 1.4),
        small=(4.95, 1.6),
        frame=5.9,
    ),
    Density.SNUG: Heights(
        name=(9.6, 3.0),
        heading=10.8,
        text=5.3,
        strip=18.0,
        row=(4.95, 2.6),
        place=(5.3, 0.7),
        small=(4.95, 1.6),
        frame=5.9,
    ),
    Density.TIGHT: Heights(
        name=(7.5, 2.0),
        heading=8.9,
        text=4.95,
        strip=16.6,
        row=(4.6, 1.2),
        place=(4.95, 0.2),
        small=(4.45, 0.6),
        frame=4.1,
    ),
}
CLOSER = {Density.ROOMY: Density.SNUG, Density.SNUG: Density.TIGHT, Density.TIGHT: Density.TIGHT}


def densities(paper: CardPaper, form: CardForm) -> tuple[Density, Density]:
    """Of front and back: the roomiest that should fit the sheet."""
    if form is CardForm.A4:
        density = _first(lambda heights: _front(paper, heights, form) + _back(paper, heights, form), PAGE[form])
        return density, density
    return (
        _first(lambda heights: _front(paper, heights, form), PAGE[form]),
        _first(lambda heights: _back(paper, heights, form), PAGE[form] - HEAD + OVERRATED),
    )


def _first(height: Callable[[Heights], float], room: float) -> Density:
    fitting = (density for density, heights in HEIGHTS.items() if height(heights) <= room)
    return next(fitting, Density.TIGHT if height(HEIGHTS[Density.TIGHT]) <= room * HOPE else Density.LONG)


def attempts(paper: CardPaper, form: CardForm) -> Iterator[tuple[Density, Density]]:
    """What was reckoned, then closer and closer in case the reckoning was too hopeful, at last on more pages."""
    front, back = densities(paper, form)
    yield front, back
    while Density.LONG not in (front, back):
        closest = (front, back) == (Density.TIGHT, Density.TIGHT)
        front, back = (Density.LONG, Density.LONG) if closest else (CLOSER[front], CLOSER[back])
        yield front, back


def _lines(text: str, size: float, room: float) -> int:
    """Words of English leave some of each line empty, Chinese next to nothing."""
    waste = WASTE_OF_WORDS if text.isascii() else WASTE
    return ceil(width(text, size) * waste / room) if text else 0


def _of(pair: tuple[float, float], lines: int) -> float:
    return lines * pair[0] + pair[1] if lines else 0.0


def _front(paper: CardPaper, heights: Heights, form: CardForm) -> float:
    facts, room = paper.facts, ROOM[form]
    name_size = 18 if is_long_name(facts.name) else 24
    asides = [] if paper.visit else [facts.summary, facts.slogan]
    texts = [facts.who, *(f"——{each.text}" for each in facts.conditions), words.result(facts), *asides]
    headings = 3 if facts.who or facts.conditions else 2
    return (
        HEAD
        + _of(heights.name, _lines(facts.name, name_size, room))
        + heights.strip
        + headings * heights.heading
        + sum(_lines(text, 10.5, room) for text in texts) * heights.text
        + (3.0 if facts.slogan and not paper.visit else 0.0)
        + (_visit(paper.visit, heights, room) if paper.visit else 0.0)
        + _materials(paper, heights, room)
    )


def _visit(visit: Visit, heights: Heights, room: float) -> float:
    told, counts, whose = (
        _lines(text, size, room - FRAME) for text, size in zip(lines(visit), (13.0, 11.0, 9.0), strict=True)
    )
    return heights.frame + told * (heights.text + 0.4) + counts * heights.text + _of(heights.small, whose)


def _materials(paper: CardPaper, heights: Heights, room: float) -> float:
    beside = room - BOX - form_width(paper)
    counts = [
        _lines(f"{each.name} {_missing(paper, each)}{words.remarks(each)}", 10.5, beside) for each in paper.to_bring
    ]
    if paper.fetched:
        names = listed([each.name for each in paper.fetched])
        counts.append(_lines(names, 10.8, room - BOX - 4 - width(words.fetched(), 9.5)))
    return sum(_of(heights.row, count) for count in counts) + _of(heights.small, _lines(others(paper), 9, room))


def _missing(paper: CardPaper, material: Material) -> str:
    missing = paper.visit.missing if paper.visit else {}
    return f"{ticked(missing[material.id])}  " if material.id in missing else ""


def _back(paper: CardPaper, heights: Heights, form: CardForm) -> float:
    facts, room = paper.facts, ROOM[form]
    way = lines_of_list(facts, room) * heights.text or FLOW
    small = [_lines(text, 9, room) for text in (words.limits(facts), words.grounds(facts))]
    column = room if form is CardForm.A5 else (room - GUTTER) / 2
    columns = [heights.heading + _rows(rows, heights, column) for rows in (places.where(paper), places.helpers(paper))]
    return (
        heights.heading
        + way
        + sum(_of(heights.small, count) for count in small)
        + (sum(columns) if form is CardForm.A5 else max(columns))
        + SCAN
    )


def _rows(rows: list[places.Row], heights: Heights, room: float) -> float:
    beside = room - label_width(rows)
    return sum(_of(heights.place, _lines(text, 10.5, beside)) for _label, text in rows)
