"""What is checked on the spot is checked by two officers (行政许可法 第三十四条), each with a finding of their own."""

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from bureau import calendar
from bureau.people import grant_role
from bureau.roles import Role
from casework.actions.decide import Decision, decide
from casework.actions.review import assign_open_steps, assign_step, finish_step
from casework.errors import NothingToDo, Separated, StepNotYet
from casework.models import Case, CaseStep
from casework.turns import of_section, waiting_for, waiting_for_others
from tests.casework.kit import Hall
from tests.casework.test_screens import signed_in
from tests.cms.matter_kit import published

TUESDAY = datetime(2022, 8, 2, 9)
GRANTED = Decision(Case.Outcome.GRANTED)


@pytest.fixture
def checked(hall: Hall) -> CaseStep:
    """The open review of a case of 规划核实, which is checked on the spot."""
    with calendar.at(datetime(2022, 7, 1, 9)):
        office, editor, publisher = hall.bureau.office, hall.person("editor"), hall.person("publisher")
        hall.matters["M06"] = published(office, editor, publisher, "M06")
    return hall.accepted_case("M06").steps.get(role=Role.CASE_OFFICER)


def enter(hall: Hall, step: CaseStep, by: str, finding: str = "与许可一致。") -> CaseStep:
    with calendar.at(TUESDAY):
        return finish_step(step.pk, actor=hall.person(by), finding=finding)


def test_one_finding_alone_does_not_end_it(hall: Hall, checked: CaseStep) -> None:
    enter(hall, checked, "officer")

    with calendar.at(TUESDAY):
        with pytest.raises(Separated):
            finish_step(checked.pk, actor=hall.person("officer"), finding="又看了一遍。")
        with pytest.raises(StepNotYet):
            decide(checked.case_id, GRANTED, actor=hall.person("chief"))


def test_the_second_officer_ends_it_and_both_findings_stay(hall: Hall, checked: CaseStep) -> None:
    enter(hall, checked, "officer", "层数与许可一致。")
    done = enter(hall, checked, "officer-2", "间距与许可一致。")

    assert done.findings == [
        (hall.person("officer"), "层数与许可一致。"),
        (hall.person("officer-2"), "间距与许可一致。"),
    ]
    with calendar.at(TUESDAY):
        assert decide(checked.case_id, GRANTED, actor=hall.person("chief")).state == Case.State.DECIDED


@pytest.mark.parametrize("who", ["officer", "officer-2"])
def test_neither_of_the_two_decides(hall: Hall, checked: CaseStep, who: str) -> None:
    enter(hall, checked, "officer")
    enter(hall, checked, "officer-2")
    grant_role(hall.person(who), Role.CHIEF_APPROVER, hall.bureau.office, actor=hall.person("admin"))

    with calendar.at(TUESDAY), pytest.raises(Separated):
        decide(checked.case_id, GRANTED, actor=hall.person(who))


def test_after_the_first_it_is_the_turn_of_the_others(hall: Hall, checked: CaseStep) -> None:
    first, second = hall.person("officer"), hall.person("officer-2")
    case = Case.objects.get(pk=checked.case_id)
    with calendar.at(TUESDAY):
        assign_step(checked.pk, to=first, actor=first)
        assert case not in waiting_for(second)

        finish_step(checked.pk, actor=first, finding="与许可一致。")

        assert case not in waiting_for(first)
        assert case in waiting_for_others(first)
        assert case in of_section(first)
        assert case in waiting_for(second)


def test_it_is_not_given_back_to_the_first(hall: Hall, checked: CaseStep) -> None:
    first = enter(hall, checked, "officer").first_by
    assert first is not None

    with calendar.at(TUESDAY):
        with pytest.raises(Separated):
            assign_step(checked.pk, to=first, actor=hall.person("chief"))
        with pytest.raises(NothingToDo):
            assign_open_steps(checked.case_id, to=first, actor=first)


def test_the_database_holds_it_too(hall: Hall, checked: CaseStep) -> None:
    enter(hall, checked, "officer")

    for change in (
        {"done_at": calendar.now(), "done_by": hall.person("officer")},
        {"done_at": calendar.now()},
        {"on_site": False},
        {"first_finding": "改了"},
        {"first_by": hall.person("officer-2")},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            CaseStep.objects.filter(pk=checked.pk).update(**change)


def test_the_page_of_the_case_asks_each_officer_for_a_finding(hall: Hall, checked: CaseStep) -> None:
    page = reverse("case_staff", args=[checked.case_id])
    assert "到现场核查" in signed_in(hall, "officer").get(page).content.decode()

    with calendar.at(TUESDAY):
        finish_step(checked.pk, actor=hall.person("officer"), finding="层数与许可一致。")

    assert "层数与许可一致。" in signed_in(hall, "officer-2").get(page).content.decode()
    assert f"finish-{checked.pk}" not in signed_in(hall, "officer").get(page).content.decode()
