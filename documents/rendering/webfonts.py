"""Yizheng Song, the face of headings on the public site: Noto Serif CJK SC Bold in slices that a browser asks for.

One core file holds the characters of titles and the commonest of the interface; every other character of GB 2312 is
in some slice, by how often the interface and Django's and Wagtail's Chinese use it. A first visit loads the core and
one or two slices.
"""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import django
from fontTools.ttLib import TTCollection, TTFont

from documents.rendering import harfbuzz

VERSION = 2
CORE, SLICE = 240, 80  # characters a file: about 75 and 27 KB
LATIN = "".join(map(chr, range(0x20, 0x7F))) + "·–—‘’“”…、。〈〉《》「」『』【】〔〕！（），：；？～㎡"
STYLESHEET = "yizheng-song.css"
Progress = Callable[[str], None]


def cut(folder: Path, source: Path, face_name: str, locale: Path, *, progress: Progress) -> None:
    """Write the slices and their style sheet into ``folder``; nothing else stays there."""
    folder.mkdir(parents=True, exist_ok=True)
    with TTCollection(source, lazy=True) as fonts:
        number = next(at for at, font in enumerate(fonts) if font["name"].getDebugName(1) == face_name)
    written = {STYLESHEET}
    rules = []
    slices = _slices(by_frequency(locale))
    with harfbuzz.opened_face(source, number) as face, ThreadPoolExecutor(os.cpu_count()) as packers:
        cuts = (harfbuzz.cut(face, characters, drop_tables=harfbuzz.VERTICAL_TABLES) for characters in slices)
        for place, data in enumerate(packers.map(_woff2, cuts)):  # Brotli takes the time and needs no lock
            progress(f"Yizheng Song {place + 1}/{len(slices)}")
            name = f"yizheng-song-{place:02d}.woff2"
            (folder / name).write_bytes(data)
            written.add(name)
            rules.append(_rule(name, slices[place]))
    (folder / STYLESHEET).write_text("\n".join(rules))
    for path in folder.iterdir():
        if path.name not in written:
            path.unlink()


def by_frequency(locale: Path) -> str:
    """Every character of GB 2312 (and every rarer one of our interface): those of titles, then the commonest.

    What public titles say stands in templates/song.txt beside the catalogues; a test holds the templates to it.
    """
    titles = set(_chinese((locale.parent / "templates" / "song.txt").read_text(encoding="utf-8")))
    ours = Counter(_chinese(_translations(locale)))
    others = Counter(_chinese(_translations(_django_locale())))
    rank = {character: place for place, character in enumerate(_gb2312())}
    everything = set(rank) | set(ours) | titles
    last = len(rank)
    ordered = sorted(
        everything, key=lambda one: (one not in titles, -20 * ours[one] - others[one], rank.get(one, last), one)
    )
    return "".join(ordered)


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


def _slices(characters: str) -> list[str]:
    rest = range(CORE, len(characters), SLICE)
    return [LATIN + characters[:CORE], *(characters[place : place + SLICE] for place in rest)]


def _woff2(data: bytes) -> bytes:
    font = TTFont(BytesIO(data), lazy=True, recalcTimestamp=False)
    font.flavor = "woff2"
    output = BytesIO()
    font.save(output, reorderTables=False)
    return output.getvalue()


def _rule(name: str, characters: str) -> str:
    ranges = ",".join(f"U+{ord(character):X}" for character in sorted(characters))
    return (
        '@font-face{font-family:"Yizheng Song";font-weight:700;font-style:normal;font-display:swap;'
        f'src:url("{name}") format("woff2");unicode-range:{ranges}}}'
    )
