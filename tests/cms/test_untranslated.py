"""English where nobody has translated: the same address, the Chinese words, and a sentence that says so."""

import json
import re
from collections.abc import Mapping

import pytest
from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse
from django.test import Client, TestCase
from wagtail.models import Page

from bureau.models import Office, Post, ServiceWindow, User
from bureau.roles import Role
from cms.models import GuidePage, HomePage, Matter, SiteSettings, TextPage
from cms.sample.english import pairs, translate
from tests.cms.matter_kit import SAMPLE, changed, guide_of, published, text_page_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("standing_site")]
PRIVACY, GUIDE, CARD, VERSIONS, OLD = "/privacy/", "/guides/m04/", "/q/M04/", "/q/M04/versions/", "/q/M04/versions/1/"
SAID = "Nobody has translated this page yet. You are reading the Chinese one."
LISTS = ["/", "/guides/"]
PAGES = [PRIVACY, GUIDE, CARD, VERSIONS, OLD]
CHINESE = re.compile(r"[一-鿿]")


@pytest.fixture(autouse=True)
def matter(home: HomePage, office: Office, editor: User, publisher: User) -> Matter:
    matter = published(office, editor, publisher, keeper="")
    return changed(matter, editor, publisher, trips=2, trips_note="")


@pytest.fixture(autouse=True)
def guide(matter: Matter, editor: User, publisher: User) -> GuidePage:
    return guide_of(matter, editor=editor, publisher=publisher, title="规划许可指南")


@pytest.fixture(autouse=True)
def text_page(home: HomePage, editor: User, publisher: User) -> TextPage:
    return text_page_of(home, editor, publisher, intro="我们不记谁看过什么。", show_in_menus=True)


def read(path: str, language: str = "en") -> BeautifulSoup:
    response = answer(path, language)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def answer(path: str, language: str = "en") -> HttpResponse:
    client = Client()
    client.cookies["django_language"] = language
    return client.get(path)


def one(page: BeautifulSoup | Tag, selector: str) -> Tag:
    found = page.select_one(selector)
    assert found is not None, selector
    return found


def language_of(element: Tag) -> str:
    """As a screen reader takes it: from the nearest element that says so."""
    return str(element["lang"] if element.has_attr("lang") else one_parent(element)["lang"])


def one_parent(element: Tag) -> Tag:
    found = element.find_parent(lang=True)
    assert isinstance(found, Tag)
    return found


def in_wrong_language(page: BeautifulSoup) -> list[str]:
    """Chinese words that a voice would read as English."""
    return [
        text.strip()
        for text in one(page, "body").find_all(string=CHINESE)
        if isinstance(text.parent, Tag) and text.parent.name != "script" and language_of(text.parent) == "en"
    ]


def give(obj: Matter | Page, words: Mapping[str, str], translator: User, publisher: User) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):  # translations go out when their words are kept
        translate(obj, words, translator=translator, publisher=publisher)


@pytest.fixture
def all_in_english(matter: Matter, guide: GuidePage, text_page: TextPage, editor: User, publisher: User) -> None:
    given = json.loads((SAMPLE / "M04.json").read_text(encoding="utf-8"))
    give(matter, dict(pairs(given["zh"], given["en"])), editor, publisher)
    give(guide, {"规划许可指南": "Works permit"}, editor, publisher)
    give(text_page, {"隐私": "Privacy", "我们不记谁看过什么。": "We keep no record."}, editor, publisher)


# Nobody has translated it


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (PRIVACY, "我们不记谁看过什么。"),
        (GUIDE, "要准备的材料"),
        (CARD, "建设工程规划许可"),
        (VERSIONS, "建设工程规划许可"),
        (OLD, "建设工程规划许可"),
    ],
)
def test_the_chinese_is_shown_whole_and_said_to_be_chinese(path: str, words: str):
    page = read(path)

    main = one(page, "main")
    said = one(main, ".untranslated")
    assert said.get_text(" ", strip=True) == SAID
    assert (language_of(said), language_of(main), language_of(one(page, "html"))) == ("en", "zh-hans", "en")
    assert words in main.get_text()
    assert language_of(one(main, "h1")) == "zh-hans"


def test_the_chinese_part_is_the_one_that_readers_of_chinese_see():
    def part(path: str, language: str) -> str:
        main = one(read(path, language), "main")
        for said in main.select(".untranslated"):
            said.decompose()
        return " ".join(main.get_text(" ").split())

    for path in PAGES:
        assert part(path, "en") == part(path, "zh-hans")


def test_what_stands_around_it_is_english():
    for page in map(read, PAGES):
        assert "Skip to the content" in one(page, ".skip").get_text()
        assert "Guides" in one(page, "header").get_text()
        assert language_of(one(page, "header")) == language_of(one(page, "footer")) == "en"


def test_no_chinese_word_is_said_to_be_english():
    assert {path: found for path in LISTS + PAGES if (found := in_wrong_language(read(path)))} == {}


@pytest.mark.parametrize("path", LISTS)
def test_lists_that_are_english_name_in_chinese_what_is_not(path: str):
    page = read(path)

    names = [link for link in page.select("main a") if "建设工程规划许可" in link.get_text()]
    assert SAID not in page.get_text()
    assert names
    assert {language_of(name) for name in names} == {"zh-hans"}


def test_the_card_on_paper_is_then_the_chinese_one():
    assert answer("/q/M04/a5.pdf")["ETag"] == answer("/q/M04/a5.pdf", "zh-hans")["ETag"]


def test_a_guide_in_english_around_a_matter_in_chinese_is_shown_in_chinese(
    guide: GuidePage, editor: User, publisher: User
):
    give(guide, {"规划许可指南": "Works permit"}, editor, publisher)

    page = read(GUIDE)

    assert SAID in page.get_text()
    assert one(page, "h1").get_text(strip=True) == "规划许可指南"


def test_a_translation_that_is_not_published_counts_as_none(text_page: TextPage, all_in_english: None, publisher: User):
    TextPage.objects.get(locale__language_code="en").unpublish(user=publisher)

    assert SAID in read(PRIVACY).get_text()


def test_an_address_that_never_was_is_said_to_be_gone_in_english():
    response = answer("/never-was/")

    assert response.status_code == 404
    assert SAID not in response.content.decode()


# Somebody has


@pytest.mark.parametrize(
    ("path", "words"),
    [(PRIVACY, "We keep no record."), (GUIDE, "Planning permit"), (CARD, "Planning permit"), (VERSIONS, "version")],
)
def test_what_is_translated_is_read_in_english_and_nothing_is_said(all_in_english: None, path: str, words: str):
    page = read(path)

    main = one(page, "main")
    assert SAID not in page.get_text()
    assert "not translated" not in page.get_text()
    assert words.lower() in main.get_text().lower()
    assert language_of(one(main, "h1")) == "en"
    assert not CHINESE.search(one(main, "h1").get_text())


def test_and_nothing_chinese_is_left_unmarked(all_in_english: None):
    assert {path: found for path in LISTS + PAGES if (found := in_wrong_language(read(path)))} == {}


def test_an_office_that_wrote_a_part_in_english_is_told_in_chinese_and_marked(
    all_in_english: None, office: Office, editor: User
):
    SiteSettings.objects.update(english_address="")
    Post.objects.create(office=office, holder=editor, name="规划许可岗", role=Role.CASE_OFFICER, phone="0737-000 0009")
    kind = ServiceWindow.Kind.UNRESOLVED  # every guide and card names it
    window = ServiceWindow.objects.create(
        office=office, kind=kind, name="一次未办好窗口", place="政务服务中心 2 楼", english_place="2nd floor"
    )

    pages = {path: read(path) for path in [*LISTS, *PAGES, "/offices/"]}

    assert {path: found for path, page in pages.items() if (found := in_wrong_language(page))} == {}
    assert language_of(one(pages["/"], ".brand__name")) == "zh-hans"
    heading = one(pages["/offices/"], f"#window-{window.pk} h2")
    assert (heading.get_text(), language_of(heading)) == ("一次未办好窗口", "zh-hans")


def test_an_older_version_stays_chinese_and_says_so(all_in_english: None):
    page = read(OLD)

    assert SAID in page.get_text()
    assert language_of(one(page, "h1")) == "zh-hans"


def test_a_reader_of_chinese_is_told_nothing_of_languages(all_in_english: None):
    for path in LISTS + PAGES:
        page = read(path, "zh-hans")

        assert SAID not in page.get_text()
        assert not page.select(".untranslated")
        assert one(page, "html")["lang"] == language_of(one(page, "main")) == "zh-hans"
