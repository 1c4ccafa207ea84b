"""The sample bureau: every layer adds its part; `load_sample` runs them in order, again and again without doubles."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, time
from typing import TypeAlias

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from bureau import calendar
from bureau.errors import Refused
from bureau.models import Office, OpeningPeriod, Post, ServiceWindow, User
from bureau.opening import Days, Period
from bureau.people import appoint_first_administrator, grant_role, roles_of, set_up_roles
from bureau.roles import Role

HISTORY = datetime(2022, 7, 1, 9, 0)  # when the sample bureau began to work with the system


@dataclass(slots=True)
class Sample:
    """What the parts share, and what they have made."""

    bundles: int = 0  # so many more projects, approved and ready
    say: Callable[[str], None] = print
    office: Office = field(default_factory=Office)
    second_office: Office = field(default_factory=Office)
    people: dict[str, User] = field(default_factory=dict)
    ready: list[str] = field(default_factory=list)
    issued: list[str] = field(default_factory=list)


Part: TypeAlias = Callable[[Sample], None]
Guard: TypeAlias = Callable[[], bool]

_parts: dict[int, Part] = {}
_guards: list[Guard] = []


class RealDataPresent(Refused):
    code = "bureau.real_data"
    message = _("This system holds real data; sample data would mix with it.")
    next_step = _("Use another data folder (YIZHENG_DATA), or say --force if you mean it.")


def part(order: int) -> Callable[[Part], Part]:
    """Adds a part; lower layers use lower numbers."""

    def add(function: Part) -> Part:
        _parts[order] = function
        return function

    return add


def holds_real_data(guard: Guard) -> Guard:
    """Adds a question: do you hold anything that is no sample?"""
    _guards.append(guard)
    return guard


def load(sample: Sample, *, force: bool = False, before: int = 100) -> Sample:
    """Runs every part whose order lies below ``before``. Raises RealDataPresent unless forced."""
    if not force and any(guard() for guard in _guards):
        raise RealDataPresent()
    for order in sorted(_parts):
        if order < before:
            _parts[order](sample)
    return sample


@holds_real_data
def _real_offices() -> bool:
    return Office.objects.filter(is_sample=False).exists()


YIYANG = {
    "name": "益阳市样例自然资源和规划局",
    "short_name": "益自然资",
    "uscc": "11430900MB0YLGT12D",
    "region_code": "430900",
    "counties": ["430902", "430903"],
    "title_prefix": "湘",
    "title_place": "益阳市",
    "supervision_number_from": None,  # keeps its own 15 digits
    "address": "赫山区样例路 1 号 2 楼",
    "phone": "0737-000 0001",
    "hours": "周一至周五 9:00–12:00、13:30–17:00",
}
NANXIAN = {
    "name": "南样县自然资源局（样例）",
    "short_name": "南样自然资",
    "uscc": "11430921MB0YLNX14D",
    "region_code": "430921",
    "counties": ["430921"],
    "title_prefix": "湘",
    "title_place": "南样县",
    "address": "南样县样例大道 8 号",
    "phone": "0737-000 0021",
    "hours": "周一至周五 9:00–12:00、13:30–17:00",
}
# username, shown name, role, post
PEOPLE = [
    ("sample-admin", "系统管理员（样例）", Role.ADMINISTRATOR, ""),
    ("sample-editor", "编辑（样例）", Role.EDITOR, ""),
    ("sample-publisher", "发布审核（样例）", Role.PUBLISHER, ""),
    ("sample-clerk", "综合窗口 01（样例）", Role.WINDOW_CLERK, "综合窗口 01"),
    ("sample-officer", "审查员 03（样例）", Role.CASE_OFFICER, "审查岗 03"),
    ("sample-officer-2", "审查员 04（样例）", Role.CASE_OFFICER, "审查岗 04"),
    ("sample-chief", "首席审批员（样例）", Role.CHIEF_APPROVER, "首席审批岗 01"),
    ("sample-issuer", "制证岗 07（样例）", Role.ISSUER, "制证岗 07"),
    ("sample-issuer-2", "制证岗 08（样例）", Role.ISSUER, "制证岗 08"),
    ("sample-supervisor", "电子监察（样例）", Role.SUPERVISOR, ""),
    ("sample-auditor", "审计（样例）", Role.AUDITOR, ""),
    ("sample-helper", "帮办员小益（样例）", Role.HELPER, ""),
]
SECOND_PEOPLE = [
    ("sample-admin-nan", "南样县管理员（样例）", Role.ADMINISTRATOR, ""),
    ("sample-officer-nan", "南样县审查员（样例）", Role.CASE_OFFICER, "审查岗 01"),
    ("sample-chief-nan", "南样县首席审批员（样例）", Role.CHIEF_APPROVER, "首席审批岗 01"),
    ("sample-issuer-nan", "南样县制证岗（样例）", Role.ISSUER, "制证岗 01"),
]
MORNING = Period(Days.WORKING_DAYS, time(9), time(12))
AFTERNOON = Period(Days.WORKING_DAYS, time(13, 30), time(17))
SATURDAY = Period(Days.SATURDAY, time(9), time(12), is_extended=True)
HALL = {
    "address": "赫山区样例路 1 号",
    "english_address": "1 Yangli Road, Heshan",
    "map_url": "https://uri.amap.com/marker?position=112.3552,28.5539",
}
WINDOWS = [
    {
        "name": "综合窗口",
        "english_name": "General window",
        "kind": ServiceWindow.Kind.GENERAL,
        "place": "政务服务中心 2 楼",
        "english_place": "Government service centre, 2nd floor",
        "phone": "0737-000 0001",
    },
    {
        "name": "咨询窗口",
        "english_name": "Enquiries",
        "kind": ServiceWindow.Kind.CONSULTING,
        "place": "政务服务中心 2 楼",
        "english_place": "Government service centre, 2nd floor",
        "phone": "0737-000 0001",
    },
    {
        "name": "“一次未办好”窗口",
        "english_name": "Not done at the first visit",
        "kind": ServiceWindow.Kind.UNRESOLVED,
        "place": "政务服务中心 2 楼 8 号",
        "english_place": "Government service centre, 2nd floor, window 8",
        "phone": "0737-000 0002",
    },
]
HOURS = {"综合窗口": [MORNING, AFTERNOON, SATURDAY]}
# code, name, name in English, holder (A), stand-in (B)
DUTY_POSTS = [
    ("planning", "规划许可岗", "Planning permits desk", "sample-officer", "sample-officer-2"),
    ("land", "用地审批岗", "Land approval desk", "sample-officer-2", "sample-officer"),
    ("registry", "不动产登记岗", "Real estate registration desk", "sample-officer", "sample-officer-2"),
]


@part(10)
def offices_and_people(sample: Sample) -> None:
    """Two offices with their people, one a role, and their posts."""
    with calendar.at(HISTORY):
        sample.office = _office("yiyang", YIYANG)
        sample.second_office = _office("nanyang", NANXIAN)
        _people(sample, sample.office, PEOPLE)
        _people(sample, sample.second_office, SECOND_PEOPLE)
    for office, issuer in ((sample.office, "sample-issuer"), (sample.second_office, "sample-issuer-nan")):
        if office.scheduled_as_id is None:
            office.scheduled_as = sample.people[issuer]
            office.save(update_fields=["scheduled_as"])


def _office(code: str, facts: Mapping[str, object]) -> Office:
    office, _made = Office.objects.get_or_create(code=code, defaults={**facts, "is_sample": True})
    set_up_roles(office)
    return office


def _people(sample: Sample, office: Office, people: list[tuple[str, str, Role, str]]) -> None:
    """The first of ``people`` is the administrator, who gives the others their roles."""
    password = make_password(settings.SAMPLE_PASSWORD)  # once: hashing is slow on purpose
    for username, name, role, post in people:
        user, _made = User.objects.get_or_create(
            username=username,
            defaults={"first_name": name, "email": f"{username}@example.invalid", "password": password},
        )
        sample.people[username] = user
        if (role, office) not in roles_of(user):
            if role == Role.ADMINISTRATOR:
                appoint_first_administrator(user, office)
            else:
                grant_role(user, role, office, actor=sample.people[people[0][0]])
        if post:
            Post.objects.get_or_create(
                office=office, code=username[7:27], defaults={"name": post, "role": role, "holder": user}
            )


@part(11)
def windows_and_duty_posts(sample: Sample) -> None:
    """Where the first office receives people, when, and which posts answer the phone."""
    for order, facts in enumerate(WINDOWS, start=1):
        window, made = ServiceWindow.objects.get_or_create(
            office=sample.office, name=facts["name"], defaults={**HALL, **facts, "order": order}
        )
        for period in HOURS.get(facts["name"], [MORNING, AFTERNOON]) if made else ():
            OpeningPeriod.objects.create(window=window, **asdict(period))
    for code, name, english_name, holder, stand_in in DUTY_POSTS:
        Post.objects.get_or_create(
            office=sample.office,
            code=code,
            defaults={
                "name": name,
                "english_name": english_name,
                "role": Role.CASE_OFFICER,
                "phone": "0737-000 0001",
                "holder": sample.people[holder],
                "stand_in": sample.people[stand_in],
            },
        )
