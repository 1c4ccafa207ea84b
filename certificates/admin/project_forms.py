"""Forms of a project: its facts, its parcels, its attachments."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from bureau.models import Office, User
from bureau.policy import offices_of
from bureau.roles import Verb
from certificates.models import Attachment, CertificateTypeVersion, Project
from certificates.validators import validate_parcel_code
from documents.uploads import Upload, read_upload


class ProjectForm(forms.ModelForm[Project]):
    class Meta:
        model = Project
        fields = (
            "office",
            "project_code",
            "name",
            "applicant",
            "applicant_uscc",
            "co_holders",
            "location",
            "county_code",
            "land_use",
            "acquisition",
        )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Office.objects.filter(pk__in=offices_of(actor, Verb.ENTER_PROJECT))
        field = self.fields["office"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = offices
        field.empty_label = None
        self.fields["project_code"].help_text = _("Such as 2203-430900-04-01-618327.")
        self.fields["county_code"].help_text = _("Six digits, such as 430903.")


class ParcelForm(forms.Form):
    parcel_code = forms.CharField(label=_("Parcel code"), max_length=19, validators=[validate_parcel_code])
    area = forms.DecimalField(label=_("Area in ㎡"), max_digits=14, decimal_places=2, min_value=0.01, localize=False)


class BaseParcelFormSet(BaseFormSet[ParcelForm]):
    def clean(self) -> None:
        codes = [form.cleaned_data.get("parcel_code") for form in self.forms if form.is_valid()]
        known = [
            code for form, code in zip(self.forms, codes, strict=False) if code and not form.cleaned_data.get("DELETE")
        ]
        if len(known) != len(set(known)):
            raise ValidationError(_("A parcel stands here twice. Leave it once."), code="parcel_twice")


ParcelFormSet = formset_factory(ParcelForm, formset=BaseParcelFormSet, extra=2, can_delete=True, max_num=200)


class AttachmentForm(forms.Form):
    """One attachment more: a plain file, or an earlier certificate, decision or contract with what it states."""

    name = forms.CharField(label=_("Name"), max_length=100)
    type_version = forms.ModelChoiceField(
        CertificateTypeVersion.objects.none(),
        label=_("Kind"),
        required=False,
        empty_label=_("a plain file"),
        help_text=_("For earlier certificates, decisions and contracts."),
    )
    number = forms.CharField(label=_("Number"), max_length=64, required=False)
    issuer = forms.CharField(label=_("Issued by"), max_length=64, required=False)
    issued_on = forms.DateField(label=_("Issued on"), required=False, help_text=_("Such as 2022-03-14."))
    facts = forms.CharField(
        label=_("Facts"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, such as: land area=360700.00. Only what the checks compare."),
    )
    file = forms.FileField(label=_("File"), required=False, help_text=_("PDF, PNG or JPEG, at most 20 MB."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["type_version"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = CertificateTypeVersion.objects.filter(pk=F("type__current")).order_by("type")
        self.upload: Upload | None = None

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if file:
            self.upload = read_upload(file)
        return file

    def clean_facts(self) -> dict[str, str]:
        """Lines of label or key, then = and the value; labels of the kind chosen become keys."""
        version = self.cleaned_data.get("type_version")
        labels = {each.label: each.key for each in version.definition.fields} if version else {}
        found: dict[str, str] = {}
        for line in self.cleaned_data["facts"].splitlines():
            name, _equals, value = line.replace("：", "=").replace("＝", "=").partition("=")
            if not value.strip():
                if line.strip():
                    raise ValidationError(_("“%(line)s” lacks a = between name and value."), params={"line": line})
                continue
            found[labels.get(name.strip(), name.strip())] = value.strip()
        return found

    def attachment(self) -> Attachment:
        data = self.cleaned_data
        return Attachment(
            name=data["name"],
            type_version=data["type_version"],
            number=data["number"],
            issuer=data["issuer"],
            issued_on=data["issued_on"],
            values=data["facts"],
        )


def parcel_rows(project: Project) -> list[dict[str, Any]]:
    return [{"parcel_code": each.parcel_code, "area": each.area} for each in project.parcels.all()]


def wanted_parcels(formset: BaseFormSet[ParcelForm], project: Project) -> list[dict[str, Any]]:
    """What the formset says, with corners of parcels that stay."""
    corners = {each.parcel_code: each.corners for each in project.parcels.all()} if project.pk else {}
    rows = []
    for form in formset.forms:
        data = form.cleaned_data
        if data.get("parcel_code") and not data.get("DELETE"):
            code = data["parcel_code"]
            rows.append({"parcel_code": code, "area": data["area"], "corners": corners.get(code, [])})
    return rows
