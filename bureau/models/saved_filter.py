from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

MOST = 12  # of one person and list: each is counted whenever the list or the home page is read


class SavedFilter(models.Model):
    """A filter of a list of work that a person named, to see at once how many rows it finds now."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    of = models.CharField(max_length=40)  # the name of the list's address
    place = models.PositiveSmallIntegerField()  # 1 … MOST, so that there are never more
    name = models.CharField(_("name"), max_length=40)
    asked = models.CharField(max_length=1000)  # what stands behind ? in the address of the list
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ["of", "place"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "of", "name"], name="saved_filter_name_once"),
            models.UniqueConstraint(fields=["owner", "of", "place"], name="saved_filter_place_once"),
            models.CheckConstraint(condition=Q(place__gte=1, place__lte=MOST), name="saved_filters_are_few"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_filter_has_a_name"),
            models.CheckConstraint(condition=~Q(asked=""), name="saved_filter_asks_something"),
        ]

    def __str__(self) -> str:
        return self.name
