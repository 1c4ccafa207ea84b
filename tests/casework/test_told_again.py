"""Telling an applicant twice what is missing needs a reason, and is counted for those who supervise."""

from datetime import datetime

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bureau import calendar
from casework.actions.answer import ask_for_more
from casework.models import Application
from casework.told_again import told_again, told_by_year
from tests.casework.kit import Hall

pytestmark = pytest.mark.sqlite

NEW_YEARS_EVE, NEW_YEAR = datetime(2022, 12, 30, 9), datetime(2023, 1, 3, 9)


def tell(hall: Hall, application: Application, at: datetime, why_again: str = "") -> None:
    with calendar.at(at):
        ask_for_more(application.pk, actor=hall.person("clerk"), why_again=why_again)


def home(hall: Hall, name: str) -> BeautifulSoup:
    client = Client()
    client.force_login(hall.person(name))
    with calendar.at(NEW_YEAR):
        return BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html.parser")


def test_a_second_notice_counts_in_the_year_in_which_it_was_written(hall: Hall) -> None:
    once, twice = (hall.receive("M02", "M04", at=NEW_YEARS_EVE) for _each in range(2))
    for application in (once, twice):
        tell(hall, application, NEW_YEARS_EVE)
    tell(hall, twice, NEW_YEAR, why_again="委托书昨天到期")

    figures = [(each.year, each.notices, each.again) for each in told_by_year(hall.person("supervisor"))]

    assert figures == [(2023, 1, 1), (2022, 2, 0)]
    assert set(told_again()) == set(twice.cases.all())


def test_supervision_reads_the_figure_and_the_cases_behind_it(hall: Hall) -> None:
    application = hall.receive("M04", at=NEW_YEARS_EVE)
    other = hall.receive("M04", at=NEW_YEARS_EVE).cases.get()
    tell(hall, application, NEW_YEARS_EVE)
    tell(hall, application, NEW_YEAR, why_again="委托书昨天到期")

    panel = home(hall, "supervisor").select_one("#told-again-section")
    assert panel is not None
    link = panel.select_one("td a")
    assert link is not None
    assert link.get_text() == "1"
    client = Client()
    client.force_login(hall.person("supervisor"))
    listed = client.get(reverse("cases") + str(link["href"]).partition("/cases/")[2]).content.decode()
    assert application.cases.get().number in listed
    assert other.number not in listed


@pytest.mark.parametrize("name", ["clerk", "officer", "chief", "admin"])
def test_the_figure_is_for_those_who_supervise(hall: Hall, name: str) -> None:
    assert home(hall, name).select_one("#told-again-section") is None


def test_people_of_another_office_count_nothing_of_ours(hall: Hall) -> None:
    tell(hall, hall.receive("M04", at=NEW_YEARS_EVE), NEW_YEARS_EVE)

    assert list(told_by_year(hall.bureau.sample.people["sample-officer-nan"])) == []


def test_the_figures_take_as_many_queries_for_many_notices_as_for_one(hall: Hall) -> None:
    asked = []
    for count in (1, 3):
        for _each in range(count):
            tell(hall, hall.receive("M04", at=NEW_YEARS_EVE), NEW_YEARS_EVE)
        with CaptureQueriesContext(connection) as queries:
            told_by_year(hall.person("supervisor"))
        asked.append(len(queries))

    assert asked[0] == asked[1]
