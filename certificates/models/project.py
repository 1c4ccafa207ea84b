from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from bureau.access import Actor, granted_directly, offices_where
from bureau.models import Office
from bureau.roles import Verb
from certificates.validators import validate_parcel_code, validate_project_code, validate_uscc
from documents.models import LedgerEntry, StoredFile


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, user: Actor) -> Self:
        """Projects of the offices where ``user`` may see records, and those that were opened to this person."""
        opened = granted_directly(user, "view_project", to_people=ProjectUserGrant)
        return self.filter(Q(office__in=offices_where(user, Verb.VIEW_RECORDS)) | Q(pk__in=opened))

    def likely_doubles_of(self, project: "Project") -> Self:
        """Projects of the same office with the same name, or the same applicant at the same place."""
        same = Q(name=project.name) | Q(applicant_uscc=project.applicant_uscc, location=project.location)
        return self.filter(same, office=project.office).exclude(pk=project.pk)


class Project(models.Model):
    """An undertaking with its national project code; its facts are entered here once (项目)."""

    class Acquisition(models.TextChoices):
        ALLOCATION = "划拨", _("allocation")
        GRANT = "出让", _("grant")
        LEASE = "租赁", _("lease")
        EQUITY = "作价出资", _("capital contribution")

    office = models.ForeignKey(Office, models.PROTECT, related_name="projects", verbose_name=_("office"))
    project_code = models.CharField(_("project code"), max_length=24, validators=[validate_project_code])
    name = models.CharField(_("project name"), max_length=100)
    applicant = models.CharField(_("applicant"), max_length=64)
    applicant_uscc = models.CharField(_("unified social credit code"), max_length=18, validators=[validate_uscc])
    co_holders = models.BooleanField(_("has co-holders"), default=False)
    location = models.CharField(_("location"), max_length=255)
    county_code = models.CharField(_("county code"), max_length=6, blank=True)
    land_use = models.CharField(_("land use"), max_length=64, blank=True)
    acquisition = models.CharField(_("how the land was obtained"), max_length=8, choices=Acquisition, blank=True)
    boundary = models.JSONField(
        _("boundary"), default=list, blank=True, help_text=_("Corners as [north, east] in metres (CGCS2000), if given.")
    )
    created_by = models.ForeignKey("bureau.User", models.PROTECT, null=True, editable=False, related_name="+")
    created_at = models.DateTimeField(_("entered at"), editable=False)
    is_sample = models.BooleanField(default=False, editable=False)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "project_code"],
                name="office_has_a_project_code_once",
                violation_error_message=_("This project is entered already. Open it from the list."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class ProjectUserGrant(UserObjectPermissionBase):
    """One project opened to one person who holds no role at its office."""

    content_object = models.ForeignKey(Project, on_delete=models.CASCADE)


class Parcel(models.Model):
    """One parcel of a project's land (宗地)."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="parcels", verbose_name=_("project"))
    parcel_code = models.CharField(_("parcel code"), max_length=19, validators=[validate_parcel_code])
    area = models.DecimalField(_("area in ㎡"), max_digits=14, decimal_places=2, validators=[MinValueValidator(0.01)])
    corners = models.JSONField(_("corners"), default=list, blank=True)

    class Meta:
        verbose_name = _("parcel")
        verbose_name_plural = _("parcels")
        ordering = ["parcel_code"]
        constraints = [
            models.UniqueConstraint(fields=["project", "parcel_code"], name="project_has_a_parcel_once"),
            models.CheckConstraint(condition=Q(area__gt=0), name="parcel_has_an_area"),
        ]

    def __str__(self) -> str:
        return self.parcel_code


class Attachment(models.Model):
    """A prior record (an earlier certificate, decision or contract) or a plain file of a project."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="attachments", verbose_name=_("project"))
    name = models.CharField(_("name"), max_length=100)
    type_version = models.ForeignKey(
        "CertificateTypeVersion", models.PROTECT, null=True, blank=True, verbose_name=_("kind"), related_name="+"
    )
    number = models.CharField(_("number"), max_length=64, blank=True)
    issuer = models.CharField(_("issued by"), max_length=64, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    values = models.JSONField(_("facts"), default=dict, blank=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="project_has_an_attachment_once")]

    def __str__(self) -> str:
        return self.name


class ImportedNumber(models.Model):
    """A supervision number that the national system minted for a kind of certificate of this project (电子监管号)."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="imported_numbers", verbose_name=_("project"))
    entry = models.OneToOneField(LedgerEntry, models.PROTECT, related_name="imported", verbose_name=_("number"))

    class Meta:
        verbose_name = _("supervision number")
        verbose_name_plural = _("supervision numbers")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.entry)
