"""The clock stands still for six kinds of reason, each opened, approved and ended by whom the rules name."""

from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from bureau import calendar
from casework.actions.decide import Decision, decide
from casework.actions.stop_clock import approve_request, go_on, stop
from casework.actions.take_back import take_back
from casework.clock import Kind
from casework.errors import (
    AlreadyGoesOn,
    ApplicationInvalid,
    CannotGoOn,
    CannotStop,
    ClockStopped,
    MaterialsMissing,
    NothingToDo,
    ReasonMissing,
    Separated,
    WrongState,
)
from casework.models import ApplicationMaterial, Case, CaseEvent
from tests.casework.kit import HEARING, Hall


def day(number: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2022, 8, number, hour, minute)


def stop_at(hall: Hall, case: Case, moment: datetime, kind: Kind, by: str = "officer", **options: object) -> Case:
    with calendar.at(moment):
        return stop(case.pk, kind, reason="要补一份材料。", actor=hall.person(by), **options)  # type: ignore[arg-type]


def last(case: Case, what: str) -> CaseEvent:
    return case.events.filter(what=what).order_by("pk").last()  # type: ignore[return-value]


def approve_at(hall: Hall, case: Case, moment: datetime, by: str) -> Case:
    with calendar.at(moment):
        return approve_request(last(case, "asked").pk, case_id=case.pk, actor=hall.person(by))


def go_on_at(hall: Hall, case: Case, moment: datetime, by: str) -> Case:
    with calendar.at(moment):
        return go_on(case.pk, last(case, "suspended").pk, actor=hall.person(by), reason="材料齐了。")


def dues(case: Case) -> tuple[date | None, date | None]:
    case.refresh_from_db()
    return case.promised_due, case.statutory_due


def test_papers_asked_for_stop_the_promise_until_they_are_in(hall: Hall) -> None:
    """Worked example E08."""
    case = hall.accepted_case()

    stop_at(hall, case, day(3, 11), Kind.CORRECTION)
    assert dues(case) == (date(2022, 8, 22), date(2022, 8, 29))  # at its limit of ten
    assert (case.stopped_by, case.stopped_until) == ("correction", date(2022, 8, 17))
    go_on_at(hall, case, day(9, 16), "clerk")

    assert dues(case) == (date(2022, 8, 12), date(2022, 8, 29))
    assert case.stopped_by == ""


def test_expert_review_stops_once_the_chief_approves_it(hall: Hall) -> None:
    """Worked example E09: with a public notice that overlaps."""
    case = hall.accepted_case()

    stop_at(hall, case, day(2, 9), Kind.EXPERT_REVIEW)
    assert dues(case) == (date(2022, 8, 8), date(2022, 8, 29))  # only asked for
    approve_at(hall, case, day(2, 10), "chief")
    stop_at(hall, case, day(9), Kind.PUBLIC_NOTICE)
    go_on_at_first = case.events.get(what="suspended", kind="expert_review")
    with calendar.at(day(12, 10)):
        go_on(case.pk, go_on_at_first.pk, actor=hall.person("officer"), reason="专家意见：可行。")

    assert dues(case) == (date(2022, 8, 24), date(2022, 9, 8))  # the notice runs for its seven days, to the 18th


def test_nobody_approves_what_they_asked_for(hall: Hall) -> None:
    case = hall.accepted_case()
    stop_at(hall, case, day(2), Kind.REVISION)

    with pytest.raises(PermissionDenied):
        approve_at(hall, case, day(2), "officer")
    with pytest.raises(PermissionDenied):
        approve_at(hall, case, day(2), "clerk")
    approve_at(hall, case, day(2), "chief")
    with pytest.raises(NothingToDo):
        approve_at(hall, case, day(2), "chief")


def test_force_majeure_stops_and_goes_on_by_the_chief_with_the_supervisor(hall: Hall) -> None:
    """Worked example E20: while it is open nobody can say a due day."""
    case = hall.accepted_case()

    stop_at(hall, case, day(3), Kind.FORCE_MAJEURE, by="chief")
    approve_at(hall, case, day(3), "supervisor")
    assert dues(case) == (None, None)
    assert (case.stopped_by, case.stopped_until) == ("force_majeure", None)

    go_on_at(hall, case, day(9), "chief")
    assert dues(case) == (None, None)  # only asked for
    approve_at(hall, case, day(10), "supervisor")
    assert dues(case) == (date(2022, 8, 15), date(2022, 9, 5))


def test_a_hearing_is_held_by_who_does_not_review(hall: Hall) -> None:
    case = hall.accepted_case()
    hall.review(case, day(2))
    stop_at(hall, case, day(2, 10), Kind.HEARING, by="chief", hearing=HEARING)

    with pytest.raises(Separated):
        go_on_at(hall, case, day(12, 11), "officer")
    go_on_at(hall, case, day(12, 11), "officer-2")

    assert dues(case) == (date(2022, 8, 18), date(2022, 9, 8))


def test_a_hearing_is_not_over_before_it_is_held(hall: Hall) -> None:
    case = hall.accepted_case()
    stop_at(hall, case, day(2, 10), Kind.HEARING, by="chief", hearing=HEARING)

    with pytest.raises(CannotGoOn):
        go_on_at(hall, case, day(3), "officer-2")


@pytest.mark.parametrize("kind", [Kind.EXPERT_REVIEW, Kind.REVISION, Kind.HEARING])
def test_what_came_of_it_is_written_when_the_clock_goes_on(hall: Hall, kind: Kind) -> None:
    case = hall.accepted_case()
    if kind is Kind.HEARING:
        stop_at(hall, case, day(2), kind, by="chief", hearing=HEARING)
    else:
        stop_at(hall, case, day(2), kind)
        approve_at(hall, case, day(2), "chief")

    with calendar.at(day(12, 11)), pytest.raises(ReasonMissing):
        go_on(case.pk, last(case, "suspended").pk, actor=hall.person("officer"))


def test_a_correction_goes_on_once_every_paper_is_in(hall: Hall) -> None:
    application = hall.accepted("M04")
    case = application.cases.get()
    stop_at(hall, case, day(2), Kind.CORRECTION)
    missing = application.materials.filter(is_shared=False)
    missing.update(state=ApplicationMaterial.State.MISSING)

    with pytest.raises(MaterialsMissing):
        go_on_at(hall, case, day(3), "clerk")
    hall.hand_in_all(application, day(3))
    go_on_at(hall, case, day(3), "clerk")


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (Kind.CORRECTION, ["clerk", "chief", "issuer", "supervisor", "auditor"]),
        (Kind.PUBLIC_NOTICE, ["clerk", "chief"]),
        (Kind.EXPERT_REVIEW, ["clerk", "chief"]),
        (Kind.REVISION, ["clerk", "chief"]),
        (Kind.HEARING, ["clerk", "officer"]),
        (Kind.FORCE_MAJEURE, ["officer", "supervisor"]),
    ],
)
def test_only_the_named_role_stops_the_clock(hall: Hall, kind: Kind, wrong: list[str]) -> None:
    case = hall.accepted_case()

    for name in wrong:
        with pytest.raises(PermissionDenied):
            stop_at(hall, case, day(2), kind, by=name)
    assert not case.events.filter(what__in=["asked", "suspended"]).exists()


def test_a_stop_gives_its_reason(hall: Hall) -> None:
    case = hall.accepted_case()

    with calendar.at(day(2)), pytest.raises(ReasonMissing):
        stop(case.pk, Kind.PUBLIC_NOTICE, reason=" ", actor=hall.person("officer"))


@pytest.mark.parametrize(
    ("kind", "by", "limit"),
    [
        (Kind.CORRECTION, "officer", 0),
        (Kind.CORRECTION, "officer", 11),
        (Kind.PUBLIC_NOTICE, "officer", 8),
        (Kind.REVISION, "officer", 16),
        (Kind.HEARING, "chief", 21),
        (Kind.FORCE_MAJEURE, "chief", 61),
    ],
)
def test_a_limit_is_some_working_days_and_no_more_than_its_kind_has(
    hall: Hall, kind: Kind, by: str, limit: int
) -> None:
    hearing = HEARING if kind is Kind.HEARING else None
    with pytest.raises(ApplicationInvalid):
        stop_at(hall, hall.accepted_case(), day(2), kind, by=by, limit=limit, hearing=hearing)


def test_in_registration_a_public_notice_may_take_fifteen_days(hall: Hall) -> None:
    case = hall.accepted_case("M07")

    with pytest.raises(ApplicationInvalid):
        stop_at(hall, case, day(2), Kind.PUBLIC_NOTICE, limit=16)
    stop_at(hall, case, day(2), Kind.PUBLIC_NOTICE, limit=15)


def test_before_acceptance_nothing_can_be_stopped(hall: Hall) -> None:
    case = hall.receive("M04").cases.get()

    with pytest.raises(WrongState):
        stop_at(hall, case, day(2), Kind.CORRECTION)


def test_what_is_stopped_is_not_stopped_again_for_the_same(hall: Hall) -> None:
    case = hall.accepted_case()
    stop_at(hall, case, day(2), Kind.CORRECTION)

    with pytest.raises(CannotStop):
        stop_at(hall, case, day(3), Kind.CORRECTION)
    stop_at(hall, case, day(3), Kind.PUBLIC_NOTICE)  # for something else it is


def test_a_public_notice_is_once_in_a_case(hall: Hall) -> None:
    case = hall.accepted_case()
    stop_at(hall, case, day(2), Kind.PUBLIC_NOTICE)

    with pytest.raises(CannotStop):
        stop_at(hall, case, day(12), Kind.PUBLIC_NOTICE)
    with calendar.at(day(3)):
        take_back(last(case, "suspended").pk, reason="记错了办件。", actor=hall.person("chief"))
    stop_at(hall, case, day(3), Kind.PUBLIC_NOTICE)


def test_papers_are_asked_for_once_in_a_case(hall: Hall) -> None:
    case = hall.accepted_case()
    stop_at(hall, case, day(2), Kind.CORRECTION)
    go_on_at(hall, case, day(3), "clerk")

    with pytest.raises(CannotStop):
        stop_at(hall, case, day(4), Kind.CORRECTION)


def test_on_the_promised_day_it_is_too_late_to_stop(hall: Hall) -> None:
    """Worked example E19; on the due day itself too."""
    case = hall.accepted_case()

    for moment in (day(8), day(9)):
        with pytest.raises(CannotStop):
            stop_at(hall, case, moment, Kind.CORRECTION)
    assert dues(case) == (date(2022, 8, 8), date(2022, 8, 29))


def test_a_request_that_was_approved_too_late_stops_nothing(hall: Hall) -> None:
    case = hall.accepted_case()
    stop_at(hall, case, day(5), Kind.REVISION)

    with pytest.raises(CannotStop):
        approve_at(hall, case, day(8), "chief")


def test_after_its_limit_a_stop_is_over_by_itself(hall: Hall) -> None:
    """Worked example E13."""
    case = hall.accepted_case()
    stop_at(hall, case, day(2), Kind.CORRECTION)

    with pytest.raises(AlreadyGoesOn) as refused:
        go_on_at(hall, case, day(17), "clerk")

    assert refused.value.params["day"] == date(2022, 8, 17)
    assert dues(case) == (date(2022, 8, 22), date(2022, 8, 29))


def test_a_public_notice_ends_by_itself(hall: Hall) -> None:
    case = hall.accepted_case()
    stop_at(hall, case, day(2), Kind.PUBLIC_NOTICE)

    with pytest.raises(CannotStop):
        go_on_at(hall, case, day(3), "officer")


def test_nothing_is_decided_while_the_clock_stands_still(hall: Hall) -> None:
    case = hall.accepted_case()
    hall.review(case, day(2))
    stop_at(hall, case, day(2), Kind.PUBLIC_NOTICE)

    with calendar.at(day(3)), pytest.raises(ClockStopped):
        decide(case.pk, Decision(Case.Outcome.GRANTED), actor=hall.person("chief"))
