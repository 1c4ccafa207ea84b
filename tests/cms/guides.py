"""A published matter around `matter_facts.PERMIT`, its windows and post, and pages rendered without a database."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from bureau.calendar import WorkCalendar
from bureau.opening import Days, Period
from bureau.windows import DutyPost, WindowFacts
from cms.context_processors import Face
from cms.guides.places import show_post, show_windows
from cms.guides.shown_matter import GuidePart
from cms.matters.changes import Change
from cms.matters.facts import MatterFacts
from cms.reader import Reader
from cms.site_facts import SiteFacts
from tests.cms.matter_facts import PERMIT

MONDAY_MORNING = timezone.make_aware(datetime(2022, 8, 15, 10, 32))
CALENDAR = WorkCalendar()
GENERAL = WindowFacts(
    key=1,
    office_key=1,
    office_name="样例局",
    kind="general",
    name="综合窗口",
    english_name="General window",
    place="政务服务中心 2 楼",
    english_place="Service centre, 2nd floor",
    address="赫山区样例路 1 号",
    english_address="1 Yangli Road",
    phone="0737-000 0001",
    map_url="https://map.example/1",
    periods=(Period(Days.WORKING_DAYS, time(9), time(12)), Period(Days.WORKING_DAYS, time(13, 30), time(17))),
)
UNRESOLVED = replace(GENERAL, key=2, kind="unresolved", name="“一次未办好”专窗", english_name="Unresolved cases")
POST = DutyPost(
    key=3, office_key=1, name="规划许可岗", english_name="Planning post", phone="0737-000 0003", has_stand_in=True
)
CHANGES = (
    Change(4, date(2022, 7, 15), ("管线综合图可以后补。",)),
    Change(3, date(2022, 7, 1), ("不再收土地证明。",)),
)


@dataclass(frozen=True)
class Published:
    """Stands in for cms.public_matters.PublicMatter, which needs rows."""

    facts: MatterFacts = PERMIT
    number: int = 4
    translated: bool = True
    valid_from: date = date(2022, 7, 15)

    @property
    def code(self) -> str:
        return self.facts.code

    @property
    def guide_url(self) -> str:
        return f"/guides/{self.code.lower()}/"

    @property
    def card_url(self) -> str:
        return f"/q/{self.code}/"


@dataclass(frozen=True)
class WithoutRecords(Face):
    """What base.html asks, where no office has entered anything."""

    reader: Reader  # type: ignore[assignment]
    site = SiteFacts(name="样例局", phone="0737-000 0001")  # type: ignore[assignment]
    navigation = []  # type: ignore[assignment]
    footer_pages = ()  # type: ignore[assignment]


def having(facts: MatterFacts, **fields: Any) -> MatterFacts:
    """``facts`` stated anew with other fields: a model_copy would carry along what was already computed."""
    return MatterFacts(**{name: getattr(facts, name) for name in MatterFacts.model_fields} | fields)


def part(facts: MatterFacts = PERMIT, only_when: str = "", **fields: Any) -> GuidePart:
    """In the active language, at a moment when the window is open."""
    return GuidePart(
        public=Published(facts, **fields),
        windows=show_windows((GENERAL, UNRESOLVED), MONDAY_MORNING, CALENDAR),
        post=show_post(POST),
        changes=CHANGES,
        only_when=only_when,
    )


def page(template: str, *, mode: str = "standard", **context: Any) -> str:
    request = RequestFactory().get("/", SERVER_NAME="127.0.0.1")
    return render_to_string(template, {"face": WithoutRecords(request, Reader(mode)), **context}, request)
