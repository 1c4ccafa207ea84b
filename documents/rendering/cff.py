"""The CFF programs inside our cut fonts: read once, then a program of any few glyphs is put together in a millisecond.

HarfBuzz and fontTools interpret every glyph again on every cut (6 to 9 ms a face for GB 2312). Our fonts are cut at
set-up with all subroutines written out, so a glyph is a run of bytes that can be copied as it stands.

The programs made here are CID-keyed and their CIDs are the glyph numbers of the cut font: that is what WeasyPrint
writes into the page, so numbers need not change when glyphs are left out. Format: Adobe Technical Note 5176.
"""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

Operands = list[bytes]
_PRIVATE, _CHARSTRINGS, _FONT_NAME = b"\x12", b"\x11", b"\x0c\x26"
_FD_ARRAY, _FD_SELECT, _FONT_MATRIX, _BBOX = b"\x0c\x24", b"\x0c\x25", b"\x0c\x07", b"\x05"
_CHARSET, _CID_COUNT, _SUBRS = b"\x0f", b"\x0c\x22", b"\x13"
_ROS = b"\xf8\x1b\xf8\x1c\x8b\x0c\x1e"  # Adobe-Identity-0: strings 391 and 392, the first after the standard ones


@dataclass(frozen=True, slots=True)
class Index:
    """An INDEX: items lie one after the other; `starts` has one entry more than there are items."""

    data: memoryview
    starts: Sequence[int]
    end: int

    @classmethod
    def at(cls, data: memoryview, place: int) -> Self:
        (count,) = struct.unpack_from(">H", data, place)
        if not count:
            return cls(data, (), place + 2)
        size = data[place + 2]
        table = bytes(data[place + 3 : place + 3 + (count + 1) * size])
        base = place + 2 + len(table)
        starts = [base + int.from_bytes(table[at : at + size], "big") for at in range(0, len(table), size)]
        return cls(data, starts, starts[-1])

    def __len__(self) -> int:
        return max(len(self.starts) - 1, 0)

    def __getitem__(self, number: int) -> bytes:
        return bytes(self.data[self.starts[number] : self.starts[number + 1]])


def _index(items: Sequence[bytes]) -> bytes:
    if not items:
        return b"\0\0"
    end, ends = 1, [1]
    for item in items:
        end += len(item)
        ends.append(end)
    size = (end.bit_length() + 7) // 8
    table = b"".join(place.to_bytes(size, "big") for place in ends)
    return struct.pack(">HB", len(items), size) + table + b"".join(items)


def _number(value: int) -> bytes:
    return b"\x1d" + struct.pack(">i", value)  # always five bytes, so that offsets do not move what follows them


def _value(operand: bytes) -> int:
    first = operand[0]
    if first == 28:
        return int(struct.unpack(">h", operand[1:])[0])
    if first == 29:
        return int(struct.unpack(">i", operand[1:])[0])
    if first < 247:
        return first - 139
    if first < 251:
        return (first - 247) * 256 + operand[1] + 108
    return -(first - 251) * 256 - operand[1] - 108


def _operand_length(data: bytes, place: int) -> int:
    first = data[place]
    if first == 30:  # a decimal number, two digits a byte until a half byte of 15
        end = place + 1
        while data[end] & 0x0F != 0x0F:
            end += 1
        return end + 1 - place
    return {28: 3, 29: 5}.get(first, 1 if first < 247 else 2)


def _dict(data: bytes) -> dict[bytes, Operands]:
    """A DICT as operator -> operands, each still in its bytes."""
    result: dict[bytes, Operands] = {}
    operands: Operands = []
    place = 0
    while place < len(data):
        if data[place] > 21:
            length = _operand_length(data, place)
            operands.append(data[place : place + length])
        else:
            length = 2 if data[place] == 12 else 1
            result[data[place : place + length]] = operands
            operands = []
        place += length
    return result


def _dict_bytes(entries: dict[bytes, Operands]) -> bytes:
    return b"".join(b"".join(operands) + operator for operator, operands in entries.items())


def _fd_select(data: memoryview, place: int, glyphs: int) -> bytes:
    """For each glyph, which font of the FDArray it belongs to."""
    if data[place] == 0:
        return bytes(data[place + 1 : place + 1 + glyphs])
    (ranges,) = struct.unpack_from(">H", data, place + 1)
    result = bytearray()
    for number in range(ranges):
        first, font, following = struct.unpack_from(">HBH", data, place + 3 + 3 * number)
        result += bytes([font]) * (following - first)
    return bytes(result)


@dataclass(frozen=True, slots=True)
class Program:
    """A CFF program without subroutines, ready to give away some of its glyphs."""

    charstrings: Index
    fonts: bytes  # FDSelect, one byte a glyph
    font_dicts: tuple[dict[bytes, Operands], ...]
    privates: tuple[bytes, ...]
    top: dict[bytes, Operands]

    @classmethod
    def read(cls, data: memoryview) -> Self:
        names = Index.at(data, data[2])
        tops = Index.at(data, names.end)
        top = _dict(tops[0])
        charstrings = Index.at(data, _value(top[_CHARSTRINGS][0]))
        font_dicts, privates = [], []
        fonts = Index.at(data, _value(top[_FD_ARRAY][0]))
        for number in range(len(fonts)):
            entries = _dict(fonts[number])
            size, place = (_value(operand) for operand in entries.pop(_PRIVATE))
            entries.pop(_FONT_NAME, None)
            private = _dict(bytes(data[place : place + size]))
            private.pop(_SUBRS, None)
            font_dicts.append(entries)
            privates.append(_dict_bytes(private))
        select = _fd_select(data, _value(top[_FD_SELECT][0]), len(charstrings))
        kept = {key: value for key, value in top.items() if key in (_FONT_MATRIX, _BBOX)}
        return cls(charstrings, select, tuple(font_dicts), tuple(privates), kept)

    def of(self, glyphs: Iterable[int], *, name: str) -> bytes:
        """The program of .notdef and these glyphs; each keeps its number as CID."""
        chosen = sorted({0, *glyphs})
        used = sorted({self.fonts[glyph] for glyph in chosen})
        renumbered = {font: number for number, font in enumerate(used)}
        charset = b"\0" + struct.pack(f">{len(chosen) - 1}H", *chosen[1:])
        select = b"\0" + bytes(renumbered[self.fonts[glyph]] for glyph in chosen)
        charstrings = _index([self.charstrings[glyph] for glyph in chosen])
        privates = [self.privates[font] for font in used]
        head = b"\1\0\4\4" + _index([name.encode("ascii")])
        strings = _index([b"Adobe", b"Identity"]) + _index([])
        top_length = len(_index([self._top(0, 0, 0, 0)]))
        place = len(head) + top_length + len(strings)
        places = []
        for part in (charset, select, charstrings, *privates):
            places.append(place)
            place += len(part)
        font_dicts = _index(
            [
                _dict_bytes(self.font_dicts[font]) + _number(len(private)) + _number(start) + _PRIVATE
                for font, private, start in zip(used, privates, places[3:], strict=True)
            ]
        )
        charset_at, select_at, charstrings_at, *_ = places
        top = _index([self._top(charset_at, select_at, charstrings_at, place)])
        return b"".join((head, top, strings, charset, select, charstrings, *privates, font_dicts))

    def _top(self, charset: int, select: int, charstrings: int, font_dicts: int) -> bytes:
        return (
            _ROS
            + _dict_bytes(self.top)
            + b"".join(
                (
                    _number(len(self.charstrings)),
                    _CID_COUNT,
                    _number(charset),
                    _CHARSET,
                    _number(charstrings),
                    _CHARSTRINGS,
                )
            )
            + b"".join((_number(font_dicts), _FD_ARRAY, _number(select), _FD_SELECT))
        )


def table(font: memoryview, tag: bytes) -> memoryview:
    """One table of an OpenType file."""
    (count,) = struct.unpack_from(">H", font, 4)
    for number in range(count):
        name, _checksum, place, length = struct.unpack_from(">4sIII", font, 12 + 16 * number)
        if name == tag:
            return font[place : place + length]
    raise ValueError(f"the font has no table {tag.decode()}")
