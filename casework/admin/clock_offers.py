"""What a person may do about hearings, and about stops without a limit while they stand."""

from collections.abc import Iterator, Sequence
from functools import partial

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bureau.calendar import today
from bureau.models import User
from bureau.policy import may_here
from casework.actions.confirm_stop import confirm_stop
from casework.actions.move_hearing import move_hearing
from casework.actions.stop_clock import stop
from casework.admin.offer import Data, Offer, Reason
from casework.clock import Kind
from casework.hearing import Hearing
from casework.history import Stop
from casework.models import Case
from casework.models.case_event import NAMES
from casework.stopping import RULES


class HearingForm(Reason):
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    meets_at = forms.DateTimeField(
        label=gettext_lazy("Time"),
        help_text=gettext_lazy("The applicant is told at least seven working days before."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    field_order = ("place", "meets_at", "reason")


def hearing_offers(case: Case, stops: Sequence[Stop], actor: User) -> Iterator[Offer]:
    """None while one of the open ``stops`` is a hearing: it is moved, not called again."""
    is_called = any(each.kind is Kind.HEARING for each in stops)
    if not is_called and may_here(actor, RULES[Kind.HEARING].opener, case.application.office):
        yield Offer(
            do="hearing",
            title=_("Call a hearing; the clock stops"),
            button=_("Call it"),
            form=HearingForm,
            run=lambda data: stop(case.pk, Kind.HEARING, reason=data["reason"], hearing=_hearing(data), actor=actor),
            done=_("Entered. The letter says where and when."),
        )


def standing_offers(each: Stop, case: Case, actor: User) -> Iterator[Offer]:
    rule, name = RULES[each.kind], NAMES[each.kind.value]
    if rule.confirm_every and rule.approver and may_here(actor, rule.approver, case.application.office):
        yield Offer(
            do=f"confirm-{each.event}",
            title=_("Confirm that the clock still stands still (%(kind)s)") % {"kind": name},
            button=_("Confirm"),
            form=Reason,
            run=partial(_confirm, each.event, case, actor),
            done=_("Confirmed. The applicant reads why, and when we tell them again."),
            first=case.confirm_by is not None and case.confirm_by <= today(),
        )
    if each.kind is Kind.HEARING and may_here(actor, rule.opener, case.application.office):
        yield Offer(
            do=f"move-{each.event}",
            title=_("Another place or time for the hearing"),
            button=_("Change"),
            form=HearingForm,
            run=partial(_move, each.event, case, actor),
            done=_("Entered. The letter says where and when."),
        )


def _hearing(data: Data) -> Hearing:
    return Hearing(data["place"], data["meets_at"])


def _confirm(event: int, case: Case, actor: User, data: Data) -> None:
    confirm_stop(case.pk, event, reason=data["reason"], actor=actor)


def _move(event: int, case: Case, actor: User, data: Data) -> None:
    move_hearing(case.pk, event, _hearing(data), reason=data["reason"], actor=actor)
