"""Reads the QR code of a certificate off the drawn page, as a phone would: Debian's Chromium has no reader for it.

A clean drawing needs no error correction, so only the data words are read (ISO/IEC 18004; byte mode, level M).
"""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from segno import consts

DPI = 300
LEFT, TOP, SIDE = 22, 228, 32  # mm on the page: the place of face.md §8 with some white around
MASKS = [
    lambda row, column: (row + column) % 2,
    lambda row, column: row % 2,
    lambda row, column: column % 3,
    lambda row, column: (row + column) % 3,
    lambda row, column: (row // 2 + column // 3) % 2,
    lambda row, column: row * column % 2 + row * column % 3,
    lambda row, column: (row * column % 2 + row * column % 3) % 2,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2,
]


def read_qr(file: Path, *, page: int = 1, place: tuple[float, float, float] = (LEFT, TOP, SIDE)) -> str:
    """The text in the code on a page; ``place`` is left, top and side in mm of a square that holds nothing else."""
    modules = _modules(_drawn(file, page, place))
    version = (len(modules) - 17) // 4
    words = _in_order(_words(modules, version), version)
    bits = "".join(f"{word:08b}" for word in words)
    count = 8 if version < 10 else 16
    assert bits[:4] == "0100", "not in byte mode"
    length = int(bits[4 : 4 + count], 2)
    start = 4 + count
    return bytes(int(bits[at : at + 8], 2) for at in range(start, start + 8 * length, 8)).decode()


def _drawn(file: Path, page: int, place: tuple[float, float, float]) -> Image.Image:
    """The part of the page that holds the code, cut to its edge."""
    left, top, side = place
    sides = {"-x": left, "-y": top, "-W": side, "-H": side}
    cut = [word for name, mm in sides.items() for word in (name, str(round(mm / 25.4 * DPI)))]
    with TemporaryDirectory() as folder:
        target = Path(folder) / "code"
        draw = ["pdftoppm", "-gray", "-r", str(DPI), "-f", str(page), "-l", str(page), "-singlefile", *cut]
        subprocess.run([*draw, file, target], check=True)
        with Image.open(target.with_suffix(".pgm")) as image:
            black = image.point(lambda shade: 255 * (shade < 128))
            return black.crop(black.getbbox())


def _modules(image: Image.Image) -> list[list[int]]:
    """1 for dark. The finder pattern, seven modules wide, says how large a module is."""
    first_row = bytes(image.crop((0, 2, image.width, 3)).tobytes())
    finder = first_row.index(0)
    count = 17 + 4 * round((image.width / (finder / 7) - 17) / 4)
    step = image.width / count
    centres = [int((at + 0.5) * step) for at in range(count)]
    return [[int(image.getpixel((x, y)) > 0) for x in centres] for y in centres]  # type: ignore[operator]


def _words(modules: list[list[int]], version: int) -> list[int]:
    """Unmasked, in the order in which they lie on the symbol."""
    mask = MASKS[int("".join(map(str, modules[8][2:5])), 2) ^ 0b101]
    bits = [
        modules[row][column] ^ (mask(row, column) == 0)
        for row, column in _path(len(modules))
        if _is_data(row, column, version)
    ]
    return [int("".join(str(int(bit)) for bit in bits[at : at + 8]), 2) for at in range(0, len(bits) - 7, 8)]


def _is_data(row: int, column: int, version: int) -> bool:
    """Outside the patterns that every symbol of the version has."""
    far = 17 + 4 * version - 8
    finders = (row < 9 and (column < 9 or column >= far)) or (row >= far and column < 9)
    timing = 6 in (row, column)
    versions = version >= 7 and ((row < 6 and column >= far - 3) or (column < 6 and row >= far - 3))
    return not (finders or timing or versions or _is_alignment(row, column, version))


def _is_alignment(row: int, column: int, version: int) -> bool:
    places = consts.ALIGNMENT_POS[version - 2] if version > 1 else ()
    centres = [(y, x) for y in places for x in places]
    last = max(places, default=0)
    free = [each for each in centres if each not in {(6, 6), (6, last), (last, 6)}]
    return any(abs(row - y) <= 2 and abs(column - x) <= 2 for y, x in free)


def _path(count: int) -> Iterator[tuple[int, int]]:
    """Two columns at a time from the right, up and down in turn; the column of the timing pattern is left out."""
    rights = [*range(count - 1, 6, -2), 5, 3, 1]
    for turn, right in enumerate(rights):
        rows = range(count - 1, -1, -1) if turn % 2 == 0 else range(count)
        for row in rows:
            yield row, right
            yield row, right - 1


def _in_order(words: list[int], version: int) -> list[int]:
    """The blocks lie woven into each other; their data words one after the other make the message."""
    groups = consts.ECC[version][consts.ERROR_LEVEL_M]
    sizes = [group.num_data for group in groups for _block in range(group.num_blocks)]
    blocks: list[list[int]] = [[] for _size in sizes]
    source = iter(words)
    for place in range(max(sizes)):
        for block, size in zip(blocks, sizes, strict=True):
            if place < size:
                block.append(next(source))
    return [word for block in blocks for word in block]
