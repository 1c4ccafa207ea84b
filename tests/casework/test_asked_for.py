"""What waits for a second person's approval is in that person's work: the clock is to stop, or to go on."""

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from bureau import calendar
from bureau.roles import Role
from casework import due
from casework.actions.decline_request import decline_request
from casework.actions.stop_clock import approve_request, go_on, stop
from casework.actions.take_back import take_back
from casework.admin.standing import standing_of, with_standing
from casework.clock import Kind
from casework.errors import AlreadyGoesOn, CannotStop, NothingToDo, ReasonMissing
from casework.models import Case
from casework.turns import waiting_for
from tests.casework.kit import Hall

TUESDAY = datetime(2022, 8, 2, 9)


@pytest.fixture
def case(hall: Hall) -> Case:
    """Accepted, and taken by an officer: of itself it waits for nobody else."""
    case = hall.accepted_case()
    case.steps.filter(role=Role.CASE_OFFICER).update(assigned_to=hall.person("officer"))
    return case


def ask(hall: Hall, case: Case, kind: Kind, by: str) -> None:
    with calendar.at(TUESDAY):
        stop(case.pk, kind, reason="要专家看。", actor=hall.person(by))


def approve(hall: Hall, case: Case, by: str) -> None:
    with calendar.at(TUESDAY):
        approve_request(case.events.filter(what="asked").latest("pk").pk, case_id=case.pk, actor=hall.person(by))


def has_it(hall: Hall, case: Case) -> set[str]:
    """Who finds the case in their work."""
    people = "clerk", "officer", "officer-2", "chief", "supervisor", "issuer"
    with calendar.at(TUESDAY):
        return {name for name in people if case in waiting_for(hall.person(name))}


def words(case: Case) -> str:
    with calendar.at(TUESDAY):
        return standing_of(with_standing(Case.objects.all()).get(pk=case.pk), due.work_days()).words


def test_an_expert_review_that_is_asked_for_is_work_of_the_chief(hall: Hall, case: Case) -> None:
    assert has_it(hall, case) == {"officer"}

    ask(hall, case, Kind.EXPERT_REVIEW, "officer")
    assert has_it(hall, case) == {"officer", "chief"}
    assert words(case).endswith("报批暂停：专家评审")
    approve(hall, case, "chief")

    assert has_it(hall, case) == {"officer"}
    assert "报批" not in words(case)
    assert due.first_stale() is None


def test_force_majeure_is_work_of_the_supervisor_and_never_of_who_asked(hall: Hall, case: Case) -> None:
    ask(hall, case, Kind.FORCE_MAJEURE, "chief")
    assert has_it(hall, case) == {"officer", "supervisor"}
    approve(hall, case, "supervisor")
    assert has_it(hall, case) == {"officer"}

    with calendar.at(TUESDAY):
        go_on(case.pk, case.events.get(what="suspended").pk, reason="水退了。", actor=hall.person("chief"))
    assert has_it(hall, case) == {"officer", "supervisor"}
    assert words(case).endswith("报批恢复：不可抗力")
    approve(hall, case, "supervisor")

    assert has_it(hall, case) == {"officer"}
    assert due.first_stale() is None


def test_once_the_stop_is_taken_back_nobody_is_asked_to_let_it_go_on(hall: Hall, case: Case) -> None:
    ask(hall, case, Kind.FORCE_MAJEURE, "chief")
    approve(hall, case, "supervisor")
    stopped = case.events.get(what="suspended").pk
    with calendar.at(TUESDAY):
        go_on(case.pk, stopped, reason="水退了。", actor=hall.person("chief"))
        take_back(stopped, reason="记错了办件。", actor=hall.person("chief"))

    assert has_it(hall, case) == {"officer"}
    assert Case.objects.get(pk=case.pk).request is None


def test_a_case_that_has_ended_waits_for_nobody(hall: Hall, case: Case) -> None:
    ask(hall, case, Kind.EXPERT_REVIEW, "officer")
    hall.decided(case, TUESDAY)

    assert "chief" not in has_it(hall, case)
    assert Case.objects.get(pk=case.pk).request is None
    assert due.first_stale() is None


def decline(hall: Hall, case: Case, by: str, at: datetime = TUESDAY, reason: str = "不需要。") -> None:
    with calendar.at(at):
        asked = case.events.filter(what="asked").latest("pk").pk
        decline_request(asked, case_id=case.pk, reason=reason, actor=hall.person(by))


@pytest.mark.parametrize("by", ["chief", "officer"], ids=["declined by the chief", "taken back by who asked"])
def test_a_request_that_is_not_wanted_is_gone_and_may_be_made_again(hall: Hall, case: Case, by: str) -> None:
    ask(hall, case, Kind.EXPERT_REVIEW, "officer")
    letters = case.notices.count()

    with pytest.raises(ReasonMissing):
        decline(hall, case, by, reason=" ")
    decline(hall, case, by)

    assert has_it(hall, case) == {"officer"}
    assert case.notices.count() == letters
    with pytest.raises(NothingToDo):
        decline(hall, case, by)
    with pytest.raises(NothingToDo):
        approve(hall, case, "chief")
    ask(hall, case, Kind.EXPERT_REVIEW, "officer")
    assert "chief" in has_it(hall, case)


def test_nobody_else_declines_a_request(hall: Hall, case: Case) -> None:
    ask(hall, case, Kind.EXPERT_REVIEW, "officer")

    for name in ("clerk", "officer-2", "supervisor", "issuer"):
        with pytest.raises(PermissionDenied):
            decline(hall, case, name)


def test_a_request_that_came_too_late_is_declined(hall: Hall, case: Case) -> None:
    ask(hall, case, Kind.REVISION, "officer")
    late = datetime(2022, 8, 9, 9)
    with calendar.at(late), pytest.raises(CannotStop):
        approve_request(case.events.get(what="asked").pk, case_id=case.pk, actor=hall.person("chief"))

    decline(hall, case, "chief", at=late)

    with calendar.at(late):
        assert case not in waiting_for(hall.person("chief"))


def test_going_on_is_asked_for_once_and_approved_within_the_limit(hall: Hall, case: Case) -> None:
    with calendar.at(TUESDAY):
        stop(case.pk, Kind.FORCE_MAJEURE, reason="洪水。", limit=3, actor=hall.person("chief"))
    approve(hall, case, "supervisor")
    stopped = case.events.get(what="suspended").pk
    with calendar.at(datetime(2022, 8, 4, 9)):
        go_on(case.pk, stopped, reason="水退了。", actor=hall.person("chief"))
        with pytest.raises(NothingToDo):
            go_on(case.pk, stopped, reason="水退了。", actor=hall.person("chief"))

    with calendar.at(datetime(2022, 8, 15, 9)), pytest.raises(AlreadyGoesOn):
        approve_request(case.events.latest("pk").pk, case_id=case.pk, actor=hall.person("supervisor"))


@pytest.mark.sqlite
@pytest.mark.parametrize("by", ["chief", "officer"])
def test_it_is_declined_or_taken_back_on_the_page_of_the_case(hall: Hall, case: Case, by: str) -> None:
    ask(hall, case, Kind.EXPERT_REVIEW, "officer")
    client, do = Client(), f"decline-{case.events.get(what='asked').pk}"
    client.force_login(hall.person(by))

    with calendar.at(TUESDAY):
        client.post(reverse("case_staff", args=[case.pk]), {"do": do, f"{do}-reason": "不需要。"})

    assert "chief" not in has_it(hall, case)
