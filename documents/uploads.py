"""Files that people attach: what they are by their content, not by their name."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

LARGEST = 20 * 1024 * 1024
SIGNATURES = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}


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
    return Upload(content, media_type)


def media_type_of(content: bytes) -> str | None:
    return next((kind for start, kind in SIGNATURES.items() if content.startswith(start)), None)
