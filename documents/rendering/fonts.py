"""The fonts that papers are set in, and which characters they can draw.

Style sheets name "Yizheng Serif" (400, 700) or "Yizheng Sans" (400, 700). A character that these lack comes from
"Yizheng Serif Rare", then HanaMin, by itself. No other font of the machine is seen, so the same text gives the same
bytes everywhere. One configuration serves a whole process; `cutting.py` makes the files.
"""

import json
import mmap
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.conf import settings
from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import ffi, fontconfig, gobject, pangoft2
from weasyprint.text.fonts import FontConfiguration

from documents.rendering import cff
from documents.rendering.cutting import CUTS, HANAMIN
from documents.rendering.errors import CharactersMissing, FontsMissing

BOLD = 600  # from this weight on a style asks for the bold face
_INVISIBLE = frozenset("\t\n\r")

ffi.cdef("FcConfig * FcConfigCreate (void);")  # WeasyPrint itself only loads the configuration of the machine


def _folder() -> Path:
    return Path(settings.FONTS)


class OwnFonts(FontConfiguration):
    """A font configuration that knows these files and nothing else of the machine."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._config = fontconfig.FcConfigCreate()
        for path in files:
            if not path.exists() or not fontconfig.FcConfigAppFontAddFile(self._config, str(path).encode()):
                raise FontsMissing(file=path)
        self.font_map = ffi.gc(pangoft2.pango_ft2_font_map_new(), gobject.g_object_unref)
        pangoft2.pango_fc_font_map_set_config(ffi.cast("PangoFcFontMap *", self.font_map), self._config)
        fontconfig.FcConfigDestroy(self._config)  # the font map holds its own reference
        self._folder = None
        self.strut_layouts: dict[object, object] = {}
        self.font_features: dict[object, object] = {}


@cache
def font_configuration() -> OwnFonts:
    """Made once per process: reading the fonts costs more than a page."""
    return OwnFonts([*(_folder() / "pdf" / cut.file for cut in CUTS), *HANAMIN])


@cache
def _program(family: str, style: str) -> cff.Program | None:
    """The glyphs of one of our own faces; None for a face that is not cut."""
    files = [cut.file for cut in CUTS if (cut.family, cut.style) == (family, style)]
    if not files:
        return None
    with (_folder() / "pdf" / files[0]).open("rb") as file:
        content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return cff.Program.read(cff.table(memoryview(content), b"CFF "))


class CutFont(Font):
    """A face of ours in one document: its glyphs are copied from the cut file instead of cut by HarfBuzz."""

    type = "otf"
    program: cff.Program

    def clean(self, to_unicode: dict[int, str], hinting: bool) -> None:
        drawn = (glyph for glyph in to_unicode if glyph < self.glyph_count)  # larger ones stand for missing characters
        self.file_content = self.program.of(drawn, name=self.name.decode()[1:])


class DocumentFonts(dict[int, Font]):
    """The fonts of one document. WeasyPrint puts its own in; those that are ours leave as `CutFont`."""

    def __setitem__(self, key: int, font: Font) -> None:
        program = _program(font.family, "Bold" if font.weight >= BOLD else "Regular")
        if program is not None:
            state = vars(font)
            font = CutFont.__new__(CutFont)
            vars(font).update(state, program=program, file_content=b"")
        super().__setitem__(key, font)


@cache
def _coverage() -> tuple[list[int], list[int]]:
    try:
        ranges = json.loads((_folder() / "coverage.json").read_bytes())
    except FileNotFoundError as error:
        raise FontsMissing(file=error.filename) from error
    return [first for first, _last in ranges], [last for _first, last in ranges]


def missing_characters(text: str) -> tuple[str, ...]:
    """The characters of ``text`` that no font draws, each once, in the order of the text. Needs no rendering."""
    firsts, lasts = _coverage()

    def drawn(code: int) -> bool:
        place = bisect_right(firsts, code) - 1
        return place >= 0 and code <= lasts[place]

    return tuple(one for one in dict.fromkeys(text) if one not in _INVISIBLE and not drawn(ord(one)))


def require_drawable(text: str) -> None:
    """Raises CharactersMissing, which names them, rather than print a blank box."""
    if missing := missing_characters(text):
        raise CharactersMissing(characters=" ".join(f"{one} (U+{ord(one):04X})" for one in missing))
