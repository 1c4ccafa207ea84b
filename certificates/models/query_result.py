from django.db import models
from django.utils.translation import gettext_lazy as _

from bureau.triggers import Frozen, freeze
from certificates.models.certificate import Certificate
from documents.models import StoredFile


class QueryResult(models.Model):
    """A paper that told somebody the status of a certificate at one moment (查询结果). Written once, never changed.

    It holds nothing about who asked. What the paper said besides the status follows from the certificate's statement,
    which never changes either; the check code stands on the paper alone.
    """

    class Told(models.TextChoices):
        """The values of `verification.outcome.Answer` that a holder can be told."""

        AUTHENTIC = "authentic", _("in force")
        SUPERSEDED = "superseded", _("replaced")
        REVOKED = "revoked", _("revoked")
        EXPIRED = "expired", _("expired")

    public_id = models.CharField(max_length=16, unique=True, editable=False)
    check_code_hash = models.CharField(max_length=64)
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="+", verbose_name=_("certificate"))
    asked_at = models.DateTimeField(_("asked at"))
    told = models.CharField(_("status told"), max_length=10, choices=Told)
    shows_facts = models.BooleanField()  # the office's verify_shows_facts at that moment
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+", verbose_name=_("file"))

    class Meta:
        verbose_name = _("query result")
        verbose_name_plural = _("query results")
        indexes = [models.Index(fields=["certificate", "asked_at"], name="query_result_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(told__in=["authentic", "superseded", "revoked", "expired"]),
                name="query_result_tells_a_status",
            ),
            models.CheckConstraint(
                condition=models.Q(check_code_hash__regex=r"^[0-9a-f]{64}$"), name="query_result_has_a_check_code"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """As printed: the public id in capitals. A counter would tell everybody how often titles are asked for."""
        return printed_number(self.public_id)


def printed_number(public_id: str) -> str:
    """In groups of four, as people read it aloud: ABCD-EFGH-JKLM."""
    return "-".join(public_id[at : at + 4] for at in range(0, len(public_id), 4)).upper()


freeze(Frozen(model="certificates.QueryResult", name="a query result never changes"))
