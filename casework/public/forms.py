"""Case number and the end of one's phone, as people type them off a receipt; an address for changes by mail."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from bureau.personal import TAIL
from casework.supplying import Wanted
from cms.matters.shown import sentences

DIGITS = 12
_WRONG_LENGTH = ngettext_lazy(
    "A case number has 12 digits. You typed %(typed)d.", "A case number has 12 digits. You typed %(typed)d.", "typed"
)


class TailForm(forms.Form):
    tail = forms.CharField(
        label=_("Last 4 digits of your phone"),
        help_text=_("Of the phone that you left with us."),
        max_length=20,
        widget=forms.TextInput(attrs={"maxlength": 20, "autocomplete": "off", "inputmode": "numeric"}),
        error_messages={"required": _("Fill in the last 4 digits of your phone.")},
    )

    def clean_tail(self) -> str:
        digits = _digits(self.cleaned_data["tail"])
        if len(digits) < TAIL:
            raise ValidationError(_("Fill in the last 4 digits of your phone."), code="length")
        return digits[-TAIL:]


class TrackForm(TailForm):
    number = forms.CharField(
        label=_("Case number"),
        help_text=_("On your receipt, such as 2022-0801-0007."),
        max_length=40,
        widget=forms.TextInput(attrs={"maxlength": 40, "autocomplete": "off", "inputmode": "numeric"}),
        error_messages={"required": _("Fill in the case number.")},
    )
    field_order = ("number", "tail")

    def clean_number(self) -> str:
        digits = _digits(self.cleaned_data["number"])
        if len(digits) != DIGITS:
            raise ValidationError(_WRONG_LENGTH, code="length", params={"typed": len(digits)})
        return f"{digits[:4]}-{digits[4:8]}-{digits[8:]}"


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__(attrs={"multiple": True, "accept": ".pdf,.png,.jpg,.jpeg"})


class PapersForm(forms.Form):
    """A field of files for each paper that may be sent. What is wrong with a file is added by the view."""

    def __init__(self, data: Any = None, *, wanted: Sequence[Wanted]) -> None:
        super().__init__(data)
        for each in wanted:
            self.fields[self.name_of(each)] = forms.FileField(
                label=each.material.name,
                help_text=sentences(filter(None, [each.remark, each.material.help])),
                required=False,
                widget=ManyFiles(),
            )

    @staticmethod
    def name_of(wanted: Wanted) -> str:
        return f"file-{wanted.material.pk}"


class TellMeForm(forms.Form):
    email = forms.EmailField(
        label=_("Your mail address"),
        help_text=_("Only for this. We first send a link; nothing comes before you follow it."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Fill in your mail address."),
            "invalid": _("This is no mail address. It looks like name@example.com."),
        },
    )


def _digits(typed: str) -> str:
    """Full-width digits too."""
    return re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", typed))
