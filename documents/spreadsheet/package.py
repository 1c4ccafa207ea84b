"""What an uploaded file is and whether it may be opened: judged by its bytes, before any value is read. Pure.

An .xlsx is a zip of XML parts. Refused are what is no such zip, programs and links in it, document types (the door to
entities), and what unpacks to more than the limits. The whole file is unpacked once and thrown away, because sizes in
a zip are only claims; `zipfile` stops at the claimed size and compares the checksum.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from xml.parsers import expat

from documents.spreadsheet import errors

MEGABYTE = 1024 * 1024
LARGEST_FILE = 10 * MEGABYTE
LARGEST_UNPACKED = 64 * MEGABYTE
LARGEST_HELPER = 4 * MEGABYTE  # styles, themes, lists of parts: openpyxl builds them in memory
MOST_PARTS = 300
SUSPICIOUS_RATIO = 200  # sheets compress to a 30th; a bomb to a 1,000th
CHUNK = 64 * 1024

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .xls, .et and of encrypted workbooks
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
CONTENT_TYPES = "[Content_Types].xml"
WORKBOOK = "xl/workbook.xml"
_MACROS = re.compile(r"vbaProject|vbaData|(^|/)macrosheets/", re.IGNORECASE)
_LINKS = re.compile(
    r"(^|/)(externalLinks|embeddings|activeX|queryTables|ctrlProps)/|(^|/)connections\.xml$", re.IGNORECASE
)
_MACRO_TYPE = re.compile(rb"macroEnabled|vnd\.ms-office\.vbaProject", re.IGNORECASE)
_XLSX_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_LARGE_PARTS = re.compile(r"xl/(worksheets/[^/]+\.xml|sharedStrings\.xml|media/[^/]+)", re.IGNORECASE)
_XML = (".xml", ".rels", ".vml")

DAMAGES = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    expat.ExpatError,
    SyntaxError,  # ParseError of both XML libraries
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    OSError,
    EOFError,
    RuntimeError,  # NotImplementedError, RecursionError
)


class DocumentTypeError(ValueError):
    """An XML part declares a document type; no spreadsheet program writes one."""


@contextmanager
def damage_named(what: str) -> Iterator[None]:
    """Whatever breaks while a strange file is read becomes Damaged; our own refusals pass."""
    try:
        yield
    except errors.SpreadsheetRefused:
        raise
    except DAMAGES as error:
        raise errors.Damaged(what=what) from error


def opened(content: bytes) -> zipfile.ZipFile:
    """The archive of a spreadsheet that is safe to read. Raises SpreadsheetRefused."""
    if len(content) > LARGEST_FILE:
        raise errors.FileTooLarge(size=-(-len(content) // MEGABYTE), most=LARGEST_FILE // MEGABYTE)
    if content.startswith(OLE):
        raise errors.Encrypted() if ENCRYPTED in content else errors.OldFormat()
    if not content.startswith(b"PK\x03\x04"):
        raise errors.NoSpreadsheet()
    with damage_named("zip"):
        archive = zipfile.ZipFile(io.BytesIO(content))
        _check_sizes(archive)
        _check_kind(archive)
        for part in archive.infolist():
            _unpack(archive, part)
    return archive


def _check_sizes(archive: zipfile.ZipFile) -> None:
    """By what the zip claims; `_unpack` then holds it to its claims."""
    parts = archive.infolist()
    names = [part.filename.lower() for part in parts]
    if len(set(names)) != len(names):
        raise errors.Damaged(what="zip")
    if any(part.flag_bits & 0x1 for part in parts):
        raise errors.Encrypted()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise errors.UnpacksTooLarge()
    for part in parts:
        if not _LARGE_PARTS.fullmatch(part.filename) and part.file_size > LARGEST_HELPER:
            raise errors.UnpacksTooLarge()
        if part.file_size > MEGABYTE and part.file_size > SUSPICIOUS_RATIO * part.compress_size:
            raise errors.UnpacksTooLarge()


def _check_kind(archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    if found := next((name for name in names if _MACROS.search(name)), None):
        raise errors.MacrosInside(part=found)
    if CONTENT_TYPES not in names or WORKBOOK not in names:
        raise errors.NoSpreadsheet()
    types = archive.read(CONTENT_TYPES)
    if _MACRO_TYPE.search(types):
        raise errors.MacrosInside(part=CONTENT_TYPES)
    if _XLSX_TYPE not in types:
        raise errors.NoSpreadsheet()
    if found := next((name for name in names if _LINKS.search(name)), None):
        raise errors.LinksInside(part=found)


def _unpack(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Reads a part to its end: its checksum holds, and an XML part is well-formed and declares no document type."""
    if part.filename.lower().endswith(_XML):
        parse(archive, part.filename)
        return
    with archive.open(part) as stream:
        while stream.read(CHUNK):
            pass


def parse(archive: zipfile.ZipFile, name: str, start: Callable[[str, dict[str, str]], Any] | None = None) -> None:
    """Walks through an XML part; ``start`` sees each element's name (with its prefix) and attributes.

    Expat alone, since with document types refused there are no entities left to fear, and because a sheet has
    millions of elements.
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_document_type
    if start is not None:
        parser.StartElementHandler = start
    with archive.open(name) as stream:
        while chunk := stream.read(CHUNK):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _refuse_document_type(*_declared: object) -> None:
    raise DocumentTypeError("document type")
