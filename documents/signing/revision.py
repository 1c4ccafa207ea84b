"""Appending a signature to one of our own PDFs, as a revision of three objects.

pyHanko does this for any PDF; it reads the whole file, rewrites the metadata and needs 12 ms of the 14 that a signature
took. Our files are known: `rendering/finishing.py` writes the empty field as an object of its own, `FIELD` finds it.
ISO 32000-1: 7.5.6 incremental updates, 7.5.8 cross-reference streams, 12.8.1 signature dictionaries.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from documents.signing.errors import SigningFailed

_FIELD = re.compile(rb"\n(\d+) 0 obj\n(<</Type /Annot/Subtype /Widget/FT /Sig/T \((\w+)\)[^\n]*)>>\nendobj")
_START = re.compile(rb"startxref\n(\d+)\n%%EOF\n\Z")
_TRAILER = re.compile(rb"\d+ 0 obj\n<<(/Type /XRef[^\n]*)>>\nstream")
_ENTRY = {name: re.compile(rb"/" + name + rb" (\d+ 0 R)") for name in (b"Root", b"Info")}
_SIZE = re.compile(rb"/Size (\d+)")
_IDENTIFIER = re.compile(rb"/ID \[\((\w+)\) \(\w+\)\]")


@dataclass(slots=True)
class Revision:
    """The file with its signature dictionary, whose /Contents is still a gap of zeros."""

    content: bytearray
    gap: tuple[int, int]  # from < to behind >

    def digest(self) -> bytes:
        start, end = self.gap
        covered = hashlib.sha256(memoryview(self.content)[:start])
        covered.update(memoryview(self.content)[end:])
        return covered.digest()

    def filled(self, cms: bytes) -> bytes:
        start, end = self.gap
        written = cms.hex().encode()
        if len(written) > end - start - 2:
            raise SigningFailed(reason=f"{len(cms)} bytes of signature do not fit")
        self.content[start + 1 : start + 1 + len(written)] = written
        return bytes(self.content)


def add_signature(pdf: bytes, *, field: str, at: datetime, room: int, reason: str, location: str) -> Revision:
    """``room`` is the largest number of bytes that the signature may have."""
    number, widget = _empty_field(pdf, field)
    trailer, previous = _trailer(pdf)
    size = int(_only(_SIZE, trailer))
    content = bytearray(pdf)
    places = [len(content)]
    content += b"%d 0 obj\n%s/V %d 0 R>>\nendobj\n" % (number, widget, size)
    places.append(len(content))
    head = b"%d 0 obj\n<</Type /Sig/Filter /Adobe.PPKLite/SubFilter /ETSI.CAdES.detached/M %s%s%s/Contents " % (
        size,
        _string(_date(at)),
        b"/Reason " + _string(reason) if reason else b"",
        b"/Location " + _string(location) if location else b"",
    )
    start = len(content) + len(head)
    end = start + 2 + 2 * room
    range_at = end + len(b"/ByteRange ")
    content += head + b"<" + b"0" * (2 * room) + b">/ByteRange " + b" " * 40 + b">>\nendobj\n"
    places.append(len(content))
    content += _references(places, number, size, trailer, previous, pdf)
    content[range_at : range_at + 40] = (b"[0 %d %d %d]" % (start, end, len(content) - end)).ljust(40)
    return Revision(content, (start, end))


def _empty_field(pdf: bytes, field: str) -> tuple[int, bytes]:
    named = [found for found in _FIELD.finditer(pdf) if found[3] == field.encode()]
    if named and b"/V " not in named[-1][2]:  # the last one counts: an earlier signature leaves the empty field behind
        return int(named[-1][1]), named[-1][2]
    raise SigningFailed(reason=f"the PDF has no empty signature field {field}")


def _trailer(pdf: bytes) -> tuple[bytes, int]:
    place = int(_only(_START, pdf))
    found = _TRAILER.match(pdf, place)
    if found is None:
        raise SigningFailed(reason="the PDF was not made by this system")
    return found[1], place


def _only(pattern: re.Pattern[bytes], text: bytes) -> bytes:
    found = pattern.search(text)
    if found is None:
        raise SigningFailed(reason="the PDF was not made by this system")
    return found[1]


def _references(places: list[int], widget: int, size: int, trailer: bytes, previous: int, pdf: bytes) -> bytes:
    """The cross-reference stream of this revision, with the trailer's entries in its dictionary."""
    signature, references = size, size + 1
    entries = b"".join(b"\1" + place.to_bytes(4, "big") + b"\0\0" for place in places)
    first = _only(_IDENTIFIER, trailer)
    second = hashlib.sha256(pdf).hexdigest()[:32].encode()
    kept = b"".join(b"/%s %s" % (name, _only(pattern, trailer)) for name, pattern in _ENTRY.items())
    dictionary = b"<</Type /XRef/Index [%d 1 %d 2]/W [1 4 2]/Size %d/Prev %d%s/ID [(%s) (%s)]/Length %d>>" % (
        *(widget, signature, references + 1, previous, kept, first, second, len(entries)),
    )
    return b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
        *(references, dictionary, entries, places[-1]),
    )


def _date(at: datetime) -> str:
    zone = f"{at:%z}"
    return f"D:{at:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:5]}'"


def _string(text: str) -> bytes:
    if text.isascii():
        return b"(" + re.sub(rb"([\\()])", rb"\\\1", text.encode()) + b")"
    return b"<" + (b"\xfe\xff" + text.encode("utf-16-be")).hex().encode() + b">"
