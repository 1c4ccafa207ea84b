"""Yizheng Song, the face of headings on the public site: Noto Serif CJK SC Bold in slices that a browser asks for.

The first file holds the characters of titles. The commonest others follow in slices, by how often the interface and
Django's and Wagtail's Chinese use them; the rest of GB 2312 in the order of its code points, so that one range says
what a slice is asked for. A first visit loads the first file and one or two slices.
"""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import django
from fontTools.ttLib import TTCollection, TTFont

from documents.rendering import harfbuzz

VERSION = 3
COMMON = 960  # characters after those of titles; each costs 7 bytes of the style sheet that every reader loads
SLICE, RARE_SLICE = 80, 160  # characters a file: about 27 and 55 KB
LATIN = "".join(map(chr, range(0x20, 0x7F))) + "·–—‘’“”…、。〈〉《》「」『』【】〔〕！（），：；？～㎡"
STYLESHEET = "yizheng-song.css"
RULE = (
    '@font-face{font-family:"Yizheng Song";font-weight:700;font-display:swap;'
    'src:url("%s") format("woff2");unicode-range:%s}'
)
Progress = Callable[[str], None]


class Slice(NamedTuple):
    """One file. Where two ranges hold a character, the browser takes the later: the one whose file has it."""

    characters: Sequence[str]
    asked_for: str  # as CSS writes ranges of code points


def cut(folder: Path, source: Path, face_name: str, locale: Path, *, progress: Progress) -> None:
    """Write the slices and their style sheet into ``folder``; nothing else stays there."""
    folder.mkdir(parents=True, exist_ok=True)
    with TTCollection(source, lazy=True) as fonts:
        number = next(at for at, font in enumerate(fonts) if font["name"].getDebugName(1) == face_name)
    written = {STYLESHEET}
    rules = []
    wanted = slices(locale)
    with harfbuzz.opened_face(source, number) as face, ThreadPoolExecutor(os.cpu_count()) as packers:
        cuts = (harfbuzz.cut(face, "".join(each.characters), drop_tables=harfbuzz.VERTICAL_TABLES) for each in wanted)
        for place, data in enumerate(packers.map(_woff2, cuts)):  # Brotli takes the time and needs no lock
            progress(f"Yizheng Song {place + 1}/{len(wanted)}")
            name = f"yizheng-song-{place:02d}.woff2"
            (folder / name).write_bytes(data)
            written.add(name)
            rules.append(RULE % (name, wanted[place].asked_for))
    (folder / STYLESHEET).write_text("\n".join(rules))
    for path in folder.iterdir():
        if path.name not in written:
            path.unlink()


def slices(locale: Path) -> list[Slice]:
    """Every character of GB 2312, and every rarer one of our interface, is in one of them; that of titles is the last.

    What public titles say stands in templates/song.txt beside the catalogues; a test holds the templates to it.
    """
    in_titles = titles(locale)
    ours = Counter(_chinese(_translations(locale)))
    others = Counter(_chinese(_translations(_django_locale())))
    rank = {character: place for place, character in enumerate(_gb2312())}
    last = len(rank)
    ordered = sorted(
        (set(rank) | set(ours)).difference(in_titles),
        key=lambda one: (-20 * ours[one] - others[one], rank.get(one, last), one),
    )
    common, rare = ordered[:COMMON], sorted(ordered[COMMON:])
    return [
        *(Slice(each, f"U+{ord(each[0]):X}-{ord(each[-1]):X}") for each in _cut_up(rare, RARE_SLICE)),
        *(Slice(each, _one_by_one(each)) for each in _cut_up(common, SLICE)),
        Slice((*LATIN, *in_titles), _one_by_one((*LATIN, *in_titles))),
    ]


def titles(locale: Path) -> tuple[str, ...]:
    """The characters of public titles, in order."""
    return tuple(sorted(set(_chinese((locale.parent / "templates" / "song.txt").read_text(encoding="utf-8")))))


def _cut_up(characters: Sequence[str], size: int) -> list[Sequence[str]]:
    return [characters[at : at + size] for at in range(0, len(characters), size)]


def _one_by_one(characters: Iterable[str]) -> str:
    return ",".join(f"U+{ord(character):X}" for character in sorted(characters))


def _gb2312() -> str:
    codes = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return "".join(code.decode("gb2312", errors="ignore") for code in codes)


def _django_locale() -> Path:
    return Path(django.__file__).parent


def _translations(folder: Path) -> str:
    """What the Chinese catalogues under a folder say."""
    catalogues = sorted(folder.glob("**/zh_Hans*/LC_MESSAGES/*.po"))
    lines = (line for path in catalogues for line in path.read_text(encoding="utf-8").splitlines())
    return "".join(line for line in lines if not line.startswith("#"))


def _chinese(text: str) -> Iterable[str]:
    return re.findall(r"[\u3007\u3400-\u9fff]", text)


def _woff2(data: bytes) -> bytes:
    font = TTFont(BytesIO(data), lazy=True, recalcTimestamp=False)
    font.flavor = "woff2"
    output = BytesIO()
    font.save(output, reorderTables=False)
    return output.getvalue()
