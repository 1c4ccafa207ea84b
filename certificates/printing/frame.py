"""The drawn part of a certificate's page: frame, corner marks and the marks 样本 and 草稿 (face.md §8).

All of it is background of the page, which a PDF holds as artifact: a screen reader never meets it. WeasyPrint takes
the drawings as ready images (`DRAWINGS`, for its `cache` argument). As SVG they took 10 ms a page, because every curve
is parsed again; as operators written once they take none. One wave of the sine lines is one form that is placed some
two hundred times: 1 KB.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import cos, pi, radians, sin
from typing import Any, NamedTuple

from certificates.definition import Layout
from certificates.printing.glyphs import DRAFT, SAMPLE, Outline

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
OUTER, OUTER_RULE = 10.0, 0.9  # the outer rule lies inside the line at 10 mm
INNER, INNER_RULE = 16.5, 0.3
LINES, LINE_WIDTH = 8, 0.18
BAND = INNER - OUTER - OUTER_RULE  # room of the sine lines
AMPLITUDE = BAND / 2 - 0.4
WAVE = 7.0  # about; a whole number of waves fills a side
CURVES = 4  # Bézier curves a wave; err by less than 0.01 mm
EM = 1000
MARK_COLOUR = "#EBECED"  # 8.5 % of ink on white, as a solid colour: no transparency in the file
MARK_WIDTH = 62 * 25.4 / 72 * 6.2  # 样本 SAMPLE in 62 pt; shorter words are larger
MARK_MOST = 118 * 25.4 / 72
MARK_TURN = radians(34)
MARK_CENTRE = (105.0, 140.0)
SEAL_COLOUR = "#B0281E"
PIXELS_A_MM = 96 / 25.4


class Tone(NamedTuple):
    """The two colours of a frame."""

    rule: str
    line: str


TONES: Mapping[Layout, Tone] = {
    Layout.PERMIT: Tone("#4C6A60", "#8FAAA0"),
    Layout.TITLE: Tone("#A8322A", "#DDA39E"),
    Layout.PROOF: Tone("#2F5D86", "#A3BDD3"),
}


@dataclass(frozen=True)
class PageDrawing:
    """A whole page as WeasyPrint expects an image: mm from the top left, y downwards."""

    tone: Tone
    mark: Outline | None

    def get_intrinsic_size(self, _resolution: float, _font_size: float) -> tuple[float, float, float]:
        return PAGE_WIDTH * PIXELS_A_MM, PAGE_HEIGHT * PIXELS_A_MM, PAGE_WIDTH / PAGE_HEIGHT

    def draw(self, stream: Any, width: float, _height: float, _style: Any) -> None:
        wave = stream.add_group(-WAVE, -BAND, 3 * WAVE, 3 * BAND)
        wave.stream.append(b"/Artifact BMC " + self._wave + b" EMC")  # PDF/UA 7.1: a form within a form says it again
        scale = width / PAGE_WIDTH
        stream.stream.append(b"q %.6f 0 0 %.6f 0 0 cm" % (scale, scale))
        stream.stream.append(self._lines.replace(b"/wave", b"/" + wave.id.encode()))
        stream.stream.append(b"Q")

    @cached_property
    def _wave(self) -> bytes:
        """Eight sine lines over one wave, one unit of length a mm."""
        paths = " ".join(_sine(line / LINES) for line in range(LINES))
        return f"{_colour(self.tone.line)} RG {LINE_WIDTH} w {paths} S".encode()

    @cached_property
    def _lines(self) -> bytes:
        parts = [_mark(self.mark)] if self.mark else []
        parts += [_side(PAGE_WIDTH, down=False), _side(PAGE_HEIGHT, down=True), _rules(self.tone.rule)]
        return " ".join(parts).encode()


def _n(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _colour(hexadecimal: str) -> str:
    return " ".join(_n(int(hexadecimal[i : i + 2], 16) / 255) for i in (1, 3, 5))


def _sine(phase: float) -> str:
    """One wave as Hermite curves: places and slopes of the sine are met exactly."""
    step = WAVE / CURVES

    def height(k: int) -> float:
        return BAND / 2 + AMPLITUDE * sin(2 * pi * (k / CURVES + phase))

    def third(k: int) -> float:
        return AMPLITUDE * 2 * pi / WAVE * cos(2 * pi * (k / CURVES + phase)) * step / 3

    path = f"0 {_n(height(0))} m"
    for k in range(CURVES):
        path += f" {_n((k + 1 / 3) * step)} {_n(height(k) + third(k))}"
        path += f" {_n((k + 2 / 3) * step)} {_n(height(k + 1) - third(k + 1))}"
        path += f" {_n((k + 1) * step)} {_n(height(k + 1))} c"
    return path


def _side(page: float, *, down: bool) -> str:
    """The waves of two opposite sides, between the corner squares."""
    room = page - 2 * INNER
    count = round(room / WAVE)
    stretch = room / count / WAVE
    across = PAGE_WIDTH if down else PAGE_HEIGHT
    parts = []
    for near in (OUTER + OUTER_RULE, across - OUTER - OUTER_RULE - BAND):
        for k in range(count):
            along = INNER + k * room / count
            # Turned by exchanging the axes, which mirrors a wave: nobody can tell.
            place = (0, stretch, 1, 0, near, along) if down else (stretch, 0, 0, 1, along, near)
            parts.append(f"q {' '.join(map(_n, place))} cm /wave Do Q")
    return " ".join(parts)


def _rules(colour: str) -> str:
    """The two rules, and in every corner a crooked 田: the mark."""
    width, height = PAGE_WIDTH, PAGE_HEIGHT
    middle = OUTER + OUTER_RULE / 2
    thin = []
    for at in (INNER, height - INNER):
        thin.append(f"{OUTER} {_n(at)} m {_n(width - OUTER)} {_n(at)} l")
    for at in (INNER, width - INNER):
        thin.append(f"{_n(at)} {OUTER} m {_n(at)} {_n(height - OUTER)} l")
    inside = OUTER + OUTER_RULE
    for x in (inside, width - INNER):
        for y in (inside, height - INNER):
            thin.append(f"{_n(x + 2.3)} {_n(y)} m {_n(x + 2.9)} {_n(y + BAND)} l")
            thin.append(f"{_n(x)} {_n(y + 2.4)} m {_n(x + BAND)} {_n(y + 1.7)} l")
    size = f"{_n(width - 2 * middle)} {_n(height - 2 * middle)}"
    return (
        f"{_colour(colour)} RG {INNER_RULE} w {' '.join(thin)} S {OUTER_RULE} w {_n(middle)} {_n(middle)} {size} re S"
    )


def _mark(outline: Outline) -> str:
    scale = min(MARK_WIDTH / outline.width, MARK_MOST / EM)
    a, b = scale * cos(MARK_TURN), scale * sin(MARK_TURN)
    x = MARK_CENTRE[0] - a * outline.width / 2 + -b * outline.middle
    y = MARK_CENTRE[1] + b * outline.width / 2 + -a * -outline.middle
    # Letters have y upwards, the page downwards: (a -b / -b -a) turns and mirrors at once.
    matrix = f"{a:.6f} {-b:.6f} {-b:.6f} {-a:.6f} {x:.4f} {y:.4f}"
    return f"q {_colour(MARK_COLOUR)} rg {matrix} cm {outline.path} f Q"


def drawing_name(layout: Layout, *, sample: bool, draft: bool) -> str:
    return f"{layout.value}-draft" if draft else f"{layout.value}-sample" if sample else layout.value


@dataclass(frozen=True)
class MarkDrawing:
    """A page with the mark of a sample and no frame: for papers that are no certificates."""

    def get_intrinsic_size(self, _resolution: float, _font_size: float) -> tuple[float, float, float]:
        return PAGE_WIDTH * PIXELS_A_MM, PAGE_HEIGHT * PIXELS_A_MM, PAGE_WIDTH / PAGE_HEIGHT

    def draw(self, stream: Any, width: float, _height: float, _style: Any) -> None:
        scale = width / PAGE_WIDTH
        stream.stream.append(f"q {scale:.6f} 0 0 {scale:.6f} 0 0 cm {_mark(SAMPLE)} Q".encode())


@dataclass(frozen=True)
class SealPlaceDrawing:
    """A dashed circle where the seal would be: what a sample shows instead of one."""

    side: float = 40.0

    def get_intrinsic_size(self, _resolution: float, _font_size: float) -> tuple[float, float, float]:
        return self.side * PIXELS_A_MM, self.side * PIXELS_A_MM, 1

    def draw(self, stream: Any, width: float, _height: float, _style: Any) -> None:
        scale = width / self.side
        middle, radius = self.side / 2, self.side / 2 - 0.15
        handle = radius * 0.5522847498  # of a quarter circle
        path = f"{_n(middle + radius)} {_n(middle)} m"
        x, y = 1, 0
        for _quarter in range(4):
            next_x, next_y = -y, x
            points = (
                (middle + x * radius + next_x * handle, middle + y * radius + next_y * handle),
                (middle + next_x * radius + x * handle, middle + next_y * radius + y * handle),
                (middle + next_x * radius, middle + next_y * radius),
            )
            path += " " + " ".join(f"{_n(a)} {_n(b)}" for a, b in points) + " c"
            x, y = next_x, next_y
        line = f"q {scale:.6f} 0 0 {scale:.6f} 0 0 cm {_colour(SEAL_COLOUR)} RG 0.3 w [0.9 0.7] 0 d {path} S Q"
        stream.stream.append(line.encode())


DRAWINGS: Mapping[str, PageDrawing | MarkDrawing | SealPlaceDrawing] = {
    "drawing:seal-place": SealPlaceDrawing(),
    "drawing:sample": MarkDrawing(),
    **{
        f"drawing:{drawing_name(layout, sample=sample, draft=draft)}": PageDrawing(
            TONES[layout], DRAFT if draft else SAMPLE if sample else None
        )
        for layout in Layout
        for sample, draft in ((False, False), (True, False), (False, True))
    },
}
