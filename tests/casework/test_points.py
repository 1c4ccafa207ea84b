"""What is to be supplied or revised is listed, all at once; a second notice says why, and is counted."""

from datetime import datetime

import pytest

from bureau import calendar
from casework.actions.answer import accept, ask_for_more
from casework.actions.stop_clock import approve_request, go_on, stop
from casework.actions.take_back import take_back
from casework.clock import Kind
from casework.errors import ApplicationInvalid, ToldBefore
from casework.models import ApplicationMaterial, Case, Notice
from casework.notices.words import Content
from casework.told_again import told_again, told_by_year
from tests.casework.kit import MORNING, Hall


def day(number: int, hour: int = 9) -> datetime:
    return datetime(2022, 8, number, hour)


def ask(hall: Hall, case: Case, kind: Kind, at: datetime, points: str = "缺消防车道。", why_again: str = "") -> None:
    with calendar.at(at):
        stop(case.pk, kind, reason=points, why_again=why_again, actor=hall.person("officer"))


def approve(hall: Hall, case: Case, at: datetime) -> None:
    with calendar.at(at):
        asked = case.events.filter(what="asked").latest("pk")
        approve_request(asked.pk, case_id=case.pk, actor=hall.person("chief"))


def told(case: Case, kind: Notice.Kind) -> Content:
    return Content.of(case.notices.filter(kind=kind).latest("pk").content)


def counted(hall: Hall) -> list[tuple[int, int]]:
    return [(each.notices, each.again) for each in told_by_year(hall.person("supervisor"))]


def test_a_correction_lists_what_is_missing_and_what_the_officer_adds(hall: Hall) -> None:
    case = hall.accepted_case()
    missing = case.application.materials.filter(is_shared=False).first()
    assert missing is not None
    ApplicationMaterial.objects.filter(pk=missing.pk).update(state=ApplicationMaterial.State.MISSING)

    ask(hall, case, Kind.CORRECTION, day(2), "。\n 总图没有盖章。\n\n指标表和图不一致。")

    assert told(case, Notice.Kind.CORRECTION).items == [missing.name, "总图没有盖章。", "指标表和图不一致。"]


def test_a_revision_lists_its_points_once_it_is_approved(hall: Hall) -> None:
    case = hall.accepted_case()

    ask(hall, case, Kind.REVISION, day(2), "退让道路红线不足 10 米。\n停车位少 12 个。")
    approve(hall, case, day(2))

    assert told(case, Notice.Kind.REVISION).items == ["退让道路红线不足 10 米。", "停车位少 12 个。"]


@pytest.mark.parametrize("kind", [Kind.CORRECTION, Kind.REVISION])
@pytest.mark.parametrize("points", ["", "。", " \n；\n"])
def test_a_notice_without_a_point_is_refused(hall: Hall, kind: Kind, points: str) -> None:
    with pytest.raises(ApplicationInvalid):
        ask(hall, hall.accepted_case(), kind, day(2), points)


def test_a_second_revision_says_why_and_is_counted(hall: Hall) -> None:
    case = hall.accepted_case()
    ask(hall, case, Kind.REVISION, day(2))
    approve(hall, case, day(2))
    with calendar.at(day(3)):
        go_on(case.pk, case.events.get(what="suspended").pk, reason="改好了。", actor=hall.person("officer"))
    assert (counted(hall), list(told_again())) == ([(1, 0)], [])

    with pytest.raises(ToldBefore):
        ask(hall, case, Kind.REVISION, day(4))
    ask(hall, case, Kind.REVISION, day(4), why_again="改图时新增了地下室。")
    approve(hall, case, day(4))

    assert any("改图时新增了地下室。" in each for each in told(case, Notice.Kind.REVISION).paragraphs)
    assert (counted(hall), list(told_again())) == ([(2, 1)], [case])


def test_a_correction_after_a_notice_before_acceptance_is_a_second_one(hall: Hall) -> None:
    application = hall.receive("M04")
    case = application.cases.get()
    with calendar.at(MORNING):
        ask_for_more(application.pk, actor=hall.person("clerk"))
    hall.hand_in_all(application, day(2))
    with calendar.at(day(2, 10)):
        accept(application.pk, actor=hall.person("clerk"))

    with pytest.raises(ToldBefore):
        ask(hall, case, Kind.CORRECTION, day(3))
    ask(hall, case, Kind.CORRECTION, day(3), why_again="盖章页昨天才交。")

    assert (counted(hall), list(told_again())) == ([(2, 1)], [case])


def test_what_one_case_was_told_does_not_count_for_another(hall: Hall) -> None:
    first, second = hall.accepted("M02", "M04").cases.order_by("pk")

    for case in (first, second):
        ask(hall, case, Kind.CORRECTION, day(2))

    assert (counted(hall), list(told_again())) == ([(2, 0)], [])


def test_a_stop_that_is_taken_back_told_nothing(hall: Hall) -> None:
    case = hall.accepted_case()
    ask(hall, case, Kind.CORRECTION, day(2))
    with calendar.at(day(2)):
        take_back(case.events.get(what="suspended").pk, reason="记错了办件。", actor=hall.person("chief"))

    assert counted(hall) == []
    ask(hall, case, Kind.REVISION, day(3))
    approve(hall, case, day(3))
    assert (counted(hall), list(told_again())) == ([(1, 0)], [])


def test_a_revision_that_became_a_second_one_before_it_was_approved_says_why_too(hall: Hall) -> None:
    case = hall.accepted_case()
    ask(hall, case, Kind.REVISION, day(2))
    ask(hall, case, Kind.CORRECTION, day(2, 10))

    with pytest.raises(ToldBefore):
        approve(hall, case, day(2, 11))
