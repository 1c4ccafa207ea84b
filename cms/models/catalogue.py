from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from bureau.triggers import Frozen, freeze
from cms.catalogue.rows import CODE_LENGTH, LONGEST_NAME, Kind, Row

CODE = RegexValidator(r"^[0-9A-Z]{12}\Z", _("A basic catalogue code has 12 digits or capitals."), code="basic_code")


class CatalogueEdition(models.Model):
    """One taking of the provincial basic catalogue (基本目录): which file, when, by whom. Rows never change.

    Its file lies in the write-once store under the SHA-256 (documents/store.py).
    """

    number = models.PositiveIntegerField(_("number"), unique=True)  # 1, 2, …: of two who take at once, one wins
    name = models.CharField(_("name"), max_length=80, unique=True)
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    entries_count = models.PositiveIntegerField(_("number of entries"))
    taken_at = models.DateTimeField(_("taken at"))
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("taken by"))

    class Meta:
        verbose_name = _("edition of the catalogue")
        verbose_name_plural = _("editions of the catalogue")
        ordering = ["-number"]

    def __str__(self) -> str:
        return self.name


class CatalogueEntry(models.Model):  # type: ignore[django-manager-missing]  # as for bureau.User
    """One matter of the basic catalogue. Bound matters state what it fixes; only take_catalogue writes it."""

    code = models.CharField(_("basic catalogue code"), max_length=CODE_LENGTH, unique=True, validators=[CODE])
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    kind = models.CharField(_("kind of matter"), max_length=10, choices=Kind)
    basis = models.TextField(_("legal basis"), help_text=_("One citation a line: 《法律》第几条."))
    statutory_days = models.PositiveSmallIntegerField(_("statutory days"), help_text=_("Working days."))
    charges_fee = models.BooleanField(_("charges a fee"))
    edition = models.ForeignKey(
        CatalogueEdition, models.PROTECT, related_name="entries", verbose_name=_("as it stands since")
    )
    withdrawn_in = models.ForeignKey(
        CatalogueEdition,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="withdrawn",
        verbose_name=_("withdrawn in"),
    )

    class Meta:
        verbose_name = _("entry of the provincial catalogue")
        verbose_name_plural = _("entries of the provincial catalogue")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[0-9A-Z]{12}$"), name="catalogue_code_has_12_signs"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def row(self) -> Row:
        return Row(
            code=self.code,
            name=self.name,
            kind=self.kind,
            basis=self.basis,
            statutory_days=self.statutory_days,
            charges_fee=self.charges_fee,
        )


freeze(Frozen(model="cms.CatalogueEdition", name="an edition of the catalogue never changes"))
freeze(Frozen(model="cms.CatalogueEntry", name="a catalogue entry keeps its code and stays", columns=["code"]))
