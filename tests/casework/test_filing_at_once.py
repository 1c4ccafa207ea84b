"""One draft, two connections: the button was pressed twice."""

import threading

import pytest
from django.db import connection

from bureau import calendar
from casework.actions.file_application import file_application
from casework.filing import Wish
from casework.models import Application
from casework.online import asked_for, versions_of
from tests.casework.filing_kit import NEW, begun
from tests.casework.kit import MORNING, open_hall


@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_at_once_both_get_the_same_application() -> None:
    open_hall()
    filing = begun("M04", fields=NEW)
    versions = versions_of(asked_for([Wish("M04")]))
    answers: list[Application] = []

    def press() -> None:
        with calendar.at(MORNING):
            answers.append(file_application(filing.public_id, versions=versions))
        connection.close()

    threads = [threading.Thread(target=press) for _press in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert answers[0] == answers[1]
    assert Application.objects.count() == 1
