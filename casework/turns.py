"""Whose turn it is with cases: what lists, counts and the home page of the admin ask."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from bureau.access import Actor
from bureau.calendar import today
from bureau.models.grants import posts_stood_in
from bureau.policy import offices_of
from casework.models import Case, CaseStep
from casework.steps import VERBS

State = Case.State


def waiting_for(user: Actor) -> QuerySet[Case]:
    """Cases whose next step ``user`` may take: their own, those nobody has taken, those of whom they stand in for."""
    return Case.objects.open().filter(pk__in=_steps(user).values("case"))


def of_section(user: Actor) -> QuerySet[Case]:
    """Open cases at a step that ``user``'s role does, whoever has taken it."""
    return Case.objects.open().filter(pk__in=_steps_of_role(user).values("case"))


def waiting_for_others(user: Actor) -> QuerySet[Case]:
    """Open cases that ``user`` has worked on, and that now wait for somebody else or for the applicant."""
    worked_on = CaseStep.objects.filter(case=OuterRef("pk"), done_by=user.pk)
    return Case.objects.open().filter(Exists(worked_on)).exclude(pk__in=_steps(user).values("case"))


def due_by(day: date) -> QuerySet[Case]:
    """Open cases that are to be answered or decided on ``day`` or before; what stands still has a later day."""
    return Case.objects.open().filter(due__lte=day)


def _steps(user: Actor) -> QuerySet[CaseStep]:
    absent = posts_stood_in(user, today()).values("holder") if user.is_authenticated else []
    return _steps_of_role(user).filter(Q(assigned_to=None) | Q(assigned_to=user.pk) | Q(assigned_to__in=absent))


def _steps_of_role(user: Actor) -> QuerySet[CaseStep]:
    """That have begun and are not done, of the roles that ``user`` has at the case's office."""
    mine = Q(pk__in=[])
    for role, verb in VERBS.items():
        if offices := offices_of(user, verb):
            mine |= Q(role=role, case__office__in=sorted(offices))
    return CaseStep.objects.filter(mine, begun_at__isnull=False, done_at=None)
