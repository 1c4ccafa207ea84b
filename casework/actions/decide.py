"""Deciding a case (决定): granted or denied, by who did not review it, once everything before is done.

行政许可法 第三十八条: a denial gives reasons.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from bureau import audit
from bureau.access import require
from bureau.calendar import now
from bureau.errors import YizhengError
from bureau.models import User
from bureau.roles import Role, Verb
from casework import due
from casework.actions.recording import What, add_event
from casework.errors import ClockStopped, StepNotYet
from casework.history import History
from casework.models import Case, Notice
from casework.models.case_event import NAMES
from casework.notices import words
from casework.notices.writing import chinese, write
from casework.reading import locked_case, written
from casework.separation import require_may_decide
from casework.steps import begin_next, require_turn, stood_in_for
from certificates.actions.decide_bundle import approve_bundle
from certificates.four_eyes import why_not_approve
from certificates.models import Bundle

State, Outcome = Case.State, Case.Outcome


@dataclass(frozen=True, slots=True)
class Decision:
    outcome: Case.Outcome
    words: str = ""  # reasons of a denial, conditions of a grant


def decide(case_id: int, decision: Decision, *, actor: User) -> Case:
    """Raises NotAllowed, Separated (they reviewed it), StepNotYet, SomebodyElses, ClockStopped, ReasonMissing."""
    with transaction.atomic():
        case = locked_case(case_id, actor, State.ACCEPTED)
        office = case.application.office
        require(actor, Verb.DECIDE_CASE, office)
        require_may_decide(case, actor)
        reasons = written(decision.words) if decision.outcome == Outcome.DENIED else decision.words.strip()
        steps = case.steps.filter(role=Role.CHIEF_APPROVER, done_at=None).select_related("assigned_to")
        for step in steps:
            step.case = case
            require_turn(step, actor)
        if before := case.steps.filter(role=Role.CASE_OFFICER, done_at=None).first():
            raise StepNotYet(step=_("Decision"), number=case.number, before=before)
        _require_running(case)
        moment = now()
        acting: dict[str, Any] = {}
        for step in steps:
            acting |= stood_in_for(step, actor)
            step.done_at, step.done_by, step.finding = moment, actor, reasons
            step.save(update_fields=["done_at", "done_by", "finding"])
        case.state, case.outcome, case.decision = State.DECIDED, decision.outcome, reasons
        case.decided_by, case.decided_at = actor, moment
        case.save(update_fields=["state", "outcome", "decision", "decided_by", "decided_at"])
        if decision.outcome == Outcome.GRANTED and case.facts.result_kind:
            begin_next(case)  # what is not issued goes out as it is
        add_event(case, What.DECIDED, by=actor)
        with chinese():
            content = words.decision(case)
        write(Notice.Kind.DECISION, content, case.application, by=actor, case=case)
        audit.record(
            case,
            "casework.decide",
            actor=actor,
            office=office,
            verb=Verb.DECIDE_CASE,
            data={"outcome": decision.outcome.value, **acting},
        )
    return case


def decide_each(decisions: Mapping[int, Decision], *, actor: User) -> dict[int, YizhengError | None]:
    """Several cases from one screen, each by itself: what one is refused for does not hold up the others."""
    answers: dict[int, YizhengError | None] = {}
    for case_id, decision in decisions.items():
        try:
            decide(case_id, decision, actor=actor)
            answers[case_id] = None
        except YizhengError as error:
            answers[case_id] = error
    return answers


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of decisions: why a case was refused (None: it is decided), and the bundle that was approved with it.

    ``held``: why the bundle that waited was not approved, although its last case is decided.
    """

    answers: Mapping[int, YizhengError | None]
    bundle: Bundle | None = None
    held: YizhengError | None = None


def decide_and_approve(application_id: int, decisions: Mapping[int, Decision], *, actor: User) -> Decided:
    """Decides each case by itself, on whatever page; after the last one the bundle that was sent before is approved.

    What keeps the bundle from it undoes no decision.
    """
    answers = decide_each(decisions, actor=actor)
    if all(answers.values()):
        return Decided(answers)
    try:
        return Decided(answers, _approve_what_waits(application_id, actor=actor))
    except YizhengError as error:
        return Decided(answers, held=error)


def _approve_what_waits(application_id: int, *, actor: User) -> Bundle | None:
    """None while a case is open, and where the bundle is not there, not sent, or somebody else's to approve."""
    is_open = Case.objects.open().filter(application=application_id).exists()
    waiting = Bundle.objects.filter(certificates__case__application=application_id, state=Bundle.State.CHECKED)
    bundle = waiting.select_related("project__office").distinct().first()
    if is_open or bundle is None or why_not_approve(bundle, actor):
        return None
    return approve_bundle(bundle.pk, actor=actor)


def _require_running(case: Case) -> None:
    history = History.of(case.events.all())
    clock = due.clock_of(case, history, due.work_days())
    if clock and (stops := due.open_stops(clock, history)):
        raise ClockStopped(number=case.number, kind=NAMES[stops[-1].kind.value])
