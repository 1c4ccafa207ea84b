"""The staff screens of certificates over every record there is, in every state, as people who may not see it.

tests/bureau/test_strangers.py takes one record of each model to every address; here each bundle and each certificate
is taken to all of its own.
"""

from collections.abc import Iterator

import pytest
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, reverse

from bureau import people
from bureau.models import User
from bureau.roles import Role
from certificates.admin.urls import urlpatterns
from certificates.models import Attachment, Bundle, Certificate, Project
from tests.bureau.conftest import make_office, make_user
from tests.bureau.test_strangers import is_turned_away, snapshot
from tests.certificates.strangers import make_world

pytestmark = pytest.mark.django_db
STEPS = ("return", "withdraw", "issue")
POSTS: list[dict[str, str]] = [
    {"do": "send", "revision": "0", "reason": "corrected", "numbers": "WORKS 4309002026GG0000009"},
    {"do": "approve", "revision": "0", "reason": "陌生人的理由"},
]


def record_patterns() -> Iterator[tuple[URLPattern, type[Model]]]:
    """Addresses that name one record, with its model."""
    for pattern in urlpatterns():
        if "pk" in pattern.pattern.converters:
            yield pattern, pattern.callback.bureau_policy.model  # type: ignore[attr-defined]  # guard() puts it there


def addresses_of(record: Model) -> Iterator[str]:
    for pattern, model in record_patterns():
        if isinstance(record, model) and pattern.name:
            for step in STEPS if "step" in pattern.pattern.converters else [None]:
                yield reverse(pattern.name, args=[record.pk, step] if step else [record.pk])
    if isinstance(record, Project):
        for name in ("inspect", "edit", "history"):
            yield reverse(f"project:{name}", args=[record.pk])


def one_of_each_state() -> list[Model]:
    """All bundles, of each the first and last certificate, and of each project the page and a file."""
    certificates = [
        each
        for bundle in Bundle.objects.all()
        for each in (bundle.certificates.first(), bundle.certificates.last())
        if each is not None
    ]
    return [*Bundle.objects.all(), *certificates, *Project.objects.all()[:2], *Attachment.objects.all()[:2]]


def visit(client: Client, address: str) -> Iterator[HttpResponse]:
    yield client.get(address, {"closed": "1", "inline": "1", "edit": "1"})
    for data in POSTS:
        yield client.post(address, data)


@pytest.fixture
def world(db: None) -> list[Model]:
    office = make_office(short_name="外人看不见的机关")
    people.appoint_first_administrator(make_user("administrator"), office)
    make_world(office)
    assert {each.state for each in Bundle.objects.all()} == set(Bundle.State.values)
    assert {each.state for each in Certificate.objects.all()} == {"draft", "issued"}
    return one_of_each_state()


@pytest.fixture
def neighbour(world: list[Model]) -> User:
    """Has every role over records, at another office."""
    other = make_office("taojiang", name="桃江县自然资源局")
    administrator, clerk = make_user("root"), make_user("clerk")
    people.appoint_first_administrator(administrator, other)
    for role in Role:
        if role != Role.ADMINISTRATOR:
            people.grant_role(clerk, role, other, actor=administrator)
    return clerk


def refused(client: Client, records: list[Model]) -> list[str]:
    """Addresses that did not refuse; none should be left."""
    client.raise_request_exception = False
    return [
        f"{response.request['REQUEST_METHOD']} {address} ({record!r}): {response.status_code}"
        for record in records
        for address in addresses_of(record)
        for response in visit(client, address)
        if not is_turned_away(response)
    ]


def test_every_model_with_screens_is_walked(world: list[Model]) -> None:
    models = {model for _pattern, model in record_patterns()}

    assert {model.__name__ for model in models} == {"Bundle", "Certificate", "Attachment", "CertificateType", "Project"}


def test_a_neighbour_with_every_role_is_refused_at_every_record(world: list[Model], neighbour: User) -> None:
    client = Client()
    client.force_login(neighbour)
    before = snapshot()

    assert refused(client, world) == []
    assert snapshot() == before
