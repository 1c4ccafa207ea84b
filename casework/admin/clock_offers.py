"""What a person may do about the clock of a case: stop it, let it go on, answer who asked for that, correct, extend."""

from collections.abc import Iterator, Sequence
from functools import partial

from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from bureau.calendar import today
from bureau.models import User
from bureau.people import people_with
from bureau.policy import may_here
from bureau.roles import Verb
from casework import due
from casework.actions.confirm_stop import confirm_stop
from casework.actions.decline_request import decline_request
from casework.actions.extend import extend
from casework.actions.move_hearing import move_hearing
from casework.actions.stop_clock import approve_request, go_on, stop
from casework.actions.take_back import ABOUT_THE_CLOCK, take_back
from casework.admin.clock_forms import ExtendForm, GoOnForm, HearingForm, StopForm, TakeBackForm
from casework.admin.offer import Data, Offer, Reason
from casework.clock import Kind
from casework.hearing import Hearing
from casework.history import History, Request, Stop, held
from casework.models import Case, CaseEvent
from casework.models.case_event import NAMES
from casework.stopping import RULES


def clock_offers(case: Case, actor: User) -> Iterator[Offer]:
    """Of a case that was accepted, with its events."""
    events = list(case.events.all())
    history = History.of(events)
    clock = due.clock_of(case, history, due.work_days())
    if clock is None:
        return
    for request in history.requests:
        yield from _request_offers(request, events, case, actor)
    stops = due.open_stops(clock, history)
    for each in stops:
        yield from _standing_offers(each, case, actor)
    yield from _hearing_offers(case, stops, actor)
    yield from _stop_offers(case, actor)
    if _may(actor, Verb.DECIDE_CASE, case):
        yield from _correcting_offers(events, case, actor)
        if not case.is_registration:
            yield _extend_offer(case, actor)


def _may(actor: User, verb: Verb, case: Case) -> bool:
    return may_here(actor, verb, case.application.office)


def _request_offers(request: Request, events: Sequence[CaseEvent], case: Case, actor: User) -> Iterator[Offer]:
    name, asked = NAMES[request.kind.value], next(each for each in events if each.pk == request.event)
    if asked.by_id == actor.pk:
        yield Offer(
            do=f"decline-{request.event}",
            title=_("Take your request back (%(kind)s)") % {"kind": name},
            button=_("Take back"),
            form=Reason,
            run=partial(_decline, request.event, case, actor),
            done=_("Taken back."),
        )
    elif _may(actor, RULES[request.kind].approver or Verb.DECIDE_CASE, case):
        stops = _("Approve: the clock stops (%(kind)s)")
        goes_on = _("Approve: it goes on (%(kind)s)")
        yield Offer(
            do=f"approve-{request.event}",
            title=(stops if request.stop is None else goes_on) % {"kind": name},
            button=_("Approve"),
            run=partial(_approve, request.event, case, actor),
            done=_("Approved."),
            first=True,
        )
        yield Offer(
            do=f"decline-{request.event}",
            title=_("Decline the request (%(kind)s)") % {"kind": name},
            button=_("Decline"),
            form=Reason,
            run=partial(_decline, request.event, case, actor),
            done=_("Declined."),
        )


def _stop_offers(case: Case, actor: User) -> Iterator[Offer]:
    others = (kind for kind in Kind if kind is not Kind.HEARING)
    kinds = [(kind.value, NAMES[kind.value]) for kind in others if _may(actor, RULES[kind].opener, case)]
    if kinds:
        yield Offer(
            do="stop",
            title=_("Stop the clock"),
            button=_("Stop"),
            form=StopForm,
            options={"kinds": kinds},
            run=partial(_stop, case, actor),
            done=_("Entered. Where it needs approval, the clock stops with it."),
        )


def _correcting_offers(events: Sequence[CaseEvent], case: Case, actor: User) -> Iterator[Offer]:
    about_the_clock = [each for each in held(events) if each.what in ABOUT_THE_CLOCK]
    if about_the_clock:
        yield Offer(
            do="take-back",
            title=_("Correct a wrong entry about the clock"),
            button=_("Correct"),
            form=TakeBackForm,
            options={"entries": [(each.pk, _named(each, events)) for each in about_the_clock]},
            run=lambda data: take_back(
                data["event"], reason=data["reason"], happened_at=data["happened_at"], actor=actor
            ),
            done=_("Corrected. The applicant gets a letter."),
        )


def _named(event: CaseEvent, events: Sequence[CaseEvent]) -> str:
    about = next((each for each in events if each.pk == event.about_id), event)
    kind = NAMES.get(event.kind or about.kind, "")
    words = [f"{localtime(event.at):%Y-%m-%d %H:%M}", event.get_what_display(), str(kind)]
    return " ".join(filter(None, words))


def _extend_offer(case: Case, actor: User) -> Offer:
    return Offer(
        do="extend",
        title=_("Extend the legal limit"),
        button=_("Extend"),
        form=ExtendForm,
        run=lambda data: extend(case.pk, data["days"], reason=data["reason"], actor=actor),
        done=_("Extended. The applicant reads the reason."),
    )


def _hearing_offers(case: Case, stops: Sequence[Stop], actor: User) -> Iterator[Offer]:
    """None while one of the open ``stops`` is a hearing: it is moved, not called again."""
    is_called = any(each.kind is Kind.HEARING for each in stops)
    if not is_called and _may(actor, RULES[Kind.HEARING].opener, case):
        yield Offer(
            do="hearing",
            title=_("Call a hearing; the clock stops"),
            button=_("Call it"),
            form=HearingForm,
            options={"hosts": _hosts(case)},
            run=lambda data: stop(case.pk, Kind.HEARING, reason=data["reason"], hearing=_hearing(data), actor=actor),
            done=_("Entered. The letter says where and when."),
        )


def _standing_offers(each: Stop, case: Case, actor: User) -> Iterator[Offer]:
    rule, name = RULES[each.kind], NAMES[each.kind.value]
    if any(_may(actor, verb, case) for verb in rule.closers):
        yield Offer(
            do=f"go-on-{each.event}",
            title=_("Let the clock go on (%(kind)s)") % {"kind": name},
            button=_("Go on"),
            form=GoOnForm,
            options={"ends_in_writing": rule.ends_in_writing},
            run=partial(_go_on, each.event, case, actor),
            done=_("Entered."),
        )
    if rule.confirm_every and rule.approver and _may(actor, rule.approver, case):
        yield Offer(
            do=f"confirm-{each.event}",
            title=_("Confirm that the clock still stands still (%(kind)s)") % {"kind": name},
            button=_("Confirm"),
            form=Reason,
            run=partial(_confirm, each.event, case, actor),
            done=_("Confirmed. The applicant reads why, and when we tell them again."),
            first=case.confirm_by is not None and case.confirm_by <= today(),
        )
    if each.kind is Kind.HEARING and _may(actor, rule.opener, case):
        yield Offer(
            do=f"move-{each.event}",
            title=_("Another place or time for the hearing"),
            button=_("Change"),
            form=HearingForm,
            options={"hosts": _hosts(case)},
            run=partial(_move, each.event, case, actor),
            done=_("Entered. The letter says where and when."),
        )


def _hosts(case: Case) -> QuerySet[User]:
    """Who works on cases here and does not review this one."""
    office, reviews = case.application.office, {step.assigned_to_id for step in case.steps.all() if step.assigned_to_id}
    people = {each for verb in (Verb.REVIEW_CASE, Verb.DECIDE_CASE) for each in people_with(verb, office)}
    able = [each.pk for each in people if each.pk not in reviews and not case.was_reviewed_by(each)]
    return User.objects.filter(pk__in=able).order_by("pk")


def _hearing(data: Data) -> Hearing:
    return Hearing(data["place"], data["meets_at"], data["host"])


def _stop(case: Case, actor: User, data: Data) -> None:
    stop(
        case.pk,
        Kind(data["kind"]),
        reason=data["reason"],
        limit=data["limit"],
        why_again=data["why_again"],
        actor=actor,
    )


def _approve(event: int, case: Case, actor: User, data: Data) -> None:
    approve_request(event, case_id=case.pk, actor=actor)


def _decline(event: int, case: Case, actor: User, data: Data) -> None:
    decline_request(event, case_id=case.pk, reason=data["reason"], actor=actor)


def _go_on(event: int, case: Case, actor: User, data: Data) -> None:
    go_on(case.pk, event, actor=actor, reason=data["reason"])


def _confirm(event: int, case: Case, actor: User, data: Data) -> None:
    confirm_stop(case.pk, event, reason=data["reason"], actor=actor)


def _move(event: int, case: Case, actor: User, data: Data) -> None:
    move_hearing(case.pk, event, _hearing(data), reason=data["reason"], actor=actor)
