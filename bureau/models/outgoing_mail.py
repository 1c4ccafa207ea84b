from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bureau.models.office import Office
from bureau.models.personal import PersonalRecord


class OutgoingMail(models.Model):
    """One letter to a colleague or to somebody of whom we keep a personal record, sent later (bureau.mail).

    It is written in the transaction that causes it. What it says to a person is sealed under that person's own key, and
    goes with their record.
    """

    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("office")
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recipient")
    )
    person = models.ForeignKey(
        PersonalRecord,
        models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("person"),
    )
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), blank=True)
    sealed = models.BinaryField(default=b"", editable=False)  # what a letter says to a person, until it is sent
    created_at = models.DateTimeField(_("written"))
    next_try_at = models.DateTimeField(_("next try"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    error = models.CharField(_("last error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mail")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(recipient__isnull=False, person__isnull=True)
                | Q(recipient__isnull=True, person__isnull=False, body=""),
                name="mail_goes_to_a_colleague_or_to_a_person",
            )
        ]
        indexes = [models.Index(fields=["next_try_at"], name="mail_waiting", condition=Q(sent_at=None))]

    def __str__(self) -> str:
        return self.subject
