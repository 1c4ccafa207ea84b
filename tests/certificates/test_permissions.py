"""Who may do what with a bundle in which state: every action, every role of domain.md §7, every state of design §4.

The table below is written out from the two documents; the code under test is not asked.
"""

import inspect
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from bureau import calendar
from bureau.errors import NotAllowed
from bureau.models import User
from bureau.people import grant_role
from bureau.roles import MATRIX, Role
from certificates import actions as package
from certificates.actions.ask_issue import ask_issue
from certificates.actions.create_bundle import Draft, create_bundle
from certificates.actions.decide_bundle import approve_bundle, return_bundle, send_for_approval
from certificates.actions.edit_bundle import (
    add_certificates,
    edit_parts,
    edit_values,
    remove_certificate,
    set_print_order,
)
from certificates.actions.enter_from_spreadsheet import enter_from_spreadsheet, replace_from_spreadsheet
from certificates.actions.import_numbers import import_numbers
from certificates.actions.issue_bundle import issue_bundle
from certificates.actions.issuing.claim import claim_bundle
from certificates.actions.print_certificates import print_certificates
from certificates.actions.publish_kind import publish_kind
from certificates.actions.read_records import download_certificates, read_closed_fields
from certificates.actions.replace_certificate import replace_certificate
from certificates.actions.save_project import attach, remove_attachment, save_parcels, save_project
from certificates.actions.withdraw_bundle import withdraw_bundle
from certificates.errors import BundleNotFound, CertificateNotInForce, FourEyes, NothingIssued, StateRefused
from certificates.models import Attachment, Bundle, Certificate, CertificateType, Project
from certificates.spreadsheet.reading import Reading
from tests.kit import Bureau, certificate, open_bureau, worker_at_work

pytestmark = pytest.mark.django_db

Deed = Callable[[Bundle, User], object]
REFUSALS = (NotAllowed, BundleNotFound, StateRefused, CertificateNotInForce, NothingIssued)
PERSON_OF = {
    Role.EDITOR: "editor",
    Role.PUBLISHER: "publisher",
    Role.WINDOW_CLERK: "clerk",
    Role.CASE_OFFICER: "officer-2",
    Role.CHIEF_APPROVER: "chief",
    Role.ISSUER: "issuer",
    Role.SUPERVISOR: "supervisor",
    Role.AUDITOR: "auditor",
    Role.HELPER: "helper",
    Role.ADMINISTRATOR: "admin",
}
OUTSIDERS = ("officer-nan", "chief-nan", "issuer-nan", "admin-nan", "nobody", "superuser")

PREPARERS = {Role.CASE_OFFICER, Role.ISSUER}
ENTERERS = {*PREPARERS, Role.WINDOW_CLERK}  # of projects: an application begins with one
READERS = {*PREPARERS, Role.WINDOW_CLERK, Role.CHIEF_APPROVER, Role.SUPERVISOR, Role.AUDITOR}
CLOSED_READERS = {Role.CASE_OFFICER, Role.CHIEF_APPROVER, Role.ISSUER, Role.AUDITOR}
ALL = frozenset(Bundle.State.values)
OPEN = frozenset({"draft", "checked", "approved"})


def drafts_like(bundle: Bundle) -> list[Draft]:
    rows = bundle.certificates.select_related("type_version").order_by("position")
    return [Draft(type_version=each.type_version, part=each.part, values=each.values) for each in rows]


def land(bundle: Bundle) -> Certificate:
    return certificate(bundle, "LAND")


def kind() -> CertificateType:
    """A kind that was edited since its last version."""
    found = CertificateType.objects.get(code="RURAL")
    found.sentence = "改过的一句话。"
    return found


def reading(bundle: Bundle) -> Reading:
    return Reading(drafts=tuple(drafts_like(bundle)), findings=(), sha256="0" * 64)


def paper_of(code: str) -> Deed:
    return lambda bundle, actor: download_certificates([certificate(bundle, code)], actor=actor)


# One line each: what is done, who may (domain.md §7), in which states of the bundle (design §4).
DEEDS: dict[str, tuple[Deed, set[Role], frozenset[str]]] = {
    "create_bundle": (lambda b, who: create_bundle(b.project, drafts_like(b), actor=who), PREPARERS, ALL),
    "enter_from_spreadsheet": (lambda b, who: enter_from_spreadsheet(b.project, reading(b), actor=who), PREPARERS, ALL),
    "save_project": (lambda b, who: save_project(Project.objects.get(pk=b.project_id), actor=who), ENTERERS, ALL),
    "save_parcels": (lambda b, who: save_parcels(b.project, [], actor=who), ENTERERS, ALL),
    "attach": (lambda b, who: attach(b.project, Attachment(name="新附件"), content=None, actor=who), ENTERERS, ALL),
    "remove_attachment": (
        lambda b, who: remove_attachment(b.project.attachments.get(name="宗地图"), actor=who),
        ENTERERS,
        ALL,
    ),
    "edit_values": (
        lambda b, who: edit_values(b.pk, {land(b).pk: {"scale": "改"}}, revision=b.revision, actor=who),
        PREPARERS,
        OPEN,
    ),
    "edit_parts": (
        lambda b, who: edit_parts(b.pk, {land(b).pk: "改"}, revision=b.revision, actor=who),
        PREPARERS,
        OPEN,
    ),
    "add_certificates": (
        lambda b, who: add_certificates(b.pk, drafts_like(b)[:1], revision=b.revision, actor=who),
        PREPARERS,
        OPEN,
    ),
    "remove_certificate": (
        lambda b, who: remove_certificate(b.pk, land(b).pk, revision=b.revision, actor=who),
        PREPARERS,
        OPEN,
    ),
    "replace_from_spreadsheet": (
        lambda b, who: replace_from_spreadsheet(b.pk, reading(b), revision=b.revision, actor=who),
        PREPARERS,
        OPEN,
    ),
    "set_print_order": (lambda b, who: set_print_order(b.pk, [land(b).pk], actor=who), PREPARERS, ALL),
    "send_for_approval": (lambda b, who: send_for_approval(b.pk, actor=who), PREPARERS, frozenset({"draft"})),
    "approve_bundle": (
        lambda b, who: approve_bundle(b.pk, actor=who),
        {Role.CHIEF_APPROVER},
        frozenset({"checked"}),
    ),
    "return_bundle": (
        lambda b, who: return_bundle(b.pk, actor=who, reason="再核"),
        {Role.CHIEF_APPROVER},
        frozenset({"checked", "approved"}),
    ),
    "ask_issue": (lambda b, who: ask_issue(b.pk, actor=who), {Role.ISSUER}, frozenset({"approved", "issuing"})),
    "issue_bundle": (  # its first stage, where all is refused that is refused; issued ones are a case of their own
        lambda b, who: claim_bundle(b.pk, actor=who, owner="test"),
        {Role.ISSUER},
        frozenset({"approved", "issuing"}),
    ),
    "withdraw_bundle": (
        lambda b, who: withdraw_bundle(b.pk, actor=who, reason="不办了"),
        {Role.ISSUER},
        OPEN | {"issuing"},
    ),
    "import_numbers": (
        lambda b, who: import_numbers(b.project, [("WORKS", "4309002026GG0000001")], actor=who),
        {Role.ISSUER},
        ALL,
    ),
    "replace_certificate": (
        lambda b, who: replace_certificate(land(b), Certificate.EndReason.CORRECTED, actor=who),
        PREPARERS,
        frozenset({"issued"}),
    ),
    "print_certificates": (lambda b, who: print_certificates(b, [land(b)], actor=who), READERS, ALL),
    "download_a_permit": (paper_of("LAND"), READERS, frozenset({"issued"})),
    "download_a_title": (paper_of("TITLE"), CLOSED_READERS | {Role.WINDOW_CLERK}, frozenset({"issued"})),
    "read_closed_fields": (lambda b, who: read_closed_fields(b, actor=who), CLOSED_READERS, ALL),
    "publish_kind": (lambda b, who: publish_kind(kind(), actor=who), {Role.ADMINISTRATOR}, ALL),
}
# Where a role may something in fewer states than others, or an outsider may it in the whole house.
FEWER = {("withdraw_bundle", Role.CASE_OFFICER): frozenset({"draft"})}
HOUSE_WIDE = {"publish_kind": "admin-nan"}
IDEMPOTENT = {"issue_bundle"}  # on an issued bundle it answers with what is there


@dataclass(frozen=True)
class House:
    """One bundle in each state, prepared by the officer, approved by the chief, issued by the second issuer."""

    bureau: Bureau
    bundles: dict[str, int]
    outsiders: dict[str, User]

    def person(self, name: str) -> User:
        return self.outsiders.get(name) or self.bureau.person(name)

    def bundle(self, state: str) -> Bundle:
        return Bundle.objects.select_related("project__office").get(pk=self.bundles[state])


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_house()
        transaction.set_rollback(True)


def make_house() -> House:
    bureau = open_bureau()
    second = bureau.person("issuer-2")
    bundles = {"draft": bureau.draft_bundle(), "checked": bureau.draft_bundle(), "approved": bureau.ready_bundle()}
    send_for_approval(bundles["checked"].pk, actor=bureau.person("officer"))
    bundles["issuing"] = bureau.ready_bundle()
    claim_bundle(bundles["issuing"].pk, actor=second, owner="a worker that died")
    Bundle.objects.filter(pk=bundles["issuing"].pk).update(lease_until=calendar.now())
    bundles["issued"] = issue_bundle(bureau.ready_bundle().pk, actor=second)
    bundles["withdrawn"] = withdraw_bundle(bureau.ready_bundle().pk, actor=second, reason="不办了")
    worker_at_work()
    outsiders = {
        "nobody": User.objects.create_user("nobody"),
        "superuser": User.objects.create_user("superuser", is_superuser=True, is_staff=True),
    }
    return House(bureau, {state: bundle.pk for state, bundle in bundles.items()}, outsiders)


def rows() -> dict[str, list[Any]]:
    """Everything that certificates and documents keep."""
    models = [*apps.get_app_config("certificates").get_models(), *apps.get_app_config("documents").get_models()]
    through = [*models, Bundle.preparers.through]
    return {model._meta.label: list(model._default_manager.order_by("pk").values_list()) for model in through}


def people() -> Iterator[tuple[str, Role | None]]:
    yield from ((name, role) for role, name in PERSON_OF.items())
    yield from ((name, None) for name in OUTSIDERS)


def may(deed: str, state: str, name: str, role: Role | None) -> bool:
    _do, roles, states = DEEDS[deed]
    if role is None:
        return HOUSE_WIDE.get(deed) == name
    return state in FEWER.get((deed, role), states if role in roles else ())


def cases(deed: str, *, allowed: bool) -> Iterator[tuple[str, str]]:
    """(state, person) that may, or may not."""
    for state in Bundle.State.values:
        for name, role in people():
            if state == "issued" and deed in IDEMPOTENT:
                continue
            if may(deed, state, name, role) == allowed:
                yield state, name


def actions() -> set[str]:
    """Functions of certificates/actions that somebody does: they ask for an actor by name."""
    modules = [import_module(f"{package.__name__}.{each.name}") for each in iter_modules(package.__path__)]
    functions = {each for module in modules for each in vars(module).values() if inspect.isfunction(each)}
    return {
        each.__name__
        for each in functions
        if each.__module__.startswith(package.__name__)
        and not each.__name__.startswith("_")
        and (actor := inspect.signature(each).parameters.get("actor")) is not None
        and actor.kind is actor.KEYWORD_ONLY
    }


def test_the_table_names_every_role_and_every_action() -> None:
    named = {name for do, _roles, _states in DEEDS.values() for name in do.__code__.co_names}

    assert set(PERSON_OF) == set(MATRIX)
    assert actions() - named == {"issue_bundle", "publish_bundle"}  # stages after claim_bundle


@pytest.mark.parametrize("deed", DEEDS)
def test_who_has_the_role_may_do_it_in_its_state(house: House, deed: str) -> None:
    refused = []
    for state, name in cases(deed, allowed=True):
        with transaction.atomic():
            try:
                DEEDS[deed][0](house.bundle(state), house.person(name))
            except REFUSALS as error:
                refused.append(f"{name} at a bundle {state}: {error}")
            transaction.set_rollback(True)

    assert refused == []


@pytest.mark.parametrize("deed", DEEDS)
def test_everybody_else_is_refused_and_nothing_changes(house: House, deed: str) -> None:
    done, before = [], rows()
    for state, name in cases(deed, allowed=False):
        try:
            DEEDS[deed][0](house.bundle(state), house.person(name))
            done.append(f"{name} at a bundle {state}")
        except REFUSALS:
            continue

    assert done == []
    assert rows() == before


@pytest.mark.parametrize(("name", "sees_it"), [("issuer", True), ("clerk", True), ("issuer-nan", False)])
def test_issuing_what_is_issued_answers_those_who_see_it_and_changes_nothing(
    house: House, name: str, sees_it: bool
) -> None:
    before, again = rows(), None

    with suppress(BundleNotFound):
        again = issue_bundle(house.bundles["issued"], actor=house.person(name))

    assert (again is not None) == sees_it
    assert rows() == before


def test_who_could_do_it_by_role_but_did_another_step_is_refused(house: House) -> None:
    """One person with all three posts: what four eyes forbid, no second role gives back."""
    all_three, office = house.person("nobody"), house.bureau.office
    for role in (Role.CASE_OFFICER, Role.CHIEF_APPROVER, Role.ISSUER):
        grant_role(all_three, role, office, actor=house.person("admin"))
    mine = create_bundle(house.bundle("draft").project, drafts_like(house.bundle("draft")), actor=all_three)
    send_for_approval(mine.pk, actor=all_three)
    theirs = approve_bundle(house.bundles["checked"], actor=all_three)

    for forbidden in (
        lambda: approve_bundle(mine.pk, actor=all_three),
        lambda: return_bundle(mine.pk, actor=all_three, reason="再核"),
        lambda: issue_bundle(theirs.pk, actor=all_three),
        lambda: ask_issue(theirs.pk, actor=all_three),
    ):
        with pytest.raises(FourEyes):
            forbidden()
    assert Bundle.objects.get(pk=mine.pk).state == "checked"
    assert Bundle.objects.get(pk=theirs.pk).state == "approved"
