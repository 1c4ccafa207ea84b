"""The two forms of the check page. What people read off paper is taken as they type it."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from certificates.codes import ALPHABET, CODE_LENGTH, read_check_code
from certificates.verification.by_file import LARGEST_READ

MEGABYTE = 1024 * 1024
_LOOK_ALIKES = set("0O1I")
_TOO_SHORT = ngettext_lazy(
    "The check code lacks %(lacking)d character: it has ten, you typed %(typed)d.",
    "The check code lacks %(lacking)d characters: it has ten, you typed %(typed)d.",
    "lacking",
)
_TOO_LONG = ngettext_lazy(
    "The check code has %(beyond)d character too many: it has ten, you typed %(typed)d.",
    "The check code has %(beyond)d characters too many: it has ten, you typed %(typed)d.",
    "beyond",
)
FILE_TOO_LARGE = _(
    "The file has %(size)s MB, at most 20 MB. Our certificates are far smaller: choose the PDF as we issued it."
)


def _text_input(length: int) -> forms.TextInput:
    return forms.TextInput(attrs={"maxlength": length, "autocomplete": "off", "spellcheck": "false"})


class NumberForm(forms.Form):
    """Number and check code, as they stand on the paper."""

    number = forms.CharField(
        label=_("Number of the certificate"),
        help_text=_("As printed, such as 建字第430900202200086号. Brackets and spaces do not matter."),
        max_length=100,
        widget=_text_input(100),
        error_messages={"required": _("Fill in the number of the certificate.")},
    )
    code = forms.CharField(
        label=_("Check code"),
        help_text=_("Ten digits and capitals under the QR code. There is no 0, O, 1 or I among them."),
        max_length=40,
        widget=_text_input(40),
        error_messages={"required": _("Fill in the check code under the QR code.")},
    )

    def clean_code(self) -> str:
        code = read_check_code(unicodedata.normalize("NFKC", self.cleaned_data["code"]))
        strange = set(code) - set(ALPHABET)
        if strange & _LOOK_ALIKES:
            raise ValidationError(
                _("No check code has the digits 0 and 1 or the letters O and I. Look at the paper again."),
                code="look_alike",
            )
        if strange:
            raise ValidationError(_("A check code has digits and capitals only."), code="strange_character")
        if len(code) < CODE_LENGTH:
            params = {"lacking": CODE_LENGTH - len(code), "typed": len(code)}
            raise ValidationError(_TOO_SHORT, code="too_short", params=params)
        if len(code) > CODE_LENGTH:
            params = {"beyond": len(code) - CODE_LENGTH, "typed": len(code)}
            raise ValidationError(_TOO_LONG, code="too_long", params=params)
        return code


class TitleNumberForm(NumberForm):
    """The same with a title's number as the example."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].help_text = _(
            "As printed, such as 湘(2022)益阳市不动产权第0018231号. Brackets and spaces do not matter."
        )


class FileForm(forms.Form):
    """A file, or its SHA-256 that the browser computed."""

    file = forms.FileField(
        label=_("PDF of the certificate"),
        allow_empty_file=True,
        error_messages={"required": _("Choose the file first.")},
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )
    sha256 = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"id": "id_sha256"}), max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = not self.data.get("sha256")

    def clean_file(self) -> "UploadedFile[Any] | None":
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file is not None and (file.size or 0) > LARGEST_READ:
            raise too_large(file.size or 0)
        return file

    def clean_sha256(self) -> str:
        sha256: str = self.cleaned_data["sha256"].strip().lower()
        if sha256 and not re.fullmatch(r"[0-9a-f]{64}", sha256):
            raise ValidationError(_("Choose the file first."), code="required")
        return sha256


def too_large(size: int) -> ValidationError:
    return ValidationError(FILE_TOO_LARGE, code="too_large", params={"size": -(-size // MEGABYTE)})
