from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.checks import run_checks
from django.db import IntegrityError, transaction

from bureau import personal
from bureau.calendar import at, now
from bureau.mail import TRIES, flush_mail, queue_letter, queue_mail
from bureau.models import OutgoingMail, PersonalRecord, User
from tests.bureau.conftest import make_user
from tests.bureau.smtp import MailServer, mail_server

pytestmark = pytest.mark.django_db
MORNING = datetime(2022, 8, 12, 9)


@pytest.fixture
def server(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example.org"


def test_a_letter_goes_once(clerk: User, server: None) -> None:
    queue_mail([clerk], "轮到您了", "请批准")

    assert (flush_mail(), flush_mail()) == (1, 0)
    assert [(letter.subject, letter.to) for letter in mail.outbox] == [("轮到您了", ["clerk@example.org"])]


def test_without_a_mail_server_letters_wait_and_the_check_says_so(clerk: User) -> None:
    queue_mail([clerk], "轮到您了", "请批准")

    assert flush_mail() == 0
    assert OutgoingMail.objects.filter(sent_at=None).count() == 1
    assert "bureau.W001" in [message.id for message in run_checks(include_deployment_checks=True)]


def test_who_has_no_address_or_has_left_gets_no_letter(clerk: User) -> None:
    silent = make_user("silent")
    silent.email = ""
    gone = make_user("gone", is_active=False)

    assert queue_mail([silent, gone], "x", "y") == []


def test_an_undone_change_sends_nothing(clerk: User, server: None) -> None:
    with transaction.atomic():
        queue_mail([clerk], "x", "y")
        transaction.set_rollback(True)

    assert flush_mail() == 0


def test_a_line_break_in_a_subject_cannot_add_a_header(clerk: User, server: None) -> None:
    queue_mail([clerk], "x\nBcc: all@example.org", "y")

    flush_mail()

    assert mail.outbox[0].subject == "x Bcc: all@example.org"


def test_what_fails_is_tried_again_later_and_in_the_end_kept_with_its_error(
    clerk: User, server: None, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1  # nobody listens there
    with at(MORNING):
        (letter,) = queue_mail([clerk], "x", "y")
        flush_mail()
        letter.refresh_from_db()
        assert letter.tries == 1
        assert "ConnectionRefusedError" in letter.error
        assert flush_mail() == 0
    for day in range(1, 20):
        with at(MORNING + timedelta(days=day)):
            flush_mail()

    letter.refresh_from_db()
    assert (letter.tries, letter.sent_at, letter.next_try_at) == (TRIES, None, None)
    assert letter.error


# To people of whom we keep a personal record


ADDRESS = "wang@home.example"
STOP = "https://example.org/stop/"


@pytest.fixture
def real(settings: Any) -> Iterator[MailServer]:
    with mail_server() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", running.port, 5
        yield running


@pytest.fixture
def person(db: None) -> PersonalRecord:
    return personal.keep({"email": ADDRESS})


def test_a_person_gets_a_letter_that_their_mail_program_can_stop(person: PersonalRecord, real: MailServer) -> None:
    queue_letter(person, "办件有变化", "请看", stop_at=STOP)

    assert flush_mail() == 1
    (letter,) = real.letters
    assert (letter["To"], letter["Subject"], letter.get_payload(decode=True)) == (
        ADDRESS,
        "办件有变化",
        "请看\n".encode(),
    )
    assert letter["List-Unsubscribe"] == f"<{STOP}>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_what_a_letter_to_a_person_says_is_kept_encrypted_and_only_until_it_is_sent(
    person: PersonalRecord, real: MailServer
) -> None:
    letter = queue_letter(person, "x", "只给本人看的话", stop_at=STOP)

    row = repr(OutgoingMail.objects.filter(pk=letter.pk).values().get())
    assert "只给本人看的话" not in row
    assert STOP not in row
    assert ADDRESS not in row
    flush_mail()
    letter.refresh_from_db()
    assert bytes(letter.sealed) == b""


def test_an_address_stands_in_no_log_and_beside_no_error(
    person: PersonalRecord, real: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    letter = queue_letter(person, "x", "y", stop_at=STOP)
    real.refused.add(ADDRESS)

    with caplog.at_level("DEBUG"):
        assert flush_mail() == 0
    letter.refresh_from_db()
    assert (letter.tries, letter.error) == (1, "SMTPRecipientsRefused 550")
    assert ADDRESS not in caplog.text


def test_an_address_that_no_letter_can_have_holds_up_no_other(clerk: User, real: MailServer) -> None:
    broken = queue_letter(personal.keep({"email": "a\nb@example.org"}), "x", "y", stop_at=STOP)
    queue_mail([clerk], "x", "y")

    assert flush_mail() == 1
    broken.refresh_from_db()
    assert broken.error == "ValueError"


def test_a_letter_goes_to_a_colleague_or_to_a_person_and_never_to_both_or_nobody(
    clerk: User, person: PersonalRecord
) -> None:
    for to in ({}, {"recipient": clerk, "person": person}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OutgoingMail.objects.create(subject="x", created_at=now(), **to)


def test_who_is_forgotten_gets_nothing_that_still_waits(person: PersonalRecord, real: MailServer) -> None:
    queue_letter(person, "x", "y", stop_at=STOP)
    personal.forget(person)

    assert flush_mail() == 0
    assert not OutgoingMail.objects.exists()


def test_without_the_bureaus_key_a_letter_waits_and_says_why(
    person: PersonalRecord, real: MailServer, settings: Any
) -> None:
    letter = queue_letter(person, "x", "y", stop_at=STOP)
    settings.PERSONAL_KEYS = "another key"

    assert flush_mail() == 0
    letter.refresh_from_db()
    assert letter.error == "PersonalDataLost"
