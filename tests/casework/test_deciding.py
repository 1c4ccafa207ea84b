"""Behind the window: steps in their turn, side by side, and decisions by who did not review."""

from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from bureau import audit, calendar
from bureau.models import Absence, Post, User
from bureau.people import grant_role
from bureau.roles import Role
from casework.actions.decide import Decision, decide, decide_each
from casework.actions.review import answer_opinion, ask_opinion, assign_open_steps, assign_step, finish_step
from casework.actions.stop_clock import stop
from casework.clock import Kind
from casework.errors import (
    ApplicationInvalid,
    NothingToDo,
    ReasonMissing,
    Separated,
    SomebodyElses,
    StepNotYet,
    WrongState,
)
from casework.models import Case, CaseStep
from tests.casework.kit import HEARING, MORNING, Hall
from tests.cms.matter_kit import published, sample_facts

GRANTED, DENIED = Case.Outcome.GRANTED, Case.Outcome.DENIED
TUESDAY = datetime(2022, 8, 2, 9)


def step(case: Case, role: Role) -> CaseStep:
    return case.steps.get(role=role)


def test_seven_cases_are_reviewed_side_by_side_and_decided_from_one_screen(hall: Hall) -> None:
    application = hall.accepted(
        "M02", "M04", "M04", "M04", "M04", "M07", "M07",
        at=datetime(2022, 8, 11, 10, 20), promised_days=1, promise_reason="省重点项目",
    )  # fmt: skip
    for case in application.cases.all():
        hall.review(case, datetime(2022, 8, 12, 9, 40))

    with calendar.at(datetime(2022, 8, 12, 11)):
        answers = decide_each(
            {case.pk: Decision(GRANTED) for case in application.cases.all()}, actor=hall.person("chief")
        )

    assert set(answers.values()) == {None}
    assert {case.state for case in application.cases.all()} == {Case.State.DECIDED}
    assert {case.promised_due for case in application.cases.all()} == {date(2022, 8, 12)}


def test_of_cases_decided_together_each_stands_by_itself(hall: Hall) -> None:
    application = hall.accepted("M02", "M04")
    land, works = application.cases.order_by("pk")
    hall.review(land, TUESDAY)

    with calendar.at(TUESDAY):
        answers = decide_each({land.pk: Decision(GRANTED), works.pk: Decision(GRANTED)}, actor=hall.person("chief"))

    assert answers[land.pk] is None
    assert isinstance(answers[works.pk], StepNotYet)
    assert [case.state for case in application.cases.order_by("pk")] == [Case.State.DECIDED, Case.State.ACCEPTED]


def test_a_denial_gives_reasons_and_never_changes(hall: Hall) -> None:
    case = hall.accepted_case()
    hall.review(case, TUESDAY)

    with calendar.at(TUESDAY):
        with pytest.raises(ReasonMissing):
            decide(case.pk, Decision(DENIED, " "), actor=hall.person("chief"))
        decide(case.pk, Decision(DENIED, "不符合规划条件第三条。"), actor=hall.person("chief"))

    for change in ({"decision": "改了"}, {"outcome": "granted"}, {"decided_by": hall.person("officer")}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(**change)


def test_who_reviewed_does_not_decide_whatever_roles_they_have(hall: Hall) -> None:
    case, both = hall.accepted_case(), hall.person("officer")
    grant_role(both, Role.CHIEF_APPROVER, hall.bureau.office, actor=hall.person("admin"))
    hall.review(case, TUESDAY)

    with calendar.at(TUESDAY), pytest.raises(Separated):
        decide(case.pk, Decision(GRANTED), actor=both)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(
            state="decided", outcome="granted", decided_by=both, decided_at=calendar.now()
        )


def one_person(hall: Hall, *, lets: bool) -> User:
    """Who reviews and decides; whether the office lets them do both of an instant matter."""
    hall.bureau.office.solo_instant = lets
    hall.bureau.office.save(update_fields=["solo_instant"])
    both = hall.person("officer")
    grant_role(both, Role.CHIEF_APPROVER, hall.bureau.office, actor=hall.person("admin"))
    return both


def instant_case(hall: Hall) -> Case:
    """Of a matter that is decided on the spot."""
    editor, publisher = hall.person("editor"), hall.person("publisher")
    facts = sample_facts("M03")
    at_once = {
        "promised_days": 0,
        "steps": [{**each.model_dump(), "days": 0} for each in facts.steps],
        "materials": [{**each.model_dump(), "defer_days": None} for each in facts.materials],
    }
    with calendar.at(datetime(2022, 7, 1, 9)):
        hall.matters["M03"] = published(hall.bureau.office, editor, publisher, "M03", **at_once)
    return hall.accepted_case("M03")


def test_one_person_reviews_and_decides_an_instant_matter_where_the_office_lets_them(hall: Hall) -> None:
    case, both = instant_case(hall), one_person(hall, lets=True)
    hall.review(case, MORNING)

    with calendar.at(MORNING):
        case = decide(case.pk, Decision(GRANTED), actor=both)

    assert (case.reviewers, case.decided_by) == (f",{both.pk},", both)


def test_one_person_does_not_where_the_office_says_nothing(hall: Hall) -> None:
    case, both = instant_case(hall), one_person(hall, lets=False)
    hall.review(case, MORNING)

    with calendar.at(MORNING), pytest.raises(Separated):
        decide(case.pk, Decision(GRANTED), actor=both)


@pytest.mark.parametrize("promise", [{}, {"promised_days": 0, "promise_reason": "当天办结。"}], ids=["five", "today"])
def test_no_other_matter_is_decided_by_its_reviewer_also_if_it_is_promised_for_today(
    hall: Hall, promise: dict[str, Any]
) -> None:
    case, both = hall.accepted_case(**promise), one_person(hall, lets=True)
    hall.review(case, MORNING)

    with calendar.at(MORNING), pytest.raises(Separated):
        decide(case.pk, Decision(GRANTED), actor=both)


@pytest.mark.parametrize("name", ["clerk", "officer-2", "issuer", "supervisor", "auditor"])
def test_nobody_but_the_chief_decides(hall: Hall, name: str) -> None:
    case = hall.accepted_case()
    hall.review(case, TUESDAY)

    with calendar.at(TUESDAY), pytest.raises(PermissionDenied):
        decide(case.pk, Decision(GRANTED), actor=hall.person(name))


@pytest.mark.parametrize("name", ["clerk", "chief", "issuer", "supervisor", "auditor"])
def test_nobody_but_an_officer_reviews(hall: Hall, name: str) -> None:
    case = hall.accepted_case()

    with calendar.at(TUESDAY), pytest.raises(PermissionDenied):
        finish_step(step(case, Role.CASE_OFFICER).pk, actor=hall.person(name), finding="可以。")


def test_a_step_waits_for_what_is_before_it(hall: Hall) -> None:
    case = hall.accepted_case()

    with calendar.at(TUESDAY), pytest.raises(StepNotYet) as refused:
        decide(case.pk, Decision(GRANTED), actor=hall.person("chief"))

    assert "审查" in str(refused.value)


def test_a_step_with_a_colleague_is_theirs_until_they_are_recorded_as_absent(hall: Hall) -> None:
    case = hall.accepted_case()
    review, a, b = step(case, Role.CASE_OFFICER), hall.person("officer"), hall.person("officer-2")
    with calendar.at(TUESDAY):
        assign_step(review.pk, to=a, actor=hall.person("chief"))
        with pytest.raises(SomebodyElses):
            finish_step(review.pk, actor=b, finding="可以。")

        post = Post.objects.filter(holder=a, stand_in=b).first()
        Absence.objects.create(post=post, from_day=TUESDAY.date(), to_day=TUESDAY.date(), reason="开会")
        done = finish_step(review.pk, actor=b, finding="可以。")

    assert (done.assigned_to, done.done_by) == (a, b)
    entry = audit.history(case).filter(action="casework.finish_step").first()
    assert entry is not None
    assert entry.data == {"step": review.position, "acts_for": a.pk, "post": post.code}


def test_nobody_takes_or_puts_back_what_a_colleague_has_who_is_present(hall: Hall) -> None:
    case = hall.accepted_case()
    review, a, b = step(case, Role.CASE_OFFICER), hall.person("officer"), hall.person("officer-2")
    with calendar.at(TUESDAY):
        assign_step(review.pk, to=a, actor=a)

        for to in (b, None):
            with pytest.raises(SomebodyElses):
                assign_step(review.pk, to=to, actor=b)
        with pytest.raises(SomebodyElses):
            assign_open_steps(case.pk, to=b, actor=b)
        assign_step(review.pk, to=b, actor=hall.person("chief"))  # who decides the case shares its work out

    assert CaseStep.objects.get(pk=review.pk).assigned_to == b


def test_a_decision_is_passed_on_only_by_whom_it_is_with(hall: Hall) -> None:
    case, chief, other = hall.accepted_case(), hall.person("chief"), hall.person("officer-2")
    grant_role(other, Role.CHIEF_APPROVER, hall.bureau.office, actor=hall.person("admin"))
    decision = step(case, Role.CHIEF_APPROVER)
    with calendar.at(TUESDAY):
        assign_step(decision.pk, to=chief, actor=chief)

        with pytest.raises(SomebodyElses):
            assign_step(decision.pk, to=other, actor=other)
        assign_step(decision.pk, to=other, actor=chief)


def test_who_calls_a_hearing_does_not_review_the_case_afterwards(hall: Hall) -> None:
    case, host = hall.accepted_case(), hall.person("chief")
    grant_role(host, Role.CASE_OFFICER, hall.bureau.office, actor=hall.person("admin"))
    review = step(case, Role.CASE_OFFICER)
    with calendar.at(TUESDAY):
        stop(case.pk, Kind.HEARING, reason="利害关系人申请听证。", hearing=HEARING, actor=host)

        with pytest.raises(Separated, match=str(host)):
            finish_step(review.pk, actor=host, finding="可以。")
        with pytest.raises(Separated, match=str(host)):
            assign_step(review.pk, to=host, actor=host)
        assign_step(review.pk, to=hall.person("officer"), actor=hall.person("officer"))


def test_a_step_goes_only_to_who_may_do_it(hall: Hall) -> None:
    review = step(hall.accepted_case(), Role.CASE_OFFICER)

    with calendar.at(TUESDAY):
        with pytest.raises(ApplicationInvalid):
            assign_step(review.pk, to=hall.person("clerk"), actor=hall.person("chief"))
        with pytest.raises(PermissionDenied):
            assign_step(review.pk, to=hall.person("officer"), actor=hall.person("officer-2"))
        assign_step(review.pk, to=hall.person("officer-2"), actor=hall.person("officer-2"))


def test_a_step_is_done_once(hall: Hall) -> None:
    case = hall.accepted_case()
    hall.review(case, TUESDAY)

    with calendar.at(TUESDAY), pytest.raises(NothingToDo):
        finish_step(step(case, Role.CASE_OFFICER).pk, actor=hall.person("officer"), finding="又看了一遍。")
    with pytest.raises(IntegrityError), transaction.atomic():
        case.steps.filter(role=Role.CASE_OFFICER).update(finding="改了")


def test_a_decided_case_is_not_decided_again(hall: Hall) -> None:
    case = hall.decided(hall.accepted_case(), TUESDAY)

    with pytest.raises(WrongState):
        decide(case.pk, Decision(DENIED, "反悔。"), actor=hall.person("chief"))


def test_other_sections_are_asked_by_a_day_and_answer_once(hall: Hall) -> None:
    case, officer = hall.accepted_case(), hall.person("officer")

    with calendar.at(TUESDAY):
        with pytest.raises(ApplicationInvalid):
            ask_opinion(
                case.pk, of="耕地保护科", question="是否占用永久基本农田？", due=date(2022, 8, 1), actor=officer
            )
        opinion = ask_opinion(
            case.pk, of="耕地保护科", question="是否占用永久基本农田？", due=date(2022, 8, 4), actor=officer
        )
        answer_opinion(opinion.pk, answer="不占用。", actor=officer)
        with pytest.raises(NothingToDo):
            answer_opinion(opinion.pk, answer="占用。", actor=officer)
