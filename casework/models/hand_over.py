from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bureau.models import PersonalRecord
from bureau.triggers import Frozen, freeze
from casework.models.application import Application
from documents.models import StoredFile


class HandOver(models.Model):
    """The results of an application leave the house (统一出件): at the window against a signature, or by post."""

    class Way(models.TextChoices):
        WINDOW = "window", _("at the window")
        POST = "post", _("by post")

    application = models.OneToOneField(
        Application, models.PROTECT, related_name="hand_over", verbose_name=_("application")
    )
    way = models.CharField(_("how"), max_length=8, choices=Way)
    receiver = models.ForeignKey(
        PersonalRecord, models.SET_NULL, null=True, related_name="+", verbose_name=_("received by")
    )
    signature = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, related_name="+", verbose_name=_("signed receipt")
    )
    tracking = models.CharField(_("number of the parcel"), max_length=40, blank=True)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        constraints = [
            models.CheckConstraint(
                condition=Q(way="window", signature__isnull=False) | (Q(way="post") & ~Q(tracking="")),
                name="hand_over_has_its_proof",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_way_display()} {self.at:%Y-%m-%d}"


freeze(
    Frozen(
        model="casework.HandOver",
        name="a hand-over never changes",
        free=["receiver"],  # forgotten when the law no longer lets us keep it
    )
)
