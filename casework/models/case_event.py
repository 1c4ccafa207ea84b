from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bureau.triggers import Frozen, freeze
from casework.clock import Kind
from casework.models.case import Case

KINDS = [
    (Kind.EXPERT_REVIEW.value, _("expert review")),
    (Kind.PUBLIC_NOTICE.value, _("public notice")),
    (Kind.HEARING.value, _("hearing")),
    (Kind.CORRECTION.value, _("papers to be supplied")),
    (Kind.REVISION.value, _("design to be revised")),
    (Kind.FORCE_MAJEURE.value, _("force majeure")),
]

NAMES = dict(KINDS)


REASONED = ["refused", "asked", "suspended", "confirmed", "hearing_moved", "extended", "withdrawn", "taken_back"]
_OF_A_HEARING = Q(what="hearing_moved") | Q(what="suspended", kind="hearing")


class CaseEvent(models.Model):
    """One thing that happened to a case. Rows are only added: a wrong one is taken back by another that names it.

    The clock is nothing but these rows (casework.history).
    """

    class What(models.TextChoices):
        RECEIVED = "received", _("received")
        ASKED_FOR_MORE = "asked_for_more", _("told what is missing")
        SUPPLIED = "supplied", _("what was missing came")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("not accepted")
        ASKED = "asked", _("asked to stop the clock, or to let it go on")
        SUSPENDED = "suspended", _("clock stopped")
        RESUMED = "resumed", _("clock goes on")
        CONFIRMED = "confirmed", _("confirmed that the clock still stands still")
        HEARING_MOVED = "hearing_moved", _("place or time of the hearing changed")
        EXTENDED = "extended", _("extended")
        DECIDED = "decided", _("decided")
        WITHDRAWN = "withdrawn", _("withdrawn")
        TAKEN_BACK = "taken_back", _("entry taken back")

    case = models.ForeignKey(Case, models.PROTECT, related_name="events", verbose_name=_("case"))
    what = models.CharField(_("what"), max_length=16, choices=What)
    at = models.DateTimeField(_("when"))
    recorded_at = models.DateTimeField(_("entered at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )  # None: the clock itself, as when an application counts as accepted
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    kind = models.CharField(_("why the clock stops"), max_length=16, choices=KINDS, blank=True)
    limit = models.PositiveSmallIntegerField(_("at most"), null=True)  # working days; None: that of the kind
    days = models.PositiveSmallIntegerField(_("days more"), null=True)  # of an extension
    place = models.CharField(_("place"), max_length=200, blank=True)  # of a hearing
    meets_at = models.DateTimeField(_("time"), null=True)  # of a hearing
    host = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("held by")
    )  # of a hearing; never who reviews (行政许可法 第四十八条)
    about = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="answers", verbose_name=_("about")
    )  # the suspension that ends, is to end or still stands, the hearing that moves, what was asked and is now
    # approved, the entry that is taken back
    reason = models.TextField(_("reason"), blank=True)  # of papers and designs: what is to come, one point a line
    why_again = models.TextField(_("why it was not named before"), blank=True)  # where the applicant was told before

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["case_id", "at", "pk"]  # "case" would bring the order of cases with it, and two tables more
        indexes = [
            models.Index(fields=["case", "at"], name="case_event_by_time"),
            models.Index(fields=["case"], condition=Q(at__lt=F("recorded_at")), name="case_event_entered_later"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(at__lte=F("recorded_at")), name="event_never_in_the_future"),
            models.CheckConstraint(
                condition=Q(kind="") | Q(what__in=["asked", "suspended"]), name="event_stops_for_a_kind_of_reason"
            ),
            models.CheckConstraint(condition=~Q(what="suspended") | ~Q(kind=""), name="event_that_stops_says_why"),
            models.CheckConstraint(
                condition=~Q(what__in=["resumed", "confirmed", "hearing_moved", "taken_back"]) | Q(about__isnull=False),
                name="event_says_what_it_ends",
            ),
            models.CheckConstraint(condition=~Q(what="extended") | Q(days__gt=0), name="event_extends_by_some_days"),
            models.CheckConstraint(
                condition=~Q(what__in=REASONED) | ~Q(reason=""),
                name="event_gives_its_reason",
            ),
            models.CheckConstraint(
                condition=(_OF_A_HEARING & ~Q(place="") & Q(meets_at__isnull=False))
                | (~_OF_A_HEARING & Q(place="", meets_at__isnull=True)),
                name="event_of_a_hearing_has_place_and_time",
            ),
            models.CheckConstraint(
                condition=_OF_A_HEARING | Q(host__isnull=True), name="event_with_a_host_is_a_hearing"
            ),
            models.UniqueConstraint(fields=["about"], condition=Q(what="taken_back"), name="event_is_taken_back_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.at:%Y-%m-%d %H:%M}"


freeze(Frozen(model="casework.CaseEvent", name="an event of a case never changes"))
