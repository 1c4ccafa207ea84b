from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bureau.calendar import today
from bureau.triggers import Frozen, freeze
from casework.models.case import Case


class Opinion(models.Model):
    """What another section or body is asked about a case, by a day (征求意见). Internal: the public never sees it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="opinions", verbose_name=_("case"))
    of = models.CharField(_("whose opinion"), max_length=64)
    question = models.TextField(_("question"))
    due = models.DateField(_("until"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked at"))
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("entered by")
    )

    class Meta:
        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="opinion_answered_says_when",
            )
        ]

    def __str__(self) -> str:
        return f"{self.of}: {self.question[:40]}"

    @property
    def is_late(self) -> bool:
        """Nobody answered, and the day is over."""
        return self.answered_at is None and self.due < today()


freeze(
    Frozen(
        model="casework.Opinion",
        name="a question and its answer never change",
        set_once=["answer", "answered_at", "entered_by"],
    )
)
