"""The public follows a case: by its number and the end of the applicant's phone, and nothing about anybody else."""

from datetime import datetime

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bureau import calendar
from casework.actions.answer import ask_for_more, refuse, withdraw
from casework.actions.stop_clock import approve_request, stop
from casework.clock import Kind
from casework.models import Case
from casework.outlook import links_of
from casework.progress import progress_of
from casework.public.views import GUESSES, TRIES
from tests.casework.kit import MORNING, Hall

pytestmark = pytest.mark.sqlite

MONDAY = datetime(2022, 8, 15, 10, 32)


def asked(client: Client, number: str, tail: str = "4321") -> str:
    return client.post("/progress/", {"number": number, "tail": tail}, follow=True).content.decode()


def text(page: str) -> str:
    return " ".join(BeautifulSoup(page, "html.parser").main.get_text(" ").split())  # type: ignore[union-attr]


def stopped_twice(hall: Hall) -> Case:
    """Worked example E09, whose notice lasts until its limit."""
    case = hall.accepted_case()
    with calendar.at(datetime(2022, 8, 2, 10)):
        stop(case.pk, Kind.EXPERT_REVIEW, reason="要请专家评审。", actor=hall.person("officer"), limit=8)
        approve_request(case.events.get(what="asked").pk, case_id=case.pk, actor=hall.person("chief"))
    with calendar.at(datetime(2022, 8, 9, 9)):
        stop(case.pk, Kind.PUBLIC_NOTICE, reason="批前公示。", actor=hall.person("officer"), limit=6)
    return case


def test_the_clock_is_told_with_every_pause_and_the_new_day(hall: Hall, client: Client) -> None:
    case = stopped_twice(hall)

    with calendar.at(MONDAY):
        shown = text(asked(client, case.number))

    assert "时钟停着：公示公告" in shown
    assert "8月18日 接着走，最晚 8月23日 办好" in shown
    assert "已用 1 天 一共 5 天 还剩 4 天 停了 9 天" in shown
    assert "最晚办好 8月23日 法律规定最晚 9月8日" in shown
    assert "要请专家评审" not in shown  # the words of the house


def test_a_case_that_runs_says_how_long_and_with_whom(hall: Hall, client: Client) -> None:
    case = hall.accepted_case()

    with calendar.at(datetime(2022, 8, 2, 10)):
        shown = text(asked(client, case.number))

    assert "还剩 4 个工作日" in shown
    assert "审查" in shown


@pytest.mark.parametrize(
    "typed", ["2022-0801-0001", "202208010001", "２０２２－０８０１－０００１", " 2022 0801 0001 "]
)
def test_a_number_is_taken_as_people_type_it(hall: Hall, client: Client, typed: str) -> None:
    hall.accepted_case()

    with calendar.at(MORNING):
        assert "建设工程规划许可" in text(asked(client, typed))


def test_a_wrong_phone_and_an_unknown_number_get_the_same_answer(hall: Hall, client: Client) -> None:
    number = hall.accepted_case().number

    with calendar.at(MORNING):
        wrong = text(asked(client, number, "1111")).replace(number, "")
        unknown = text(asked(client, "2022-0801-9999")).replace("2022-0801-9999", "")

    assert wrong == unknown
    assert "没有这个编号和手机号的办件" in wrong


@pytest.mark.parametrize(
    ("number", "tail", "said"),
    [("2022-0801-007", "4321", "您填了 11 位"), ("", "4321", "请填办件编号"), ("2022-0801-0007", "43", "最后 4 位")],
)
def test_what_is_typed_wrongly_is_said_beside_the_field(
    hall: Hall, client: Client, number: str, tail: str, said: str
) -> None:
    assert said in text(asked(client, number, tail))


def test_the_address_alone_shows_nothing(hall: Hall, client: Client) -> None:
    case = hall.accepted_case()

    response = client.get(f"/progress/{case.number}/")

    assert response.status_code == 302
    assert response["Location"] == f"/progress/?number={case.number}"
    assert client.get("/progress/2022-0801-9999/")["Location"] == "/progress/?number=2022-0801-9999"


def test_a_key_to_one_application_opens_no_other(hall: Hall, client: Client) -> None:
    mine, other = hall.accepted("M02", "M04"), hall.accepted_case()
    first, second = mine.cases.order_by("pk")

    with calendar.at(MORNING):
        page = asked(client, first.number)
        assert second.number in page
        assert other.number not in page
        assert client.get(f"/progress/{second.number}/").status_code == 200
        assert client.get(f"/progress/{other.number}/").status_code == 302


def test_who_tries_on_and_on_is_told_to_wait(hall: Hall, client: Client) -> None:
    number = hall.accepted_case().number

    for _try in range(TRIES.most):
        assert client.post("/progress/", {"number": number, "tail": "1111"}).status_code == 200
    response = client.post("/progress/", {"number": number, "tail": "4321"})

    assert response.status_code == 429
    assert response["Retry-After"] == "60"


def test_nobody_guesses_on_about_one_number_from_many_addresses(hall: Hall, client: Client) -> None:
    number, other = hall.accepted_case().number, hall.accepted_case().number

    for guess in range(GUESSES.most):
        sent = {"number": number, "tail": f"{guess:04}"}
        assert client.post("/progress/", sent, REMOTE_ADDR=f"10.0.0.{guess}").status_code == 200
    refused = client.post("/progress/", {"number": number, "tail": "4321"}, REMOTE_ADDR="10.0.1.1")
    free = client.post("/progress/", {"number": other, "tail": "4321"}, REMOTE_ADDR="10.0.1.1")

    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
    assert "60 分钟" in refused.content.decode()
    assert free.status_code == 302


def test_a_device_that_knows_the_case_is_not_locked_out_by_others_who_guess(hall: Hall, client: Client) -> None:
    number = hall.accepted_case().number
    right = {"number": number, "tail": "4321"}
    assert client.post("/progress/", right, REMOTE_ADDR="10.0.1.1").status_code == 302

    for guess in range(GUESSES.most + 1):
        Client().post("/progress/", {"number": number, "tail": f"{guess:04}"}, REMOTE_ADDR=f"10.0.0.{guess}")

    assert client.post("/progress/", right, REMOTE_ADDR="10.0.1.1").status_code == 302
    assert Client().post("/progress/", right, REMOTE_ADDR="10.0.1.2").status_code == 429


def test_what_is_missing_is_listed_until_it_comes(hall: Hall, client: Client) -> None:
    application = hall.receive("M04")
    with calendar.at(MORNING):
        ask_for_more(application.pk, actor=hall.person("clerk"))
        shown = text(asked(client, application.cases.get().number))

    assert "等您补材料" in shown
    assert "您还要交的" in shown
    assert "设计方案" in shown
    assert "专家评审意见" not in shown  # we fetch it


def test_a_refusal_shows_its_reason(hall: Hall, client: Client) -> None:
    case = hall.receive("M04").cases.get()
    with calendar.at(MORNING):
        refuse(case.pk, actor=hall.person("clerk"), reason="不属于本机关职权范围。")
        assert "不予受理：不属于本机关职权范围。" in text(asked(client, case.number))


def test_steps_are_told_that_are_done_and_those_to_come_without_who_does_them(hall: Hall, client: Client) -> None:
    case = hall.accepted_case()
    hall.review(case, datetime(2022, 8, 3, 9))

    with calendar.at(datetime(2022, 8, 3, 10)):
        page = BeautifulSoup(asked(client, case.number), "html.parser")

    steps = page.select_one("[aria-labelledby=links]")
    assert steps is not None
    assert [" ".join(each.get_text(" ").split()) for each in steps.select("li")] == [
        "受理 8月1日 办完", "审查 8月3日 办完", "决定 正在办", "发证 未开始",
    ]  # fmt: skip
    assert "审查员" not in steps.get_text()


def test_what_never_begins_any_more_is_no_step_to_come(hall: Hall) -> None:
    denied = hall.decided(hall.accepted_case(), datetime(2022, 8, 4, 9), Case.Outcome.DENIED)

    assert {each.state for each in links_of(denied)} == {"done"}


def test_a_decided_case_stays_as_it_was_then(hall: Hall, client: Client) -> None:
    case = hall.decided(hall.accepted_case(), datetime(2022, 8, 4, 9))

    with calendar.at(MONDAY):
        shown = text(asked(client, case.number))

    assert "用了 3 个工作日，承诺 5 个" in shown
    assert "今天" not in shown


def test_a_withdrawn_case_stays_as_it_was_then(hall: Hall) -> None:
    case = hall.accepted_case()
    with calendar.at(datetime(2022, 8, 3, 9)):
        withdraw(case.pk, actor=hall.person("clerk"), reason="不办了。")

    said = []
    for moment in (datetime(2022, 8, 3, 12), datetime(2022, 9, 20, 9)):
        with calendar.at(moment):
            progress = progress_of(Case.objects.get(pk=case.pk))
            said.append((progress.state, progress.figures, progress.drawing, progress.rows))

    assert said[0] == said[1]
    assert [each.value for each in said[0][1]] == ["2 天", "0 天", "8月3日"]


def test_a_due_day_in_a_year_without_days_off_is_not_guessed(hall: Hall, client: Client) -> None:
    case = hall.accepted_case(at=datetime(2026, 12, 29, 9))

    with calendar.at(datetime(2026, 12, 29, 10)):
        assert "2027 年" in text(asked(client, case.number))


def test_neither_name_nor_phone_stands_on_the_page_or_in_its_address(hall: Hall, client: Client) -> None:
    case = hall.accepted_case()

    with calendar.at(MORNING):
        page = client.post("/progress/", {"number": case.number, "tail": "4321"})
        shown = client.get(page["Location"])

    assert "4321" not in page["Location"]
    assert "样例联系人" not in shown.content.decode()
    assert "0737-000 4321" not in shown.content.decode()
    assert shown["X-Robots-Tag"] == "noindex"
    assert "no-store" in shown["Cache-Control"]


def test_the_page_asks_the_same_whatever_happened(hall: Hall, client: Client) -> None:
    quiet, busy = hall.accepted_case(), stopped_twice(hall)
    counts = []
    for case in (quiet, busy):
        with calendar.at(MONDAY):
            asked(client, case.number)
            with CaptureQueriesContext(connection) as queries:
                client.get(f"/progress/{case.number}/")
            counts.append(len(queries))

    assert counts[0] == counts[1]
