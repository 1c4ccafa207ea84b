"""Whole pages from memory: one query each, the newest words always, and nothing of one reader for another."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, time
from html import unescape
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from bureau import calendar
from bureau.models import CalendarOverride, Office, OpeningPeriod, Post, ServiceWindow
from certificates.sample import load as certificates_sample
from cms import page_cache
from cms.models import ContentVersion, GuidePage, HomePage, Matter, SiteSettings, TextPage
from cms.site_facts import site_facts
from search import index
from tests.cms.matter_kit import changed
from tests.kit import Bureau

pytestmark = pytest.mark.django_db
GUIDE, CARD, TEXT = "/guides/m04/", "/q/M04/", "/privacy/"
KEPT = [
    "/",
    "/guides/",
    GUIDE,
    f"{GUIDE}?s=pipes",
    "/guides/start-with-land/",
    CARD,
    f"{CARD}?v=1",
    f"{CARD}versions/",
    f"{CARD}versions/1/",
    "/figures/",
    "/offices/",
    "/notices/",
    "/notices/site-plan-change/",
    TEXT,
]
ON_A_MONDAY = datetime(2022, 8, 15, 10, 32)


@pytest.fixture(autouse=True)
def site(sample: Bureau, db: None) -> Bureau:
    return sample


@pytest.fixture
def matter(site: Bureau) -> Matter:
    return Matter.objects.sources().get(code="M04")


def words(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def reader(language: str = "zh-hans", **cookies: str) -> Client:
    client = Client()
    for name, value in {"django_language": language, **cookies}.items():
        client.cookies[name] = value
    return client


def queries(client: Client, path: str, **options: Any) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(path, **options)
    return len(asked)


def committed() -> AbstractContextManager[object]:
    """Wagtail makes redirects once the change is there for good."""
    return TestCase.captureOnCommitCallbacks(execute=True)


def is_kept(path: str) -> bool:
    return queries(reader(), path) == 1


# What it costs


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("path", KEPT)
def test_a_kept_page_costs_one_query_and_is_the_same(
    path: str, language: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = reader(language)
    first = client.get(path)

    with django_assert_num_queries(1):
        second = client.get(path)

    assert first.status_code == second.status_code == 200
    assert first.content == second.content
    assert dict(first.items()) == dict(second.items())


def test_whoever_has_the_page_already_is_told_so() -> None:
    first = reader().get(GUIDE)

    again = reader().get(GUIDE, headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert first["Cache-Control"] == "no-cache"
    assert first["Vary"] == "Cookie"


def test_whoever_has_the_page_of_yesterday_gets_that_of_today(site: Bureau) -> None:
    with calendar.at(ON_A_MONDAY):
        first = reader().get(GUIDE)
        Post.objects.get(office=site.office, code="planning").save()
        same = reader().get(GUIDE, headers={"if-none-match": first["ETag"]})
        change_phone(site)
        new = reader().get(GUIDE, headers={"if-none-match": first["ETag"]})

    assert same.status_code == 304
    assert new.status_code == 200
    assert "0737-000 0099" in words(new)


def test_asking_for_the_head_only_keeps_the_whole_page() -> None:
    head = reader().head(GUIDE)
    page = reader().get(GUIDE)

    assert head.content == b""
    assert head["ETag"] == page["ETag"]
    assert "要准备的材料" in words(page)


# What changes is seen in the next request


def change_phone(site: Bureau) -> None:
    post = Post.objects.get(office=site.office, code="planning")
    post.phone = "0737-000 0099"
    post.save()


def change_hours(site: Bureau) -> None:
    window = ServiceWindow.objects.get(office=site.office, kind=ServiceWindow.Kind.GENERAL)
    period = OpeningPeriod.objects.filter(window=window, opens=time(13, 30)).get()
    period.closes = time(18, 45)
    period.save()


def change_place(site: Bureau) -> None:
    window = ServiceWindow.objects.get(office=site.office, kind=ServiceWindow.Kind.GENERAL)
    window.place = "新大厅 5 楼"
    window.save()


def change_office(site: Bureau) -> None:
    site.office.phone = "0737-000 0088"
    site.office.save()


def change_words_around(site: Bureau) -> None:
    around = SiteSettings.objects.get(office=site.office)
    around.complaints_phone = "0737-000 0077"
    around.save()


def change_text(site: Bureau) -> None:
    page = TextPage.objects.get(slug="privacy", locale__language_code="zh-hans")
    page.intro = "换了一句话。"
    page.save_revision(user=site.person("editor")).publish(user=site.person("publisher"))


def change_menu(site: Bureau) -> None:
    page = TextPage.objects.get(slug="accessibility", locale__language_code="zh-hans")
    page.title = "换了标题"
    page.save_revision(user=site.person("editor")).publish(user=site.person("publisher"))


def take_away_often_used(site: Bureau) -> None:
    home = HomePage.objects.get(locale__language_code="zh-hans")
    home.common = []
    home.intro = "换了引语。"
    home.save_revision(user=site.person("editor")).publish(user=site.person("publisher"))


CHANGES: list[tuple[Callable[[Bureau], None], str, str]] = [
    (change_phone, GUIDE, "0737-000 0099"),
    (change_phone, "/offices/", "0737-000 0099"),
    (change_hours, GUIDE, "18:45"),
    (change_hours, CARD, "18:45"),
    (change_hours, "/offices/", "18:45"),
    (change_place, GUIDE, "新大厅 5 楼"),
    (change_place, CARD, "新大厅 5 楼"),
    (change_office, "/", "0737-000 0088"),
    (change_office, TEXT, "0737-000 0088"),
    (change_words_around, "/figures/", "0737-000 0077"),
    (change_text, TEXT, "换了一句话。"),
    (change_menu, "/guides/", "换了标题"),
    (take_away_often_used, "/", "换了引语。"),
]


@pytest.mark.parametrize(("change", "path", "says"), CHANGES, ids=lambda value: getattr(value, "__name__", value))
def test_a_change_is_seen_in_the_next_request(
    site: Bureau, change: Callable[[Bureau], None], path: str, says: str
) -> None:
    assert says not in words(reader().get(path))
    assert is_kept(path)

    change(site)

    assert says in words(reader().get(path))


def test_a_published_version_is_seen_wherever_the_matter_is_shown(site: Bureau, matter: Matter) -> None:
    for path in (GUIDE, CARD, "/figures/", "/"):
        reader().get(path)

    changed(matter, site.person("editor"), site.person("publisher"), trips=0, trips_note="")

    assert "一趟不用跑" in words(reader().get("/figures/"))
    assert "其中 5 件（50%）一趟不用跑" in words(reader().get("/figures/"))
    assert "其中 5 件（50%）一趟不用跑" in words(reader().get("/"))
    assert "第 5 版" in words(reader().get(GUIDE))
    assert "第 5 版" in words(reader().get(CARD))


def test_a_draft_is_seen_nowhere(site: Bureau, matter: Matter) -> None:
    before = {path: reader().get(path).content for path in KEPT}
    matter.summary = "还没发布的一句话。"

    matter.save_revision(user=site.person("editor"))

    assert {path: reader().get(path).content for path in KEPT} == before


def test_a_withdrawn_matter_is_gone_at_once_from_lists_guide_and_card(site: Bureau, matter: Matter) -> None:
    for path in ("/", "/guides/", GUIDE, CARD, "/figures/"):
        assert matter.name in words(reader().get(path))

    matter.unpublish(user=site.person("publisher"))

    assert matter.name not in words(reader().get("/guides/"))
    assert matter.name not in words(reader().get("/figures/"))
    assert "9 件事加起来" in words(reader().get("/"))
    assert "这件事现在不办" in words(reader().get(GUIDE))
    assert reader().get(CARD).status_code == 404


def test_a_withdrawn_page_is_gone_at_once(site: Bureau) -> None:
    assert reader().get(TEXT).status_code == 200

    TextPage.objects.get(slug="privacy", locale__language_code="zh-hans").unpublish(user=site.person("publisher"))

    assert reader().get(TEXT).status_code == 404


def test_the_old_address_of_a_page_leads_to_its_new_one(site: Bureau) -> None:
    reader().get(GUIDE)
    guide = GuidePage.objects.get(slug="m04", locale__language_code="zh-hans")
    guide.slug = "works-permit"

    with committed():
        guide.save_revision(user=site.person("editor")).publish(user=site.person("publisher"))

    old = reader().get(GUIDE)
    assert (old.status_code, old["Location"]) == (301, "/guides/works-permit/")
    assert "要准备的材料" in words(reader().get("/guides/works-permit/"))
    assert "/guides/works-permit/" in reader().get("/guides/").content.decode()


def test_the_old_address_of_a_page_that_moved_leads_to_its_new_one(site: Bureau) -> None:
    reader().get(TEXT)
    page = TextPage.objects.get(slug="privacy", locale__language_code="zh-hans")
    elsewhere = TextPage.objects.get(slug="complaints", locale__language_code="zh-hans")

    with committed():
        page.move(elsewhere, pos="last-child")

    old = reader().get(TEXT)
    assert (old.status_code, old["Location"]) == (301, "/complaints/privacy/")
    assert reader().get("/complaints/privacy/").status_code == 200


def test_a_redirect_that_somebody_adds_works_at_once() -> None:
    assert reader().get("/old-address/").status_code == 404

    Redirect.add_redirect("/old-address/", "/offices/")

    answer = reader().get("/old-address/")
    assert (answer.status_code, answer["Location"]) == (301, "/offices/")


def test_a_day_off_that_the_house_enters_closes_the_windows_on_the_page() -> None:
    with calendar.at(ON_A_MONDAY):
        assert "现在开着" in words(reader().get(GUIDE))

        CalendarOverride.objects.create(day=date(2022, 8, 15), is_working=False, reason="停电", source="通知")

        assert "现在开着" not in words(reader().get(GUIDE))
        assert "下次开门" in words(reader().get("/offices/"))


def test_a_document_that_was_replaced_has_its_new_address_on_the_page(site: Bureau) -> None:
    document = Document.objects.create(title="申请表", file=ContentFile(b"%PDF-1.4 old", "old.pdf"))
    page = TextPage.objects.get(slug="privacy", locale__language_code="zh-hans")
    page.body = [{"type": "text", "value": f'<p><a linktype="document" id="{document.pk}">申请表</a></p>'}]
    page.save_revision(user=site.person("editor")).publish(user=site.person("publisher"))
    before = document.url
    assert before in reader().get(TEXT).content.decode()

    document.file.save("new.pdf", ContentFile(b"%PDF-1.4 new"))

    assert document.url != before
    assert document.url in reader().get(TEXT).content.decode()
    assert b"".join(reader().get(document.url).streaming_content) == b"%PDF-1.4 new"


def test_an_image_that_was_replaced_ends_every_kept_page() -> None:
    image = Image.objects.create(title="大厅", file=get_test_image_file())
    reader().get(TEXT)
    assert is_kept(TEXT)

    image.file.save("new.png", get_test_image_file(filename="new.png"))

    assert not is_kept(TEXT)


def test_the_newest_permits_are_on_the_home_page_at_once(site: Bureau) -> None:
    assert "最近发的许可" not in words(reader().get("/"))
    assert is_kept("/")

    certificates_sample.issued_in_2022(site.sample)

    assert "最近发的许可" in words(reader().get("/"))
    assert "2022年8月12日" in words(reader().get("/"))


def test_a_row_of_the_search_index_and_the_end_of_kept_pages_come_together() -> None:
    before = ContentVersion.present()

    with transaction.atomic():
        index.put([])
        assert ContentVersion.present() > before
        transaction.set_rollback(True)

    assert ContentVersion.present() == before
    index.remove("certificate", ["nobody"])
    assert ContentVersion.present() > before


# Several processes


def test_the_version_comes_from_the_database_and_not_from_this_process(site: Bureau) -> None:
    """Another process writes: nothing in this one is told, no signal is sent."""
    reader().get(TEXT)

    with connection.cursor() as cursor:
        cursor.execute("UPDATE bureau_office SET phone = '0737-000 0066' WHERE id = %s", [site.office.pk])
        unseen = words(reader().get(TEXT))
        cursor.execute("UPDATE cms_contentversion SET number = number + 1")
        seen = words(reader().get(TEXT))

    assert "0737-000 0066" not in unseen
    assert "0737-000 0066" in seen


def test_a_process_that_has_just_started_says_the_same(site: Bureau) -> None:
    change_text(site)
    before = reader().get(TEXT).content

    page_cache.forget()

    assert reader().get(TEXT).content == before


def test_what_was_read_before_a_rollback_is_not_remembered_for_a_later_change(site: Bureau) -> None:
    with transaction.atomic():
        change_office(site)
        assert site_facts().phone == "0737-000 0088"
        transaction.set_rollback(True)
    office = Office.objects.get(pk=site.office.pk)
    office.phone = "0737-000 0055"

    office.save()

    assert site_facts().phone == "0737-000 0055"


# Who sees which page


@pytest.mark.parametrize(
    "other",
    [{"language": "en"}, {"reader_mode": "large"}, {"reader_theme": "dark"}],
    ids=["language", "mode", "theme"],
)
def test_readers_who_read_differently_get_pages_of_their_own(other: dict[str, str]) -> None:
    plain = reader().get(GUIDE).content

    own = reader(**other).get(GUIDE).content

    assert own != plain
    assert reader(**other).get(GUIDE).content == own
    assert reader().get(GUIDE).content == plain


def test_each_situation_is_a_page_of_its_own() -> None:
    building, pipes = reader().get(GUIDE), reader().get(f"{GUIDE}?s=pipes")

    assert "经济技术指标计算书" in words(building)
    assert "经济技术指标计算书" not in words(pipes)
    assert is_kept(GUIDE)
    assert is_kept(f"{GUIDE}?s=pipes")


@pytest.mark.parametrize("path", [f"{GUIDE}?utm_source=x", f"{GUIDE}?s=new&x=1", "/?fbclid=1"])
def test_an_address_that_asks_for_something_unknown_is_answered_but_not_kept(path: str) -> None:
    assert reader().get(path).status_code == 200

    assert not is_kept(path)


def test_nobody_gets_the_page_of_another_host() -> None:
    here = reader().get(GUIDE, headers={"host": "127.0.0.1"})
    there = reader().get(GUIDE, headers={"host": "localhost"})

    assert "localhost" not in here.content.decode()
    assert "localhost" in there.content.decode()


@pytest.mark.parametrize("path", KEPT)
def test_nothing_of_one_reader_is_kept(path: str) -> None:
    response = reader().get(path)

    assert "csrf" not in response.content.decode()
    assert "Set-Cookie" not in response
    assert not response.cookies


def test_a_message_for_staff_is_not_shown_to_the_next_reader(site: Bureau, matter: Matter) -> None:
    """Somebody is refused in the admin and sent back to where they came from, which here is a public page."""
    translated = Matter.objects.get(code="M04", locale__language_code="en")
    staff = reader()
    staff.force_login(site.person("editor"))

    staff.post(
        reverse("wagtailsnippets_cms_matter:edit", args=[translated.pk]),
        {"action": "publish"},
        headers={"referer": f"http://testserver{CARD}"},
    )
    own = staff.get(CARD)

    assert 'class="messages"' in own.content.decode()
    assert 'class="messages"' not in reader().get(CARD).content.decode()


def test_staff_see_pages_built_for_them_and_leave_none_behind(site: Bureau) -> None:
    staff = reader()
    staff.force_login(site.person("editor"))

    staff.get(TEXT)

    assert queries(staff, TEXT) > 1
    assert not is_kept(TEXT)
    assert is_kept(TEXT)


def test_a_post_is_never_answered_from_memory() -> None:
    reader().get("/figures/")

    assert reader().post("/figures/").status_code == 405


def test_a_preview_is_seen_by_its_editor_only(site: Bureau) -> None:
    published = reader().get(GUIDE).content
    guide = GuidePage.objects.get(slug="m04", locale__language_code="zh-hans")
    guide.title = "还在写的标题"

    preview = guide.make_preview_request(preview_mode="")

    assert "还在写的标题" in preview.content.decode()
    assert reader().get(GUIDE).content == published


def test_the_preview_of_a_page_that_nobody_has_read_yet_is_not_kept_either(site: Bureau) -> None:
    guide = GuidePage.objects.get(slug="m04", locale__language_code="zh-hans")
    guide.title = "还在写的标题"

    guide.make_preview_request(preview_mode="")

    assert "还在写的标题" not in reader().get(GUIDE).content.decode()


# The clock


@pytest.mark.parametrize("path", [GUIDE, CARD, "/offices/"])
def test_a_page_that_says_open_now_is_built_anew_when_the_window_closes(path: str) -> None:
    with calendar.at(datetime(2022, 8, 15, 11, 50)):
        assert "现在开着" in words(reader().get(path))
    with calendar.at(datetime(2022, 8, 15, 11, 59, 59)):
        assert is_kept(path)
        assert "现在开着" in words(reader().get(path))
    with calendar.at(datetime(2022, 8, 15, 12, 0)):
        page = words(reader().get(path))

    assert "现在开着" not in page
    assert "今天 13:30" in page


def test_a_page_that_says_closed_is_built_anew_when_the_window_opens() -> None:
    with calendar.at(datetime(2022, 8, 15, 13, 20)):
        assert "现在开着" not in words(reader().get(GUIDE))
    with calendar.at(datetime(2022, 8, 15, 13, 30)):
        assert "现在开着" in words(reader().get(GUIDE))


def test_no_page_is_older_than_an_hour() -> None:
    with calendar.at(datetime(2022, 8, 15, 9, 0)):
        reader().get(TEXT)
    with calendar.at(datetime(2022, 8, 15, 9, 59)):
        assert is_kept(TEXT)
    with calendar.at(datetime(2022, 8, 15, 10, 1)):
        assert not is_kept(TEXT)


# When the database is away


def away(*query: object) -> None:
    raise OperationalError("the database does not answer")


def test_while_the_database_is_away_readers_learn_whom_to_call_and_afterwards_all_is_as_before() -> None:
    client = reader()
    client.raise_request_exception = False
    before = client.get(GUIDE).content

    with connection.execute_wrapper(away):
        failed, robots = client.get(GUIDE), client.get("/robots.txt")

    assert failed.status_code == 500
    assert "这一页打不开了" in words(failed)
    assert "0737-000 0001" in words(failed)
    assert robots.status_code == 200
    assert client.get(GUIDE).content == before
