from collections.abc import Collection, Iterable

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bureau.models import Office, PersonalRecord
from casework.models.application import Application


class Filing(models.Model):
    """An application that somebody is filling in online (网上申请), not sent yet: its draft (草稿).

    All that was typed is personal data and lies encrypted apart. Who saved the draft opens it again with a code and the
    end of their phone, of which only keyed hashes are kept. Once sent it names its application and holds nothing more;
    when it lapses it goes, with what was typed and the links to its files.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("office"))
    public_id = models.CharField(max_length=16, unique=True, editable=False)
    code_hash = models.CharField(max_length=64, blank=True, editable=False)  # "" until somebody saves it
    phone_hash = models.CharField(max_length=64, blank=True, editable=False)
    typed = models.ForeignKey(PersonalRecord, models.SET_NULL, null=True, editable=False, related_name="+")
    saved_at = models.DateTimeField(_("saved at"))
    lapses_at = models.DateTimeField(_("lapses at"), db_index=True)
    application = models.OneToOneField(
        Application, models.PROTECT, null=True, related_name="filing", verbose_name=_("application")
    )

    class Meta:
        verbose_name = _("draft filed online")
        verbose_name_plural = _("drafts filed online")
        constraints = [
            models.UniqueConstraint(fields=["code_hash"], condition=~Q(code_hash=""), name="filing_code_once"),
            models.CheckConstraint(
                condition=Q(code_hash="") | ~Q(phone_hash=""), name="filing_with_a_code_knows_its_phone"
            ),
            models.CheckConstraint(
                condition=Q(application__isnull=True) | Q(typed__isnull=True), name="filing_that_was_sent_holds_nothing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class FilingFile(models.Model):
    """A file that was chosen for a material of a draft; its name is kept with what was typed.

    Nothing of a draft is for ever: its bytes lie in the store without a row there, and are removed once no draft names
    them. Sending makes them a stored file.
    """

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="files")
    key = models.CharField(max_length=64)  # of the material, as ApplicationMaterial.key
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    media_type = models.CharField(_("media type"), max_length=100)

    class Meta:
        verbose_name = _("file of a draft")
        verbose_name_plural = _("files of drafts")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


def named_by_drafts(hashes: Collection[str]) -> Iterable[str]:
    """Which of ``hashes`` are of files that a draft holds."""
    return FilingFile.objects.filter(sha256__in=hashes).order_by().values_list("sha256", flat=True)
