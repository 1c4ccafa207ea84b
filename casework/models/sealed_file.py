from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from bureau.access import Actor
from bureau.triggers import Frozen, freeze
from casework.models.application import Application
from documents.models import StoredFile


class SealedFileQuerySet(models.QuerySet["SealedFile"]):
    def visible_to(self, user: Actor) -> Self:
        return self.filter(application__in=Application.objects.visible_to(user).values("pk"))


class SealedFile(models.Model):
    """The closed file of an application (卷宗): a signed list of all that it holds, and a container with all of it.

    Once it is there nothing is done to the application any more (casework.reading).
    """

    application = models.OneToOneField(
        Application, models.PROTECT, related_name="sealed_file", verbose_name=_("application")
    )
    sealed_at = models.DateTimeField(_("sealed at"))
    contents = models.OneToOneField(StoredFile, models.PROTECT, related_name="+", verbose_name=_("list of contents"))
    container = models.OneToOneField(StoredFile, models.PROTECT, related_name="+", verbose_name=_("container"))

    objects = SealedFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("sealed file")
        verbose_name_plural = _("sealed files")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(contents=models.F("container")), name="sealed_file_has_list_and_container"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.sealed_at:%Y-%m-%d}"


freeze(Frozen(model="casework.SealedFile", name="a sealed file never changes"))
