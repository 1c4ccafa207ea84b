"""Two people, two connections, one case."""

import threading
from datetime import datetime

import pytest
from django.db import connection

from bureau import calendar
from bureau.people import grant_role
from bureau.roles import Role
from casework.actions.decide import Decision, decide_each
from casework.models import Case
from tests.casework.kit import open_hall

TUESDAY = datetime(2022, 8, 2, 9)


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
