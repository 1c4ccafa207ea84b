"""The home page of the admin: what editors must look at, what waits for a publisher, and whom neither concerns."""

from datetime import date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext

from bureau import calendar
from bureau.models import Absence, Office, Post, User
from bureau.roles import Role
from cms.actions.draft_matter import draft_matter
from cms.actions.publish_matter import publish_matter
from cms.admin.content_panel import ContentPanel
from cms.models import HomePage, Matter, PublicationTask, TextPage
from cms.sample.filling import fill
from tests.cms.editing import desk, matter_screen
from tests.cms.matter_kit import drafted, guide_of, person, published, sample_facts, text_page_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("standing_site")]
BROKEN = "Guides that name a matter nobody offers"
TIMED = "Goes out or expires within 30 days"
STALE = "Not checked for a year"
ALONE = "Published, but no guide shows it"
APPROVE = {"action-workflow-action": "true", "workflow-action-name": "approve"}


@pytest.fixture
def others(second_office: Office) -> tuple[User, User]:
    """Editor and publisher of another office."""
    return person("their-editor", Role.EDITOR, second_office), person("their-publisher", Role.PUBLISHER, second_office)


def groups(user: User) -> dict[str, list[str]]:
    """What the panel shows this person, by heading; each line as one text."""
    page = BeautifulSoup(desk(user).get("/admin/").content, "html.parser")
    named = {gettext(name): name for name in (BROKEN, TIMED, STALE, ALONE)}
    return {
        named[heading.get_text(strip=True)]: [" ".join(line.get_text(" ").split()) for line in listed.select("li")]
        for heading in page.select("#content-to-look-at-section h3")
        if isinstance(listed := heading.find_next("ul"), Tag)
    }


def waiting(user: User) -> list[str]:
    page = BeautifulSoup(desk(user).get("/admin/").content, "html.parser")
    return [found.get_text(strip=True) for found in page.select("#awaiting-review-section td.title a")]


def day(days: int) -> str:
    return timezone.localdate(timezone.now() + timedelta(days=days)).isoformat()


def expires(obj: Matter | TextPage, days: int) -> None:
    type(obj).objects.filter(pk=obj.pk).update(expire_at=timezone.now() + timedelta(days=days))


def schedule(matter: Matter, days: int, editor: User, publisher: User) -> None:
    matter.go_live_at = timezone.now() + timedelta(days=days)
    draft_matter(matter, actor=editor)
    publish_matter(matter, actor=publisher)


def coded(code: str, office: Office, editor: User) -> Matter:
    """One more draft like M04, under another code."""
    matter = Matter(office=office)
    fill(matter, sample_facts())
    matter.code = code
    draft_matter(matter, actor=editor)
    return matter


@pytest.fixture
def text_page(home: HomePage, editor: User, publisher: User) -> TextPage:
    return text_page_of(home, editor, publisher)


# What to look at


def test_a_guide_is_named_as_long_as_its_matter_is_not_offered(
    home: HomePage, office: Office, editor: User, publisher: User
):
    matter = drafted(office, editor)
    guide_of(matter, editor=editor, publisher=publisher, title="规划许可指南")
    before = groups(editor)

    publish_matter(matter, actor=publisher)

    assert before == {BROKEN: ["规划许可指南 M04 建设工程规划许可"]}
    assert groups(editor) == {}


def test_what_expires_or_goes_out_soon_is_listed_the_nearest_first(
    home: HomePage, office: Office, editor: User, publisher: User, text_page: TextPage
):
    first, second = published(office, editor, publisher, "M04"), published(office, editor, publisher, "M06")
    guide_of(first, second, editor=editor, publisher=publisher)
    schedule(drafted(office, editor, "M08"), 7, editor, publisher)
    expires(first, 20)
    expires(second, 31)
    expires(text_page, 3)

    assert groups(editor) == {
        TIMED: [
            f"隐私 到期 {day(3)}",
            f"M08 土地使用权及房屋所有权首次登记 {gettext('goes out')} {day(7)}",
            f"M04 建设工程规划许可 到期 {day(20)}",
        ]
    }


def test_the_next_version_of_a_published_matter_goes_out_too(
    home: HomePage, office: Office, editor: User, publisher: User
):
    matter = published(office, editor, publisher)
    guide_of(matter, editor=editor, publisher=publisher)
    matter.summary = "下个月的话。"

    schedule(matter, 7, editor, publisher)

    assert groups(editor) == {TIMED: [f"M04 建设工程规划许可 {gettext('goes out')} {day(7)}"]}


def test_a_moment_that_only_its_editor_has_chosen_is_no_publication(home: HomePage, office: Office, editor: User):
    matter = drafted(office, editor)
    moment = timezone.localtime(timezone.now() + timedelta(days=7))

    matter_screen(editor, matter).fill(go_live_at=moment.strftime("%Y-%m-%d %H:%M")).send()

    assert groups(editor) == {}


def test_of_many_the_ten_nearest_are_shown(home: HomePage, office: Office, editor: User, publisher: User):
    for at in range(12):
        expires(publish_matter(coded(f"M{99 - at}", office, editor), actor=publisher), at + 1)

    found = groups(editor)

    assert [line.split()[0] for line in found[TIMED]] == [f"M{99 - at}" for at in range(10)]
    assert len(found[ALONE]) == 10


def test_what_nobody_has_checked_for_a_year_is_listed_the_oldest_first(
    home: HomePage, office: Office, editor: User, publisher: User
):
    matters = [published(office, editor, publisher, code) for code in ("M04", "M06", "M08", "M05")]
    guide_of(*matters, editor=editor, publisher=publisher)
    days = (date(2025, 2, 28), date(2024, 5, 1), date(2025, 3, 10), None)
    for matter, checked_on in zip(matters, days, strict=True):
        Matter.objects.filter(pk=matter.pk).update(is_sample=False, checked_on=checked_on)

    with calendar.at(datetime(2026, 3, 2, 9)):
        found = groups(editor)

    assert found == {
        STALE: [
            "M05 乡村建设规划许可 从未核对",
            "M06 建设工程规划核实 上次核对 2024-05-01",
            "M04 建设工程规划许可 上次核对 2025-02-28",
        ],
    }


def test_a_published_matter_without_a_guide_is_named(home: HomePage, office: Office, editor: User, publisher: User):
    published(office, editor, publisher, "M04")
    shown = published(office, editor, publisher, "M06")
    drafted(office, editor, "M08")
    guide_of(shown, editor=editor, publisher=publisher)

    assert groups(editor) == {ALONE: ["M04 建设工程规划许可"]}


@pytest.fixture
def everything(home: HomePage, office: Office, editor: User, publisher: User) -> Matter:
    """A matter in each group."""
    matter = published(office, editor, publisher)
    guide_of(drafted(office, editor, "M06"), editor=editor, publisher=publisher)
    expires(matter, 3)
    Matter.objects.filter(pk=matter.pk).update(is_sample=False, checked_on=date(2020, 1, 1))
    return matter


def test_the_groups_stand_in_the_order_of_their_urgency_for_editor_and_publisher(
    everything: Matter, editor: User, publisher: User
):
    assert list(groups(editor)) == [BROKEN, TIMED, STALE, ALONE]
    assert groups(publisher) == groups(editor)


def test_who_does_not_write_sees_nothing_of_it(everything: Matter, office: Office, administrator: User):
    clerk = person("clerk", Role.WINDOW_CLERK, office)

    assert groups(administrator) == groups(clerk) == {}


def test_matters_of_another_office_are_not_shown(everything: Matter, others: tuple[User, User]):
    assert groups(others[0]) == groups(others[1]) == {}


def test_neither_do_ours_see_theirs(
    home: HomePage, second_office: Office, others: tuple[User, User], editor: User, publisher: User
):
    matter = published(second_office, *others)
    expires(matter, 3)

    assert groups(editor) == {}
    assert list(groups(others[0])) == [TIMED, ALONE]


def test_the_panel_asks_the_database_as_often_for_many_matters_as_for_few(
    home: HomePage, office: Office, editor: User, publisher: User
):
    def queries() -> int:
        request = RequestFactory().get("/admin/")
        request.user = User.objects.get(pk=editor.pk)
        with CaptureQueriesContext(connection) as asked:
            assert len(ContentPanel(request).get_context_data()["groups"]) == 4
        return len(asked)

    def add(count: int) -> None:
        for _each in range(count):
            code = f"M{Matter.objects.count() + 10}"
            expires(publish_matter(coded(code, office, editor), actor=publisher), 3)
            hidden = coded(f"X{code}", office, editor)
            guide_of(hidden, editor=editor, publisher=publisher, slug=code.lower())
        Matter.objects.update(is_sample=False, checked_on=date(2020, 1, 1))

    add(1)
    queries()
    few = queries()
    add(9)

    assert queries() == few <= 10


# What waits


def sent(office: Office, editor: User, code: str) -> Matter:
    matter = drafted(office, editor, code)
    matter.get_workflow().start(matter, editor)
    return matter


def test_what_was_sent_waits_for_each_publisher_the_newest_first(
    home: HomePage, office: Office, editor: User, publisher: User, text_page: TextPage
):
    sent(office, editor, "M04")
    text_page.get_workflow().start(text_page, editor)
    sent(office, editor, "M06")

    for each in (publisher, person("second-publisher", Role.PUBLISHER, office)):
        assert waiting(each) == ["M06 建设工程规划核实", "隐私", "M04 建设工程规划许可"]


def test_to_find_what_waits_asks_the_database_as_often_for_many_as_for_few(
    home: HomePage, office: Office, editor: User, publisher: User, text_page: TextPage
):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            list(PublicationTask.objects.get().get_task_states_user_can_moderate(publisher))
        return len(asked)

    text_page.get_workflow().start(text_page, editor)
    sent(office, editor, "M04")
    queries()
    few = queries()
    for code in ("M05", "M06", "M07"):
        sent(office, editor, code)

    assert queries() == few


def test_it_waits_for_nobody_else(home: HomePage, office: Office, editor: User, administrator: User):
    sent(office, editor, "M04")

    for each in (editor, administrator, person("clerk", Role.WINDOW_CLERK, office)):
        assert waiting(each) == []


def test_what_was_answered_waits_no_more(home: HomePage, office: Office, editor: User, publisher: User):
    matter = sent(office, editor, "M04")

    matter_screen(publisher, matter).send(**APPROVE)

    assert waiting(publisher) == []


def test_each_office_answers_for_its_own(
    home: HomePage, office: Office, second_office: Office, others: tuple[User, User], editor: User, publisher: User
):
    their_editor, their_publisher = others
    sent(office, editor, "M04")
    theirs = sent(second_office, their_editor, "M06")

    assert waiting(publisher) == ["M04 建设工程规划许可"]
    assert waiting(their_publisher) == ["M06 建设工程规划核实"]
    matter_screen(their_publisher, theirs).send(**APPROVE)
    assert Matter.objects.get(pk=theirs.pk).live


def test_it_waits_for_who_stands_in_for_an_absent_publisher(
    home: HomePage, office: Office, editor: User, publisher: User
):
    clerk = person("clerk", Role.WINDOW_CLERK, office)
    post = Post.objects.create(
        office=office, code="p01", name="发布审核岗", role=Role.PUBLISHER, holder=publisher, stand_in=clerk
    )
    matter = sent(office, editor, "M04")
    before = waiting(clerk)
    Absence.objects.create(post=post, from_day=calendar.today(), to_day=calendar.today(), reason="出差")

    assert (before, waiting(clerk)) == ([], ["M04 建设工程规划许可"])
    matter_screen(clerk, matter).send(**APPROVE)
    assert Matter.objects.get().live
