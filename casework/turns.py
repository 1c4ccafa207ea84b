"""Whose turn it is with cases: what lists, counts and the home page of the admin ask."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from bureau.access import Actor, offices_where
from bureau.calendar import today
from bureau.models.grants import posts_stood_in
from bureau.roles import Verb
from casework.models import Case, CaseStep, Opinion
from casework.steps import VERBS

State = Case.State


def waiting_for(user: Actor) -> QuerySet[Case]:
    """Cases whose next step ``user`` may take: their own, those nobody has taken, those of whom they stand in for.

    And those that stand still without a limit, once the day has come on which ``user`` is to confirm it.
    """
    return Case.objects.open().filter(Exists(_steps(user).filter(case=OuterRef("pk"))) | _to_confirm(user))


def of_section(user: Actor) -> QuerySet[Case]:
    """Open cases at a step that ``user``'s role does, whoever has taken it."""
    return Case.objects.open().filter(Exists(_steps_of_role(user).filter(case=OuterRef("pk"))))


def waiting_for_others(user: Actor) -> QuerySet[Case]:
    """Open cases that ``user`` has worked on, and that now wait for somebody else or for the applicant."""
    worked_on = CaseStep.objects.filter(case=OuterRef("pk"), done_by=user.pk)
    return Case.objects.open().filter(Exists(worked_on)).exclude(pk__in=waiting_for(user).values("pk"))


def opinions_late(user: Actor) -> QuerySet[Case]:
    """Open cases about which ``user`` asked somebody who has not answered by the day."""
    asked = Opinion.objects.filter(case=OuterRef("pk"), asked_by=user.pk, answered_at=None, due__lt=today())
    return Case.objects.open().filter(Exists(asked))


def due_by(day: date) -> QuerySet[Case]:
    """Open cases that are to be answered or decided on ``day`` or before; what stands still has a later day."""
    return Case.objects.open().filter(due__lte=day)


def _to_confirm(user: Actor) -> Q:
    return Q(confirm_by__lte=today(), application__office__in=offices_where(user, Verb.CONFIRM_STOP))


def _steps(user: Actor) -> QuerySet[CaseStep]:
    absent = posts_stood_in(user, today()).values("holder") if user.is_authenticated else []
    return _steps_of_role(user).filter(Q(assigned_to=None) | Q(assigned_to=user.pk) | Q(assigned_to__in=absent))


def _steps_of_role(user: Actor) -> QuerySet[CaseStep]:
    """That have begun and are not done, of the roles that ``user`` has at the case's office."""
    mine = Q(pk__in=[])
    for role, verb in VERBS.items():
        mine |= Q(role=role, case__application__office__in=offices_where(user, verb))
    return CaseStep.objects.filter(mine, begun_at__isnull=False, done_at=None)
