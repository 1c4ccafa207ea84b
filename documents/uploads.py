"""Files that people attach: what they are by their content, not by their name."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

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
    message = _l("“%(name)s” is no PDF, PNG or JPEG by its content.")
    next_step = _l("Save it as PDF and choose it again.")


@dataclass(frozen=True, slots=True)
class Upload:
    content: bytes
    media_type: str


def read_upload(file: "UploadedFile[Any]") -> Upload:
    """Raises ValidationError: too large, empty, or none of the kinds that are kept (PDF, PNG, JPEG)."""
    size = file.size or 0
    if size > LARGEST:
        raise ValidationError(
            _("The file has %(size)s MB; at most 20 MB. Divide it in two."),
            code="file_too_large",
            params={"size": -(-size // (1024 * 1024))},
        )
    content = file.read()
    media_type = media_type_of(content)
    if media_type is None:
        raise ValidationError(
            _("“%(name)s” is no PDF, PNG or JPEG by its content. Save it as PDF and choose it again."),
            code="file_kind",
            params={"name": file.name},
        )
    try:
        scan(content, file.name or "")
    except YizhengError as error:
        raise ValidationError(f"{error} {error.next_step}", code=error.code) from error
    return Upload(content, media_type)


def taken(content: bytes, name: str) -> str:
    """The media type of a file that people hand in. Raises FileKindRefused, and what scanning raises."""
    media_type = media_type_of(content)
    if media_type is None:
        raise FileKindRefused(name=name)
    scan(content, name)
    return media_type


def media_type_of(content: bytes) -> str | None:
    return next((kind for start, kind in SIGNATURES.items() if content.startswith(start)), None)
