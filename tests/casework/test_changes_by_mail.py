"""Changes by mail: confirmed by a link, told in one short letter, stopped by one click, forgotten after the end."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from bureau import calendar, personal, records
from bureau.mail import flush_mail
from bureau.models import AuditEntry, OutgoingMail, PersonalRecord
from casework.actions.answer import accept, withdraw
from casework.actions.stop_clock import approve_request, stop
from casework.actions.subscribe import forget_subscriptions
from casework.clock import Kind
from casework.models import Case, CaseEvent, Notice, Subscription
from casework.progress import TOLD, _words
from casework.public.tell_me import ASKED
from tests.bureau.smtp import MailServer, mail_server
from tests.casework.kit import MORNING, Hall

TUESDAY = datetime(2022, 8, 2, 10)
ADDRESS = "wang@home.example"


@pytest.fixture(autouse=True)
def server(settings: Any) -> Iterator[MailServer]:
    with mail_server() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", running.port, 5
        yield running


def opened(client: Client, case: Case) -> str:
    return client.post("/progress/", {"number": case.number, "tail": "4321"}, follow=True).content.decode()


def asked(client: Client, case: Case, address: str = ADDRESS) -> Any:
    opened(client, case)
    return client.post(f"/progress/{case.number}/tell-me/", {"email": address})


def body(letter: Any) -> str:
    return str(letter.get_payload(decode=True).decode())


def link(letter: Any, *, stops: bool = False) -> str:
    """The path of the link that confirms, or that stops."""
    ending = "/stop/" if stops else "/"
    found = re.findall(r"https?://[^/\s]+(/tell-me/[\w-]+)(/stop/|/)", body(letter))
    return next(path + end for path, end in found if end == ending)


def subscribed(client: Client, server: MailServer, case: Case, address: str = ADDRESS) -> str:
    """Confirmed; the path that stops it."""
    asked(client, case, address)
    flush_mail()
    path = link(server.letters.pop())
    assert client.post(path).status_code == 200
    return f"{path}stop/"


def tell(server: MailServer) -> list[Any]:
    flush_mail()
    told, server.letters[:] = list(server.letters), []
    return told


def under_review(hall: Hall) -> Case:
    return hall.accepted_case()


def stopped(hall: Hall, case: Case, at: datetime = TUESDAY) -> None:
    with calendar.at(at):
        stop(case.pk, Kind.PUBLIC_NOTICE, reason="批前公示。", actor=hall.person("officer"))


def test_nothing_is_told_before_the_link_of_the_first_letter_is_followed(
    hall: Hall, client: Client, server: MailServer
) -> None:
    case = under_review(hall)
    with calendar.at(MORNING):
        assert "信发出去了" in asked(client, case).content.decode()
    stopped(hall, case)
    with calendar.at(TUESDAY):
        (first,) = tell(server)

        assert first["To"] == ADDRESS
        assert case.number in first["Subject"]
        assert "要，告诉我" in client.get(link(first)).content.decode()  # looking confirms nothing
        assert Subscription.objects.get().confirmed_at is None
        assert client.post(link(first)).status_code == 200
        assert client.post(link(first)).status_code == 200  # twice is once
    assert Subscription.objects.get().confirmed_at is not None
    assert AuditEntry.objects.filter(action="casework.subscribe").count() == 1


def test_a_change_is_told_in_one_short_letter_without_names(hall: Hall, client: Client, server: MailServer) -> None:
    case = under_review(hall)
    with calendar.at(MORNING):
        way_out = subscribed(client, server, case)
        stopped(hall, case, MORNING)  # an event and a notice
        (letter,) = tell(server)

    said = body(letter)
    assert letter["Subject"] == f"办件 {case.number} 有变化"
    assert f"/progress/?number={case.number}" in said
    assert way_out in said
    assert letter["List-Unsubscribe"].endswith(f"{way_out}>")
    for private in ("样例联系人", "益阳样例", "公示", "4321", "officer", ADDRESS):
        assert private not in said


def test_several_cases_in_one_action_make_one_letter(hall: Hall, client: Client, server: MailServer) -> None:
    application = hall.receive("M02", "M04")
    hall.hand_in_all(application)
    first = application.cases.order_by("pk")[0]
    with calendar.at(MORNING):
        subscribed(client, server, first)
        accept(application.pk, actor=hall.person("clerk"))
        assert len(tell(server)) == 1
        assert tell(server) == []


def test_what_stays_within_the_house_is_not_told(hall: Hall, client: Client, server: MailServer) -> None:
    case = under_review(hall)
    with calendar.at(MORNING):
        subscribed(client, server, case)
    with calendar.at(TUESDAY):
        stop(case.pk, Kind.REVISION, reason="改总图。", actor=hall.person("officer"))  # only asked for
        hall.review(case, TUESDAY)
        assert tell(server) == []
        approve_request(case.events.get(what="asked").pk, case_id=case.pk, actor=hall.person("chief"))
        assert len(tell(server)) == 1


def test_what_is_told_is_what_the_page_has_words_for() -> None:
    for what in CaseEvent.What:
        event = CaseEvent(what=what, kind="hearing", days=1, reason="原因")
        assert bool(_words(event, [event])) is (what in TOLD), what


def test_an_undone_change_tells_nothing(hall: Hall, client: Client, server: MailServer) -> None:
    case = under_review(hall)
    with calendar.at(MORNING):
        subscribed(client, server, case)
    with transaction.atomic():
        stopped(hall, case)
        transaction.set_rollback(True)

    with calendar.at(TUESDAY):
        assert tell(server) == []


def test_one_click_in_a_mail_program_stops_the_letters_and_deletes_the_address(
    hall: Hall, client: Client, server: MailServer
) -> None:
    case = under_review(hall)
    program = Client(enforce_csrf_checks=True)
    with calendar.at(MORNING):
        way_out = subscribed(client, server, case)
        stopped(hall, case, MORNING)  # a letter waits
        kept = PersonalRecord.objects.count()
        assert program.get(way_out).status_code == 200
        assert Subscription.objects.exists()  # looking stops nothing
        assert program.post(way_out, {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert program.post(way_out, {"List-Unsubscribe": "One-Click"}).status_code == 200

    assert not Subscription.objects.exists()
    assert PersonalRecord.objects.count() == kept - 1
    with calendar.at(MORNING):
        assert tell(server) == []
    assert program.get(way_out).status_code == 404


def test_three_addresses_and_no_more(hall: Hall, client: Client, server: MailServer) -> None:
    case = under_review(hall)
    with calendar.at(MORNING):
        for number in range(3):
            assert asked(client, case, f"a{number}@home.example").status_code == 200
        page = asked(client, case, "a3@home.example").content.decode()

    assert Subscription.objects.count() == 3
    assert "3 个邮箱" in page
    assert "a3@home.example" in page  # what was typed is kept
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscription.objects.update(place=4)


def test_the_same_address_gets_one_letter_at_a_time(hall: Hall, client: Client, server: MailServer) -> None:
    case = under_review(hall)
    with calendar.at(MORNING):
        for spelling in (ADDRESS, f" {ADDRESS.upper()}"):
            assert asked(client, case, spelling).status_code == 200
        (first,) = tell(server)
    with calendar.at(MORNING + timedelta(minutes=11)):
        asked(client, case)
        (second,) = tell(server)
        assert link(first) != link(second)
        assert client.post(link(first)).status_code == 404
        assert client.post(link(second)).status_code == 200
        asked(client, case)
        assert tell(server) == []
    assert Subscription.objects.count() == 1


@pytest.mark.parametrize(("typed", "said"), [("", "请填"), ("wang", "不是邮箱"), ("a@b", "不是邮箱")])
def test_what_is_no_address_is_said_beside_the_field(hall: Hall, client: Client, typed: str, said: str) -> None:
    case = under_review(hall)
    with calendar.at(MORNING):
        page = asked(client, case, typed).content.decode()

    assert said in page
    assert 'aria-invalid="true"' in page
    assert not Subscription.objects.exists()


def test_who_asks_on_and_on_is_told_to_wait(hall: Hall, client: Client) -> None:
    case = under_review(hall)
    with calendar.at(MORNING):
        opened(client, case)
        for _try in range(ASKED.most):
            client.post(f"/progress/{case.number}/tell-me/", {"email": "no"})
        response = client.post(f"/progress/{case.number}/tell-me/", {"email": ADDRESS})

    assert (response.status_code, response["Retry-After"]) == (429, "60")


def test_only_who_opened_the_case_may_ask(hall: Hall, client: Client) -> None:
    case = under_review(hall)

    answer = client.post(f"/progress/{case.number}/tell-me/", {"email": ADDRESS})

    assert answer["Location"] == f"/progress/?number={case.number}"
    assert not Subscription.objects.exists()


def test_it_is_offered_while_mail_goes_out_and_something_may_still_change(
    hall: Hall, client: Client, settings: Any
) -> None:
    case = under_review(hall)
    with calendar.at(MORNING):
        assert "有变化告诉我" in opened(client, case)
        settings.EMAIL_HOST = ""
        assert "有变化告诉我" not in opened(client, case)
        assert asked(client, case).status_code == 302
        settings.EMAIL_HOST = "127.0.0.1"
        withdraw(case.pk, actor=hall.person("clerk"), reason="不办了。")
        assert "有变化告诉我" not in opened(client, case)
    assert not Subscription.objects.exists()


def test_the_address_and_its_links_are_kept_encrypted_or_as_hashes(
    hall: Hall, client: Client, server: MailServer
) -> None:
    case = under_review(hall)
    with calendar.at(MORNING):
        asked(client, case)
        rows = repr([*Subscription.objects.values(), *OutgoingMail.objects.values(), *PersonalRecord.objects.values()])
        (first,) = tell(server)

    token = link(first).split("/")[2]
    assert ADDRESS not in rows
    assert token not in rows
    assert personal.read(Subscription.objects.get().person)["email"] == ADDRESS


def test_a_link_goes_into_no_log_and_into_no_referrer(
    hall: Hall, client: Client, server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        gone = client.get("/tell-me/secret-token/")
        refused = client.put("/tell-me/secret-token/stop/")

    assert (gone.status_code, refused.status_code) == (404, 405)
    assert gone["Referrer-Policy"] == refused["Referrer-Policy"] == "no-referrer"
    assert gone["X-Robots-Tag"] == "noindex"
    assert "secret-token" not in caplog.text


def test_what_nobody_confirms_lapses_after_two_days(hall: Hall, client: Client, server: MailServer) -> None:
    case = under_review(hall)
    with calendar.at(MORNING):
        asked(client, case)
        (first,) = tell(server)
    with calendar.at(MORNING + timedelta(days=2)):
        assert client.post(link(first)).status_code == 404
        assert forget_subscriptions() == 1
        assert forget_subscriptions() == 0
    assert not Subscription.objects.exists()


def test_ninety_days_after_the_end_everything_is_deleted(hall: Hall, client: Client, server: MailServer) -> None:
    case, other = under_review(hall), under_review(hall)
    with calendar.at(MORNING):
        subscribed(client, server, case)
        subscribed(client, server, other)
    with calendar.at(TUESDAY):
        withdraw(case.pk, actor=hall.person("clerk"), reason="不办了。")
        assert len(tell(server)) == 1
    with calendar.at(TUESDAY + timedelta(days=89, hours=23)):
        assert forget_subscriptions() == 0
    with calendar.at(TUESDAY + timedelta(days=90, hours=1)):
        assert forget_subscriptions() == 1

    assert Subscription.objects.get().application == other.application
    assert OutgoingMail.objects.exclude(person=Subscription.objects.get().person).count() == 0
    assert {each.check: each.broken for each in records.check_all()}["personal records"] is None


def test_a_letter_that_cannot_be_written_holds_up_no_change(
    hall: Hall, client: Client, server: MailServer, settings: Any
) -> None:
    case = under_review(hall)
    with calendar.at(MORNING):
        subscribed(client, server, case)
    settings.PERSONAL_KEYS = "another key"

    stopped(hall, case)
    with calendar.at(TUESDAY):
        assert tell(server) == []
    assert case.notices.filter(kind=Notice.Kind.SPECIAL).exists()


def test_the_language_of_who_asked_is_that_of_the_letters(hall: Hall, client: Client, server: MailServer) -> None:
    case = under_review(hall)
    with calendar.at(MORNING):
        subscribed(client, server, case)
        Subscription.objects.update(language="en")
        stopped(hall, case, MORNING)
        (letter,) = tell(server)

    assert letter["Subject"] == f"Something changed in case {case.number}"
