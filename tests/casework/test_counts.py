"""Numbers beside menu items, above lists and at home: counted once, and again as soon as somebody acted."""

from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bureau import calendar
from bureau.roles import Role
from bureau.work_lists.counts import count_of, kept_count
from bureau.work_lists.keeping import keep_filter
from casework.actions.review import assign_step
from casework.models import Case
from tests.casework.kit import Hall
from tests.casework.test_lists import ways
from tests.casework.test_screens import TUESDAY, page, signed_in

pytestmark = pytest.mark.sqlite


def counting(client: Client, address: str) -> list[str]:
    """The statements of one request that count rows of a way to look at a list."""
    with CaptureQueriesContext(connection) as asked, calendar.at(TUESDAY):
        assert client.get(address).status_code == 200
    return [each["sql"] for each in asked if "COUNT(*) FROM (SELECT" in each["sql"]]


@pytest.mark.parametrize("name", ["cases", "wagtailadmin_home"])
def test_while_nobody_acts_nothing_is_counted_again(hall: Hall, name: str) -> None:
    case = hall.accepted_case()
    keep_filter(hall.person("officer"), "cases", "受理的", "state=accepted")
    officer, address = signed_in(hall, "officer"), reverse(name)

    first, second = counting(officer, address), counting(officer, address)
    with calendar.at(TUESDAY):
        hall.review(case, TUESDAY)
    third = counting(officer, address)

    assert len(first) == len(third) > 5
    assert second == []


def test_what_a_colleague_does_is_counted_at_once(hall: Hall) -> None:
    case = hall.accepted_case()
    before = ways(page(hall, "officer", reverse("cases")))["我要办的"]

    with calendar.at(TUESDAY):
        assign_step(case.steps.get(role=Role.CASE_OFFICER).pk, to=hall.person("officer-2"), actor=hall.person("chief"))

    assert (before, ways(page(hall, "officer", reverse("cases")))["我要办的"]) == ("1", "0")


def test_another_person_and_another_day_are_counted_by_themselves(hall: Hall) -> None:
    hall.accepted_case()
    asked = []

    def rows() -> object:
        asked.append(calendar.today())
        return Case.objects.all()

    for name, day in [("officer", 2), ("officer", 2), ("chief", 2), ("officer", 3), ("chief", 3), ("officer", 3)]:
        with calendar.at(datetime(2022, 8, day, 9)):
            assert kept_count(hall.person(name), "all", rows) == "1"  # type: ignore[arg-type]  # what it gives is none's

    assert [each.day for each in asked] == [2, 2, 3, 3]


def test_without_a_trail_nothing_is_kept(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    """A house in which nobody has acted yet: there is no head whose hash could tell."""
    monkeypatch.setattr("bureau.work_lists.counts._head", lambda: "")
    asked = []

    def rows() -> None:
        asked.append(1)

    assert kept_count(hall.person("officer"), "gone", rows) is None
    assert kept_count(hall.person("officer"), "gone", rows) is None
    assert len(asked) == 2


@pytest.mark.parametrize(("cases", "said"), [(0, "0"), (2, "2"), (3, "2+")])
def test_many_are_not_counted_to_the_end(hall: Hall, monkeypatch: pytest.MonkeyPatch, cases: int, said: str) -> None:
    monkeypatch.setattr("bureau.work_lists.counts.COUNTED", 2)
    for _each in range(cases):
        hall.receive()

    assert count_of(Case.objects.all()) == said
