"""The bureau of the benchmark: three offices of different size, their people, and three matters in each."""

from dataclasses import dataclass

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from bureau import calendar
from bureau.models import Office, User
from bureau.offices import open_office
from bureau.people import grant_role
from bureau.roles import Role
from cms.actions.draft_matter import draft_matter
from cms.actions.publish_matter import publish_matter
from cms.models import Matter
from cms.sample.filling import fill
from tests.bench.caseworking.invented import MATTERS, NOW
from tests.cms.matter_kit import sample_facts

OFFICES = 3
OFFICERS = 10  # of each office
STAFF = {
    "editor": Role.EDITOR,
    "publisher": Role.PUBLISHER,
    "clerk": Role.WINDOW_CLERK,
    "chief": Role.CHIEF_APPROVER,
    "issuer": Role.ISSUER,
    **{f"officer{at}": Role.CASE_OFFICER for at in range(OFFICERS)},
}


@dataclass(frozen=True, slots=True)
class Desk:
    """One office: its people by what they are called, its matters by the sample's code."""

    office: Office
    people: dict[str, User]
    matters: dict[str, Matter]


@dataclass(frozen=True, slots=True)
class House:
    desks: dict[int, Desk]  # by the key of the office
    supervisor: User  # of all offices

    @property
    def first(self) -> Desk:
        return next(iter(self.desks.values()))


def open_house() -> House:
    with calendar.at(NOW):
        desks = [_open_desk(at) for at in range(1, OFFICES + 1)]
        supervisor = _user("supervisor")
        for desk in desks:
            grant_role(supervisor, Role.SUPERVISOR, desk.office, actor=desk.people["admin"])
    return House({desk.office.pk: desk for desk in desks}, supervisor)


def _open_desk(at: int) -> Desk:
    office = Office(
        name=f"益阳市样例自然资源和规划局{at}",
        short_name=f"样例{at}",
        code=f"bench-{at}",
        uscc="11430900MB0YLGT12D",
        region_code="430900",
        phone="0737-000 0001",
    )
    admin = _user(f"admin-{at}")
    open_office(office, admin)
    people = {name: _user(f"{name}-{at}") for name in STAFF}
    for name, role in STAFF.items():
        grant_role(people[name], role, office, actor=admin)
    matters = {code: _matter(office, people, code, at) for code in MATTERS}
    return Desk(office, {"admin": admin, **people}, matters)


def _user(name: str) -> User:
    return User.objects.create(username=name, first_name=name, password=UNUSABLE_PASSWORD_PREFIX)


def _matter(office: Office, people: dict[str, User], code: str, at: int) -> Matter:
    facts = sample_facts(code)
    matter = Matter(office=office, is_sample=True)
    fill(matter, facts.model_copy(update={"code": f"{code[0]}{at}{code[2]}"}))
    draft_matter(matter, actor=people["editor"])
    return publish_matter(matter, actor=people["publisher"])
