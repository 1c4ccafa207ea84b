"""Whose turn it is with a case: steps of one turn run side by side, a turn begins when all before it are done."""

from bureau.calendar import now, today
from bureau.models import Absence, User
from bureau.policy import may_here
from bureau.roles import Role, Verb
from casework.errors import SomebodyElses, StepNotYet
from casework.models import Case, CaseStep

VERBS = {
    Role.WINDOW_CLERK: Verb.ANSWER_APPLICATION,
    Role.CASE_OFFICER: Verb.REVIEW_CASE,
    Role.CHIEF_APPROVER: Verb.DECIDE_CASE,
    Role.ISSUER: Verb.ISSUE_BUNDLE,
}


def verb_of(step: CaseStep) -> Verb:
    """What a person must be allowed in order to do it."""
    return VERBS[Role(step.role)]


def open_steps(case: Case) -> list[CaseStep]:
    """Those that have begun and are not done; of ``case.steps`` as they were fetched."""
    return [step for step in case.steps.all() if step.begun_at and step.done_at is None]


def begin_next(case: Case) -> None:
    """Begins the steps of the first turn that is not done yet."""
    waiting = case.steps.filter(done_at=None).order_by("turn")
    if first := waiting.first():
        waiting.filter(turn=first.turn, begun_at=None).update(begun_at=now())


def require_turn(step: CaseStep, actor: User) -> None:
    """Raises StepNotYet, or SomebodyElses: it is with a colleague for whom ``actor`` does not stand in today."""
    if step.begun_at is None:
        before = step.case.steps.filter(done_at=None, turn__lt=step.turn).order_by("position").first()
        raise StepNotYet(step=step, number=step.case.number, before=before)
    if step.assigned_to_id in {None, actor.pk} or _stands_in(actor, step):
        return
    raise SomebodyElses(step=step, number=step.case.number, person=step.assigned_to)


def may_do(step: CaseStep, actor: User) -> bool:
    """Whether its button is shown to them; the action asks again."""
    is_theirs = step.assigned_to_id in {None, actor.pk} or _stands_in(actor, step)
    return step.begun_at is not None and is_theirs and may_here(actor, verb_of(step), step.case.application.office)


def _stands_in(actor: User, step: CaseStep) -> bool:
    day = today()
    return Absence.objects.filter(
        post__holder=step.assigned_to_id,
        post__role=step.role,
        post__stand_in=actor,
        post__office=step.case.application.office_id,
        from_day__lte=day,
        to_day__gte=day,
    ).exists()
