"""Notices as an editor writes and another person publishes them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from bureau.models import Office, User
from bureau.people import appoint_first_administrator
from bureau.roles import Role
from cms.actions.set_up_site import set_up_site
from cms.models import HomePage, NoticeIndexPage, NoticePage, SiteSettings
from tests.cms.matter_kit import person

FIRST, LAST = date(2022, 8, 8), date(2022, 8, 17)
DESIGN = {
    "kind": "pre_decision",
    "intro": "电厂要建 1 座灰渣库。",
    "published_on": FIRST,
    "from_day": FIRST,
    "to_day": LAST,
    "how_to_object": "书面提，写明理由。",
}


@dataclass(frozen=True)
class House:
    home: HomePage
    editor: User
    publisher: User


def open_house() -> House:
    """An office with its site, on which nobody has written anything, and two people."""
    office = Office.objects.create(
        name="益阳市样例自然资源和规划局",
        short_name="样例局",
        code="yiyang",
        uscc="114309000064712340",
        address="赫山区样例路 1 号 2 楼",
        phone="0737-000 0001",
    )
    administrator = User.objects.create_user("administrator", password="a long password")
    appoint_first_administrator(administrator, office)
    home = set_up_site(office, actor=administrator)
    SiteSettings.objects.update(english_name="Sample Bureau", english_scope="Land", english_address="1 Yangli Road")
    return House(home, person("editor", Role.EDITOR, office), person("publisher", Role.PUBLISHER, office))


def index() -> NoticeIndexPage:
    return NoticeIndexPage.objects.get(locale__language_code="zh-hans")


def notice_of(
    editor: User,
    publisher: User | None = None,
    *,
    title: str = "灰渣库设计方案公示",
    slug: str = "design",
    **fields: Any,
) -> NoticePage:
    """A notice before a decision with a period of ten days unless ``fields`` say otherwise; published if a publisher
    is given.
    """
    under = index()
    page = NoticePage(title=title, slug=slug, live=False, locale=under.locale, **{**DESIGN, **fields})
    under.add_child(instance=page)
    revision = page.save_revision(user=editor)
    if publisher is not None:
        revision.publish(user=publisher)
        page.refresh_from_db()
    return page


def told(editor: User, publisher: User, kind: str, day: date, **fields: Any) -> NoticePage:
    """A notice that people only read, of that day."""
    period = {"from_day": None, "to_day": None, "how_to_object": ""}
    return notice_of(editor, publisher, kind=kind, published_on=day, **{**period, **fields})
