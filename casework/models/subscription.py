from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bureau.models import PersonalRecord
from casework.models.application import Application

MOST = 3  # addresses of one application


class Subscription(models.Model):
    """A mail address that is told of changes to an application (有变化告诉我), once its owner has confirmed it.

    Address and token stand in the personal record, encrypted; here only what recognises them. Deleting the record
    deletes all of it.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="subscriptions")
    place = models.PositiveSmallIntegerField()
    person = models.OneToOneField(PersonalRecord, models.CASCADE, related_name="+")
    address_hash = models.CharField(max_length=64)
    token_hash = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=10)
    asked_at = models.DateTimeField(_("asked at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)

    class Meta:
        verbose_name = _("changes by mail")
        verbose_name_plural = _("changes by mail")
        ordering = ["application", "place"]
        constraints = [
            models.UniqueConstraint(fields=["application", "place"], name="subscription_has_a_place_of_its_own"),
            models.UniqueConstraint(fields=["application", "address_hash"], name="subscription_of_an_address_once"),
            models.CheckConstraint(condition=Q(place__gte=1, place__lte=MOST), name="subscriptions_are_few"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.place}"
