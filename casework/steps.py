"""Whose turn it is with a case: steps of one turn run side by side, a turn begins when all before it are done."""

from datetime import datetime
from typing import Any

from bureau.calendar import now, today
from bureau.models import Post, User
from bureau.models.grants import posts_stood_in
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


def finish_steps(case: Case, role: Role, *, at: datetime, by: User | None) -> None:
    """All of ``role`` that are not done, whoever has them: what they are for has happened."""
    for step in case.steps.filter(role=role, done_at=None):
        step.begun_at, step.done_at, step.done_by = step.begun_at or at, at, by
        step.save(update_fields=["begun_at", "done_at", "done_by"])


def require_turn(step: CaseStep, actor: User) -> None:
    """Raises StepNotYet, or SomebodyElses: it is with a colleague for whom ``actor`` does not stand in today."""
    if step.begun_at is None:
        before = step.case.steps.filter(done_at=None, turn__lt=step.turn).order_by("position").first()
        raise StepNotYet(step=step, number=step.case.number, before=before)
    require_not_anothers(step, actor)


def require_not_anothers(step: CaseStep, actor: User) -> None:
    if not _is_theirs(step, actor):
        raise SomebodyElses(step=step, number=step.case.number, person=step.assigned_to)


def may_do(step: CaseStep, actor: User) -> bool:
    """Whether its button is shown to them; the action asks again."""
    may = may_here(actor, verb_of(step), step.case.application.office)
    return step.begun_at is not None and may and _is_theirs(step, actor) and step.first_by_id != actor.pk


def stood_in_for(step: CaseStep, actor: User) -> dict[str, Any]:
    """What the audit trail says of a step that is done for an absent colleague (B for A), whoever has the role too.

    As `bureau.audit.acts_for`; nothing where it is their own.
    """
    post = _post_stood_in(actor, step) if step.assigned_to_id not in {None, actor.pk} else None
    return {} if post is None else {"acts_for": post.holder_id, "post": post.code}


def _is_theirs(step: CaseStep, actor: User) -> bool:
    """Nobody's, their own, or with a colleague who is away and for whom they stand in."""
    return step.assigned_to_id in {None, actor.pk} or _post_stood_in(actor, step) is not None


def _post_stood_in(actor: User, step: CaseStep) -> Post | None:
    posts = posts_stood_in(actor, today()).filter(holder=step.assigned_to_id, role=step.role)
    return posts.filter(office=step.case.application.office_id).first()
