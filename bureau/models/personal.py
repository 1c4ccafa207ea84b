from django.db import models
from django.utils.translation import gettext_lazy as _


class PersonalRecord(models.Model):
    """What is known of a person, encrypted under a key of its own (bureau.personal). Records of cases point here.

    It may be deleted when the law no longer lets us keep it: what points here then says nothing of the person.
    """

    wrapped_key = models.BinaryField()  # the record's key, encrypted under the bureau's
    sealed = models.BinaryField()
    kept_at = models.DateTimeField(_("kept at"))

    class Meta:
        verbose_name = _("personal record")
        verbose_name_plural = _("personal records")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
