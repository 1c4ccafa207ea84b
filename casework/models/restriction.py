from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bureau.triggers import Frozen, freeze
from certificates.models import Project


class Restriction(models.Model):
    """What forbids registration of a project's units until it is lifted (争议、查封、异议、预告), as others told us."""

    class Kind(models.TextChoices):
        DISPUTE = "dispute", _("dispute over ownership")
        SEIZURE = "seizure", _("seizure")
        OBJECTION = "objection", _("objection registered")
        ADVANCE_NOTICE = "advance_notice", _("advance notice registered")

    project = models.ForeignKey(Project, models.PROTECT, related_name="restrictions", verbose_name=_("project"))
    unit_code = models.CharField(
        _("unit"), max_length=28, blank=True, help_text=_("Empty: all of the project's units.")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    source = models.CharField(_("told by"), max_length=200, help_text=_("Who told us, with the number of the paper."))
    since = models.DateField(_("since"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    lifted_at = models.DateTimeField(_("lifted at"), null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("lifted by")
    )
    lifted_because = models.CharField(_("why lifted"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("restriction")
        verbose_name_plural = _("restrictions")
        ordering = ["project", "since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True, lifted_because="")
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_because="")),
                name="restriction_lifted_says_by_whom_and_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.unit_code}".strip()


freeze(
    Frozen(
        model="casework.Restriction",
        name="a restriction stays as it was told, until it is lifted",
        set_once=["lifted_at", "lifted_by", "lifted_because"],
    )
)
