"""Public notices as readers find them: page, list, home page, feed, drawing, files, English."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from html import unescape

import pytest
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, TestCase
from pytest_django import DjangoAssertNumQueries
from pytest_django.plugin import DjangoDbBlocker
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale

from bureau import calendar
from bureau.models import User
from cms.models import HomePage, NoticeFile, NoticeIndexPage, NoticePage
from cms.sample.english import translate
from tests.cms.editing import desk
from tests.cms.matter_kit import text_page_of
from tests.cms.notice_kit import FIRST, LAST, House, index, notice_of, open_house, told

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("august_2022")]
PAGE, LIST, FEED = "/notices/design/", "/notices/", "/notices.xml"
LAST_SECOND = datetime(2022, 8, 17, 23, 59, 59)
DAY_AFTER = datetime(2022, 8, 18, 0, 0)
Write = Callable[..., NoticePage]


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    """An office with its empty site, set up once for all tests here; what each of them changes is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield open_house()
        transaction.set_rollback(True)


@pytest.fixture
def home(house: House, db: None) -> HomePage:
    return house.home


@pytest.fixture
def editor(house: House) -> User:
    return house.editor


@pytest.fixture
def publisher(house: House) -> User:
    return house.publisher


@pytest.fixture
def write(home: HomePage, editor: User, publisher: User) -> Write:
    """Writes and publishes a notice."""
    return lambda **fields: notice_of(editor, publisher, **fields)


@pytest.fixture
def tell(home: HomePage, editor: User, publisher: User) -> Write:
    return lambda kind, day, **fields: told(editor, publisher, kind, day, **fields)


def words(response: HttpResponse, within: str = "main") -> str:
    found = re.search(rf"<{within}\b.*</{within}>", response.content.decode(), re.DOTALL)
    assert found
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", found[0])))


def read(path: str = PAGE, language: str = "zh-hans") -> HttpResponse:
    client = Client()
    client.cookies["django_language"] = language
    return client.get(path)


def titles(path: str = LIST) -> list[str]:
    return re.findall(r'class="notice-row__title[^>]*>(.*?)</a>', read(path).content.decode())


# One notice


def test_it_says_first_how_many_days_are_left_and_last_where_the_result_will_stand(write: Write) -> None:
    write(project="样例电厂三期", organisation="样例发电有限公司", place="样例镇", where_to_object="2 楼规划岗")

    said = words(read())

    order = ["还剩 2 天", "8月17日 当天还可以提意见", "电厂要建", "样例电厂三期", "样例发电有限公司", "样例镇"]
    order += ["书面提，写明理由。", "2 楼规划岗", "到哪天为止 2022年8月17日", "网址不变"]
    places = [said.index(each) for each in order]
    assert places == sorted(places)


def test_without_a_place_people_object_at_the_office(write: Write) -> None:
    write()

    assert "赫山区样例路 1 号 2 楼 0737-000 0001" in words(read())


def test_before_its_first_day_it_says_from_when(write: Write) -> None:
    write(from_day=date(2022, 8, 20), to_day=date(2022, 8, 30))

    said = words(read())

    assert "8月20日 起可以提意见，到 8月30日 当天为止。" in said
    assert "还剩" not in said


def test_a_notice_that_people_only_read_has_no_period(tell: Write) -> None:
    tell("post_decision", date(2022, 8, 12))

    said = words(read())

    assert "批后公布" in said
    assert "意见" not in said


def test_after_the_end_it_says_so_and_tells_the_result_at_the_same_address(write: Write, tell: Write) -> None:
    decided = tell("post_decision", date(2022, 8, 19), title="灰渣库规划许可", slug="decided")
    write(result="没有人提意见，方案批准了。", result_page=decided)

    assert "方案批准了" not in words(read())
    with calendar.at(DAY_AFTER):
        said, page = words(read()), read().content.decode()

    assert "公示已经结束。" in said
    assert "没有人提意见，方案批准了。" in said
    assert '<a href="/notices/decided/">灰渣库规划许可</a>' in page
    assert "怎么提意见" not in said


def test_as_long_as_nothing_is_decided_it_says_that_too(write: Write, tell: Write) -> None:
    withdrawn = tell("post_decision", date(2022, 8, 19), title="撤下的许可", slug="withdrawn")
    write(result_page=withdrawn)
    withdrawn.unpublish()

    with calendar.at(DAY_AFTER):
        said = words(read())

    assert "还没有定" in said
    assert "撤下的许可" not in said


def test_machines_read_until_when_it_holds(write: Write) -> None:
    write()

    page = read().content.decode()

    assert '"@type": "SpecialAnnouncement"' in page
    assert '"expires": "2022-08-17"' in page
    assert '<meta name="description" content="电厂要建 1 座灰渣库。">' in page
    assert f'{FEED}">' in page


def test_the_sitemap_names_it(write: Write) -> None:
    write()

    assert PAGE in Client().get("/sitemap.xml").content.decode()


# Kept pages


def test_a_kept_page_never_says_a_wrong_number_of_days(write: Write) -> None:
    write()

    for path in (PAGE, LIST, "/"):
        with calendar.at(datetime(2022, 8, 15, 23, 59, 59)):
            assert "还剩 2 天" in words(read(path))
        with calendar.at(datetime(2022, 8, 16, 0, 0)):
            assert "还剩 1 天" in words(read(path))
        with calendar.at(LAST_SECOND):
            assert "今天最后一天" in words(read(path))
        with calendar.at(DAY_AFTER):
            assert "今天最后一天" not in words(read(path))


def test_a_notice_that_is_over_is_kept_like_any_page(
    write: Write, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    write()

    with calendar.at(DAY_AFTER):
        read()
        with django_assert_num_queries(1):
            read()


# Drawing and files


@pytest.fixture
def drawing(home: HomePage) -> Image:
    caches["default"].clear()  # Wagtail keeps renditions there, by keys that come again once a test is undone
    return Image.objects.create(title="总平面图", file=get_test_image_file(size=(1600, 900)))


def test_the_drawing_is_seen_to_the_last_second_and_then_by_nobody(write: Write, drawing: Image) -> None:
    write(drawing=drawing, drawing_words="灰渣库在厂区西侧。")
    addresses = [f"{PAGE}drawing/", f"{PAGE}large-drawing/"]

    with calendar.at(LAST_SECOND):
        page = read().content.decode()
        assert f'<img src="{addresses[0]}" alt="灰渣库在厂区西侧。" width="1600" height="900">' in page
        for language in ("zh-hans", "en"):
            assert [read(each, language).headers["Content-Type"] for each in addresses] == ["image/png"] * 2
    with calendar.at(DAY_AFTER):
        assert "drawing/" not in read().content.decode()
        assert [read(each).status_code for each in addresses] == [404, 404]


def test_a_browser_that_has_the_drawing_is_told_so(write: Write, drawing: Image) -> None:
    write(drawing=drawing, drawing_words="灰渣库在厂区西侧。")
    first = Client().get(f"{PAGE}drawing/")

    again = Client().get(f"{PAGE}drawing/", headers={"if-none-match": first["ETag"]})

    assert again.status_code == 304
    assert again["Cache-Control"] == "no-cache"


def test_looking_at_a_drawing_ends_no_kept_page(
    write: Write, drawing: Image, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    write(drawing=drawing, drawing_words="灰渣库在厂区西侧。")
    read()

    read(f"{PAGE}drawing/")

    with django_assert_num_queries(1):
        read()


def test_without_a_drawing_there_is_none(write: Write) -> None:
    write()

    assert read(f"{PAGE}drawing/").status_code == 404
    assert read(f"{PAGE}other/").status_code == 404


def test_the_drawing_of_a_draft_is_nobodys(home: HomePage, editor: User, drawing: Image) -> None:
    notice_of(editor, drawing=drawing, drawing_words="灰渣库在厂区西侧。")

    assert read(f"{PAGE}drawing/").status_code == 404


def test_a_drawing_whose_file_is_lost_is_no_failure(write: Write, drawing: Image) -> None:
    write(drawing=drawing, drawing_words="灰渣库在厂区西侧。")
    drawing.file.storage.delete(drawing.file.name)

    assert read(f"{PAGE}drawing/").status_code == 404


@pytest.fixture
def document(home: HomePage) -> Document:
    return Document.objects.create(title="方案全文", file=ContentFile(b"%PDF-1.4 plan", "plan.pdf"))


def with_file(page: NoticePage, document: Document, editor: User, publisher: User) -> NoticePage:
    page.files = [NoticeFile(document=document)]
    page.save_revision(user=editor).publish(user=publisher)
    return page


def test_files_go_with_the_drawing(write: Write, document: Document, editor: User, publisher: User) -> None:
    with_file(write(), document, editor, publisher)

    assert "方案全文（PDF，1 KB）" in words(read())
    assert read(document.url).status_code == 200
    with calendar.at(DAY_AFTER):
        assert "方案全文" not in words(read())
        assert read(document.url).status_code == 404
        assert desk(editor).get(document.url).status_code == 200  # who works on notices still reads it


def test_files_of_a_decision_stay(tell: Write, document: Document, editor: User, publisher: User) -> None:
    with_file(tell("post_decision", LAST), document, editor, publisher)

    with calendar.at(datetime(2026, 1, 1)):
        assert "方案全文" in words(read())
        assert read(document.url).status_code == 200


def test_a_file_that_another_page_offers_too_stays(
    write: Write, home: HomePage, document: Document, editor: User, publisher: User
) -> None:
    with_file(write(), document, editor, publisher)
    body = [{"type": "text", "value": f'<p><a linktype="document" id="{document.pk}">全文</a></p>'}]
    text_page_of(home, editor, publisher, body=body)

    with calendar.at(DAY_AFTER):
        assert read(document.url).status_code == 200


# Lists


def test_the_list_begins_with_what_ends_first_and_goes_on_with_the_newest(write: Write, tell: Write) -> None:
    write(title="还早", slug="late", to_day=date(2022, 8, 30))
    write(title="快到期", slug="soon", to_day=date(2022, 8, 16))
    write(title="过期了", slug="over", to_day=date(2022, 8, 14))
    tell("announcement", date(2022, 8, 14), title="新通告", slug="new")
    tell("post_decision", date(2022, 8, 1), title="旧公布", slug="old")

    assert titles() == ["快到期", "还早", "新通告", "过期了", "旧公布"]
    said = words(read(LIST))
    assert "还剩 1 天 快到期 可提意见" in said
    assert "8月8日 过期了 已结束" in said
    assert "8月14日 新通告 通知公告" in said


def test_one_kind_can_be_chosen_without_script(write: Write, tell: Write) -> None:
    write()
    tell("announcement", date(2022, 8, 14), title="新通告", slug="new")

    assert titles(f"{LIST}?kind=announcement") == ["新通告"]
    page = read(f"{LIST}?kind=announcement").content.decode()
    assert '<a class="kinds__link" href="/notices/?kind=announcement" aria-current="true">通知公告</a>' in page


def test_many_notices_come_in_pages_of_twenty(tell: Write) -> None:
    for number in range(21):
        tell("announcement", FIRST - timedelta(days=number), title=f"第 {number} 号", slug=f"n{number}")

    assert titles() == [f"第 {number} 号" for number in range(20)]
    assert titles(f"{LIST}?kind=announcement&page=2") == ["第 20 号"]
    assert (
        'href="/notices/?kind=announcement&amp;page=2" rel="next"' in read(f"{LIST}?kind=announcement").content.decode()
    )


@pytest.mark.parametrize("asked", ["kind=<script>", "kind=%00", "page=x", "page=-1", "page=99999999999999999999"])
def test_what_nobody_could_have_asked_for_still_shows_notices(write: Write, asked: str) -> None:
    write()

    answer = read(f"{LIST}?{asked}")

    assert answer.status_code == 200
    assert "灰渣库设计方案公示" in words(answer)
    assert "<script>" not in answer.content.decode()


def test_an_empty_list_says_so(home: HomePage) -> None:
    assert "现在没有公示。" in words(read(LIST))


def test_drafts_and_withdrawn_notices_are_nowhere(write: Write, editor: User) -> None:
    notice_of(editor, title="草稿", slug="draft")
    write().unpublish()

    assert titles() == []
    assert read().status_code == read("/notices/draft/").status_code == 404
    assert "公示" not in words(read("/"))
    assert "<entry>" not in read(FEED).content.decode()


# Home page, header, feed


def test_the_home_page_shows_what_is_open_today_and_nothing_else(write: Write, tell: Write) -> None:
    tell("post_decision", date(2022, 8, 14), title="公布", slug="told")
    write(title="还没开始", slug="coming", from_day=date(2022, 8, 16), to_day=date(2022, 8, 30))
    assert "正在公示" not in words(read("/"))

    write(title="正在提意见")

    said = words(read("/"))
    assert "正在公示 还剩 2 天 正在提意见 可提意见" in said
    assert "还没开始" not in said
    assert "公布" not in said


def test_the_header_leads_to_the_list_while_there_is_one(write: Write) -> None:
    write()
    assert f'<a class="nav__link" href="{LIST}" aria-current="page">公示公告</a>' in read().content.decode()

    NoticeIndexPage.objects.get(locale__language_code="zh-hans").unpublish()

    assert "公示公告</a>" not in words(read("/offices/"), "header")
    assert LIST not in read("/offices/").content.decode()


def test_the_feed_tells_the_last_day_and_never_the_days_left(write: Write, tell: Write) -> None:
    write(intro="<b>粗</b>")
    tell("announcement", date(2022, 8, 14), title="新通告", slug="new", intro="周六开门。")

    feed = read(FEED)

    body = feed.content.decode()
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert re.findall(r"<entry><title>(.*?)</title>", body) == ["新通告", "灰渣库设计方案公示"]
    assert "2022年8月17日前可以提意见，当天也算。" in body
    assert "还剩" not in body
    assert "<b>" not in body


# English


@pytest.fixture
def in_english(write: Write, editor: User, publisher: User) -> NoticePage:
    page = write()
    given = {"灰渣库设计方案公示": "Design of the ash yard", "书面提，写明理由。": "In writing, with reasons."}
    with TestCase.captureOnCommitCallbacks(execute=True):  # translations go out when their words are kept
        translate(page, given, translator=editor, publisher=publisher)
    return page


def test_readers_of_english_read_its_words_in_english(in_english: NoticePage) -> None:
    said = words(read(language="en"))

    assert "Design of the ash yard 2 days left You can object until the end of 17 August ." in said
    assert "In writing, with reasons." in said
    assert "Design of the ash yard Open for objections" in words(read(LIST, "en"))
    assert "2 days left Design of the ash yard" in words(read("/", "en"))


def test_a_period_that_was_made_longer_is_longer_in_english_at_once(
    in_english: NoticePage, editor: User, publisher: User
) -> None:
    in_english.to_day = date(2022, 8, 25)
    in_english.save_revision(user=editor).publish(user=publisher)

    assert "10 days left" in words(read(language="en"))


def test_who_withdraws_the_chinese_notice_withdraws_the_english_one(in_english: NoticePage, publisher: User) -> None:
    in_english.unpublish(user=publisher)

    assert read(language="en").status_code == 404
    assert NoticePage.objects.filter(locale__language_code="en", live=True).exists()


def test_what_nobody_translated_is_shown_in_chinese_and_marked(write: Write) -> None:
    write()

    assert 'lang="zh-hans">灰渣库设计方案公示</a>' in read(LIST, "en").content.decode()
    assert "Nobody has translated this page yet." in words(read(language="en"))
    assert "还剩 2 天" in words(read(language="en"))


def test_the_list_exists_in_both_languages(home: HomePage) -> None:
    english = index().get_translation(Locale.objects.get(language_code="en"))

    assert english.live
    assert "There are no public notices at the moment." in words(read(LIST, "en"))


# What others build on


def test_all_its_words_can_be_had_as_plain_text(write: Write) -> None:
    body = [{"type": "heading", "value": "方案"}, {"type": "text", "value": "<p>占地 <b>2</b> 公顷。</p>"}]
    page = write(project="样例电厂三期", body=body)

    found = NoticePage.objects.public().get()

    assert found == page
    assert found.plain_words.split("\n") == [
        "灰渣库设计方案公示",
        "电厂要建 1 座灰渣库。",
        "样例电厂三期",
        "方案",
        "占地 2 公顷。",
    ]
