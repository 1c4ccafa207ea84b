"""What is typed when somebody applies online; taken as people type it."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from casework.actions.receive import MOST_MATTERS, PHONE
from casework.filing import CONTACT, PROJECT, Wish, parts_of
from casework.public.filing.reading import ShownMaterial
from casework.public.forms import ManyFiles, TailForm
from certificates.codes import CODE_LENGTH, read_check_code
from certificates.identifiers import is_project_code, is_uscc, personal_number_in
from certificates.validators import WRONG_PROJECT_CODE, WRONG_USCC
from cms.matters.shown import sentences
from cms.public_matters import PublicMatter
from documents.number_keys import folded

_WRONG_LENGTH = ngettext_lazy(
    "The code of a draft has ten characters. You typed %(typed)d.",
    "The code of a draft has ten characters. You typed %(typed)d.",
    "typed",
)


@dataclass(frozen=True, slots=True)
class MatterRow:
    """One matter to choose; ``situation`` is missing where there is nothing to choose."""

    matter: PublicMatter
    asked: forms.BoundField
    situation: forms.BoundField | None
    parts: forms.BoundField

    @property
    def is_chosen(self) -> bool:
        return bool(self.asked.value())

    @property
    def is_open(self) -> bool:
        """Seen at once: what is chosen, and what is to be mended."""
        return self.is_chosen or bool(self.asked.errors or self.parts.errors)


class MattersForm(forms.Form):
    """Which matters, each in which situation and for which parts."""

    def __init__(self, data: Any = None, *, matters: Sequence[PublicMatter], wishes: Sequence[Wish] = ()) -> None:
        super().__init__(data)
        self.matters, known = matters, {each.code: each for each in wishes}
        for each in matters:
            wish = known.get(each.code)
            situations = [(one.key, one.name) for one in each.facts.situations]
            self.fields[f"m-{each.code}"] = forms.BooleanField(
                label=each.facts.name, required=False, initial=wish is not None
            )
            if situations:
                self.fields[f"s-{each.code}"] = forms.ChoiceField(
                    label=_("Which is your case?"),
                    choices=situations,
                    required=False,
                    initial=wish.situation if wish else situations[0][0],
                )
            self.fields[f"p-{each.code}"] = forms.CharField(
                label=_("For which parts of the project?"),
                help_text=_("Short names with 、 between them, such as 主厂房、冷却塔; each gets its own answer."),
                max_length=400,
                required=False,
                initial="、".join(wish.parts) if wish else "",
            )

    def rows(self) -> Iterator[MatterRow]:
        for each in self.matters:
            situation = self[f"s-{each.code}"] if f"s-{each.code}" in self.fields else None
            yield MatterRow(each, self[f"m-{each.code}"], situation, self[f"p-{each.code}"])

    def clean(self) -> None:
        wishes = self.wishes()
        if not wishes and not self.errors:
            raise ValidationError(_("Choose at least one matter."), code="required")
        if sum(len(each.parts) or 1 for each in wishes) > MOST_MATTERS:
            raise ValidationError(_("One application is for 50 matters and parts at most."), code="too_many")

    def wishes(self) -> tuple[Wish, ...]:
        data = self.cleaned_data
        return tuple(
            Wish(
                each.code,
                data.get(f"s-{each.code}") or each.facts.default_situation or "",
                parts_of(data.get(f"p-{each.code}", "")),
            )
            for each in self.matters
            if data.get(f"m-{each.code}")
        )


def _text(label: Any, most: int, *, required: Any = None, complete: str = "off", **options: Any) -> forms.CharField:
    """``required``: what to say when it is empty."""
    widget = forms.TextInput(attrs={"autocomplete": complete, **options.pop("attrs", {})})
    if required:
        options["error_messages"] = {"required": required}
    return forms.CharField(label=label, max_length=most, required=bool(required), widget=widget, **options)


class ApplicantForm(forms.Form):
    """The project and whom we can ask. ``partly``: a draft, of which only the phone must be there."""

    project_code = _text(
        _("Project code"),
        40,
        required=_("Fill in the project code."),
        help_text=_("On the approval of the project, such as 2203-430900-04-01-618327."),
    )
    name = _text(_("Project name"), 100, required=_("Fill in the name of the project."))
    location = _text(
        _("Location"), 255, required=_("Fill in where it is built."), help_text=_("District, township, village.")
    )
    applicant = _text(
        _("Applicant"), 64, required=_("Fill in the full name of the applicant."), complete="organization"
    )
    applicant_uscc = _text(
        _("Unified social credit code"),
        40,
        required=_("Fill in the unified social credit code."),
        help_text=_("18 characters, on the applicant's licence."),
    )
    contact = _text(_("Whom can we ask?"), 60, required=_("Fill in a name."), complete="name")
    phone = _text(
        _("Phone"),
        30,
        required=_("Fill in a phone number."),
        complete="tel",
        help_text=_("Its last 4 digits open your draft and your progress."),
        attrs={"inputmode": "tel"},
    )
    email = forms.EmailField(
        label=_("Mail"), max_length=200, required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    address = _text(
        _("Address"), 200, complete="street-address", help_text=_("Where results are posted to, if you want paper.")
    )

    def __init__(self, data: Any = None, *, initial: Mapping[str, str] | None = None, partly: bool = False) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.partly = partly
        if partly:
            for name in (*PROJECT, *CONTACT):
                self.fields[name].required = name == "phone"

    def about_project(self) -> list[forms.BoundField]:
        return [self[name] for name in PROJECT]

    def about_contact(self) -> list[forms.BoundField]:
        return [self[name] for name in CONTACT]

    def clean_project_code(self) -> str:
        code = folded(self.cleaned_data["project_code"])
        if not self.partly and not is_project_code(code):
            raise ValidationError(WRONG_PROJECT_CODE, code="project_code")
        return code

    def clean_applicant_uscc(self) -> str:
        code = folded(self.cleaned_data["applicant_uscc"]).upper()
        if not self.partly and not is_uscc(code):
            raise ValidationError(WRONG_USCC, code="uscc")
        return code

    def clean_name(self) -> str:
        return self._without_numbers("name")

    def clean_location(self) -> str:
        return self._without_numbers("location")

    def clean_applicant(self) -> str:
        return self._without_numbers("applicant")

    def clean_phone(self) -> str:
        phone = unicodedata.normalize("NFKC", self.cleaned_data["phone"]).strip()
        if not PHONE.match(phone) or sum(map(str.isdigit, phone)) < 5:
            raise ValidationError(_("Give a number with at least five digits, such as 0737-000 0001."), code="phone")
        return phone

    def _without_numbers(self, name: str) -> str:
        """It stands on papers that others read."""
        text: str = self.cleaned_data[name]
        if personal_number_in(text):
            raise ValidationError(_("Others read this. Leave phone and identity numbers out."), code="personal")
        return text


class ContinueForm(TailForm):
    code = _text(
        _("Code of your draft"),
        40,
        required=_("Fill in the code of your draft."),
        help_text=_("Ten digits and capitals, which you got when you saved it."),
        attrs={"spellcheck": "false"},
    )
    field_order = ("code", "tail")

    def clean_code(self) -> str:
        code = read_check_code(unicodedata.normalize("NFKC", self.cleaned_data["code"]))
        if len(code) != CODE_LENGTH:
            raise ValidationError(_WRONG_LENGTH, code="length", params={"typed": len(code)})
        return code


class MaterialsForm(forms.Form):
    """A field of files for each material, named by its key. What is wrong with a file is added by the view."""

    def __init__(self, data: Any = None, *, materials: Sequence[ShownMaterial]) -> None:
        super().__init__(data)
        for each in materials:
            row, on_paper = each.row, _("paper may come to the window or by post") if each.on_paper else ""
            self.fields[field_name(each.key)] = forms.FileField(
                label=row.name,
                help_text=sentences(filter(None, [row.form, row.help, row.tag, str(on_paper)])),
                required=False,
                widget=ManyFiles(),
            )


def field_name(key: str) -> str:
    return f"file-{key}"
