"""Files that people attach: what they are by their content, not by their name."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from bureau.errors import Refused, YizhengError
from documents.scanning import scan

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
    message = _("The file has %(size)s MB; at most 20 MB.")
    next_step = _("Divide it in two.")


@dataclass(frozen=True, slots=True)
class Upload:
    content: bytes
    media_type: str


def read_upload(file: "UploadedFile[Any]") -> Upload:
    """Raises ValidationError: too large, empty, or none of the kinds that are kept (PDF, PNG, JPEG)."""
    try:
        refuse_large(file.size or 0)
        content = file.read()
        return Upload(content, taken(content, file.name or ""))
    except YizhengError as error:
        raise ValidationError(error.in_full(), code=error.code) from error


def refuse_large(size: int) -> None:
    """``size`` in bytes, known before a file is read. Raises FileTooLarge."""
    if size > LARGEST:
        raise FileTooLarge(size=-(-size // (1024 * 1024)))


def taken(content: bytes, name: str) -> str:
    """The media type of a file that people hand in. Raises FileTooLarge, FileKindRefused, and what scanning raises."""
    refuse_large(len(content))
    media_type = media_type_of(content)
    if media_type is None:
        raise FileKindRefused(name=name)
    scan(content, name)
    return media_type


def media_type_of(content: bytes) -> str | None:
    return next((kind for start, kind in SIGNATURES.items() if content.startswith(start)), None)
