from datetime import date, datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db import transaction

from bureau import audit, people
from bureau.access import SamePerson, may, offices_where, require, require_another_person
from bureau.calendar import at
from bureau.denials import denials_recorded
from bureau.errors import NotAllowed
from bureau.models import Absence, AuditEntry, Office, Post, User
from bureau.models.grants import offices_by_verb
from bureau.people import grant_role, withdraw_role
from bureau.roles import MATRIX, Role, Verb
from tests.bureau.conftest import make_office, make_user

pytestmark = pytest.mark.django_db
AUGUST_12 = datetime(2022, 8, 12, 9)


@pytest.fixture
def stand_in(office: Office, chief: User) -> User:
    """Stands in for an issuer, who is away on 12 August 2022."""
    holder, stand_in = make_user("a"), make_user("b")
    grant_role(holder, Role.ISSUER, office, actor=chief)
    post = Post.objects.create(
        office=office, code="07", name="制证岗 07", role=Role.ISSUER, holder=holder, stand_in=stand_in
    )
    Absence.objects.create(post=post, from_day=date(2022, 8, 12), to_day=date(2022, 8, 12), reason="出差")
    return stand_in


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_a_role_gives_exactly_the_verbs_of_the_matrix(office: Office, chief: User, clerk: User, role: Role) -> None:
    grant_role(clerk, role, office, actor=chief)

    assert {verb for verb in Verb if may(clerk, verb, office)} == MATRIX[role]


def test_a_role_counts_at_its_office_alone(office: Office, chief: User, clerk: User) -> None:
    other = make_office("taojiang", name="桃江县自然资源局")
    grant_role(clerk, Role.ISSUER, office, actor=chief)

    assert list(offices_where(clerk, Verb.ISSUE_BUNDLE)) == [office]
    assert not may(clerk, Verb.ISSUE_BUNDLE, other)


def test_a_superuser_without_a_role_may_nothing(office: Office) -> None:
    root = make_user("root", is_superuser=True)

    assert not any(may(root, verb, office) for verb in Verb)


def test_strangers_and_closed_accounts_may_nothing(office: Office, chief: User, clerk: User) -> None:
    grant_role(clerk, Role.ISSUER, office, actor=chief)
    people.close_account(clerk, actor=chief)

    assert not may(clerk, Verb.ISSUE_BUNDLE, office)
    assert not may(AnonymousUser(), Verb.ISSUE_BUNDLE, office)


def test_a_withdrawn_role_gives_nothing_any_more(office: Office, chief: User, clerk: User) -> None:
    grant_role(clerk, Role.ISSUER, office, actor=chief)
    withdraw_role(clerk, Role.ISSUER, office, actor=chief)

    assert people.roles_of(clerk) == []
    assert not may(clerk, Verb.ISSUE_BUNDLE, office)


def test_giving_and_taking_roles_is_written_into_the_trail(office: Office, chief: User, clerk: User) -> None:
    grant_role(clerk, Role.ISSUER, office, actor=chief)
    grant_role(clerk, Role.ISSUER, office, actor=chief)
    withdraw_role(clerk, Role.ISSUER, office, actor=chief)

    assert [(entry.action, entry.data) for entry in audit.history(clerk)] == [
        ("bureau.withdraw_role", {"role": "issuer"}),
        ("bureau.grant_role", {"role": "issuer"}),
    ]


def test_only_an_administrator_of_the_office_gives_roles(office: Office, chief: User, clerk: User) -> None:
    other = make_office("taojiang", name="桃江县自然资源局")

    with pytest.raises(NotAllowed):
        grant_role(clerk, Role.ISSUER, office, actor=clerk)
    with pytest.raises(NotAllowed):
        grant_role(clerk, Role.ISSUER, other, actor=chief)


def test_the_last_administrator_cannot_be_removed(office: Office, chief: User) -> None:
    with pytest.raises(people.LastAdministrator):
        withdraw_role(chief, Role.ADMINISTRATOR, office, actor=chief)
    with pytest.raises(people.LastAdministrator):
        people.close_account(chief, actor=chief)
    with pytest.raises(people.LastAdministrator), transaction.atomic():
        chief.delete()


def test_one_of_two_administrators_can_go(office: Office, chief: User, clerk: User) -> None:
    grant_role(clerk, Role.ADMINISTRATOR, office, actor=chief)

    withdraw_role(chief, Role.ADMINISTRATOR, office, actor=clerk)

    assert people.administrators(office) == [clerk]


def test_an_administrator_cannot_give_himself_a_case_role(office: Office, chief: User) -> None:
    with pytest.raises(people.RolesExclude):
        grant_role(chief, Role.ISSUER, office, actor=chief)


def test_no_role_is_given_past_the_action(office: Office, chief: User, clerk: User) -> None:
    with pytest.raises(people.RolesOnlyByAction), transaction.atomic():
        clerk.groups.add(Group.objects.get(name="issuer@yiyang"))
    with pytest.raises(people.RolesOnlyByAction), transaction.atomic():
        chief.groups.clear()


def test_b_acts_for_a_during_the_absence_and_not_a_day_longer(office: Office, stand_in: User) -> None:
    with at(datetime(2022, 8, 11, 23, 59)):
        assert not may(stand_in, Verb.ISSUE_BUNDLE, office)
    with at(AUGUST_12):
        assert may(stand_in, Verb.ISSUE_BUNDLE, office)
        assert [acting.holder.username for acting in people.acting_roles(stand_in)] == ["a"]
        assert stand_in in people.people_with(Verb.ISSUE_BUNDLE, office)
    with at(datetime(2022, 8, 13, 0, 0)):
        assert not may(stand_in, Verb.ISSUE_BUNDLE, office)


def test_b_gets_nothing_that_a_has_lost(office: Office, chief: User, stand_in: User) -> None:
    withdraw_role(User.objects.get(username="a"), Role.ISSUER, office, actor=chief)

    with at(AUGUST_12):
        assert not may(stand_in, Verb.ISSUE_BUNDLE, office)


def test_b_does_not_become_administrator_of_another_office(office: Office, stand_in: User) -> None:
    other = make_office("taojiang", name="桃江县自然资源局")

    with at(AUGUST_12):
        assert not may(stand_in, Verb.ISSUE_BUNDLE, other)
        assert not may(stand_in, Verb.APPROVE_BUNDLE, office)


@pytest.mark.parametrize("day", [11, 12])
def test_all_verbs_asked_at_once_are_those_asked_one_by_one(
    office: Office, chief: User, stand_in: User, clerk: User, day: int
) -> None:
    other = make_office("taojiang", name="桃江县自然资源局")
    people.appoint_first_administrator(make_user("other administrator"), other)
    grant_role(clerk, Role.WINDOW_CLERK, office, actor=chief)
    grant_role(clerk, Role.CASE_OFFICER, other, actor=people.administrators(other)[0])
    closed = make_user("closed", is_active=False)

    with at(datetime(2022, 8, day, 9)):
        for user in (chief, stand_in, clerk, closed, make_user("root", is_superuser=True), AnonymousUser()):
            found = offices_by_verb(user)
            for verb in Verb:
                assert found.get(verb, set()) == set(offices_where(user, verb).values_list("pk", flat=True)), verb


def test_the_trail_says_b_for_a(office: Office, stand_in: User) -> None:
    with at(AUGUST_12):
        entry = audit.record(office, "bureau.tested", actor=stand_in, verb=Verb.ISSUE_BUNDLE)

    assert entry.data == {"acts_for": User.objects.get(username="a").pk, "post": "07"}
    assert "制证" not in str(entry.data)


def test_who_prepared_does_not_approve_even_for_somebody_absent(stand_in: User) -> None:
    with pytest.raises(SamePerson):
        require_another_person(stand_in, {"prepared": stand_in})
    require_another_person(stand_in, {"prepared": None, "approved": User.objects.get(username="a")})


@pytest.mark.django_db(transaction=True)
def test_a_denial_is_recorded_although_its_transaction_is_undone(office: Office, clerk: User) -> None:
    with pytest.raises(NotAllowed), denials_recorded(), transaction.atomic():
        require(clerk, Verb.ISSUE_BUNDLE, office)

    entry = AuditEntry.objects.get()
    assert (entry.action, entry.user, entry.data) == ("bureau.denied", clerk, {"verb": "issue_bundle"})


def test_asking_where_costs_one_query(office: Office, chief: User, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        list(Office.objects.filter(pk__in=offices_where(chief, Verb.MANAGE_ACCOUNTS)))
