"""Two connections, one case: people who decide at once, and the clock against a clerk."""

import threading
import time
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection

from bureau import calendar
from bureau.people import grant_role
from bureau.roles import Role
from casework.actions import answer
from casework.actions.answer import accept, deem_accepted
from casework.actions.decide import Decision, decide_each
from casework.errors import NothingToDo
from casework.models import Case, CaseEvent, Notice
from tests.casework.kit import open_hall

TUESDAY = datetime(2022, 8, 2, 9)
TOO_LATE = datetime(2022, 8, 9, 9)  # five working days after the receipt are over


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_is_refused() -> None:
    hall = open_hall()
    grant_role(hall.person("issuer-2"), Role.CHIEF_APPROVER, hall.bureau.office, actor=hall.person("admin"))
    case = hall.accepted_case()
    hall.review(case, TUESDAY)
    answers: list[object] = []

    def try_it(name: str, outcome: Case.Outcome) -> None:
        with calendar.at(TUESDAY):
            answers.append(decide_each({case.pk: Decision(outcome, "理由。")}, actor=hall.person(name))[case.pk])
        connection.close()

    tries = (("chief", Case.Outcome.GRANTED), ("issuer-2", Case.Outcome.DENIED))
    threads = [threading.Thread(target=try_it, args=each) for each in tries]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert sorted(type(each).__name__ for each in answers) == ["NoneType", "WrongState"]
    assert case.events.filter(what="decided").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_the_clock_and_a_clerk_who_accept_at_once_one_does_it(monkeypatch: pytest.MonkeyPatch) -> None:
    hall = open_hall()
    application = hall.receive("M04", at=datetime(2022, 8, 1, 9))
    hall.hand_in_all(application)
    case = application.cases.get()
    start, came = threading.Barrier(2), list[object]()
    begin_next = answer.begin_next

    def begin_slowly(case: Case) -> None:
        """Between reading the case and the end of the transaction, so that the other is in the middle of it too."""
        time.sleep(0.5)
        begin_next(case)

    monkeypatch.setattr(answer, "begin_next", begin_slowly)

    def try_it(do: Callable[[], object]) -> None:
        try:
            with calendar.at(TOO_LATE):
                start.wait()
                came.append(do())
        except NothingToDo as error:
            came.append(error)
        finally:
            connection.close()

    clerk = hall.person("clerk")
    tries = (deem_accepted, lambda: accept(application.pk, actor=clerk))
    threads = [threading.Thread(target=try_it, args=(each,)) for each in tries]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    by_clock = CaseEvent.objects.get(case=case, what="accepted").by is None
    assert by_clock == any(isinstance(each, NothingToDo) for each in came)
    assert came.count(1 if by_clock else 0) == 1  # how many the clock accepted
    assert len(came) == 2
    assert Notice.objects.filter(kind=Notice.Kind.ACCEPTED).count() == 1
