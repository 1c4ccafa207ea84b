from django.db import models
from django.utils.translation import gettext_lazy as _

from bureau.triggers import Frozen, freeze


class StoredFile(models.Model):
    """One file of the write-once store (documents/store.py), known by the SHA-256 of its bytes. Rows never change."""

    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    media_type = models.CharField(_("media type"), max_length=100)
    stored_at = models.DateTimeField(_("stored at"))

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        constraints = [
            models.CheckConstraint(condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="stored_file_has_a_sha256")
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


freeze(Frozen(model="documents.StoredFile", name="a stored file never changes"))
