"""Set-up of the fonts: from Debian's Noto to small ones that render fast. `fonts.py` uses what is made here.

| file | holds |
|---|---|
| pdf/YizhengSerif-Regular.otf, -Bold.otf; pdf/YizhengSans-Regular.otf, -Bold.otf | GB 2312, Latin, signs |
| pdf/YizhengSerifRare-Regular.otf | all other characters of Noto Serif CJK SC: names like 喆, 䶮 |
| coverage.json | every character that some font draws, as ranges |
| web/ | Yizheng Song for the public pages, see webfonts.py |

HanaMin (fonts-hanazono) draws what Noto lacks, such as 𠀀; it is used where Debian puts it.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont
from fontTools.ttLib.tables.DefaultTable import DefaultTable

from documents.rendering import cff, harfbuzz, webfonts
from documents.rendering.errors import FontsMissing

VERSION = 1  # raise it when this module makes other fonts from the same sources
NOTO = Path("/usr/share/fonts/opentype/noto")
HANAZONO = Path("/usr/share/fonts/truetype/hanazono")
HANAMIN = (HANAZONO / "HanaMinA.ttf", HANAZONO / "HanaMinB.ttf")
PACKAGES = {NOTO: "fonts-noto-cjk", HANAZONO: "fonts-hanazono"}
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Cut:
    """One font of ours and where it comes from."""

    family: str
    style: str
    source: str
    face: str
    rare: bool = False

    @property
    def file(self) -> str:
        return f"{self.family.replace(' ', '')}-{self.style}.otf"


CUTS = (
    Cut("Yizheng Serif", "Regular", "NotoSerifCJK-Regular.ttc", "Noto Serif CJK SC"),
    Cut("Yizheng Serif", "Bold", "NotoSerifCJK-Bold.ttc", "Noto Serif CJK SC"),
    Cut("Yizheng Sans", "Regular", "NotoSansCJK-Regular.ttc", "Noto Sans CJK SC"),
    Cut("Yizheng Sans", "Bold", "NotoSansCJK-Bold.ttc", "Noto Sans CJK SC"),
    Cut("Yizheng Serif Rare", "Regular", "NotoSerifCJK-Regular.ttc", "Noto Serif CJK SC", rare=True),
)


def gb2312(levels: Iterable[int] = (1, 2)) -> str:
    """The characters of GB 2312: level 1 by pronunciation (3,755), level 2 by radical (3,008)."""
    rows = {1: range(0xB0, 0xD8), 2: range(0xD8, 0xF8)}
    codes = (bytes((row, cell)) for level in levels for row in rows[level] for cell in range(0xA1, 0xFF))
    return "".join(code.decode("gb2312", errors="ignore") for code in codes)


def signs() -> str:
    """Latin letters, punctuation, full-width forms and the other signs of GB 2312, and those that papers add."""
    rows = (bytes((row, cell)) for row in range(0xA1, 0xAA) for cell in range(0xA1, 0xFF))
    chinese = "".join(code.decode("gb2312", errors="ignore") for code in rows)
    latin = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x180))))
    full_width = "".join(map(chr, range(0xFF01, 0xFF5F)))
    return chinese + latin + full_width + "–—‘’“”…·•‰′″※℃№㎡㎥㎜㎝㎞㏊×÷±≤≥≈→←↑↓〇〔〕【】￥"


def sources() -> tuple[Path, ...]:
    return tuple(sorted({NOTO / cut.source for cut in CUTS})) + HANAMIN


def stamp(locale: Path) -> str:
    """Changes when a source font, this module or a public title does; equal stamps mean that nothing needs cutting."""
    parts = [f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in sources()]
    return hashlib.sha256(
        "\n".join([str(VERSION), str(webfonts.VERSION), *parts, *webfonts.titles(locale)]).encode()
    ).hexdigest()


def are_current(folder: Path, locale: Path) -> bool:
    mark = folder / "stamp"
    return mark.exists() and mark.read_text() == stamp(locale)


def cut_fonts(folder: Path, locale: Path, *, progress: Progress = lambda line: None) -> None:
    """Write every font into ``folder``. Safe to run twice or to break off: the stamp is written last."""
    missing = [path for path in sources() if not path.exists()]
    if missing:
        raise FontsMissing(file=f"{missing[0]} ({PACKAGES[missing[0].parent]})")
    (folder / "pdf").mkdir(parents=True, exist_ok=True)
    mark = folder / "stamp"
    mark.unlink(missing_ok=True)
    for cut in CUTS:
        progress(f"{cut.family} {cut.style}")
        _write(folder / "pdf" / cut.file, _cut(cut))
    progress("coverage")
    _write(folder / "coverage.json", json.dumps(_coverage(folder)).encode())
    webfonts.cut(folder / "web", NOTO / "NotoSerifCJK-Bold.ttc", "Noto Serif CJK SC", locale, progress=progress)
    _write(mark, stamp(locale).encode())


def face_number(collection: Path, name: str) -> int:
    with TTCollection(collection, lazy=True) as fonts:
        return next(number for number, font in enumerate(fonts) if font["name"].getDebugName(1) == name)


def _characters(cut: Cut, number: int) -> set[str]:
    common = set(gb2312() + signs())
    if not cut.rare:
        return common
    with TTFont(NOTO / cut.source, fontNumber=number, lazy=True) as font:
        return set(map(chr, font.getBestCmap())) - common


def _cut(cut: Cut) -> bytes:
    path = NOTO / cut.source
    number = face_number(path, cut.face)
    with harfbuzz.opened_face(path, number) as face:
        small = harfbuzz.cut(
            face, _characters(cut, number), drop_tables=(*harfbuzz.LAYOUT_TABLES, *harfbuzz.VERTICAL_TABLES)
        )
    return _renamed(small, cut)


def _renamed(data: bytes, cut: Cut) -> bytes:
    """Under a name of its own, so that nobody takes it for the installed font; with glyph numbers as CIDs."""
    font = TTFont(BytesIO(data), lazy=True, recalcBBoxes=False)  # the CFF table is written as bytes
    full = f"{cut.family} {cut.style}"
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in (0, 13, 14)]  # copyright and licence stay
    for number, text in ((1, cut.family), (2, cut.style), (3, full), (4, full), (6, full.replace(" ", "-"))):
        names.setName(text, number, 3, 1, 0x409)
    program = cff.Program.read(cff.table(memoryview(data), b"CFF "))
    renewed = DefaultTable("CFF ")
    renewed.data = program.of(range(len(program.charstrings)), name=full.replace(" ", "-"))
    font["CFF "] = renewed
    output = BytesIO()
    font.save(output)
    return output.getvalue()


def _coverage(folder: Path) -> list[tuple[int, int]]:
    """Ranges [first, last] of the characters that a document can hold."""
    serif = [folder / "pdf" / file for file in ("YizhengSerif-Regular.otf", "YizhengSerifRare-Regular.otf")]
    covered: set[int] = set()
    for path in (*serif, *HANAMIN):
        with TTFont(path, lazy=True) as font:
            covered.update(font.getBestCmap())
    ranges: list[tuple[int, int]] = []
    for code in sorted(covered):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1] = (ranges[-1][0], code)
        else:
            ranges.append((code, code))
    return ranges


def _write(path: Path, content: bytes) -> None:
    draft = path.with_name(f"{path.name}.part")
    draft.write_bytes(content)
    draft.replace(path)
