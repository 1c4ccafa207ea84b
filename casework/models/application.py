from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bureau.access import Actor
from bureau.models import Office, PersonalRecord
from bureau.models.grants import are_all_offices, offices_by_verb
from bureau.roles import Verb
from bureau.triggers import Frozen, freeze
from certificates.models import Project
from documents.models import StoredFile


def within_sight(user: Actor, *, helper: str) -> Q:
    """For a model with ``office``, and a path to the helper who filed the application.

    Keys of offices are asked for first and stand in the query itself, or nothing where they are all: with a subquery
    there both databases read every row, and SQLite sorts what it could walk through.
    """
    offices = offices_by_verb(user)
    seen = offices.get(Verb.VIEW_RECORDS, frozenset())
    if seen and are_all_offices(seen):
        return Q()
    filed = offices.get(Verb.RECEIVE_APPLICATION, frozenset()) - seen
    own = Q(**{helper: user.pk}, office__in=sorted(filed)) if filed else Q(pk__in=[])
    return Q(office__in=sorted(seen)) | own


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: Actor) -> Self:
        """Those of the offices where ``user`` may see records; a helper sees what they filed themselves."""
        return self.filter(within_sight(user, helper="helper"))


class Application(models.Model):
    """What an applicant hands in once for one project (申请): its matters become cases, which share its materials."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("office"))
    project = models.ForeignKey(Project, models.PROTECT, related_name="applications", verbose_name=_("project"))
    public_id = models.CharField(max_length=16, unique=True, editable=False)
    promised_days = models.PositiveSmallIntegerField(
        _("promise of this application"),
        null=True,
        blank=True,
        help_text=_("Working days; shorter than what its matters promise. Empty: theirs."),
    )
    promise_reason = models.CharField(
        _("why it is promised sooner"), max_length=200, blank=True, help_text=_("The applicant reads it.")
    )
    contact = models.ForeignKey(
        PersonalRecord, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("contact")
    )
    phone_hash = models.CharField(max_length=64, editable=False)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("taken in by")
    )
    received_at = models.DateTimeField(_("received at"))
    helper = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("filed by the helper")
    )  # 帮办员: for the applicant, who signed the mandate
    mandate = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name=_("mandate"))
    is_sample = models.BooleanField(default=False, editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(promised_days__isnull=True) | ~Q(promise_reason=""),
                name="application_sooner_promise_gives_reason",
            ),
            models.CheckConstraint(
                condition=Q(helper__isnull=True, mandate__isnull=True)
                | Q(helper__isnull=False, mandate__isnull=False, received_by__isnull=False, helper=F("received_by")),
                name="application_by_helper_has_mandate",
            ),
        ]

    def __str__(self) -> str:
        return str(self.project)


class ApplicationMaterial(models.Model):
    """One paper or data item that the application's matters need, handed in once for all of them (申请材料).

    ``key`` stays the same from version to version of a matter. What nobody brought may be supplied later by a day,
    against a pledge that the applicant signed (容缺受理).
    """

    class State(models.TextChoices):
        MISSING = "missing", _("missing")
        HANDED_IN = "handed_in", _("handed in")
        FETCHED = "fetched", _("fetched by us")
        DEFERRED = "deferred", _("to be supplied later")

    application = models.ForeignKey(Application, models.CASCADE, related_name="materials")
    position = models.PositiveSmallIntegerField(_("position"))
    key = models.CharField(max_length=64)
    name = models.CharField(_("name"), max_length=200)
    help = models.CharField(_("help"), max_length=400, blank=True)
    needed_by = models.JSONField(_("needed by"))  # codes of matters
    originals = models.PositiveSmallIntegerField(_("originals"), default=0)
    copies = models.PositiveSmallIntegerField(_("copies"), default=0)
    electronic = models.BooleanField(_("electronic"), default=False)
    is_shared = models.BooleanField(_("we fetch it"), default=False)  # never asked for (国务院令第716号)
    defer_days = models.PositiveSmallIntegerField(_("may follow within"), null=True)  # working days after acceptance
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.MISSING)
    on_paper = models.BooleanField(_("on paper"), default=False)
    supply_by = models.DateField(_("to be supplied by"), null=True)
    pledge = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name=_("signed pledge"))
    came_at = models.DateTimeField(_("came at"), null=True)

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ["application", "position"]
        indexes = [
            models.Index(fields=["supply_by"], condition=Q(supply_by__isnull=False), name="material_to_follow"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["application", "key"], name="application_needs_a_material_once"),
            models.CheckConstraint(
                condition=~Q(state="deferred") | Q(supply_by__isnull=False, pledge__isnull=False, defer_days__gt=0),
                name="material_deferred_against_pledge_and_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["handed_in", "fetched"]) | Q(came_at__isnull=False),
                name="material_that_came_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_there(self) -> bool:
        return self.state in {self.State.HANDED_IN, self.State.FETCHED}


class MaterialFileQuerySet(models.QuerySet["MaterialFile"]):
    def visible_to(self, user: Actor) -> Self:
        return self.filter(material__application__in=Application.objects.visible_to(user).values("pk"))


class MaterialFile(models.Model):
    """A file that was handed in as (part of) a material; kept byte for byte."""

    material = models.ForeignKey(ApplicationMaterial, models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("file"))
    name = models.CharField(_("name"), max_length=200)
    added_at = models.DateTimeField(_("added at"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = MaterialFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


freeze(
    Frozen(
        model="casework.Application",
        name="what was handed in stays with its project",
        columns=["office", "project", "public_id", "received_at", "helper", "mandate"],
    )
)
freeze(Frozen(model="casework.MaterialFile", name="a file that was handed in never changes"))
