"""The drawn part of a certificate's page: frame, corner marks and the marks 样本 and 草稿 (face.md §8).

All of it is background of the page, which a PDF holds as artifact: a screen reader never meets it. The sine lines are
small tiles that repeat, the rules and corners one drawing on top that also covers the ends of the tiles: a few hundred
bytes a page, and nothing to compute while a certificate is made.
"""

from math import cos, pi, sin
from typing import NamedTuple
from urllib.parse import quote

from certificates.definition import Layout
from certificates.printing.glyphs import DRAFT, SAMPLE, Outline

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
OUTER, OUTER_RULE = 10.0, 0.9  # the outer rule lies inside the line at 10 mm
INNER, INNER_RULE = 16.5, 0.3
LINES, LINE_WIDTH = 8, 0.18
BAND = INNER - OUTER - OUTER_RULE  # room of the sine lines
AMPLITUDE = BAND / 2 - 0.45
QUARTERS = 4  # one Bézier curve a quarter of a wave errs by less than 0.01 mm


class Tone(NamedTuple):
    """The two colours of a frame."""

    rule: str
    line: str


TONES = {
    Layout.PERMIT: Tone("#4C6A60", "#8FAAA0"),
    Layout.TITLE: Tone("#A8322A", "#DDA39E"),
    Layout.PROOF: Tone("#2F5D86", "#A3BDD3"),
}

# 8.5 % of ink on white, as a solid colour: no transparency in the file.
MARK_COLOUR = "#EBECED"
MARK_SIZE = 62 * 25.4 / 72
MARK_TURN = -34
MARK_CENTRE = (105.0, 140.0)


def page_background(layout: Layout, *, sample: bool, draft: bool) -> str:
    """The `background` declaration of a page, its drawings inside it: nothing to fetch."""
    across, down = _wave_length(PAGE_WIDTH - 2 * INNER), _wave_length(PAGE_HEIGHT - 2 * INNER)
    band, far = OUTER + OUTER_RULE, INNER
    tile = _data_uri(_tile(TONES[layout].line, across, upright=False))
    upright = _data_uri(_tile(TONES[layout].line, down, upright=True))
    layers = [
        f"{_data_uri(_rules(TONES[layout]))} 0 0/100% 100% no-repeat",
        f"{tile} {far}mm {band}mm/{across}mm {BAND}mm repeat-x",
        f"{tile} {far}mm {PAGE_HEIGHT - band - BAND}mm/{across}mm {BAND}mm repeat-x",
        f"{upright} {band}mm {far}mm/{BAND}mm {down}mm repeat-y",
        f"{upright} {PAGE_WIDTH - band - BAND}mm {far}mm/{BAND}mm {down}mm repeat-y",
    ]
    if sample or draft:
        mark = _mark(DRAFT if draft else SAMPLE, *MARK_CENTRE)
        layers.append(f"{_data_uri(mark)} 0 0/100% 100% no-repeat")
    return ",".join(layers)


def _wave_length(side: float) -> float:
    """About 7 mm, and a whole number of waves between two corners."""
    return side / round(side / 7)


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _svg(width: float, height: float, content: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_number(width)}mm" height="{_number(height)}mm"'
        f' viewBox="0 0 {_number(width)} {_number(height)}">{content}</svg>'
    )


def _data_uri(svg: str) -> str:
    return f'url("data:image/svg+xml,{quote(svg)}")'


def _tile(colour: str, length: float, *, upright: bool) -> str:
    path = "".join(_wave(length, line / LINES, upright=upright) for line in range(LINES))
    size = (BAND, length) if upright else (length, BAND)
    return _svg(*size, f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{LINE_WIDTH}"/>')


def _wave(length: float, phase: float, *, upright: bool) -> str:
    """One wave of a sine line, as Hermite curves: points and slopes of the sine are met exactly."""
    step = length / QUARTERS

    def point(at: float, across: float) -> str:
        return f"{_number(across)} {_number(at)} " if upright else f"{_number(at)} {_number(across)} "

    def height(k: int) -> float:
        return BAND / 2 + AMPLITUDE * sin(2 * pi * (k / QUARTERS + phase))

    def slope(k: int) -> float:
        return AMPLITUDE * 2 * pi / length * cos(2 * pi * (k / QUARTERS + phase))

    path = "M" + point(0, height(0))
    for k in range(QUARTERS):
        path += "C" + point((k + 1 / 3) * step, height(k) + slope(k) * step / 3)
        path += point((k + 2 / 3) * step, height(k + 1) - slope(k + 1) * step / 3)
        path += point((k + 1) * step, height(k + 1))
    return path


def _rules(tone: Tone) -> str:
    """White around the frame, the two rules, and a crooked 田 in every corner."""
    width, height = PAGE_WIDTH, PAGE_HEIGHT
    middle = OUTER + OUTER_RULE / 2
    cover = f"M0 0H{width}V{height}H0ZM{OUTER} {OUTER}V{height - OUTER}H{width - OUTER}V{OUTER}Z"
    corners, marks = "", ""
    square = INNER - OUTER
    for x in (OUTER, width - INNER):
        for y in (OUTER, height - INNER):
            corners += f"M{x} {y}h{square}v{square}h-{square}Z"
            marks += f"M{x + 3.1} {y + 0.9}l.55 {square - 0.9}M{x + 0.9} {y + 3.4}l{square - 0.9} -.6"
    inner = (
        f"M{OUTER} {INNER}H{width - OUTER}M{OUTER} {height - INNER}H{width - OUTER}"
        f"M{INNER} {OUTER}V{height - OUTER}M{width - INNER} {OUTER}V{height - OUTER}"
    )
    return _svg(
        width,
        height,
        f'<path d="{cover}{corners}" fill="#fff"/>'
        f'<g fill="none" stroke="{tone.rule}">'
        f'<path d="{inner}{marks}" stroke-width="{INNER_RULE}"/>'
        f'<path d="M{middle} {middle}H{width - middle}V{height - middle}H{middle}Z" stroke-width="{OUTER_RULE}"/></g>',
    )


def _mark(outline: Outline, x: float, y: float) -> str:
    """Turned words from the outlines of their letters: as text they would cost a font of their own."""
    scale = MARK_SIZE / outline.units
    place = (
        f"translate({_number(x)} {_number(y)}) rotate({MARK_TURN}) scale({scale:.6f})"
        f" translate({_number(-outline.width / 2)} {_number(outline.middle)})"
    )
    return _svg(
        PAGE_WIDTH, PAGE_HEIGHT, f'<path transform="{place}" d="{outline.path}" fill="{MARK_COLOUR}"/>'
    )
