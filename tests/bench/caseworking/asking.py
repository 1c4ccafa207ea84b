"""Pages through the whole site, and rows of lists without the page around them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial

from django.db import connection
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext

from bureau import calendar
from bureau.models import User
from bureau.reading import reading
from casework.admin.case_list import CaseListView
from tests.bench.caseworking.filling import TAIL
from tests.bench.caseworking.invented import NOW
from tests.bench.caseworking.plain import PlainCaseList, no_number_in_the_menu
from tests.bench.caseworking.subjects import PAGE, Subject

Work = Callable[[], object]
PLAIN_STATIC = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@contextmanager
def site() -> Iterator[None]:
    """On the day of the invented cases, with the addresses of the baseline; nobody needs to collect static files."""
    from_settings = {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
    changed = override_settings(
        ROOT_URLCONF="tests.bench.caseworking.urls", STORAGES=from_settings | PLAIN_STATIC, ALLOWED_HOSTS=["*"]
    )
    with changed, calendar.at(NOW):
        yield


@cache
def signed_in(person: str) -> Client:
    client = Client()
    if person:
        client.force_login(User.objects.get(username=person))
    return client


def page(subject: Subject, address: str) -> Work:
    """A reader outside opens their case first, as everyone does."""
    client = signed_in(subject.person)
    if not subject.person:
        client.post("/progress/", {"number": address.strip("/").split("/")[-1], "tail": TAIL})
    return partial(_ask, client, address)


def plain_page(subject: Subject, address: str) -> Work:
    return partial(_ask_plain, signed_in(subject.person), subject.plain(address))


def _ask(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)


def _ask_plain(client: Client, address: str) -> None:
    with no_number_in_the_menu():
        _ask(client, address)


def rows(subject: Subject, address: str) -> Work:
    return partial(_rows, CaseListView, subject.person, address)


def plain_rows(subject: Subject, address: str) -> Work:
    return partial(_rows, PlainCaseList, subject.person, subject.plain(address))


def _rows(view_class: type[CaseListView], person: str, address: str) -> list[int]:
    """How many there are, and those of the page. The person is another object each time: nothing is known of them."""
    request = RequestFactory().get(address)
    request.user = User.objects.get(username=person)
    view = view_class()
    view.setup(request)
    with reading():  # as every page that only reads (bureau.reading.ReadingMiddleware)
        _paginator, _page, found, _is_paginated = view.paginate_queryset(view.get_queryset(), PAGE)
    return [case.pk for case in found]


def queries(subject: Subject) -> int:
    """Of one request, once everything that a process remembers is there."""
    work = page(subject, subject.addresses[0])
    work()
    with CaptureQueriesContext(connection) as asked:
        work()
    return len(asked)
