"""Which characters papers can hold, and what of the fonts goes into a file."""

import re
import time
from io import BytesIO, StringIO
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from django.core.management import call_command
from fontTools.cffLib import CFFFontSet
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from documents.rendering import cff, cutting
from documents.rendering.errors import CharactersMissing, FontsMissing
from documents.rendering.fonts import OwnFonts, missing_characters, require_drawable
from tests.documents.papers import page, paper
from tests.environment import ROOT


def test_rare_characters_of_names_can_be_drawn() -> None:
    assert missing_characters("𠀀䶮·喆堃〔2022〕㎡×建字第4309号") == ()


def test_a_character_that_no_font_has_is_refused_by_name() -> None:
    undrawable = "\U0002fa20"

    with pytest.raises(CharactersMissing) as refusal:
        require_drawable(f"赫山{undrawable}区{undrawable}")

    assert refusal.value.params == {"characters": f"{undrawable} (U+2FA20)"}


def test_an_undrawable_character_that_nobody_asked_about_stops_the_rendering() -> None:
    with pytest.raises(CharactersMissing):
        paper(page("赫山\U0002fa20区"))


def test_line_ends_are_no_missing_characters() -> None:
    assert missing_characters("一\r\n二\t三") == ()


def test_every_character_of_gb2312_is_in_each_cut_font() -> None:
    wanted = set(map(ord, cutting.gb2312() + cutting.signs().replace("\u00ad", "")))

    for cut in cutting.CUTS:
        if not cut.rare:
            with TTFont(settings.FONTS / "pdf" / cut.file, lazy=True) as font:
                assert wanted - set(font.getBestCmap()) <= set(map(ord, cutting.signs()))
                assert set(map(ord, cutting.gb2312())) <= set(font.getBestCmap())


def test_a_cut_program_draws_the_same_outlines_under_the_same_numbers() -> None:
    path = settings.FONTS / "pdf" / "YizhengSerif-Regular.otf"
    with TTFont(path, lazy=True) as font:
        glyphs = [font.getGlyphID(font.getBestCmap()[ord(one)]) for one in "益阳样A，"]
        program = cff.Program.read(cff.table(memoryview(path.read_bytes()), b"CFF ")).of(glyphs, name="Test")
        cut = CFFFontSet()
        cut.decompile(BytesIO(program), None)
        small = cut[0]

        assert [small.charset.index(f"cid{glyph:05d}") for glyph in sorted(glyphs)] == [1, 2, 3, 4, 5]
        for glyph in glyphs:
            name = font.getGlyphName(glyph)
            assert _bounds(small.CharStrings, f"cid{glyph:05d}") == _bounds(font["CFF "].cff[0].CharStrings, name)


def _bounds(charstrings: object, name: str) -> object:
    pen = BoundsPen(None)
    charstrings[name].draw(pen)  # type: ignore[index]
    return pen.bounds


def test_fonts_are_embedded_bare_and_only_with_the_glyphs_of_the_text() -> None:
    with pikepdf.open(BytesIO(paper(page("喆")).bytes)) as pdf:
        fonts = {str(one.BaseFont).split("+")[1]: one for one in pdf.objects if _is_type0(one)}
        sizes = {name: _program_size(font) for name, font in fonts.items()}

    assert sizes.keys() == {"Yizheng-Serif", "Yizheng-Serif-Bold", "Yizheng-Serif-Rare", "Yizheng-Sans"}
    assert max(sizes.values()) < 20_000


def _is_type0(one: pikepdf.Object) -> bool:
    return isinstance(one, pikepdf.Dictionary) and one.get("/Subtype") == "/Type0"


def _program_size(font: pikepdf.Object) -> int:
    stream = font.DescendantFonts[0].FontDescriptor.FontFile3
    assert stream.Subtype == "/CIDFontType0C"
    return len(stream.read_raw_bytes())


def web_slices() -> list[tuple[str, set[int]]]:
    """File and code points that it is asked for, in the order of the rules."""
    style = (settings.FONTS / "web" / "yizheng-song.css").read_text()
    rules = re.findall(r'url\("([^"]+)"\).*?unicode-range:([^}]+)\}', style)
    return [(name, {code for each in ranges.split(",") for code in code_points(each)}) for name, ranges in rules]


def code_points(written: str) -> range:
    first, _dash, last = written.removeprefix("U+").partition("-")
    return range(int(first, 16), int(last or first, 16) + 1)


def test_every_character_of_gb2312_has_its_glyph_in_the_file_that_a_browser_asks_for() -> None:
    asked = {code: name for name, codes in web_slices() for code in codes}  # of several rules the last counts
    held = {}
    for name, _codes in web_slices():
        with TTFont(settings.FONTS / "web" / name, lazy=True) as font:
            held[name] = set(font.getBestCmap())

    assert [one for one in cutting.gb2312() if ord(one) not in held[asked[ord(one)]]] == []


def test_the_first_visit_loads_little_of_the_web_font() -> None:
    folder = settings.FONTS / "web"
    last = [(folder / name).stat().st_size for name, _codes in web_slices()][-4:]

    assert last[-1] < 100_000
    assert sum(last) < 200_000
    assert (folder / "yizheng-song.css").stat().st_size < 20_000


def test_the_characters_of_titles_are_all_in_one_file() -> None:
    titles = re.findall(r"[\u4e00-\u9fff]", (ROOT / "site" / "templates" / "song.txt").read_text())

    assert {ord(one) for one in titles} <= web_slices()[-1][1]


def test_cut_fonts_does_nothing_when_they_are_current() -> None:
    before = (settings.FONTS / "stamp").stat().st_mtime_ns
    answer = StringIO()

    call_command("cut_fonts", check=True, stdout=answer)
    call_command("cut_fonts", stdout=answer)

    assert answer.getvalue().count("are current") == 2
    assert (settings.FONTS / "stamp").stat().st_mtime_ns == before


def test_fonts_that_were_never_cut_are_said_to_be_missing(tmp_path: Path) -> None:
    assert not cutting.are_current(tmp_path, settings.LOCALE_PATHS[0])
    with pytest.raises(FontsMissing) as failure:
        OwnFonts([tmp_path / "YizhengSerif-Regular.otf"])
    assert str(failure.value.next_step).endswith("cut_fonts")


def test_asking_for_missing_characters_is_quick() -> None:
    text = (cutting.gb2312() * 2)[:200]
    missing_characters(text)

    started = time.process_time()
    for _ in range(100):
        missing_characters(text)

    assert (time.process_time() - started) / 100 < 0.001
