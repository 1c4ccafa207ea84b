"""Whose turn it is with cases: what lists, counts and the home page of the admin ask."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from bureau.access import Actor
from bureau.calendar import today
from bureau.models.grants import posts_stood_in
from bureau.policy import offices_of
from bureau.roles import Verb
from casework.due import waits_for_applicant
from casework.models import Case, CaseStep, Opinion
from casework.steps import VERBS
from casework.stopping import RULES

APPROVED = {
    verb: [kind.value for kind, rule in RULES.items() if rule.approver is verb]
    for verb in {rule.approver for rule in RULES.values() if rule.approver}
}  # why the clock stops, by who approves it
BEGUN = Q(begun_at__isnull=False, done_at=None)


def waiting_for(user: Actor) -> QuerySet[Case]:
    """Cases whose next step ``user`` may take: their own, those nobody has taken, those of whom they stand in for.

    Those that stand still without a limit, once the day has come on which ``user`` is to confirm it, and those for
    which a colleague asked that the clock stop or go on. And what is decided, until its certificate is issued and it is
    given out.
    """
    mine = _at(_begun(user), user) | _to_confirm(user) | _to_approve(user) | _to_give_out(user)
    found = Case.objects.unfinished().filter(mine)
    return found.exclude(waits_for_applicant()) if offices_of(user, Verb.ANSWER_APPLICATION) else found


def of_section(user: Actor) -> QuerySet[Case]:
    """Cases at a step that ``user``'s role does, whoever has taken it."""
    return Case.objects.unfinished().filter(_at(BEGUN, user) | _to_give_out(user))


def waiting_for_others(user: Actor) -> QuerySet[Case]:
    """Open cases that ``user`` has worked on, and that now wait for somebody else; at the window, for the applicant."""
    steps = CaseStep.objects.filter(case=OuterRef("pk"))
    worked_on = Q(Exists(steps.filter(done_by=user.pk))) | Q(Exists(steps.filter(first_by=user.pk)))
    passed_on = worked_on & ~_at(_begun(user), user)
    if answering := offices_of(user, Verb.ANSWER_APPLICATION):
        passed_on |= Q(waits_for_applicant(), office__in=sorted(answering))
    return Case.objects.open().filter(passed_on)


def opinions_late(user: Actor) -> QuerySet[Case]:
    """Open cases about which ``user`` asked somebody who has not answered by the day."""
    asked = Opinion.objects.filter(case=OuterRef("pk"), asked_by=user.pk, answered_at=None, due__lt=today())
    return Case.objects.open().filter(Exists(asked))


def due_by(day: date) -> QuerySet[Case]:
    """Open cases that are to be answered or decided on ``day`` or before; what stands still has a later day."""
    return Case.objects.open().filter(due__lte=day)


def _to_confirm(user: Actor) -> Q:
    return Q(confirm_by__lte=today(), office__in=sorted(offices_of(user, Verb.CONFIRM_STOP)))


def _to_give_out(user: Actor) -> Q:
    """What is decided and waits for nothing before it goes out at the window."""
    offices = sorted(offices_of(user, Verb.HAND_OUT))
    at_work = CaseStep.objects.order_by().filter(BEGUN, case=OuterRef("pk"))
    return Q(~Exists(at_work), state=Case.State.DECIDED, office__in=offices) if offices else Q(pk__in=[])


def _to_approve(user: Actor) -> Q:
    """Cases with a request of somebody else's that is for a verb of ``user`` at the case's office."""
    found = Q(pk__in=[])
    for verb, kinds in APPROVED.items():
        if offices := offices_of(user, verb):
            of_kind = Q(request__kind__in=kinds) | Q(request__about__kind__in=kinds)
            asked = Case.objects.order_by().filter(of_kind, request__isnull=False).exclude(request__by=user.pk)
            found |= Q(office__in=sorted(offices), pk__in=asked.values("pk"))
    return found


def _begun(user: Actor) -> Q:
    """Steps that have begun and are with ``user``, with nobody, or with somebody for whom they stand in.

    But no check on the spot that waits for a second officer after them.
    """
    absent = posts_stood_in(user, today()).values("holder") if user.is_authenticated else []
    return BEGUN & (Q(assigned_to=None) | Q(assigned_to=user.pk) | Q(assigned_to__in=absent)) & ~Q(first_by=user.pk)


def _at(steps: Q, user: Actor) -> Q:
    """Cases at one of ``steps`` of a role that ``user`` has at the case's office.

    The index of what is to do answers each subquery by itself (`step_to_do`): no step and no case is read for it.
    """
    found = Q(pk__in=[])
    for role, verb in VERBS.items():
        if offices := offices_of(user, verb):
            of_role = CaseStep.objects.order_by().filter(steps, role=role)
            found |= Q(office__in=sorted(offices), pk__in=of_role.values("case"))
    return found
