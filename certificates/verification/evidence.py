"""What a file that is not one of ours, byte for byte, says about itself. Pure.

Whoever hands in such a file may have made it for this reader. So nothing is parsed as a PDF: raw bytes and inflated
streams are searched for numbers and for an attached statement, within fixed limits of places, bytes and depth. What the
limits hide makes an answer weaker (unknown instead of altered), never better.
"""

import json
import re
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import islice

from documents.number_keys import number_key

MOST_STREAMS = 3000
MOST_INFLATED = 16 * 1024 * 1024  # all streams together; our largest is a font of 60 KB
_LARGEST_STREAM = 1024 * 1024
_LONGEST_STATEMENT = 256 * 1024
MOST_PLACES = 4000  # where 号 stands, looked at in one piece of bytes
MOST_NUMBERS = 60
LONGEST_NUMBER = 48  # characters before 号
SHORTEST_KEY = 6

_HEADER_WITHIN = 1024  # readers accept bytes before %PDF-
_STREAM = re.compile(rb"stream\r?\n")
_HEXADECIMAL = re.compile(rb"<(?:FEFF|feff)([0-9A-Fa-f]{8,4000})>")
_ESCAPED = re.compile(rb"\\([()\\])")
_ENCRYPTED = re.compile(rb"/Encrypt\s{1,9}\d{1,9}\s{1,9}\d{1,5}\s{1,9}R|/Encrypt\s{0,9}<<")
_UTF8, _UTF16 = "号".encode(), "号".encode("utf-16-be")


class Form(Enum):
    """What the bytes look like, before anybody asks whose they are."""

    NOT_A_PDF = "not_a_pdf"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    READABLE = "readable"


@dataclass(frozen=True, slots=True)
class Statement:
    """The heads of an attached facts.json."""

    type_code: str
    number: str
    issuer: str


@dataclass(frozen=True, slots=True)
class Evidence:
    form: Form
    statement: Statement | None
    named: tuple[str, ...]  # texts that end like numbers; what stands before the number may still hang on them

    def keys(self) -> dict[str, str]:
        """Every number that may be meant: its key (documents/numbering.py) and the text as the file has it."""
        found = {number_key(self.statement.number): self.statement.number} if self.statement else {}
        for text in self.named:
            for start in range(len(text)):
                key = number_key(text[start:])
                if len(key) >= SHORTEST_KEY:
                    found.setdefault(key, text[start:])
        return found


def read_evidence(content: bytes) -> Evidence:
    form = _form(content)
    statement = None
    named: dict[str, None] = {}
    for piece in _pieces(content) if form is not Form.NOT_A_PDF else ():
        if (found := _statement(piece)) is not None:
            statement = statement or found
            continue  # a statement names other certificates too, such as the land permit of the works
        for text in _numbers(piece):
            if len(named) < MOST_NUMBERS:
                named[text] = None
    return Evidence(form, statement, tuple(named))


def _form(content: bytes) -> Form:
    begins = b"%PDF-" in content[:_HEADER_WITHIN]
    ends = b"startxref" in content and b"%%EOF" in content
    if not begins and not ends:
        return Form.NOT_A_PDF
    if _ENCRYPTED.search(content):
        return Form.ENCRYPTED
    return Form.READABLE if begins and ends else Form.DAMAGED


def _pieces(content: bytes) -> Iterator[bytes]:
    """The bytes as they are, then each stream inflated, whatever its object is."""
    yield content
    view, left = memoryview(content), MOST_INFLATED
    for at, found in enumerate(_STREAM.finditer(content)):
        if at == MOST_STREAMS or left <= 0:
            return
        start = found.end()
        if start >= len(content) or content[start] & 0x0F != 8:  # no zlib header
            continue
        try:
            inflated = zlib.decompressobj().decompress(view[start : start + _LARGEST_STREAM], _LARGEST_STREAM)
        except zlib.error:
            continue
        left -= len(inflated)
        yield inflated


def _numbers(piece: bytes) -> Iterator[str]:
    """Texts before each 号: in UTF-8 as XMP has them, in UTF-16 as strings of a PDF do, plain or hexadecimal."""
    for end in _places(piece, _UTF8):
        yield from _tail(piece[max(0, end - 4 * LONGEST_NUMBER) : end].decode(errors="ignore"))
    for end in _places(piece, _UTF16):
        before = _ESCAPED.sub(rb"\1", piece[max(0, end - 3 * LONGEST_NUMBER) : end])
        yield from _tail(before[len(before) % 2 :].decode("utf-16-be", errors="ignore"))
    for found in islice(_HEXADECIMAL.finditer(piece), MOST_PLACES):
        digits = found[1][: len(found[1]) // 4 * 4]
        text = bytes.fromhex(digits.decode()).decode("utf-16-be", errors="ignore")
        for sign in islice(re.finditer("号", text), 3):  # a title names one certificate
            yield from _tail(text[: sign.end()])


def _places(piece: bytes, sign: bytes) -> Iterator[int]:
    """Ends of each place where ``sign`` stands."""
    at = -1
    for _place in range(MOST_PLACES):
        at = piece.find(sign, at + 1)
        if at < 0:
            return
        yield at + len(sign)


def _tail(text: str) -> Iterator[str]:
    """The last word of ``text`` when it can be a number: digits before 号."""
    plain = unicodedata.normalize("NFKC", text)[-LONGEST_NUMBER:]
    word = re.split(r"[\s<>\"'/\x00-\x1f]", plain)[-1]
    if re.search(r"\d[^\d]{0,6}号$", word):
        yield word


def _statement(piece: bytes) -> Statement | None:
    if not piece.startswith(b"{") or len(piece) > _LONGEST_STATEMENT or b'"type_code"' not in piece:
        return None
    try:
        known = json.loads(piece)
        return Statement(*(_printable(known[key]) for key in ("type_code", "number", "issuer")))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _printable(value: object) -> str:
    """No control characters and no halves of surrogates: the text goes into a query and onto a page."""
    return "".join(filter(str.isprintable, str(value)[:100]))
