from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from bureau.triggers import Frozen, freeze
from certificates.definition import FieldKind, Layout, Minting, Publicity, TypeDefinition, Visibility


class CertificateType(ClusterableModel):
    """A kind of certificate as administrators edit it. Certificates use its published versions, which never change."""

    class LayoutChoice(models.TextChoices):
        PERMIT = Layout.PERMIT.value, _("permit, green frame")
        TITLE = Layout.TITLE.value, _("title, red frame, two pages")
        PROOF = Layout.PROOF.value, _("proof, blue frame")

    class PublicityChoice(models.TextChoices):
        LISTED = Publicity.LISTED.value, _("anyone may search it")
        VERIFY_ONLY = Publicity.VERIFY_ONLY.value, _("only checked by who holds it")

    class MintingChoice(models.TextChoices):
        OWN = Minting.OWN.value, _("own series")
        NATIONAL_FROM = Minting.NATIONAL_FROM.value, _("own series, later imported supervision numbers")
        EXTERNAL = Minting.EXTERNAL.value, _("another authority; attached, never issued here")

    code = models.SlugField(_("code"), max_length=20, unique=True, help_text=_("Capital letters, such as WORKS."))
    name = models.CharField(_("name"), max_length=40)
    short_name = models.CharField(_("short name"), max_length=12)
    layout = models.CharField(_("printed form"), max_length=10, choices=LayoutChoice, default=LayoutChoice.PERMIT)
    publicity = models.CharField(
        _("publicity"), max_length=12, choices=PublicityChoice, default=PublicityChoice.VERIFY_ONLY
    )
    minting = models.CharField(_("who gives numbers"), max_length=14, choices=MintingChoice, default=MintingChoice.OWN)
    number_pattern = models.CharField(
        _("form of numbers"), max_length=200, help_text=_("Regular expression of a whole number.")
    )
    number_form = models.CharField(
        _("how own numbers are written"),
        max_length=100,
        blank=True,
        help_text=_("With {region}, {year}, {sequence:05}, {province}, {place}."),
    )
    number_imported_form = models.CharField(
        _("how imported numbers are written"), max_length=100, blank=True, help_text=_("With {number}.")
    )
    number_year_of = models.CharField(_("date whose year is in the number"), max_length=40, default="issued_on")
    sentence = models.TextField(_("sentence above the table"), blank=True)
    duties = models.TextField(_("duties or clause"), blank=True, help_text=_("One a line."))
    holder_field = models.CharField(_("field of the holder"), max_length=40)
    subject_field = models.CharField(_("field of the subject"), max_length=40)
    size_field = models.CharField(_("field of the size"), max_length=40, blank=True)
    valid_years = models.PositiveSmallIntegerField(_("valid for years"), default=0, help_text=_("0: without end."))
    prints_project_code = models.BooleanField(_("prints the project code"), default=False)
    current = models.ForeignKey(
        "certificates.CertificateTypeVersion",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("version"),
    )
    retired = models.BooleanField(_("no longer used"), default=False)

    class Meta:
        verbose_name = _("kind of certificate")
        verbose_name_plural = _("kinds of certificates")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    def definition(self, version: int) -> TypeDefinition:
        """What is on the form now, as a definition. Raises ValueError when a part has no known meaning."""
        return TypeDefinition.from_json(
            {
                "code": self.code,
                "version": version,
                "name": self.name,
                "short_name": self.short_name,
                "layout": self.layout,
                "publicity": self.publicity,
                "numbers": {
                    "minting": self.minting,
                    "pattern": self.number_pattern,
                    "form": self.number_form,
                    "imported_form": self.number_imported_form,
                    "year_of": self.number_year_of,
                },
                "fields": [each.as_json() for each in self.fields.all()],
                "sentence": self.sentence,
                "duties": self.duties.splitlines(),
                "holder_field": self.holder_field,
                "subject_field": self.subject_field,
                "size_field": self.size_field,
                "valid_years": self.valid_years,
                "prints_project_code": self.prints_project_code,
            }
        )


class CertificateField(Orderable):
    """One field of a kind, in printing order."""

    class KindChoice(models.TextChoices):
        TEXT = FieldKind.TEXT.value, _("text")
        DATE = FieldKind.DATE.value, _("date")
        DECIMAL = FieldKind.DECIMAL.value, _("decimal number")
        INTEGER = FieldKind.INTEGER.value, _("whole number")
        CHOICE = FieldKind.CHOICE.value, _("choice")
        LIST = FieldKind.LIST.value, _("list of texts")
        TABLE = FieldKind.TABLE.value, _("table on an annex page")

    class VisibilityChoice(models.TextChoices):
        PUBLIC = Visibility.PUBLIC.value, _("public")
        VERIFY = Visibility.VERIFY.value, _("after a check with the code")
        CLOSED = Visibility.CLOSED.value, _("never")

    type = ParentalKey(CertificateType, on_delete=models.CASCADE, related_name="fields")
    key = models.SlugField(_("key"), max_length=40, help_text=_("Small letters and underscores."))
    label = models.CharField(_("label"), max_length=40)
    kind = models.CharField(_("type"), max_length=8, choices=KindChoice, default=KindChoice.TEXT)
    required = models.BooleanField(_("required"), default=True)
    visibility = models.CharField(
        _("who sees it"), max_length=1, choices=VisibilityChoice, default=VisibilityChoice.CLOSED
    )
    max_length = models.PositiveIntegerField(_("longest"), default=255, help_text=_("Characters; 0: no limit."))
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=2)
    unit = models.CharField(_("unit"), max_length=10, blank=True)
    print_unit = models.CharField(_("printed unit"), max_length=10, blank=True)
    rule = models.CharField(_("rule"), max_length=40, blank=True)
    choices = models.TextField(_("choices"), blank=True, help_text=_("One a line."))
    columns = models.JSONField(_("columns"), default=list, blank=True)
    printed = models.BooleanField(_("printed"), default=True)
    may_name_person = models.BooleanField(_("may name a person"), default=False)
    shared = models.BooleanField(_("one for the project"), default=False)
    help = models.CharField(_("help"), max_length=200, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("field")
        verbose_name_plural = _("fields")
        constraints = [models.UniqueConstraint(fields=["type", "key"], name="kind_has_a_field_once")]

    def __str__(self) -> str:
        return self.label

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in _PLAIN} | {
            "choices": self.choices.split("\n") if self.choices else []
        }


_PLAIN = (
    "key",
    "label",
    "kind",
    "required",
    "visibility",
    "max_length",
    "decimals",
    "unit",
    "print_unit",
    "rule",
    "columns",
    "printed",
    "may_name_person",
    "shared",
    "help",
)


class CertificateTypeVersion(models.Model):
    """A kind as it was published: certificates point here, and triggers keep it as it is."""

    type = models.ForeignKey(CertificateType, models.PROTECT, related_name="versions", verbose_name=_("kind"))
    version = models.PositiveIntegerField(_("version"))
    body = models.TextField(_("definition"))  # canonical JSON of TypeDefinition
    published_at = models.DateTimeField(_("published at"))

    class Meta:
        verbose_name = _("version of a kind")
        verbose_name_plural = _("versions of kinds")
        ordering = ["type", "-version"]
        constraints = [models.UniqueConstraint(fields=["type", "version"], name="kind_has_a_version_once")]

    def __str__(self) -> str:
        return f"{self.definition.name} v{self.version}"

    def clean(self) -> None:
        try:
            TypeDefinition.from_text(self.body)
        except (KeyError, TypeError, ValueError) as error:
            raise ValidationError({"body": str(error)}) from error

    @cached_property
    def definition(self) -> TypeDefinition:
        return TypeDefinition.from_text(self.body)


freeze(Frozen(model="certificates.CertificateTypeVersion", name="a published kind never changes"))
