from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Concat, StrIndex
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from bureau.access import Actor
from bureau.calendar import today
from bureau.models import Office, User
from bureau.roles import Role
from bureau.triggers import Frozen, Transitions, freeze
from casework.clock import Regime, Terms
from casework.models.application import Application, within_sight
from certificates.models import Certificate
from cms.matters.facts import MatterFacts, Topic
from cms.models import Matter, MatterVersion
from documents.models import LedgerEntry


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: Actor) -> Self:
        return self.filter(within_sight(user, helper="application__helper"))

    def open(self) -> Self:
        """Those that somebody still has to answer or decide."""
        return self.filter(state__in=[Case.State.RECEIVED, Case.State.ACCEPTED])

    def unfinished(self) -> Self:
        """Those that are open, and those whose result was not given out yet."""
        return self.filter(state__in=[Case.State.RECEIVED, Case.State.ACCEPTED, Case.State.DECIDED])


def _as_reviewer(person: str) -> Concat:
    """A key as it stands in `Case.reviewers`."""
    return Concat(Value(","), Cast(person, models.CharField()), Value(","))


class Case(models.Model):
    """One matter of an application under way (办件).

    Its clock follows from its events (casework.history); what is kept of it here serves lists, and is written anew by
    every event, every change of the calendar and every night (casework.due).
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        REFUSED = "refused", _("not accepted")
        ACCEPTED = "accepted", _("under way")
        DECIDED = "decided", _("decided")
        CONCLUDED = "concluded", _("concluded")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Outcome(models.TextChoices):
        GRANTED = "granted", _("granted")
        DENIED = "denied", _("denied")

    application = models.ForeignKey(Application, models.PROTECT, related_name="cases", verbose_name=_("application"))
    office = models.ForeignKey(
        Office, models.PROTECT, related_name="+", verbose_name=_("office"), db_index=False
    )  # of the application; kept here too, because every list asks for it, counts and sorts by it
    entry = models.OneToOneField(LedgerEntry, models.PROTECT, related_name="case", verbose_name=_("number"))
    number = models.CharField(_("case number"), max_length=14, unique=True)  # 2022-0801-0007
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+", verbose_name=_("matter"))
    version = models.ForeignKey(MatterVersion, models.PROTECT, related_name="+", verbose_name=_("version"))
    situation = models.CharField(_("situation"), max_length=40, blank=True)
    is_major = models.BooleanField(_("major case"), default=False)
    part = models.CharField(_("part"), max_length=40, blank=True, help_text=_("Short, such as 主厂房: tells it apart."))
    values = models.JSONField(_("facts of the certificate"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECEIVED)
    regime = models.CharField(max_length=12, choices=[(each.value, each.value) for each in Regime])
    promised_days = models.PositiveSmallIntegerField(_("promised days"))
    statutory_days = models.PositiveSmallIntegerField(_("statutory days"))
    extension_days = models.PositiveSmallIntegerField(
        _("extension"), default=0
    )  # of its matter; events say a later one

    fee_yuan = models.DecimalField(_("fee in yuan"), max_digits=10, decimal_places=2, default=0)
    fee_receipt = models.CharField(_("receipt of the fee"), max_length=40, blank=True)
    reviewers = models.CharField(
        _("reviewed by"), max_length=200, default=",", editable=False
    )  # keys of all who did a step of review, as ,3,17, since a constraint reads no other table
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome, blank=True)
    decision = models.TextField(_("reasons and conditions"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("issued by")
    )  # its certificate; of the bundle, kept here too for a constraint
    certificate = models.OneToOneField(
        Certificate, models.SET_NULL, null=True, blank=True, related_name="case", verbose_name=_("certificate")
    )

    accepted_at = models.DateTimeField(_("accepted at"), null=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    promised_due = models.DateField(_("promised by"), null=True)
    statutory_due = models.DateField(_("due by law"), null=True)
    due = models.DateField(_("due"), null=True)  # of what is open: the day of the next answer, whichever it is
    stopped_by = models.CharField(_("clock stopped by"), max_length=16, blank=True)  # what nobody has closed
    stopped_until = models.DateField(_("clock stopped until"), null=True)  # its limit; None: it has none
    confirm_by = models.DateField(_("stop to be confirmed by"), null=True)  # of an open stop without a limit
    request = models.ForeignKey(
        "CaseEvent", models.PROTECT, null=True, related_name="+", verbose_name=_("asked for"), db_index=False
    )  # that the clock stop or go on; nobody has answered yet

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["application", "pk"]
        indexes = [
            models.Index(fields=["due", "-id"], name="case_by_due"),  # as lists are sorted
            models.Index(fields=["office", "due", "-id"], name="case_of_office_by_due"),
            models.Index(fields=["office", "state"], name="case_of_office_by_state"),
            models.Index(fields=["office", "matter", "state", "due"], name="case_by_matter"),
            models.Index(fields=["request"], condition=Q(request__isnull=False), name="case_asked_for"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(promised_days__lte=F("statutory_days") + F("extension_days")),
                name="case_promise_within_the_law",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "decided", "concluded"]) | Q(accepted_at__isnull=False),
                name="case_under_way_was_accepted",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["decided", "concluded"])
                | (~Q(outcome="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="case_decided_says_by_whom_and_when",
            ),
            models.CheckConstraint(condition=~Q(outcome="denied") | ~Q(decision=""), name="case_denied_gives_reasons"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(Exact(StrIndex("reviewers", _as_reviewer("decided_by")), 0))
                | Q(promised_days=0),  # an instant matter, where the office lets one person do both (domain.md C1)
                name="case_reviewer_never_decides",
            ),
            models.CheckConstraint(condition=~Q(issued_by=F("decided_by")), name="case_decider_never_issues"),
        ]

    def __str__(self) -> str:
        return self.number

    def was_reviewed_by(self, person: User) -> bool:
        return f",{person.pk}," in self.reviewers

    def note_reviewer(self, person: User) -> None:
        """Once, in the order of their reviews."""
        if not self.was_reviewed_by(person):
            self.reviewers += f"{person.pk},"

    @property
    def facts(self) -> MatterFacts:
        """What the matter stated when the application came; a later version changes nothing for it."""
        return self.version.facts

    @property
    def terms(self) -> Terms:
        return Terms(self.promised_days, self.statutory_days, self.extension_days, Regime(self.regime))

    @property
    def is_instant(self) -> bool:
        """Its matter is decided on the spot (即办件); an application that was promised for today is not enough."""
        return self.promised_days == 0 and self.facts.is_instant and not self.is_major

    @property
    def stands_still(self) -> bool:
        """Its clock is stopped today, by what is kept of it."""
        return bool(self.stopped_by) and (self.stopped_until is None or self.stopped_until >= today())

    @property
    def is_registration(self) -> bool:
        return self.regime == Regime.REGISTRATION


def regime_of(facts: MatterFacts) -> Regime:
    """Matters of real estate registration follow its own rules (不动产登记暂行条例), all others those of licences."""
    return Regime.REGISTRATION if facts.topic is Topic.REGISTER else Regime.LICENCE


class CaseStep(models.Model):
    """One link of the work on a case (办理环节). Steps with the same ``turn`` run together.

    A step can be done once every step of earlier turns is done.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="steps")
    turn = models.PositiveSmallIntegerField(_("turn"))
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("name"), max_length=60)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    days = models.PositiveSmallIntegerField(_("working days"))
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("with")
    )
    begun_at = models.DateTimeField(_("begun at"), null=True)  # when all before it were done
    done_at = models.DateTimeField(_("done at"), null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("done by"),
        db_index=False,  # `step_done` begins with it
    )
    finding = models.TextField(_("finding"), blank=True)
    on_site = models.BooleanField(_("checked on the spot"), default=False)  # by two officers (行政许可法 第三十四条)
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("checked first by"),
        db_index=False,
    )  # who was on the spot too and entered first what they found; the second ends the step
    first_finding = models.TextField(_("first finding"), blank=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["case_id", "position"]  # "case" would bring the order of cases with it, and two tables more
        indexes = [
            models.Index(
                fields=["role", "assigned_to", "case", "first_by"],
                condition=Q(begun_at__isnull=False, done_at__isnull=True),
                name="step_to_do",
            ),
            models.Index(fields=["done_by", "case"], name="step_done"),
            models.Index(fields=["first_by", "case"], condition=Q(first_by__isnull=False), name="step_done_first"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "position"], name="case_has_a_step_once"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(begun_at__isnull=False), name="step_begins_before_it_is_done"
            ),
            models.CheckConstraint(
                condition=Q(on_site=False)
                | Q(done_at__isnull=True)
                | (Q(first_by__isnull=False, done_by__isnull=False) & ~Q(first_by=F("done_by"))),
                name="step_on_the_spot_by_two",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def findings(self) -> list[tuple[User, str]]:
        """What was found, and by whom: of a check on the spot by two officers, each for themselves."""
        both = [(self.first_by, self.first_finding), (self.done_by, self.finding)]
        return [(person, words) for person, words in both if person and words]


freeze(
    Frozen(
        model="casework.Case",
        name="a case keeps its application, number and version",
        columns=["application", "office", "entry", "number", "matter", "version", "regime"],
    )
)
freeze(
    Frozen(
        model="casework.Case",
        name="the days of a case are those it was received with",
        columns=["promised_days", "statutory_days", "extension_days"],
        deletable=True,
    )
)
freeze(
    Frozen(
        model="casework.Case",
        name="a decision never changes",
        columns=["outcome", "decision", "decided_by", "decided_at"],
        when="OLD.state IN ('decided', 'concluded')",
        deletable=True,
    )
)
freeze(
    Transitions(
        model="casework.Case",
        name="a case goes from receipt to its end step by step",
        column="state",
        allowed={
            "received": ["accepted", "refused", "withdrawn"],
            "accepted": ["decided", "withdrawn"],
            "decided": ["concluded"],
        },
    )
)
freeze(
    Frozen(
        model="casework.CaseStep",
        name="a step that is done stays done",
        when="OLD.done_at IS NOT NULL",
        deletable=True,
    )
)
freeze(
    Frozen(
        model="casework.CaseStep",
        name="a check on the spot stays one",
        columns=["case", "on_site"],
        deletable=True,
    )
)
freeze(
    Frozen(
        model="casework.CaseStep",
        name="what the first officer found on the spot never changes",
        columns=["first_by", "first_finding"],
        when="OLD.first_by_id IS NOT NULL",
        deletable=True,
    )
)
