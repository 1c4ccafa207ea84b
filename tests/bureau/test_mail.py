from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.checks import run_checks
from django.db import transaction

from bureau.calendar import at
from bureau.mail import TRIES, flush_mail, queue_mail
from bureau.models import OutgoingMail, User
from tests.bureau.conftest import make_user

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
