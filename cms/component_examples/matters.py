"""The sample's matters as the home page, the page of figures, a guide, a package and a card show them."""

import json
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from bureau.calendar import WorkCalendar
from bureau.opening import Days, Period
from bureau.windows import WindowFacts
from cms.figures import statement_of
from cms.guides.places import ShownPost, show_windows
from cms.guides.shown_guide import Ways, show_card, show_guide
from cms.guides.shown_matter import GuidePart, Link
from cms.matter_tables import Package, tables_of
from cms.matters.changes import Change
from cms.matters.facts import File, MatterFacts
from cms.matters.shown import file_words
from cms.models.matter_version import MatterVersion
from cms.public_matters import PublicMatter

FOLDER = Path(__file__).parents[1] / "sample" / "matters"
PUBLISHED = timezone.make_aware(datetime(2022, 8, 10, 9))
NOON = timezone.make_aware(datetime(2022, 8, 15, 12))
HOURS = (
    Period(Days.WORKING_DAYS, time(9), time(12)),
    Period(Days.WORKING_DAYS, time(13, 30), time(17)),
)
APPLY = "/components/"  # an example leads back to where it stands
CHANGES = (
    Change(3, date(2022, 7, 15), ("管线综合图可以后补，5 个工作日内交齐。",)),
    Change(2, date(2022, 7, 1), ("不再收土地证明复印件，改为我们调取。",)),
)


@lru_cache
def _facts() -> dict[str, MatterFacts]:
    """By code; all texts in Chinese, in every language of the page."""
    found = {}
    for path in sorted(FOLDER.glob("M*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))["zh"]
        found[path.stem] = MatterFacts.model_validate({**content, "online_url": APPLY})
    return found


def _public(facts: MatterFacts) -> PublicMatter:
    version = MatterVersion(code=facts.code, number=3, published_at=PUBLISHED)
    return PublicMatter(version, facts, True, "")


def _window(kind: str, name: str) -> WindowFacts:
    return WindowFacts(
        key=1,
        office_key=1,
        office_name="",
        kind=kind,
        name=name,
        english_name="",
        place="政务服务中心 2 楼",
        english_place="",
        address="赫山区样例路 1 号",
        english_address="",
        phone="0737-000 0001",
        map_url="#main",
        periods=HOURS,
    )


def _part(code: str, only_when: str = "") -> GuidePart:
    windows = (_window("general", "综合窗口"), _window("unresolved", "一次未办好窗口"))
    post = ShownPost(
        key=1,
        language="",
        name="规划许可岗",
        has_stand_in=True,
        phone="0737-000 0001",
        phone_link="tel:07370000001",
    )
    return GuidePart(
        public=_public(_facts()[code]),
        windows=show_windows(windows, NOON, WorkCalendar()),
        post=post,
        changes=CHANGES,
        only_when=only_when,
    )


def _body() -> list[SimpleNamespace]:
    """As wagtail streams hold it: a heading and a text."""
    return [
        SimpleNamespace(block_type="heading", value="怎么投诉"),
        SimpleNamespace(
            block_type="text", value=SimpleNamespace(source="<p>打电话，或到窗口。<b>15 天</b>内回您。</p>")
        ),
    ]


def context() -> dict[str, Any]:
    public = [_public(facts) for facts in _facts().values()]
    ways = Ways(book_url="#main", help_url="#main", offices_url="#main")
    sample = File(id="f1", name="样表", url="#main", kind="PDF", size=82_000)
    return {
        "tables": tables_of(public),
        "package": Package(
            "拿地即开工", "三件事、一张表、一次申请：用地规划许可、工程规划许可、土地登记同一天出证。", "#main"
        ),
        "figures": statement_of(_facts().values()),
        "guide": show_guide([_part("M04")], ways=ways),
        "package_guide": show_guide([_part("M02", "划拨"), _part("M04"), _part("M07")], ways=ways),
        "card": show_card(_part("M04"), chosen=(), ways=ways),
        "file": Link(sample.url, file_words(sample)),
        "body": _body(),
    }
