"""Everybody who searches in the walk: every role at both offices, and people with something special about them."""

from collections.abc import Collection

from django.contrib.auth.models import AnonymousUser

from bureau import people
from bureau.calendar import today
from bureau.models import Absence, Office, Post, User
from bureau.roles import Role
from certificates.models import Project, ProjectUserGrant
from tests.bureau.conftest import make_user
from tests.search.walk.rules import BOTH, HERE, OPENED, Person

CASES = frozenset(Role) - {Role.ADMINISTRATOR}


def role_holders(offices: dict[str, Office]) -> dict[str, Person]:
    """One person for every role at every office: ``editor here``."""
    made = {}
    for place, office in offices.items():
        administrator = make_user(f"administrator {place}")
        people.appoint_first_administrator(administrator, office)
        for role in Role:
            name = f"{role.value} {place}"
            user = administrator if role is Role.ADMINISTRATOR else _with(name, [role], office)
            made[name] = Person(name, user, frozenset({(role, place)}))
    return made


def special_people(offices: dict[str, Office], opened: Project, holder: User) -> dict[str, Person]:
    """``holder`` is case officer ``here``, has a post, and is away today."""
    here, administrator = offices[HERE], people.administrators(offices[HERE])[0]
    helps, reviews, projects = (Role.HELPER, HERE), (Role.CASE_OFFICER, HERE), frozenset({OPENED})
    insider = _with("insider", CASES, *offices.values())
    helper, stand_in = (_with(name, [Role.HELPER], here) for name in ("mandated helper", "stand-in"))
    demoted, closed = (_with(name, [Role.CASE_OFFICER], here) for name in ("demoted", "closed account"))
    friend, former = make_user("friend"), make_user("former friend")
    User.objects.filter(pk=insider.pk).update(is_superuser=True)
    _stands_in(stand_in, here, holder)
    for user in (friend, former, helper):
        ProjectUserGrant.objects.assign_perm("view_project", user, opened)
    ProjectUserGrant.objects.remove_perm("view_project", former, opened)
    people.withdraw_role(demoted, Role.CASE_OFFICER, here, actor=administrator)
    people.close_account(closed, actor=administrator)
    found = [
        Person("nobody", AnonymousUser()),
        Person("superuser", make_user("superuser", is_superuser=True, is_staff=True)),
        Person("friend", _now(friend), projects=projects),
        Person("former friend", _now(former)),
        Person("mandated helper", _now(helper), frozenset({helps}), projects),
        Person("stand-in", _now(stand_in), frozenset({helps, reviews})),
        Person("demoted", _now(demoted)),
        Person("closed account", _now(closed), frozenset({reviews}), is_open=False),
        Person("insider", _now(insider), frozenset((role, place) for role in CASES for place in BOTH)),
    ]
    return {person.name: person for person in found}


def _with(name: str, roles: Collection[Role], *offices: Office) -> User:
    user = make_user(name)
    for office in offices:
        for role in roles:
            people.grant_role(user, role, office, actor=people.administrators(office)[0])
    return user


def _stands_in(user: User, office: Office, holder: User) -> None:
    post = Post.objects.create(
        office=office, code="duty", name="值班岗", role=Role.CASE_OFFICER, holder=holder, stand_in=user
    )
    Absence.objects.create(post=post, from_day=today(), to_day=today(), reason="出差")


def _now(user: User) -> User:
    """As a request would load the account, after all that was changed about it."""
    return User.objects.get(pk=user.pk)
