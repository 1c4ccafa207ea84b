"""A hearing has a place and a time, which are told in time, and told again when they change."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from bureau import calendar
from bureau.calendar import CalendarUnknown, WorkCalendar
from bureau.roles import Role
from casework.actions.move_hearing import move_hearing
from casework.actions.review import finish_step
from casework.actions.stop_clock import go_on, stop
from casework.actions.take_back import take_back
from casework.clock import Kind
from casework.errors import ApplicationInvalid, HearingTooLate, HearingTooSoon, NothingToDo, ReasonMissing, Separated
from casework.hearing import TOLD_BEFORE, Hearing, first_day
from casework.models import Case, CaseEvent, Notice
from casework.notices.words import Content
from casework.progress import progress_of
from tests.casework.kit import HEARING, Hall

TUESDAY = datetime(2022, 8, 2, 9)
HALL = "市民中心 3 楼听证室"


def at(day: int, month: int = 8, hour: int = 9, place: str = HALL) -> Hearing:
    return Hearing(place, timezone.make_aware(datetime(2022, month, day, hour)))


def call(hall: Hall, hearing: Hearing | None = HEARING, moment: datetime = TUESDAY, limit: int | None = None) -> Case:
    case = hall.accepted_case()
    with calendar.at(moment):
        return stop(
            case.pk, Kind.HEARING, reason="申请人要求听证。", actor=hall.person("chief"), hearing=hearing, limit=limit
        )


def called(case: Case) -> int:
    return case.events.filter(what="suspended").latest("pk").pk


def move(hall: Hall, case: Case, hearing: Hearing, moment: datetime, reason: str = "会场停电。") -> Case:
    with calendar.at(moment):
        return move_hearing(case.pk, called(case), hearing, reason=reason, actor=hall.person("chief"))


def letter(case: Case) -> str:
    found = case.notices.latest("pk")
    assert found.kind == Notice.Kind.HEARING
    return "\n".join(Content.of(found.content).paragraphs)


@given(st.datetimes(datetime(2022, 1, 1), datetime(2026, 10, 31)))
def test_seven_working_days_lie_between_the_letter_and_the_first_possible_day(told_at: datetime) -> None:
    work = WorkCalendar()

    first = first_day(work.numbered, told_at)

    assert work.is_working_day(first)
    since = told_at.date() + timedelta(days=told_at.time() > work.closes)
    assert work.working_days_between(work.working_day_from(since), first) == TOLD_BEFORE


def test_the_first_possible_day_is_not_guessed() -> None:
    with pytest.raises(CalendarUnknown):
        first_day(WorkCalendar().numbered, datetime(2026, 12, 25, 9))


@pytest.mark.parametrize("hearing", [at(2), at(10, hour=23)], ids=["today", "the day before"])
def test_a_time_sooner_is_refused_and_the_first_possible_day_named(hall: Hall, hearing: Hearing) -> None:
    with pytest.raises(HearingTooSoon) as refused:
        call(hall, hearing)

    assert "最早可以定在 2022-08-11" in str(refused.value)
    assert not CaseEvent.objects.filter(what="suspended").exists()


def test_the_first_possible_day_is_possible(hall: Hall) -> None:
    assert call(hall, at(11, hour=8)).stopped_by == "hearing"


def test_a_hearing_is_called_within_its_stop(hall: Hall) -> None:
    with pytest.raises(HearingTooLate):
        call(hall, at(31))  # the stop ends with the 30th
    with pytest.raises(HearingTooLate):
        call(hall, at(16), limit=9)
    call(hall, at(30))


@pytest.mark.parametrize("hearing", [None, at(12, place=" ")], ids=["without", "without a place"])
def test_a_hearing_has_place_and_time(hall: Hall, hearing: Hearing | None) -> None:
    with pytest.raises(ApplicationInvalid):
        call(hall, hearing)


def test_no_other_stop_has_place_and_time(hall: Hall) -> None:
    case = hall.accepted_case()
    with calendar.at(TUESDAY), pytest.raises(ApplicationInvalid):
        stop(case.pk, Kind.PUBLIC_NOTICE, reason="公示。", actor=hall.person("officer"), hearing=HEARING)


def test_the_database_keeps_place_and_time_with_hearings_and_with_nothing_else(hall: Hall) -> None:
    case = call(hall)
    moment = calendar.now()
    event = {"case": case, "at": moment, "recorded_at": moment, "reason": "试", "about_id": called(case)}

    for wrong in (
        {"what": "suspended", "kind": "hearing"},
        {"what": "suspended", "kind": "hearing", "place": HALL},
        {"what": "hearing_moved", "meets_at": moment},
        {"what": "resumed", "place": HALL, "meets_at": moment},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            CaseEvent.objects.create(**event, **wrong)


def test_the_letter_says_where_and_when(hall: Hall) -> None:
    text = letter(call(hall))

    assert f"听证时间：2022年8月12日 09:00；地点：{HALL}。" in text
    assert "最晚 2022年8月30日 后接着计时" in text


def test_another_place_or_time_is_a_new_event_and_a_new_letter(hall: Hall) -> None:
    case = call(hall)

    case = move(hall, case, at(17, hour=14, place="规划展览馆"), datetime(2022, 8, 8, 9))

    assert case.events.filter(what="suspended").count() == 1
    assert "听证改期或改地点，原因：会场停电。" in letter(case)
    assert "听证时间：2022年8月17日 14:00；地点：规划展览馆。" in letter(case)
    with calendar.at(datetime(2022, 8, 9, 9)):
        assert progress_of(Case.objects.get(pk=case.pk)).hearing == at(17, hour=14, place="规划展览馆")


def test_a_new_time_is_told_in_time_too_and_gives_its_reason(hall: Hall) -> None:
    case = call(hall)

    with pytest.raises(HearingTooSoon):
        move(hall, case, at(16), datetime(2022, 8, 8, 9))
    with pytest.raises(ReasonMissing):
        move(hall, case, at(17), datetime(2022, 8, 8, 9), reason=" ")
    assert not case.events.filter(what="hearing_moved").exists()


def test_only_a_hearing_that_still_stops_the_clock_is_moved(hall: Hall) -> None:
    case = call(hall)
    with calendar.at(datetime(2022, 8, 12, 16)):
        go_on(case.pk, called(case), actor=hall.person("officer-2"), reason="听证笔录第 1 号。")

    with pytest.raises(NothingToDo):
        move(hall, case, at(31), datetime(2022, 8, 15, 9))


def test_a_hearing_whose_beginning_was_entered_wrongly_keeps_place_and_time(hall: Hall) -> None:
    case = call(hall)

    with calendar.at(datetime(2022, 8, 4, 9)):
        case = take_back(
            called(case),
            reason="8 月 1 日下午就决定了。",
            actor=hall.person("chief"),
            happened_at=timezone.make_aware(datetime(2022, 8, 1, 15)),
        )
        assert progress_of(Case.objects.get(pk=case.pk)).hearing == HEARING


@pytest.mark.sqlite
def test_staff_and_applicant_read_where_and_when_until_it_is_over(hall: Hall) -> None:
    case = call(hall)
    staff, public = Client(), Client()
    staff.force_login(hall.person("auditor"))

    def pages(moment: datetime) -> list[str]:
        with calendar.at(moment):
            opened = public.post("/progress/", {"number": case.number, "tail": "4321"}, follow=True)
            seen = staff.get(reverse("case_staff", args=[case.pk]))
        return [opened.content.decode(), seen.content.decode()]

    before, seen = pages(datetime(2022, 8, 3, 9))
    section = BeautifulSoup(before, "html.parser").select_one("[aria-labelledby=hearing]")
    assert section is not None
    assert HALL in section.get_text()
    assert "8月12日" in section.get_text()
    assert f"8月12日 09:00 举行听证：{HALL}。" in before
    assert f"听证，{HALL}" in before
    assert f"2022-08-12 09:00, {HALL}" in seen
    after, _seen = pages(datetime(2022, 8, 15, 9))
    assert BeautifulSoup(after, "html.parser").select_one("[aria-labelledby=hearing]") is None


@pytest.mark.sqlite
def test_the_chief_calls_and_moves_it_on_the_page_of_the_case(hall: Hall) -> None:
    case = hall.accepted_case()
    client, address = Client(), reverse("case_staff", args=[case.pk])
    client.force_login(hall.person("chief"))

    def send(do: str, moment: str, place: str = HALL) -> str:
        form = {"do": do, f"{do}-place": place, f"{do}-meets_at": moment, f"{do}-reason": "申请人要求听证。"}
        with calendar.at(TUESDAY):
            return client.post(address, form, follow=True).content.decode()

    assert "最早可以定在 2022-08-11" in send("hearing", "2022-08-10T09:00")
    send("hearing", "2022-08-12T09:00")
    send(f"move-{called(case)}", "2022-08-15T09:00", "规划展览馆")

    assert list(case.events.exclude(place="").values_list("what", "place")) == [
        ("suspended", HALL),
        ("hearing_moved", "规划展览馆"),
    ]


def held_by(hall: Hall, name: str) -> Hearing:
    return replace(HEARING, host=hall.person(name))


def test_the_letter_names_who_holds_it_and_who_called_it_where_nobody_else_was_named(hall: Hall) -> None:
    named = call(hall, held_by(hall, "officer-2"))
    assert f"主持人：{hall.person('officer-2')}" in letter(named)

    alone = call(hall)
    assert f"主持人：{hall.person('chief')}" in letter(alone)


def test_who_reviews_does_not_hold_it(hall: Hall) -> None:
    case = hall.accepted_case()
    hall.review(case, TUESDAY)

    with calendar.at(TUESDAY), pytest.raises(Separated):
        stop(case.pk, Kind.HEARING, reason="要求听证。", hearing=held_by(hall, "officer"), actor=hall.person("chief"))


def test_it_is_held_by_somebody_who_works_on_cases_here(hall: Hall) -> None:
    for name in ("clerk", "auditor", "chief-nan"):
        with pytest.raises(ApplicationInvalid, match="主持人"):
            call(hall, held_by(hall, name))


def test_who_holds_it_does_not_review(hall: Hall) -> None:
    case = call(hall, held_by(hall, "officer-2"))
    review = case.steps.get(role=Role.CASE_OFFICER)

    with calendar.at(TUESDAY):
        with pytest.raises(Separated):
            finish_step(review.pk, actor=hall.person("officer-2"), finding="可以。")
        finish_step(review.pk, actor=hall.person("officer"), finding="可以。")


def test_a_hearing_that_moves_keeps_who_holds_it_unless_another_is_named(hall: Hall) -> None:
    case = call(hall, held_by(hall, "officer-2"))

    move(hall, case, at(15), TUESDAY)
    assert f"主持人：{hall.person('officer-2')}" in letter(case)
    move(hall, case, replace(at(16), host=hall.person("chief")), TUESDAY)
    assert f"主持人：{hall.person('chief')}" in letter(case)
