from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime

import pytest
from django.db import transaction
from django.test import TestCase
from pytest_django.plugin import DjangoDbBlocker

from bureau import calendar
from bureau.models import Office, User
from bureau.people import appoint_first_administrator
from bureau.roles import Role
from cms.actions.set_up_site import set_up_site
from cms.models import HomePage, SiteSettings
from tests.cms.matter_kit import person
from tests.kit import Bureau, open_bureau_and_site

ENGLISH = {
    "english_name": "Yiyang Sample Bureau",
    "english_scope": "Land, planning, real estate registration",
    "english_address": "2nd floor, 1 Yangli Road",
    "english_hours": "Monday to Friday 9:00–12:00, 13:30–17:00",
}


@dataclass(frozen=True)
class StandingSite:
    """An office with its administrator and the site that it has set up."""

    office: Office
    administrator: User
    home: HomePage


@pytest.fixture(scope="module")
def standing_site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[StandingSite]:
    """For modules that say ``usefixtures("standing_site")``: office, administrator and home are made once.

    Their tests may change them: each is undone, and each meets objects of its own.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        office = make_office()
        administrator = make_administrator(office)
        yield StandingSite(office, administrator, make_home(office, administrator))
        transaction.set_rollback(True)


@pytest.fixture
def standing(request: pytest.FixtureRequest, db: None) -> StandingSite | None:
    if "standing_site" not in request.fixturenames:
        return None
    site: StandingSite = deepcopy(request.getfixturevalue("standing_site"))
    return site


@pytest.fixture
def office(standing: StandingSite | None) -> Office:
    return standing.office if standing else make_office()


def make_office() -> Office:
    return Office.objects.create(
        name="益阳市样例自然资源和规划局",
        short_name="样例局",
        code="yiyang",
        uscc="114309000064712340",
        region_code="430900",
        counties=["430902"],
        address="赫山区样例路 1 号 2 楼",
        phone="0737-000 0001",
        hours="周一至周五 9:00–12:00、13:30–17:00",
    )


@pytest.fixture
def administrator(standing: StandingSite | None, office: Office) -> User:
    return standing.administrator if standing else make_administrator(office)


def make_administrator(office: Office) -> User:
    user = User.objects.create_user("administrator", password="a long password")
    appoint_first_administrator(user, office)
    return user


@pytest.fixture
def home(standing: StandingSite | None, office: Office, administrator: User) -> HomePage:
    return standing.home if standing else make_home(office, administrator)


def make_home(office: Office, administrator: User) -> HomePage:
    home = set_up_site(office, actor=administrator)
    SiteSettings.objects.update(**ENGLISH, filing_number="湘ICP备样例号")
    return home


@pytest.fixture
def second_office(home: HomePage) -> Office:
    office = Office.objects.create(name="南样县局", short_name="南样局", code="nan", uscc="11430921MB0YLNX14D")
    appoint_first_administrator(User.objects.create_user("second-administrator", password="a long password"), office)
    return office


@pytest.fixture
def august_2022() -> Iterator[None]:
    with calendar.at(datetime(2022, 8, 15, 10, 32)):
        yield


@pytest.fixture
def editor(office: Office, administrator: User) -> User:
    return person("editor", Role.EDITOR, office)


@pytest.fixture
def publisher(office: Office, administrator: User) -> User:
    return person("publisher", Role.PUBLISHER, office)


@pytest.fixture(scope="module")
def sample(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Bureau]:
    """The sample's whole site, loaded once for a module, whose tests may change it: each is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        with TestCase.captureOnCommitCallbacks(execute=True):  # translations go out when their words are kept
            bureau = open_bureau_and_site()
        yield bureau
        transaction.set_rollback(True)
