"""Every address of our staff screens, walked as people who may see nothing there. New screens join by themselves."""

import importlib.util
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db.models import Model
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.viewsets import viewsets
from wagtail.coreutils import resolve_model_string
from wagtail.fields import RichTextField, StreamField

from bureau import people
from bureau.models import Office, User
from bureau.narrowing import GuardedViewSet
from bureau.office_of import office_of, office_path
from bureau.roles import Role
from tests.bureau.conftest import make_office, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

PACKAGES = ("bureau", "documents", "cms", "certificates", "casework", "search")
MOVING = {"auditentry", "audithead", "scheduledrun", "workersign"}  # denials are written down, and should be
MOVING |= {"cardfile", "cardbook"}  # paper cards are everybody's and are made when somebody asks
CASE_ROLES = [role for role in Role if role != Role.ADMINISTRATOR]


@dataclass(frozen=True)
class Address:
    """One address of the admin: its route, and the callback without Wagtail's wrapping."""

    route: str
    callback: Callable[..., HttpResponse]
    names: tuple[str, ...]

    @property
    def model(self) -> type[Model] | None:
        policy = getattr(self.callback, "bureau_policy", None)
        view = getattr(self.callback, "view_class", None)
        return policy.model if policy else getattr(view, "model", None)


def addresses() -> Iterator[Address]:
    """Everything under /admin/ that a viewset of ours guards, or whose view stands in one of our packages."""

    def walk(patterns: list[Any], route: str, names: tuple[str, ...]) -> Iterator[Address]:
        for pattern in patterns:
            here = route + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, here, names)
            elif isinstance(pattern, URLPattern) and here.startswith("admin/"):
                names = pattern.pattern.converters or pattern.pattern.regex.groupindex
                yield Address(here, pattern.callback, tuple(names))

    for address in walk(get_resolver().url_patterns, "", ()):
        module = getattr(getattr(address.callback, "view_class", address.callback), "__module__", "")
        if hasattr(address.callback, "bureau_policy") or module.split(".")[0] in PACKAGES:
            yield address


def bulk_addresses() -> Iterator[tuple[str, type[Model]]]:
    for model in apps.get_models():
        label, name = model._meta.app_label, model._meta.model_name
        if label in PACKAGES:
            for action in bulk_action_registry.get_bulk_actions_for_model(label, name):
                yield reverse("wagtail_bulk_action", args=[label, name, action.action_type]), model


def worlds() -> list[Any]:
    """The modules ``strangers.py`` beside the tests of every package that is installed."""
    found = []
    for path in sorted(Path(__file__).parents[1].glob("*/strangers.py")):
        if not apps.is_installed(path.parent.name):
            continue
        spec = importlib.util.spec_from_file_location(f"strangers_of_{path.parent.name}", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        found.append(module)
    return found


WORLDS = worlds()
ARGUMENTS: dict[str, Callable[[], object]] = {}
for world in WORLDS:
    ARGUMENTS.update(getattr(world, "ARGUMENTS", {}))


@pytest.fixture
def office(db: None) -> Office:
    """The office whose records strangers must not see."""
    office = make_office(short_name="外人看不见的机关")
    administrator, clerk = make_user("administrator"), make_user("insider")
    people.appoint_first_administrator(administrator, office)
    for role in CASE_ROLES:
        people.grant_role(clerk, role, office, actor=administrator)
    for world in WORLDS:
        world.make_world(office)
    return office


@pytest.fixture
def stranger(office: Office) -> User:
    """May enter the admin, and nothing else."""
    group = Group.objects.create(name="doorway")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user = make_user("stranger")
    user.groups.add(group)
    return user


@pytest.fixture
def superuser(office: Office) -> User:
    return make_user("root", is_superuser=True, is_staff=True)


@pytest.fixture
def neighbours(office: Office) -> list[User]:
    """Two people who between them have every role at another office."""
    other = make_office("taojiang", name="桃江县自然资源局")
    administrator, clerk = make_user("neighbour_administrator"), make_user("neighbour")
    people.appoint_first_administrator(administrator, other)
    for role in CASE_ROLES:
        people.grant_role(clerk, role, other, actor=administrator)
    return [administrator, clerk]


def records_of(office: Office, model: type[Model]) -> list[Model]:
    return [obj for obj in model._default_manager.order_by("-pk")[:50] if office_of(obj) == office]


def example(model: type[Model] | None, office: Office) -> Model | None:
    if model is None:
        return None
    return next(iter(records_of(office, model)), model._default_manager.first())


def paths(address: Address, office: Office) -> str:
    """The address with the keys of a record of ``office`` filled in."""
    route = re.sub(
        r"\(\?P<(\w+)>[^()]*\)", r"<\1>", address.route
    )  # Wagtail compares revisions by a regular expression
    obj, filled = example(address.model, office), "/" + route.replace("^", "").replace("$", "").replace("\\.", ".")
    for name in address.names:
        value: object = ARGUMENTS[name]() if name in ARGUMENTS else getattr(obj, name, None)
        value = "1" if value is None else value
        start, end = filled.index("<"), filled.index(">")
        filled = f"{filled[:start]}{value}{filled[end + 1 :]}"
    return filled


def payload(address: Address, office: Office) -> dict[str, Any]:
    """What a form of that address would send for a record of ``office``, and what our own pages read."""
    clerk = User.objects.get(username="insider")
    data = {"office": office.pk, "person": clerk.pk, "role": "auditor", "do": "close", "reason": "试"}
    obj = example(address.model, office)
    if obj is not None:
        data |= {name: value for name, value in model_to_dict(obj).items() if value is not None}
        streams = [field.name for field in obj._meta.fields if isinstance(field, StreamField)]
        data |= {f"{name}-count": "0" for name in streams}  # Wagtail's forms ask for it first
        data |= {field.name: "null" for field in obj._meta.fields if isinstance(field, RichTextField)}
    return {name: value for name, value in data.items() if not isinstance(value, dict)}


def secrets(office: Office) -> set[str]:
    """Words that would give away a record of ``office``; house-wide records are nobody's secret."""
    words = set()
    for model in apps.get_models():
        if model._meta.app_label in PACKAGES and model is not Office and office_path(model):
            words |= {str(obj) for obj in records_of(office, model)}
    return {word for word in words if len(word) > 5}


def published(words: set[str], address: Address) -> set[str]:
    """What everybody reads on the public search page may stand among the results of our staff too, nowhere else."""
    if not address.route.startswith("admin/search/"):
        return set()
    pages = [text(Client().get("/search/", asked)) for asked in ({}, {"q": "试"})]
    return {word for word in words if any(word in page for page in pages)}


def snapshot() -> dict[str, list[Any]]:
    """All rows of our tables, and who is in which group."""
    tables = {
        model._meta.label: sorted(
            repr([field.value_to_string(obj) for field in model._meta.concrete_fields])
            for obj in model._default_manager.all()
        )
        for model in apps.get_models()
        if model._meta.app_label in PACKAGES and model._meta.model_name not in MOVING
    }
    tables["members"] = sorted(User.groups.through.objects.values_list("user", "group"))
    return tables


def visit(client: Client, address: Address, office: Office) -> Iterator[HttpResponse]:
    client.raise_request_exception = False
    path = paths(address, office)
    yield client.get(path)
    yield client.get(path, {"export": "csv", "q": "试"})
    yield client.post(path, payload(address, office))


def is_turned_away(response: HttpResponse) -> bool:
    """Sent to the sign-in or the admin's home, forbidden, not found, or no such method."""
    if response.status_code == 302:
        return response["Location"].split("?")[0] in {reverse("wagtailadmin_login"), reverse("wagtailadmin_home")}
    return response.status_code in {403, 404, 405}


def is_house_wide(model: type[Model] | None) -> bool:
    """Records of no office, such as days of the calendar, belong to everybody with the verb at some office."""
    return model is not None and office_path(model) is None


def text(response: HttpResponse) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    return body.decode("utf-8", "replace")


def test_the_walk_finds_screens_and_records(office: Office) -> None:
    found = list(addresses())

    assert len(found) > 40
    assert secrets(office)


def test_every_screen_is_walked_with_a_record(office: Office) -> None:
    models = {address.model for address in addresses() if address.model and office_path(address.model)}

    without = [model._meta.label for model in models if not records_of(office, model)]

    assert not without, f"tests/<package>/strangers.py must make one of each: {sorted(without)}"


def test_every_viewset_over_our_records_is_guarded() -> None:
    for viewset in viewsets.viewsets:
        model = getattr(viewset, "model", None)
        if type(viewset).__module__.startswith("wagtail.users"):
            continue  # Wagtail's own screen of accounts, which no role of ours opens
        if model is not None and resolve_model_string(model)._meta.app_label in PACKAGES:
            assert isinstance(viewset, GuardedViewSet), f"{viewset} over {model} is not guarded"


@pytest.mark.parametrize("who", ["anonymous", "stranger", "superuser"])
def test_who_has_no_role_is_turned_away_everywhere(office: Office, who: str, request: pytest.FixtureRequest) -> None:
    client = Client()
    if who != "anonymous":
        client.force_login(request.getfixturevalue(who))
    before, wrong = snapshot(), []

    for address in addresses():
        for response in visit(client, address, office):
            if not is_turned_away(response):
                wrong.append(f"{response.request['REQUEST_METHOD']} {address.route}: {response.status_code}")

    assert not wrong, "\n".join(wrong)
    assert snapshot() == before


def test_a_role_elsewhere_shows_and_changes_nothing_here(office: Office, neighbours: list[User]) -> None:
    words, wrong = secrets(office), []
    for neighbour in neighbours:
        client = Client()
        client.force_login(neighbour)
        before = snapshot()
        for address in addresses():
            if is_house_wide(address.model):
                continue
            sent = set(map(str, payload(address, office).values())) | published(words, address)
            for response in visit(client, address, office):
                shown = {word for word in words - sent if word in text(response)}
                if shown or response.status_code >= 500:
                    method = response.request["REQUEST_METHOD"]
                    wrong.append(f"{neighbour} {method} {address.route}: {response.status_code} {shown}")
            if (after := snapshot()) != before:
                wrong.append(f"{neighbour} changed something at {address.route}")
                before = after

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("everything", [False, True])
def test_bulk_actions_reach_nothing_out_of_sight(office: Office, neighbours: list[User], everything: bool) -> None:
    words, clients = secrets(office), [Client() for _neighbour in neighbours]
    for client, neighbour in zip(clients, neighbours, strict=True):
        client.force_login(neighbour)
    before = snapshot()
    for path, model in bulk_addresses():
        keys = "all" if everything else getattr(example(model, office), "pk", 1)
        for client in clients:
            for response in (client.get(f"{path}?id={keys}"), client.post(f"{path}?id={keys}")):
                assert not {word for word in words if word in text(response)}

    assert snapshot() == before


@pytest.mark.parametrize("who", ["stranger", "superuser"])
@pytest.mark.parametrize("name", ["wagtailadmin_home", "wagtailadmin_reports:site_history"])
def test_wagtails_own_pages_name_no_record(office: Office, who: str, name: str, request: pytest.FixtureRequest) -> None:
    client = Client()
    client.force_login(request.getfixturevalue(who))

    response = client.get(reverse(name), follow=True)

    assert not {word for word in secrets(office) if word in text(response)}
