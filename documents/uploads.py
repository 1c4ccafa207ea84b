"""Files that people attach: what they are by their content, not by their name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from bureau.errors import Refused, YizhengError
from documents import store
from documents.scanning import scan

K = TypeVar("K")
Errors: TypeAlias = dict[K, list[YizhengError]]  # by what the files were uploaded for
LARGEST = 20 * 1024 * 1024
SIGNATURES = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}


class FileKindRefused(Refused):
    code = "documents.file_kind"
    message = _("“%(name)s” is no PDF, PNG or JPEG by its content.")
    next_step = _("Save it as PDF and choose it again.")


class FileTooLarge(Refused):
    code = "documents.file_too_large"
    message = _("“%(name)s” has %(size)s MB; at most 20 MB.")
    next_step = _("Divide it in two.")


@dataclass(frozen=True, slots=True)
class Upload:
    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A file whose bytes are in the store; it has no row there yet."""

    name: str
    sha256: str
    size: int
    media_type: str


def keep_upload(file: "UploadedFile[Any]") -> Kept:
    """Before any transaction. The size is known before the file is read. Raises what `taken` raises."""
    name = file.name or ""
    refuse_large(file.size or 0, name)
    content = file.read()
    media_type = taken(content, name)
    return Kept(name[-200:], store.write(content), len(content), media_type)


def keep_uploads(uploads: Mapping[K, Sequence["UploadedFile[Any]"]]) -> tuple[list[tuple[K, Kept]], Errors[K]]:
    """What could be taken, each with what it was uploaded for, and why the others could not."""
    kept, refused = list[tuple[K, Kept]](), Errors[K]()
    for key, files in uploads.items():
        for file in files:
            try:
                kept.append((key, keep_upload(file)))
            except YizhengError as error:
                refused.setdefault(key, []).append(error)
    return kept, refused


def read_upload(file: "UploadedFile[Any]") -> Upload:
    """Raises ValidationError: too large, empty, or none of the kinds that are kept (PDF, PNG, JPEG)."""
    try:
        refuse_large(file.size or 0, file.name or "")
        content = file.read()
        return Upload(content, taken(content, file.name or ""))
    except YizhengError as error:
        raise ValidationError(error.in_full(), code=error.code) from error


def refuse_large(size: int, name: str) -> None:
    """``size`` in bytes, known before a file is read. Raises FileTooLarge."""
    if size > LARGEST:
        raise FileTooLarge(name=name, size=-(-size // (1024 * 1024)))


def taken(content: bytes, name: str) -> str:
    """The media type of a file that people hand in. Raises FileTooLarge, FileKindRefused, and what scanning raises."""
    refuse_large(len(content), name)
    media_type = media_type_of(content)
    if media_type is None:
        raise FileKindRefused(name=name)
    scan(content, name)
    return media_type


def media_type_of(content: bytes) -> str | None:
    return next((kind for start, kind in SIGNATURES.items() if content.startswith(start)), None)
