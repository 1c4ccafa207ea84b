"""The work behind the window (后台审批): taking a step, doing it, and asking others for their opinion."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from bureau import audit
from bureau.access import require
from bureau.calendar import now, today
from bureau.models import User
from bureau.people import people_with
from bureau.policy import may_here
from bureau.roles import Role, Verb
from casework.errors import ApplicationInvalid, CaseNotFound, NothingToDo
from casework.models import Case, CaseStep, Opinion
from casework.reading import locked_case, written
from casework.separation import require_outside_of_hearings, require_second_officer
from casework.steps import begin_next, require_not_anothers, require_turn, stood_in_for, verb_of

State = Case.State


def assign_step(step_id: int, *, to: User | None, actor: User) -> CaseStep:
    """Gives a step to a colleague, to oneself, or (None) back to all. By whoever may do it, or decides the case."""
    with transaction.atomic():
        step = _locked_step(step_id, actor)
        if step.done_at:
            raise NothingToDo(number=step.case.number)
        _assign(step, to, actor)
    return step


def assign_open_steps(case_id: int, *, to: User, actor: User) -> list[CaseStep]:
    """The same for every open step of a case that ``to`` may do, all or none.

    Raises NothingToDo: there is none, or all of them are theirs already.
    """
    with transaction.atomic():
        case = locked_case(case_id, actor, State.ACCEPTED)
        open_steps = case.steps.filter(begun_at__isnull=False, done_at=None).exclude(assigned_to=to)
        open_steps = open_steps.exclude(first_by=to)
        steps = [each for each in open_steps if to in people_with(verb_of(each), case.application.office)]
        if not steps:
            raise NothingToDo(number=case.number)
        for step in steps:
            step.case = case
            _assign(step, to, actor)
    return steps


def finish_step(step_id: int, *, actor: User, finding: str) -> CaseStep:
    """Does a step of review, with what was found. The steps after it begin when all beside it are done.

    A check on the spot is done when a second officer has entered what they found too. Deciding has an action of its
    own, issuing is done by the bundle. Raises StepNotYet, SomebodyElses, Separated, NothingToDo.
    """
    with transaction.atomic():
        step = _locked_step(step_id, actor)
        case = step.case
        if step.role != Role.CASE_OFFICER or step.done_at:
            raise NothingToDo(number=case.number)
        require(actor, Verb.REVIEW_CASE, case.application.office)
        require_turn(step, actor)
        require_outside_of_hearings(case, actor)
        require_second_officer(step, actor)
        if not finding.strip():
            raise ApplicationInvalid(problem=_("Finding: say in a sentence what you found."))
        acting = stood_in_for(step, actor)
        if step.on_site and step.first_by_id is None:
            step.first_by, step.first_finding, step.assigned_to = actor, finding.strip(), None
        else:
            step.done_at, step.done_by, step.finding = now(), actor, finding.strip()
            step.assigned_to = step.assigned_to or actor
        step.save()
        case.note_reviewer(actor)
        case.save(update_fields=["reviewers"])
        begin_next(case)
        audit.record(
            case,
            "casework.finish_step",
            actor=actor,
            office=case.application.office,
            verb=Verb.REVIEW_CASE,
            data={"step": step.position, **acting, **({} if step.done_at else {"first": True})},
        )
    return step


def ask_opinion(case_id: int, *, of: str, question: str, due: date, actor: User) -> Opinion:
    """Asks another section or body about a case that is under way, by a day from today on."""
    with transaction.atomic():
        case = locked_case(case_id, actor, State.ACCEPTED)
        require(actor, Verb.REVIEW_CASE, case.application.office)
        if due < today():
            raise ApplicationInvalid(problem=_("Until: give a day from today on."))
        if not of.strip():
            raise ApplicationInvalid(problem=_("Whose opinion: name the section or body."))
        opinion = Opinion.objects.create(
            case=case, of=of.strip(), question=written(question), due=due, asked_by=actor, asked_at=now()
        )
        audit.record(
            case,
            "casework.ask_opinion",
            actor=actor,
            office=case.application.office,
            verb=Verb.REVIEW_CASE,
            data={"of": opinion.of},
        )
    return opinion


def answer_opinion(opinion_id: int, *, answer: str, actor: User) -> Opinion:
    """Enters what was answered. Raises NothingToDo when it was answered before."""
    with transaction.atomic():
        found = Opinion.objects.filter(pk=opinion_id).values_list("case", flat=True).first()
        case = locked_case(found or 0, actor)
        require(actor, Verb.REVIEW_CASE, case.application.office)
        opinion = Opinion.objects.get(pk=opinion_id)
        if opinion.answered_at:
            raise NothingToDo(number=case.number)
        opinion.answer, opinion.answered_at, opinion.entered_by = written(answer), now(), actor
        opinion.save(update_fields=["answer", "answered_at", "entered_by"])
        audit.record(
            case, "casework.answer_opinion", actor=actor, office=case.application.office, verb=Verb.REVIEW_CASE
        )
    return opinion


def _assign(step: CaseStep, to: User | None, actor: User) -> None:
    """A colleague's step is passed on by who decides the case; the decision itself only by whom it is with."""
    office = step.case.application.office
    verb = Verb.DECIDE_CASE if to and to != actor else verb_of(step)
    require(actor, verb, office)
    if step.role == Role.CHIEF_APPROVER or not may_here(actor, Verb.DECIDE_CASE, office):
        require_not_anothers(step, actor)
    if to and to not in people_with(verb_of(step), office):
        raise ApplicationInvalid(
            problem=_("%(person)s cannot do this step. Choose a colleague who may.") % {"person": to}
        )
    if to and step.role == Role.CASE_OFFICER:
        require_outside_of_hearings(step.case, to)
        require_second_officer(step, to)
    data = {"step": step.position, "to": to and to.pk, **stood_in_for(step, actor)}
    step.assigned_to = to
    step.save(update_fields=["assigned_to"])
    audit.record(step.case, "casework.assign", actor=actor, office=office, verb=verb, data=data)


def _locked_step(step_id: int, actor: User) -> CaseStep:
    found = CaseStep.objects.filter(pk=step_id).values_list("case", flat=True).first()
    if found is None:
        raise CaseNotFound(number=step_id)
    case = locked_case(found, actor, State.ACCEPTED)
    step = CaseStep.objects.select_related("assigned_to").get(pk=step_id)
    step.case = case
    return step
