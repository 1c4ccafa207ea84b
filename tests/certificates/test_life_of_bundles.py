"""Random people try random steps on bundles; whatever they try, the invariants of design §3 and its states §4 hold.

Nothing is replaced: papers are rendered, signed and stored. A bundle here is one title, so that this stays quick.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from pytest_django.plugin import DjangoDbBlocker

from bureau.errors import Refused
from bureau.models import User
from bureau.people import grant_role
from bureau.roles import Role
from certificates.actions.create_bundle import Draft, create_bundle
from certificates.actions.decide_bundle import approve_bundle, return_bundle, send_for_approval
from certificates.actions.edit_bundle import edit_values
from certificates.actions.issue_bundle import issue_bundle
from certificates.actions.issuing.claim import claim_bundle
from certificates.actions.withdraw_bundle import withdraw_bundle
from certificates.models import Bundle, Certificate
from documents.models import LedgerEntry
from documents.numbering import first_wrong_book
from tests.kit import Bureau, certificate, open_bureau

pytestmark = pytest.mark.django_db

TEAM = ("officer", "chief", "issuer", "all-three", "two-of-them", "clerk", "chief-nan")
# From design §4: what one step may lead to.
NEXT = {
    "draft": {"draft", "checked", "withdrawn"},
    "checked": {"checked", "draft", "approved", "withdrawn"},
    "approved": {"approved", "draft", "issuing", "issued", "withdrawn"},
    "issuing": {"issuing", "issued", "withdrawn"},
    "issued": {"issued"},
    "withdrawn": {"withdrawn"},
}
Step = Callable[[Bundle, User], object]
STEPS: dict[str, Step] = {
    "send": lambda bundle, who: send_for_approval(bundle.pk, actor=who),
    "approve": lambda bundle, who: approve_bundle(bundle.pk, actor=who),
    "return": lambda bundle, who: return_bundle(bundle.pk, actor=who, reason="再核"),
    "claim": lambda bundle, who: claim_bundle(bundle.pk, actor=who, owner="a worker that died"),
    "issue": lambda bundle, who: issue_bundle(bundle.pk, actor=who),
    "withdraw": lambda bundle, who: withdraw_bundle(bundle.pk, actor=who, reason="不办了"),
    "edit": lambda bundle, who: edit_values(
        bundle.pk, {certificate(bundle, "TITLE").pk: {"other": "改过"}}, revision=bundle.revision, actor=who
    ),
}
PLACES = st.integers(0, 3)
USUAL = {
    "draft": ("send", "officer"),
    "checked": ("approve", "chief"),
    "approved": ("issue", "issuer"),
    "issuing": ("issue", "issuer"),
}


class World:
    """People, among them two who hold several posts, and two titles of one project to be issued."""

    def __init__(self) -> None:
        self.bureau: Bureau = open_bureau()
        admin, office = self.bureau.person("admin"), self.bureau.office
        posts = {
            "all-three": (Role.CASE_OFFICER, Role.CHIEF_APPROVER, Role.ISSUER),
            "two-of-them": (Role.CHIEF_APPROVER, Role.ISSUER),
        }
        self.people = {name: self.bureau.person(name) for name in TEAM if name not in posts}
        for name, roles in posts.items():
            self.people[name] = User.objects.create_user(name)
            for role in roles:
                grant_role(self.people[name], role, office, actor=admin)
        self.model = self.bureau.ready_bundle()
        withdraw_bundle(self.model.pk, actor=self.people["issuer"], reason="只作样本")

    def begin(self, which: int, who: User) -> Bundle:
        title = certificate(self.model, "TITLE", which)
        return create_bundle(
            self.model.project, [Draft(type_version=title.type_version, values=title.values)], actor=who
        )


WORLD: list[World] = []


@pytest.fixture(scope="module", autouse=True)
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        WORLD[:] = [World()]
        yield
        WORLD.clear()
        transaction.set_rollback(True)


class Lives(RuleBasedStateMachine):
    """Each run begins with two drafts of two titles and undoes everything at its end."""

    def __init__(self) -> None:
        super().__init__()
        self.world = WORLD[0]
        self.savepoint = transaction.savepoint()
        self.was: dict[int, str] = {}
        self.numbers: dict[int, str] = {}

    @initialize()
    def two_drafts(self) -> None:
        for which in (0, 1):
            self.world.begin(which, self.world.people["officer"])

    @rule(which=st.sampled_from((0, 1)), who=st.sampled_from(TEAM))
    def begin(self, which: int, who: str) -> None:
        if len(self.was) < 4:
            with suppress(Refused):
                self.world.begin(which, self.world.people[who])

    @rule(place=PLACES, step=st.sampled_from(list(STEPS)), who=st.sampled_from(TEAM))
    def somebody_tries_something(self, place: int, step: str, who: str) -> None:
        self.attempt(self.bundle(place), step, who)

    @rule(place=PLACES)
    def the_usual_person_takes_the_next_step(self, place: int) -> None:
        bundle = self.bundle(place)
        if bundle.state in USUAL:
            self.attempt(bundle, *USUAL[bundle.state])

    @rule(place=PLACES, who=st.sampled_from(TEAM))
    def somebody_tries_the_next_step(self, place: int, who: str) -> None:
        bundle = self.bundle(place)
        if bundle.state in USUAL:
            self.attempt(bundle, USUAL[bundle.state][0], who)

    def bundle(self, place: int) -> Bundle:
        bundles = list(Bundle.objects.exclude(pk=self.world.model.pk).order_by("pk"))
        return bundles[place % len(bundles)]

    def attempt(self, bundle: Bundle, step: str, who: str) -> None:
        with suppress(Refused):
            STEPS[step](bundle, self.world.people[who])

    @invariant()
    def three_people(self) -> None:
        for bundle in Bundle.objects.prefetch_related("preparers"):
            preparers = {each.pk for each in bundle.preparers.all()}
            assert bundle.approved_by_id not in preparers
            assert bundle.issued_by_id not in preparers
            assert bundle.issued_by_id is None or bundle.issued_by_id != bundle.approved_by_id

    @invariant()
    def states_follow_each_other(self) -> None:
        for bundle in Bundle.objects.exclude(pk=self.world.model.pk):
            assert bundle.state in NEXT[self.was.get(bundle.pk, "draft")]
            self.was[bundle.pk] = bundle.state

    @invariant()
    def numbers_have_neither_gap_nor_double(self) -> None:
        assert first_wrong_book() is None
        entries = dict(LedgerEntry.objects.values_list("pk", "text"))
        assert self.numbers.items() <= entries.items()
        assert len(set(LedgerEntry.objects.values_list("code", "text"))) == len(entries)
        assert not LedgerEntry.objects.filter(state="void", void_reason="").exists()
        self.numbers = entries

    @invariant()
    def all_or_none(self) -> None:
        for each in Certificate.objects.select_related("bundle", "entry"):
            assert (each.state == "draft") == (each.bundle.state != "issued")
            assert each.state == "draft" or (each.entry and each.entry.state == "issued")
        assert not Certificate.objects.visible_to(AnonymousUser()).filter(state="draft").exists()

    @invariant()
    def a_unit_has_one_title_in_force(self) -> None:
        units = list(Certificate.objects.filter(state="issued").values_list("holds_unit", flat=True))
        assert len(units) == len(set(units))

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)


def test_whoever_tries_whatever_the_invariants_hold() -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Lives,
        settings=settings(
            max_examples=40, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_the_same_people_take_a_title_all_the_way() -> None:
    """Without this the machine above could be refusing everything."""
    people = WORLD[0].people
    with transaction.atomic():
        bundle = WORLD[0].begin(0, people["all-three"])
        send_for_approval(bundle.pk, actor=people["all-three"])
        approve_bundle(bundle.pk, actor=people["two-of-them"])
        issued = issue_bundle(bundle.pk, actor=people["issuer"])
        transaction.set_rollback(True)

    assert issued.state == "issued"
