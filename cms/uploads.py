"""What editors upload is what its name says, or it is refused with what to do instead.

Wagtail builds every form for documents and images on the two forms below: the single page, many files at once, and the
upload inside a chooser. A file is judged by its bytes; of a picture only the header is read until its size is known.
"""

import struct
import zipfile
import zlib
from pathlib import PurePath
from typing import Any

import pypdfium2
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

PICTURES: dict[str, type[ImageFile]] = {
    "jpg": JpegImageFile,
    "jpeg": JpegImageFile,
    "png": PngImageFile,
    "webp": WebPImageFile,
}
OFFICE = {
    "docx": b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
DOCUMENTS = ("pdf", *OFFICE, "jpg", "jpeg", "png")
CONTENT_TYPES = "[Content_Types].xml"
LARGEST_LIST = 1024 * 1024  # of what the parts of an office file are: a few KB in practice
PDF_STARTS_WITHIN = 1024  # bytes, as every reader of PDF allows
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .doc and .xls, and of files with a password
DAMAGES = (
    OSError,
    SyntaxError,  # how Pillow says that a header is no header
    ValueError,
    LookupError,
    ArithmeticError,
    EOFError,
    RuntimeError,
    TypeError,
    struct.error,
    zlib.error,
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
)

NOT_A_DOCUMENT = _(
    "%(name)s: files of this kind are not taken. Save it as PDF, Word (.docx), Excel (.xlsx), or as a picture "
    "(.jpg, .png), then choose it again."
)
NOT_A_PICTURE = _(
    "%(name)s: pictures of this kind are not taken. Save it as .jpg, .png or .webp, then choose it again."
)
TOO_LARGE = _("%(name)s has %(size)s MB; at most %(most)s MB. Make it smaller or split it, then choose it again.")
OTHER_CONTENT = _(
    "%(name)s: by its content this is no .%(kind)s file, whatever its name says, or it is damaged. Open it in the "
    "program that made it and save it as .%(kind)s again; changing the name is not enough."
)
OLD_OR_LOCKED = _(
    "%(name)s is of the old Office format or has a password. Open it, take the password off, save it as .%(kind)s, "
    "then choose it again."
)
WITH_MACROS = _(
    "%(name)s holds macros. Files with programs in them are not put on the web. Save it without macros as .%(kind)s, "
    "then choose it again."
)
IN_A_VERSION = _(
    "A published version of a matter offers this file, so it stays as it is. Upload the new one as another document, "
    "choose that in the matter, and send the matter for publication."
)
TOO_MANY_PIXELS = _(
    "%(name)s has %(width)s × %(height)s pixels, more than %(most)s million together. Make it smaller, 4,000 pixels "
    "wide is plenty, then choose it again."
)


class CheckedDocumentField(WagtailDocumentField):
    """A PDF, an office file or a picture; at most settings.WAGTAILDOCS_MAX_UPLOAD_SIZE bytes."""

    def to_python(self, data: Any) -> Any:
        if isinstance(data, UploadedFile) and data.size:  # Django itself names what is missing or empty
            check_document(data)
        return super().to_python(data)


class CheckedImageField(WagtailImageField):
    """A picture of a kind that every browser shows; at most settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS."""

    def to_python(self, data: Any) -> Any:
        if isinstance(data, UploadedFile) and data.size:  # as above
            check_picture(data)
        return super().to_python(data)


class DocumentForm(BaseDocumentForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _replace_file_field(self, CheckedDocumentField)

    def clean_file(self) -> Any:
        """A version of a matter that offers a file says its digest; another file is another document."""
        file = self.cleaned_data["file"]
        if "file" in self.changed_data and self.instance.pk and self.instance.in_versions.exists():
            raise ValidationError(IN_A_VERSION, code="in_a_version")
        return file


class ImageForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _replace_file_field(self, CheckedImageField)


def _replace_file_field(form: Any, field_class: Any) -> None:
    """Wagtail makes the field itself, and leaves it out where only title and tags are edited."""
    if given := form.fields.get("file"):
        form.fields["file"] = field_class(
            label=given.label, required=given.required, max_length=given.max_length, widget=given.widget
        )


def check_document(file: UploadedFile) -> None:
    """Raises ValidationError, which says what to do."""
    kind = _kind(file)
    if kind not in DOCUMENTS:
        raise _refused(NOT_A_DOCUMENT, file, "unknown_kind")
    _check_size(file, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
    if kind in PICTURES:
        _check_pixels(file, kind)
    elif kind in OFFICE:
        _check_office(file, kind)
    elif not _is_pdf(file):
        raise _refused(OTHER_CONTENT, file, "other_content", kind=kind)
    file.seek(0)


def check_picture(file: UploadedFile) -> None:
    """Raises ValidationError, which says what to do."""
    kind = _kind(file)
    if kind not in settings.WAGTAILIMAGES_EXTENSIONS:
        raise _refused(NOT_A_PICTURE, file, "unknown_kind")
    _check_size(file, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
    _check_pixels(file, kind)
    file.seek(0)
    try:
        PICTURES[kind](file).load()
    except DAMAGES as error:  # a header that promises more than comes
        raise _refused(OTHER_CONTENT, file, "other_content", kind=kind) from error
    file.seek(0)


def _kind(file: UploadedFile) -> str:
    return PurePath(file.name or "").suffix.lower().removeprefix(".")


def _check_size(file: UploadedFile, most: int) -> None:
    if (file.size or 0) > most:
        megabytes = most // 1024**2
        raise _refused(TOO_LARGE, file, "too_large", size=-(-(file.size or 0) // 1024**2), most=megabytes)


def _check_pixels(file: UploadedFile, kind: str) -> None:
    """By the header alone: nothing is unpacked, however large the picture claims to be."""
    file.seek(0)
    try:
        width, height = PICTURES[kind](file).size
    except DAMAGES as error:
        raise _refused(OTHER_CONTENT, file, "other_content", kind=kind) from error
    most = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
    if width * height > most:
        sizes = {"width": f"{width:,}", "height": f"{height:,}", "most": most // 1_000_000}
        raise _refused(TOO_MANY_PIXELS, file, "too_many_pixels", **sizes)


def _is_pdf(file: UploadedFile) -> bool:
    file.seek(0)
    if b"%PDF-" not in file.read(PDF_STARTS_WITHIN):
        return False
    file.seek(0)
    try:
        with pypdfium2.PdfDocument(file.read()) as document:
            return len(document) > 0
    except pypdfium2.PdfiumError:
        return False


def _check_office(file: UploadedFile, kind: str) -> None:
    """What an office file says about its parts. Nothing else of it is unpacked."""
    file.seek(0)
    if file.read(len(OLE)) == OLE:
        raise _refused(OLD_OR_LOCKED, file, "old_or_locked", kind=kind)
    try:
        with zipfile.ZipFile(file) as archive:
            names, listed = archive.namelist(), archive.getinfo(CONTENT_TYPES)
            types = archive.read(listed) if listed.file_size <= LARGEST_LIST else b""
    except DAMAGES as error:
        raise _refused(OTHER_CONTENT, file, "other_content", kind=kind) from error
    if b"macroEnabled" in types or any("vbaproject" in name.lower() for name in names):
        raise _refused(WITH_MACROS, file, "with_macros", kind=kind)
    if OFFICE[kind] not in types:
        raise _refused(OTHER_CONTENT, file, "other_content", kind=kind)


def _refused(words: Any, file: UploadedFile, code: str, **params: Any) -> ValidationError:
    return ValidationError(words, code=code, params={"name": file.name, **params})
