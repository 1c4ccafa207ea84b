"""What was entered wrongly about a clock is corrected by new entries, and never into what could not have been."""

from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bureau import calendar
from casework import due
from casework.actions.stop_clock import approve_request, go_on, stop
from casework.actions.take_back import take_back
from casework.clock import Kind
from casework.errors import AlreadyGoesOn, CannotStop, CannotTakeBack, NothingToDo, NotInTime
from casework.models import Case, CaseEvent, Notice
from casework.notices.words import Content
from tests.casework.kit import Hall


def day(number: int, hour: int = 9) -> datetime:
    return datetime(2022, 8, number, hour)


def stop_at(hall: Hall, case: Case, moment: datetime, kind: Kind = Kind.CORRECTION) -> CaseEvent:
    """Approved at once where it is to be."""
    with calendar.at(moment):
        stop(case.pk, kind, reason="总图不对。", why_again="刚量过。", actor=hall.person("officer"))
        if asked := case.events.filter(what="asked", answers=None).first():
            approve_request(asked.pk, case_id=case.pk, actor=hall.person("chief"))
    return last(case, "suspended")


def go_on_at(hall: Hall, case: Case, moment: datetime, by: str = "clerk") -> CaseEvent:
    with calendar.at(moment):
        go_on(case.pk, last(case, "suspended").pk, reason="改好了。", actor=hall.person(by))
    return last(case, "resumed")


def correct(hall: Hall, event: CaseEvent, moment: datetime, happened_at: datetime | None = None) -> Case:
    right = timezone.make_aware(happened_at) if happened_at else None
    with calendar.at(moment):
        return take_back(event.pk, reason="记错了。", actor=hall.person("chief"), happened_at=right)


def last(case: Case, what: str) -> CaseEvent:
    return case.events.filter(what=what).order_by("pk").last()  # type: ignore[return-value]


def dues(case: Case) -> tuple[date | None, date | None]:
    case.refresh_from_db()
    return case.promised_due, case.statutory_due


def letter(case: Case) -> str:
    found = case.notices.latest("pk")
    assert found.kind == Notice.Kind.CHANGED
    content = Content.of(found.content)
    return "\n".join([*content.paragraphs, *(f"{label}：{value}" for label, value in content.rows)])


def test_a_wrong_entry_stays_and_another_takes_it_back(hall: Hall) -> None:
    case = hall.accepted_case()
    stop_at(hall, case, day(3))
    end = go_on_at(hall, case, day(11))
    assert dues(case)[0] == date(2022, 8, 16)

    correct(hall, end, day(12), day(9, 16))

    assert dues(case)[0] == date(2022, 8, 12)
    assert case.events.filter(what="resumed").count() == 2
    assert "2022年8月9日" in letter(case)
    assert "2022年8月12日" in letter(case)


def test_a_stop_that_never_was_is_taken_back_with_its_end(hall: Hall) -> None:
    case = hall.accepted_case()
    wrong = stop_at(hall, case, day(2))
    go_on_at(hall, case, day(4))
    correct(hall, wrong, day(5))

    assert dues(case) == (date(2022, 8, 8), date(2022, 8, 29))
    assert "记错了。" in letter(case)
    with pytest.raises(NothingToDo):
        correct(hall, wrong, day(5))


def test_a_stop_that_is_entered_again_keeps_its_end(hall: Hall) -> None:
    case = hall.accepted_case()
    wrong = stop_at(hall, case, day(2))
    go_on_at(hall, case, day(3))
    before = dues(case)

    correct(hall, wrong, day(4), day(2, 11))

    assert dues(case) == before == (date(2022, 8, 9), date(2022, 8, 29))
    assert (case.stopped_by, case.stopped_until) == ("", None)
    assert last(case, "resumed").about == last(case, "suspended")
    assert "2022年8月2日" in letter(case)
    assert due.first_stale() is None


@pytest.mark.parametrize(
    ("moment", "error"),
    [
        (day(30), NotInTime),
        (datetime(2022, 7, 31, 9), NotInTime),
        (day(8), CannotStop),
        (day(10), CannotStop),
    ],
    ids=["in the future", "before acceptance", "on the promised day", "after it"],
)
def test_a_stop_is_moved_to_no_moment_at_which_it_could_not_have_been(
    hall: Hall, moment: datetime, error: type[Exception]
) -> None:
    case = hall.accepted_case()
    wrong = stop_at(hall, case, day(2))

    with pytest.raises(error):
        correct(hall, wrong, day(12), moment)

    assert not case.events.filter(what="taken_back").exists()
    assert case.notices.filter(kind=Notice.Kind.CHANGED).count() == 0


def test_a_stop_is_moved_to_no_moment_behind_its_end(hall: Hall) -> None:
    case = hall.accepted_case()
    wrong = stop_at(hall, case, day(2))
    go_on_at(hall, case, day(3))

    with pytest.raises(NotInTime):
        correct(hall, wrong, day(4), day(3, 15))


def test_no_end_lies_behind_the_limit(hall: Hall) -> None:
    case = hall.accepted_case()
    stop_at(hall, case, day(2))
    end = go_on_at(hall, case, day(3))

    with pytest.raises(AlreadyGoesOn):
        correct(hall, end, day(22), day(20))


def test_two_stops_of_a_kind_never_stand_at_once(hall: Hall) -> None:
    case = hall.accepted_case()
    stop_at(hall, case, day(2), Kind.REVISION)
    end = go_on_at(hall, case, day(3), by="officer")
    stop_at(hall, case, day(4), Kind.REVISION)

    for moment in (None, day(4, 15)):
        with pytest.raises(CannotTakeBack):
            correct(hall, end, day(5), moment)


def test_a_later_stop_is_taken_back_before_the_one_that_it_needs(hall: Hall) -> None:
    case = hall.accepted_case()
    wrong = stop_at(hall, case, day(2))
    go_on_at(hall, case, day(5))
    notice = stop_at(hall, case, day(9), Kind.PUBLIC_NOTICE)  # which without the first would have come too late

    with pytest.raises(CannotTakeBack) as refused:
        correct(hall, wrong, day(10))
    assert "2022-08-09 09:00" in str(refused.value)

    for event in (notice, wrong):
        correct(hall, event, day(10))
    assert dues(case)[0] == date(2022, 8, 8)


@pytest.mark.sqlite
def test_the_chief_corrects_an_entry_on_the_page_of_the_case(hall: Hall) -> None:
    case = hall.accepted_case()
    stop_at(hall, case, day(2))
    end, client = go_on_at(hall, case, day(4)), Client()
    client.force_login(hall.person("chief"))
    form = {
        "take-back-event": end.pk,
        "take-back-happened_at": "2022-08-03T10:00",
        "take-back-reason": "当天没有登记。",
    }

    with calendar.at(day(5)):
        client.post(reverse("case_staff", args=[case.pk]), {"do": "take-back", **form})

    assert timezone.localtime(last(case, "resumed").at).day == 3
    assert dues(case)[0] == date(2022, 8, 9)
