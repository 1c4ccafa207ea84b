"""What a request that only reads asks the database for once, and what it never keeps."""

from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from bureau.access import may, offices_where
from bureau.calendar import at
from bureau.models import CalendarOverride, Office, User
from bureau.models.grants import offices_by_verb
from bureau.people import grant_role, withdraw_role
from bureau.reading import ReadingMiddleware, kept_while_reading, reading
from bureau.roles import Role, Verb
from tests.bureau.conftest import make_office, make_user

pytestmark = pytest.mark.django_db
TUESDAY, WEDNESDAY = datetime(2022, 8, 2, 9), datetime(2022, 8, 3, 9)


@pytest.fixture
def issuer(office: Office, chief: User) -> User:
    user = make_user("issuer")
    grant_role(user, Role.ISSUER, office, actor=chief)
    return user


def test_while_reading_a_person_may_what_they_may(office: Office, chief: User, issuer: User) -> None:
    make_office("taojiang", name="桃江县自然资源局")
    everyone = issuer, chief, make_user("nobody"), make_user("root", is_superuser=True), AnonymousUser()
    outside = {(user.pk, verb): set(offices_where(user, verb)) for user in everyone for verb in Verb}

    with reading():
        inside = {(user.pk, verb): set(offices_where(user, verb)) for user in everyone for verb in Verb}

    assert inside == outside
    assert inside[issuer.pk, Verb.ISSUE_BUNDLE] == {office}


def test_while_reading_grants_and_calendar_are_asked_for_once(
    office: Office, issuer: User, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(4), reading():
        for _each in range(3):
            offices_by_verb(issuer)
            CalendarOverride.calendar()


def test_each_person_and_each_day_is_asked_for(office: Office, chief: User, issuer: User) -> None:
    with reading():
        with at(TUESDAY):
            assert offices_by_verb(issuer) != offices_by_verb(chief)
        withdraw_role(issuer, Role.ISSUER, office, actor=chief)
        with at(WEDNESDAY):
            assert not offices_by_verb(issuer)


@pytest.mark.parametrize(("method", "still_may"), [("GET", True), ("HEAD", True), ("POST", False), ("DELETE", False)])
def test_only_a_request_that_reads_keeps_what_it_read(
    office: Office, chief: User, issuer: User, method: str, still_may: bool
) -> None:
    """An action, which a post calls, sees a grant withdrawn after the request began."""

    def view(request: HttpRequest) -> HttpResponse:
        before = may(issuer, Verb.ISSUE_BUNDLE, office)
        withdraw_role(issuer, Role.ISSUER, office, actor=chief)
        return HttpResponse(f"{before} {may(issuer, Verb.ISSUE_BUNDLE, office)}")

    answer = ReadingMiddleware(view)(RequestFactory().generic(method, "/"))

    assert answer.content.decode() == f"True {still_may}"
    assert not may(issuer, Verb.ISSUE_BUNDLE, office)


def test_the_next_request_reads_anew_even_after_one_that_failed(office: Office, chief: User, issuer: User) -> None:
    def fails(request: HttpRequest) -> HttpResponse:
        assert may(issuer, Verb.ISSUE_BUNDLE, office)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ReadingMiddleware(fails)(RequestFactory().get("/"))
    withdraw_role(issuer, Role.ISSUER, office, actor=chief)

    with reading():
        assert not may(issuer, Verb.ISSUE_BUNDLE, office)


def test_what_fails_is_asked_for_again() -> None:
    tries = []

    @kept_while_reading
    def at_the_second_try(name: str) -> str:
        tries.append(name)
        if len(tries) == 1:
            raise LookupError(name)
        return name.upper()

    with reading():
        with pytest.raises(LookupError):
            at_the_second_try("a")
        assert [at_the_second_try("a"), at_the_second_try("a"), at_the_second_try("b")] == ["A", "A", "B"]

    assert tries == ["a", "a", "b"]
