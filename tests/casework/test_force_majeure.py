"""A stop that nobody can see the end of is confirmed again every five working days, and the applicant is told."""

from datetime import date, datetime

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from bureau import calendar
from bureau.people import grant_role
from bureau.roles import Role
from casework import due
from casework.actions.confirm_stop import confirm_stop
from casework.actions.stop_clock import approve_request, go_on, stop
from casework.actions.take_back import take_back
from casework.admin.standing import Standing, standing_of, with_standing
from casework.clock import Kind
from casework.errors import NothingToDo, ReasonMissing, Separated
from casework.models import Case, CaseEvent, Notice
from casework.notices.words import Content
from casework.progress import progress_of
from casework.turns import waiting_for
from tests.casework.kit import MORNING, Hall

OPENED = datetime(2022, 8, 2, 9)


@pytest.fixture
def flooded(hall: Hall) -> Case:
    """Opened on Tuesday the 2nd: to be confirmed by Tuesday the 9th."""
    case = hall.accepted_case()
    with calendar.at(OPENED):
        stop(case.pk, Kind.FORCE_MAJEURE, reason="洪水。", actor=hall.person("chief"))
        asked = case.events.get(what="asked")
        return approve_request(asked.pk, case_id=case.pk, actor=hall.person("supervisor"))


def on(day: int, hour: int = 9) -> datetime:
    return datetime(2022, 8, day, hour)


def stopped(case: Case) -> int:
    return case.events.filter(what="suspended").latest("pk").pk


def confirm_at(hall: Hall, case: Case, moment: datetime, by: str = "supervisor", reason: str = "水还没退。") -> Case:
    with calendar.at(moment):
        return confirm_stop(case.pk, stopped(case), reason=reason, actor=hall.person(by))


def standing_at(case: Case, moment: datetime) -> Standing:
    with calendar.at(moment):
        return standing_of(with_standing(Case.objects.all()).get(pk=case.pk), due.work_days())


def waits_at(hall: Hall, moment: datetime, name: str = "supervisor") -> bool:
    with calendar.at(moment):
        return waiting_for(hall.person(name)).exists()


def test_what_is_not_confirmed_within_five_working_days_is_the_supervisors_alert(hall: Hall, flooded: Case) -> None:
    assert flooded.confirm_by == date(2022, 8, 9)
    assert not waits_at(hall, on(8))
    assert waits_at(hall, on(9))
    assert waits_at(hall, on(10))

    assert standing_at(flooded, on(8)).words == "暂停：不可抗力"
    assert standing_at(flooded, on(9)).words == "暂停：不可抗力；今天要确认"
    assert standing_at(flooded, on(10)) == Standing("orange", "暂停：不可抗力；应在 2022-08-09 前确认，还没确认")


def test_each_confirmation_gives_five_more_working_days_and_moves_no_due_day(hall: Hall, flooded: Case) -> None:
    case = confirm_at(hall, flooded, on(9))
    assert case.confirm_by == date(2022, 8, 16)
    assert not waits_at(hall, on(10))

    case = confirm_at(hall, case, on(12, hour=18))  # after the counter has closed, on a Friday

    assert case.confirm_by == date(2022, 8, 22)
    assert (case.promised_due, case.statutory_due) == (None, None)
    assert due.first_stale() is None


def test_the_applicant_is_told_each_time_why_and_when_they_hear_again(hall: Hall, flooded: Case) -> None:
    confirm_at(hall, flooded, on(9))

    letter = flooded.notices.latest("pk")
    assert letter.kind == Notice.Kind.SPECIAL
    assert Content.of(letter.content).paragraphs == [
        "您的办件仍在暂停计时：不可抗力。水还没退。",
        "最晚 2022年8月16日 再告诉您进展。",
    ]
    with calendar.at(on(10)):
        shown = [row.words for row in progress_of(Case.objects.get(pk=flooded.pk)).rows]
    assert shown[-2:] == ["不可抗力还没结束：水还没退。", "告诉您进展"]


def test_nobody_but_the_supervisor_confirms_and_not_who_opened_it(hall: Hall, flooded: Case) -> None:
    for name in ("clerk", "officer", "chief", "issuer", "auditor"):
        with pytest.raises(PermissionDenied):
            confirm_at(hall, flooded, on(9), by=name)
    grant_role(hall.person("chief"), Role.SUPERVISOR, hall.bureau.office, actor=hall.person("admin"))
    with pytest.raises(Separated):
        confirm_at(hall, flooded, on(9), by="chief")


def test_a_confirmation_gives_its_reason(hall: Hall, flooded: Case) -> None:
    with pytest.raises(ReasonMissing):
        confirm_at(hall, flooded, on(9), reason=" ")

    assert not flooded.events.filter(what="confirmed").exists()


def test_only_an_open_stop_without_a_limit_is_confirmed(hall: Hall, flooded: Case) -> None:
    with calendar.at(on(9)):
        go_on(flooded.pk, stopped(flooded), reason="水退了。", actor=hall.person("chief"))
        asked = flooded.events.filter(what="asked").latest("pk")
        case = approve_request(asked.pk, case_id=flooded.pk, actor=hall.person("supervisor"))
    assert case.confirm_by is None
    with pytest.raises(NothingToDo):
        confirm_at(hall, case, on(10))

    limited = hall.accepted_case()
    with calendar.at(MORNING):
        stop(limited.pk, Kind.CORRECTION, reason="缺图。", actor=hall.person("officer"))
    assert limited.confirm_by is None
    with pytest.raises(NothingToDo):
        confirm_at(hall, limited, on(2))


def test_a_stop_that_is_taken_back_takes_its_confirmations_along(hall: Hall, flooded: Case) -> None:
    case = confirm_at(hall, flooded, on(9))

    with calendar.at(on(10)):
        case = take_back(stopped(case), reason="记错了办件。", actor=hall.person("chief"))

    assert case.confirm_by is None
    assert case.promised_due == date(2022, 8, 8)


def test_a_confirmation_in_the_database_is_about_a_stop(hall: Hall, flooded: Case) -> None:
    event = {"case": flooded, "what": "confirmed", "at": calendar.now(), "recorded_at": calendar.now()}

    for wrong in ({"about_id": stopped(flooded)}, {"reason": "水还没退。"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CaseEvent.objects.create(**event, **wrong)


@pytest.mark.sqlite
def test_the_supervisor_finds_it_at_home_in_the_list_and_on_its_page_and_confirms_there(
    hall: Hall, flooded: Case
) -> None:
    client = Client()
    client.force_login(hall.person("supervisor"))
    address, do = reverse("case_staff", args=[flooded.pk]), f"confirm-{stopped(flooded)}"

    with calendar.at(on(10)):
        for place in (reverse("wagtailadmin_home"), reverse("cases") + "?whose=mine", address):
            assert "应在 2022-08-09 前确认" in client.get(place).content.decode(), place
        first = BeautifulSoup(client.get(address).content, "html.parser").select_one(".offer--first")
        assert first is not None
        assert first.select_one("button")["value"] == do  # type: ignore[index]
        answer = client.post(address, {"do": do, f"{do}-reason": "水还没退。"}, follow=True)

    assert "应在" not in answer.content.decode()
    flooded.refresh_from_db()
    assert flooded.confirm_by == date(2022, 8, 17)
