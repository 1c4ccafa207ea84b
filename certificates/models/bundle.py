from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bureau import calendar
from bureau.access import Actor, offices_where
from bureau.roles import Verb
from bureau.triggers import Frozen, Transitions, freeze
from certificates.models.project import Project


class BundleQuerySet(models.QuerySet["Bundle"]):
    def visible_to(self, user: Actor) -> Self:
        return self.filter(project__in=Project.objects.visible_to(user).values("pk"))

    def waiting_for(self, user: Actor) -> Self:
        """Bundles whose next step ``user`` may take: to mend, to approve, to issue. Never what four eyes forbid."""
        state = Bundle.State
        mend = Q(state=state.DRAFT, project__office__in=offices_where(user, Verb.PREPARE_BUNDLE), prepared_by=user.pk)
        approve = Q(state=state.CHECKED, project__office__in=offices_where(user, Verb.APPROVE_BUNDLE)) & ~Q(
            preparers=user.pk
        )
        issue = Q(
            state__in=[state.APPROVED, state.ISSUING], project__office__in=offices_where(user, Verb.ISSUE_BUNDLE)
        ) & ~Q(approved_by=user.pk)
        preparer_may = Q(project__office__preparer_may_issue=True) | ~Q(preparers=user.pk)
        return self.filter(mend | approve | (issue & preparer_may))


class Bundle(models.Model):
    """Certificates of one project that are issued at one instant or not at all (证书项目)."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        CHECKED = "checked", _("waiting for approval")
        APPROVED = "approved", _("approved")
        ISSUING = "issuing", _("issuing")
        ISSUED = "issued", _("issued")
        WITHDRAWN = "withdrawn", _("withdrawn")

    project = models.ForeignKey(Project, models.PROTECT, related_name="bundles", verbose_name=_("project"))
    reference = models.CharField(_("reference"), max_length=12, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    complete = models.BooleanField(
        _("holds all works"), default=False, help_text=_("The works together fill what the land permit allows.")
    )
    revision = models.PositiveIntegerField(default=0)  # counts edits; a form that was opened at another one is refused
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("prepared by")
    )
    preparers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")  # everyone who ever changed it
    checked_at = models.DateTimeField(_("sent for approval at"), null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True)
    return_reason = models.CharField(_("why returned"), max_length=500, blank=True)
    issue_asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    issue_day = models.DateField(_("issue day"), null=True)  # fixed when issuing begins
    lease_owner = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True)
    issue_problem = models.CharField(_("why issuing stopped"), max_length=500, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("issued by")
    )
    issued_at = models.DateTimeField(_("issued at"), null=True)
    withdraw_reason = models.CharField(_("why withdrawn"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("entered at"))

    objects = BundleQuerySet.as_manager()

    class Meta:
        verbose_name = _("bundle")
        verbose_name_plural = _("bundles")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "-id"], name="bundle_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "checked", "withdrawn"]) | Q(approved_by__isnull=False),
                name="bundle_is_approved_before_issue",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | Q(prepared_by__isnull=True) | ~Q(approved_by=F("prepared_by")),
                name="bundle_preparer_never_approves",
            ),
            models.CheckConstraint(
                condition=Q(issued_by__isnull=True) | ~Q(issued_by=F("approved_by")),
                name="bundle_approver_never_issues",
            ),
            models.CheckConstraint(
                condition=~Q(state="issuing") | Q(lease_until__isnull=False, issue_day__isnull=False),
                name="bundle_issuing_has_lease_and_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="issued") | Q(issued_by__isnull=False, issued_at__isnull=False),
                name="bundle_issued_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(withdraw_reason=""), name="bundle_withdrawn_gives_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_editable(self) -> bool:
        """A draft, or one that was sent or approved: an edit makes those a draft again."""
        return self.state in {self.State.DRAFT, self.State.CHECKED, self.State.APPROVED}

    @property
    def is_being_issued(self) -> bool:
        """A living worker holds the lease."""
        return (
            self.state == self.State.ISSUING
            and self.lease_owner != ""
            and self.lease_until is not None
            and self.lease_until > calendar.now()
        )


freeze(
    Frozen(
        model="certificates.Bundle",
        name="an issued or withdrawn bundle never changes",
        when="OLD.state IN ('issued', 'withdrawn')",
    )
)
freeze(
    Transitions(
        model="certificates.Bundle",
        name="a bundle goes from draft to issued step by step",
        column="state",
        allowed={
            "draft": ["checked", "withdrawn"],
            "checked": ["draft", "approved", "withdrawn"],
            "approved": ["draft", "issuing", "withdrawn"],
            "issuing": ["issued", "withdrawn"],
        },
    )
)
