from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bureau.access import Actor
from bureau.triggers import Frozen, Transitions, freeze
from certificates.definition import Publicity, TypeDefinition
from certificates.facts import CertificateFacts
from certificates.models.bundle import Bundle
from certificates.models.certificate_type import CertificateTypeVersion
from certificates.models.project import Project
from documents.models import LedgerEntry, StoredFile


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def listed(self) -> Self:
        """What anyone may look for: issued or ended ones of listed kinds. 部令第80号: titles are not listed."""
        return self.exclude(state=Certificate.State.DRAFT).filter(publicity=Publicity.LISTED.value)

    def visible_to(self, user: Actor) -> Self:
        """Exactly what ``user`` may see: view, export, feed and search recheck all start here."""
        if isinstance(user, AnonymousUser) or not user.is_authenticated:
            return self.listed()
        own = Q(bundle__project__in=Project.objects.visible_to(user).values("pk"))
        return self.filter(own | Q(pk__in=Certificate.objects.listed().values("pk")))


class Certificate(models.Model):
    """One certificate of a bundle (证书). Once issued its number, facts, file and kind are frozen by triggers."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        ISSUED = "issued", _("in force")
        SUPERSEDED = "superseded", _("replaced")
        REVOKED = "revoked", _("revoked")
        EXPIRED = "expired", _("expired")

    class EndReason(models.TextChoices):
        ALTERED = "altered", _("altered")
        CORRECTED = "corrected", _("corrected")
        LOST = "lost", _("lost")
        CANCELLED = "cancelled", _("cancelled")
        ANNULLED = "annulled", _("annulled")
        RECALLED = "recalled", _("recalled")

    public_id = models.CharField(max_length=16, unique=True, editable=False)
    bundle = models.ForeignKey(Bundle, models.PROTECT, related_name="certificates", verbose_name=_("bundle"))
    position = models.PositiveSmallIntegerField(_("position"))
    print_order = models.PositiveSmallIntegerField(_("printing order"))
    type_version = models.ForeignKey(
        CertificateTypeVersion, models.PROTECT, related_name="certificates", verbose_name=_("kind")
    )
    type_code = models.CharField(_("kind"), max_length=20)  # of type_version, for constraints and look-ups
    publicity = models.CharField(max_length=12)  # of type_version, for visible_to
    part = models.CharField(_("part"), max_length=40, blank=True, help_text=_("Short, such as 主厂房: tells it apart."))
    values = models.JSONField(_("facts"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    entry = models.OneToOneField(
        LedgerEntry, models.PROTECT, null=True, related_name="certificate", verbose_name=_("number")
    )
    number = models.CharField(_("number"), max_length=64, blank=True)
    number_key = models.CharField(max_length=64, blank=True)
    local_suffix = models.CharField(_("text after the number"), max_length=30, blank=True)
    holds_unit = models.CharField(max_length=28, blank=True)  # the unit of an issued title: one title in force a unit
    statement = models.TextField(blank=True)  # canonical JSON of CertificateFacts
    check_code_hash = models.CharField(max_length=64, blank=True)
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name=_("file"))
    pages = models.PositiveSmallIntegerField(_("pages"), default=0)
    issued_on = models.DateField(_("issued on"), null=True)
    expires_on = models.DateField(_("valid until"), null=True)
    supersedes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replacements", verbose_name=_("replaces")
    )
    replace_reason = models.CharField(_("why it replaces"), max_length=10, choices=EndReason, blank=True)
    ended_on = models.DateField(_("ended on"), null=True)
    end_reason = models.CharField(max_length=10, choices=EndReason, blank=True)  # never shown in public
    prints = models.PositiveIntegerField(_("times printed"), default=0)  # the second and further ones are reprints

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["bundle", "position"]
        indexes = [
            models.Index(fields=["number_key"], name="certificate_by_number"),
            models.Index(fields=["state", "publicity", "-issued_on"], name="certificate_listed"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["bundle", "position"], name="bundle_has_a_position_once"),
            models.UniqueConstraint(
                fields=["type_code", "number_key"], condition=~Q(number_key=""), name="certificate_number_used_once"
            ),
            models.UniqueConstraint(
                fields=["holds_unit"],
                condition=Q(state="issued") & ~Q(holds_unit=""),
                name="unit_has_one_title_in_force",
            ),
            models.UniqueConstraint(
                fields=["supersedes"],
                condition=Q(supersedes__isnull=False) & ~Q(state="draft"),
                name="certificate_replaced_once",
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | (
                    ~Q(number="")
                    & ~Q(statement="")
                    & ~Q(check_code_hash="")
                    & Q(pdf__isnull=False, issued_on__isnull=False, entry__isnull=False)
                ),
                name="certificate_issued_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "issued"], ended_on__isnull=True)
                | (~Q(state__in=["draft", "issued"]) & Q(ended_on__isnull=False)),
                name="certificate_ended_says_when",
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("id")), name="certificate_replaces_another"
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.definition.name} {self.part}".strip()

    @property
    def definition(self) -> TypeDefinition:
        return self.type_version.definition

    @property
    def facts(self) -> CertificateFacts:
        """The issued statement. Raises ValueError on a draft, which states nothing yet."""
        if not self.statement:
            raise ValueError(f"certificate {self.pk} is a draft")
        return CertificateFacts.from_json(self.statement)


class SealedDraft(models.Model):
    """A signed PDF that waits for its bundle's one instant: made outside any transaction, reused after a crash."""

    certificate = models.OneToOneField(Certificate, models.CASCADE, related_name="sealed")
    issue_day = models.DateField()
    number = models.CharField(max_length=64)
    statement = models.TextField()
    check_code_hash = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField()
    milliseconds = models.PositiveIntegerField()  # shown to who watches the issue

    class Meta:
        verbose_name = _("sealed draft")
        verbose_name_plural = _("sealed drafts")

    def __str__(self) -> str:
        return self.number


freeze(
    Frozen(
        model="certificates.Certificate",
        name="an issued certificate never changes",
        when="OLD.state <> 'draft'",
        free=["state", "prints", "print_order"],
        set_once=["ended_on", "end_reason"],
    )
)
freeze(
    Transitions(
        model="certificates.Certificate",
        name="a certificate is issued once and ends once",
        column="state",
        allowed={
            "draft": ["issued"],
            "issued": ["superseded", "revoked", "expired"],
            "expired": ["superseded", "revoked"],
        },
    )
)
