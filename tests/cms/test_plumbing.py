"""What machines read of the public site, how lost readers are helped, and that nobody is watched."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from bureau import calendar
from cms.models import GuidePage, Matter, TextPage
from tests.cms.matter_kit import changed
from tests.kit import Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
ATOM = {"atom": "http://www.w3.org/2005/Atom"}
MAP = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9"}
PAGES = [
    "/",
    "/guides/",
    "/guides/m04/",
    "/guides/start-with-land/",
    "/privacy/",
    "/q/M04/",
    "/q/M04/versions/",
    "/q/M04/versions/1/",
    "/figures/",
    "/offices/",
]
BESIDE = ["/search/", "/check/", "/nothing-here/", "/q/M99/"]
LATER = timezone.make_aware(datetime(2099, 3, 2, 9))
OWN_HOSTS = {"", "testserver", urlsplit(settings.SITE_URL).netloc}


@pytest.fixture(autouse=True)
def site(sample: Bureau, db: None) -> Bureau:
    return sample


class Tags(HTMLParser):
    """Every start tag with its attributes, and the text of each script."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.scripts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        if self.found and self.found[-1][0] == "script":
            self.scripts.append(data)

    def named(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        return [given for name, given in self.found if name == tag and wanted.items() <= given.items()]


def tags(path: str, language: str = "zh-hans") -> Tags:
    return Tags(read(path, language).content.decode())


def read(path: str, language: str = "zh-hans") -> HttpResponse:
    client = Client()
    client.cookies["django_language"] = language
    return client.get(path)


def words(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


# The map of the site


def listed() -> dict[str, str]:
    """Each address of the map with the day of its last change."""
    root = ElementTree.fromstring(read("/sitemap.xml").content)
    return {
        url.findtext("map:loc", "", MAP): url.findtext("map:lastmod", "", MAP) for url in root.findall("map:url", MAP)
    }


def test_robots_are_told_where_the_map_is() -> None:
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in read("/robots.txt").content.decode().splitlines()


def test_the_map_lists_every_published_page_and_every_card_once_with_its_own_address() -> None:
    found = ElementTree.fromstring(read("/sitemap.xml").content).findall("map:url/map:loc", MAP)
    pages = {page.get_url() for page in Page.objects.live().filter(depth__gt=1, locale__language_code="zh-hans")}
    cards = {f"/q/{matter.code}/" for matter in Matter.objects.offered()}
    beside = {"/offices/", "/figures/", "/search/", "/check/"}

    addresses = [each.text or "" for each in found]

    assert (len(pages), len(cards)) == (21, 10)
    assert len(addresses) == len(set(addresses))
    assert set(addresses) == {settings.SITE_URL + path for path in pages | cards | beside}


def test_every_address_of_the_map_opens() -> None:
    answers = {address: read(urlsplit(address).path).status_code for address in listed()}

    assert set(answers.values()) == {200}


def test_the_map_is_the_same_whichever_address_of_ours_a_robot_came_by() -> None:
    ours = Client().get("/sitemap.xml", headers={"host": "127.0.0.1"}).content

    assert Client().get("/sitemap.xml", headers={"host": "localhost"}).content == ours


def test_the_map_says_when_a_card_changed_last(site: Bureau) -> None:
    assert listed()[f"{settings.SITE_URL}/q/M04/"] == "2022-08-10"
    assert listed()[f"{settings.SITE_URL}/q/M10/"] == "2022-07-01"


def test_a_guide_has_changed_when_one_of_its_matters_has(site: Bureau) -> None:
    pages = ["/guides/m04/", "/guides/start-with-land/", "/guides/m10/"]
    before = [listed()[settings.SITE_URL + page] for page in pages]
    matter = Matter.objects.get(code="M04", locale__language_code="zh-hans")

    with calendar.at(LATER):
        changed(matter, site.person("editor"), site.person("publisher"), trips=0, trips_note="")

    after = [listed()[settings.SITE_URL + page] for page in pages]
    assert after == [str(LATER.date()), str(LATER.date()), before[2]]


def test_the_map_says_when_a_page_changed_last() -> None:
    guide = GuidePage.objects.get(slug="m04", locale__language_code="zh-hans")

    assert listed()[f"{settings.SITE_URL}/guides/m04/"] == timezone.localdate(guide.last_published_at).isoformat()


def test_drafts_and_withdrawn_matters_are_not_on_the_map(site: Bureau) -> None:
    Matter.objects.sources().get(code="M10").unpublish(user=site.person("publisher"))
    TextPage.objects.get(slug="privacy", locale__language_code="zh-hans").unpublish(user=site.person("publisher"))

    addresses = set(listed())

    assert f"{settings.SITE_URL}/q/M10/" not in addresses
    assert f"{settings.SITE_URL}/privacy/" not in addresses


# What changed, as a feed


def feed(path: str, language: str = "zh-hans") -> ElementTree.Element:
    response = read(path, language)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def text(element: ElementTree.Element, path: str) -> str:
    return element.findtext(path, "", ATOM)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("path", ["/changes.xml", "/q/M04/changes.xml"])
def test_a_feed_has_all_that_atom_demands(path: str, language: str) -> None:
    root = feed(path, language)
    entries = root.findall("atom:entry", ATOM)

    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    assert entries
    for element in (root, *entries):
        assert text(element, "atom:id").startswith(settings.SITE_URL)
        assert text(element, "atom:title")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", text(element, "atom:updated"))
    ids = [text(entry, "atom:id") for entry in entries]
    links = {link.get("rel"): link.get("href") for link in root.findall("atom:link", ATOM)}
    assert len(ids) == len(set(ids))
    assert links["self"] == settings.SITE_URL + path


def test_the_feed_of_a_matter_tells_each_version_in_words_newest_first() -> None:
    entries = feed("/q/M04/changes.xml").findall("atom:entry", ATOM)

    assert [text(entry, "atom:title") for entry in entries] == [
        f"建设工程规划许可，第 {number} 版" for number in (4, 3, 2, 1)
    ]
    assert [text(entry, "atom:updated")[:10] for entry in entries] == [
        "2022-08-10",
        "2022-08-01",
        "2022-07-15",
        "2022-07-01",
    ]
    told = [text(entry, "atom:summary") for entry in entries]
    assert "不再收土地证明，改为我们调取。" in told[0]
    assert "现在要跑 1 趟，以前是 2 趟。" in told[1]
    assert "管线综合图可以后补，5 个工作日内交齐。" in told[2]
    assert told[3] == "首次发布。"


def test_the_feed_of_all_matters_tells_the_newest_change_of_any_of_them(site: Bureau) -> None:
    matter = Matter.objects.sources().get(code="M10")

    changed(matter, site.person("editor"), site.person("publisher"), trips=1, trips_note="来一趟")

    entries = feed("/changes.xml").findall("atom:entry", ATOM)
    assert len(entries) == 14
    assert text(entries[0], "atom:title") == "不动产登记资料查询，第 2 版"
    assert "现在要跑 1 趟，以前不用跑。" in text(entries[0], "atom:summary")


def test_every_entry_leads_to_the_card_as_it_was_then() -> None:
    entries = feed("/q/M04/changes.xml").findall("atom:entry", ATOM)
    links = [link.get("href") or "" for entry in entries for link in entry.findall("atom:link", ATOM)]

    assert links == [f"{settings.SITE_URL}/q/M04/versions/{number}/" for number in (4, 3, 2, 1)]
    assert [read(urlsplit(link).path).status_code for link in links] == [200] * 4


def test_signs_in_a_name_do_not_break_a_feed(site: Bureau) -> None:
    matter = Matter.objects.sources().get(code="M10")
    materials = matter.materials.raw_data[0]
    materials["value"]["name"] = "面积 <90 m² & 其他"

    changed(matter, site.person("editor"), site.person("publisher"), materials=[*matter.materials.raw_data])

    told = text(feed("/q/M10/changes.xml").findall("atom:entry", ATOM)[0], "atom:summary")
    assert "<" not in told


def test_a_matter_that_never_was_or_is_withdrawn_has_no_feed(site: Bureau) -> None:
    Matter.objects.sources().get(code="M10").unpublish(user=site.person("publisher"))

    assert read("/q/M99/changes.xml").status_code == 404
    assert read("/q/M10/changes.xml").status_code == 404
    assert "不动产登记资料查询" not in read("/changes.xml").content.decode()


def test_guides_and_cards_lead_to_their_feed() -> None:
    def feeds(path: str) -> list[str]:
        return [link["href"] for link in tags(path).named("link", rel="alternate")]

    assert feeds("/guides/m04/") == feeds("/q/M04/") == ["/q/M04/changes.xml"]
    assert feeds("/guides/start-with-land/") == ["/changes.xml"]


# What a page says of itself


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("/", "/"),
        ("/guides/", "/guides/"),
        ("/guides/m04/", "/guides/m04/"),
        ("/guides/m04/?s=pipes", "/guides/m04/"),
        ("/guides/m04/?utm_source=x", "/guides/m04/"),
        ("/guides/start-with-land/?s=出让", "/guides/start-with-land/"),
        ("/privacy/", "/privacy/"),
        ("/q/M04/", "/q/M04/"),
        ("/q/m04/?v=1", "/q/M04/"),
        ("/q/M04/versions/", "/q/M04/versions/"),
        ("/q/M04/versions/1/", "/q/M04/"),
        ("/figures/", "/figures/"),
        ("/offices/", "/offices/"),
    ],
)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_page_has_one_address_however_it_is_read(path: str, canonical: str, language: str) -> None:
    found = tags(path, language)

    assert [link["href"] for link in found.named("link", rel="canonical")] == [settings.SITE_URL + canonical]
    assert [meta["content"] for meta in found.named("meta", property="og:url")] == [settings.SITE_URL + canonical]


@pytest.mark.parametrize("path", PAGES)
def test_a_shared_link_shows_a_title_the_office_and_a_picture_that_is_there(path: str) -> None:
    found = tags(path)
    shown = {given["property"]: given["content"] for given in found.named("meta") if "property" in given}

    assert shown["og:title"]
    assert shown["og:site_name"] == "益阳市样例自然资源和规划局"
    assert shown["og:type"] == "website"
    assert shown["og:image"].startswith(f"{settings.SITE_URL}/static/")
    assert finders.find(urlsplit(shown["og:image"]).path.removeprefix("/static/"))


@pytest.mark.parametrize("path", ["/", "/guides/", "/guides/m04/", "/guides/start-with-land/", "/q/M04/"])
def test_a_page_says_in_a_sentence_what_it_is_about(path: str) -> None:
    found = tags(path).named("meta", name="description")

    assert len(found) == 1
    assert len(found[0]["content"]) > 10


def data(path: str, language: str = "zh-hans") -> Any:
    found = tags(path, language)
    assert len(found.named("script", type="application/ld+json")) == 1
    return json.loads(next(script for script in found.scripts if script.strip().startswith("{")))


@pytest.mark.parametrize("path", ["/guides/m04/", "/q/M04/"])
def test_a_matter_tells_machines_that_it_is_a_service_of_the_government(path: str) -> None:
    service = data(path)

    assert service["@context"] == "https://schema.org"
    assert service["@type"] == "GovernmentService"
    assert service["name"] == "建设工程规划许可"
    assert service["identifier"] == "M04"
    assert service["url"] == settings.SITE_URL + path
    assert service["provider"]["@type"] == "GovernmentOrganization"
    assert service["provider"]["name"] == "益阳市样例自然资源和规划局"
    assert service["offers"]["price"] in {"0", "0.00"}
    assert service["dateModified"] == "2022-08-10"
    assert "《城乡规划法》第四十条" in service["termsOfService"]


def test_a_package_tells_machines_which_services_it_holds() -> None:
    service = data("/guides/start-with-land/")

    assert service["@type"] == "GovernmentService"
    assert service["name"] == "拿地即开工"
    assert [part["identifier"] for part in service["hasPart"]] == ["M02", "M03", "M04", "M07"]
    assert {part["@type"] for part in service["hasPart"]} == {"GovernmentService"}


def test_machines_that_read_english_are_told_in_english() -> None:
    assert data("/guides/m04/", "en")["name"] == "Construction works planning permit"


def test_a_name_cannot_end_the_element_that_holds_it(site: Bureau) -> None:
    matter = Matter.objects.sources().get(code="M10")
    wicked = "</script><script>alert(1)</script>"

    changed(matter, site.person("editor"), site.person("publisher"), summary=wicked)

    page = read("/q/M10/").content.decode()
    assert wicked not in page
    assert data("/q/M10/")["description"] == wicked


# Where the reader is


@pytest.mark.parametrize(
    ("path", "way"),
    [
        ("/guides/", ["首页", "办事指南"]),
        ("/guides/m04/", ["首页", "办事指南", "盖房子、建项目"]),
        ("/guides/start-with-land/", ["首页", "办事指南", "拿地即开工"]),
        ("/privacy/", ["首页", "隐私"]),
        ("/q/M04/versions/", ["首页", "建设工程规划许可", "全部版本"]),
        ("/figures/", ["首页", "比以前少了多少"]),
        ("/offices/", ["首页", "窗口和开门时间"]),
    ],
)
def test_a_page_says_where_it_is(path: str, way: list[str]) -> None:
    crumbs = re.search(r'<nav class="crumbs".*?</nav>', read(path).content.decode(), re.DOTALL)

    assert crumbs
    items = [re.sub(r"<[^>]+>", "", item).strip() for item in re.findall(r"<li>(.*?)</li>", crumbs[0], re.DOTALL)]
    assert [unescape(item) for item in items] == way
    assert crumbs[0].count("aria-current") == 1


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_crumb_leads_somewhere(language: str) -> None:
    links = {
        link
        for path in PAGES
        for nav in re.findall(r'<nav class="crumbs".*?</nav>', read(path, language).content.decode(), re.DOTALL)
        for link in re.findall(r'href="([^"]+)"', nav)
    }

    assert {link: read(link, language).status_code for link in links} == dict.fromkeys(links, 200)
    assert {"/", "/guides/", "/q/M04/"} <= links


# Lost readers


@pytest.mark.parametrize(
    "path",
    [
        "/guides/m4/",
        "/guides/M04",
        "/guide/m04/",
        "/guides/m04/old/m04",
        "/m04.html",
        "/建设工程规划许可/",
        "/guides/" + quote("工程规划许可"),
    ],
)
def test_whoever_mistyped_is_shown_what_was_perhaps_meant(path: str) -> None:
    response = Client().get(path, follow=True)

    assert 'href="/guides/m04/"' in response.content.decode().partition("<main")[2]
    assert "建设工程规划许可" in words(response)


@pytest.mark.parametrize(
    "path",
    [
        "/nothing-here/",
        "/%00/",
        "/%ff%fe/",
        "/guides/%2e%2e/%2e%2e/etc/passwd",
        "/a" * 500 + "/",
        "/guides/" + "m" * 3000 + "/",
        "/<script>alert(1)</script>/",
        "/wp-login.php",
        "/guides/m04/..;/admin",
        "/q//",
        "/q/%E4%B8%AD/",
    ],
)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_odd_address_is_answered_with_a_page_that_helps(path: str, language: str) -> None:
    client = Client()
    client.cookies["django_language"] = language

    response = client.get(path, follow=True)

    page = response.content.decode()
    assert response.status_code in {404, 400}
    assert 'href="/"' in page
    assert "<script>alert" not in page


def test_the_search_helps_whoever_is_lost() -> None:
    page = read("/nothing-here/").content.decode()

    assert 'action="/search/"' in page
    assert "搜一搜，或回首页" in page


def test_a_code_that_never_was_is_answered_with_the_cards_that_are_there() -> None:
    response = read("/q/M99/")

    assert response.status_code == 404
    assert "M99" in words(response)
    assert 'href="/guides/m04/"' in response.content.decode() or 'href="/q/M04/"' in response.content.decode()


# Nobody is watched


def addresses(page: str) -> Iterator[str]:
    """Everything that a browser would fetch, and every style sheet that it names."""
    for tag, given in Tags(page).found:
        fetched = tag in {"script", "img", "iframe", "source", "video", "audio", "object", "embed", "form", "input"}
        if fetched or (tag == "link" and given.get("rel") != "canonical"):
            yield from (given[name] for name in ("src", "href", "data", "action", "srcset", "poster") if name in given)
        if "style" in given:
            yield from re.findall(r"url\(([^)]*)\)", given["style"])


@pytest.mark.parametrize("path", PAGES + BESIDE)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_page_fetches_anything_from_a_foreign_host(path: str, language: str) -> None:
    page = read(path, language).content.decode()

    found = list(addresses(page))

    assert found
    assert {urlsplit(address).netloc for address in found} <= OWN_HOSTS


def test_no_style_sheet_and_no_script_names_a_foreign_host() -> None:
    folder = settings.ROOT / "site" / "static"
    files = [path for path in folder.rglob("*") if path.suffix in {".css", ".js"}]

    named = {
        (path.name, host)
        for path in files
        for host in re.findall(r"(?:https?:)?//([a-z0-9.-]+\.[a-z]{2,})/", path.read_text(encoding="utf-8"))
    }

    assert len(files) > 20
    assert {host for _file, host in named} <= {"www.w3.org"}


@pytest.mark.parametrize("path", PAGES + BESIDE)
def test_reading_leaves_no_cookie(path: str) -> None:
    client = Client()

    client.get(path)

    assert {name for name in client.cookies if name != "csrftoken"} == set()


@pytest.mark.parametrize("path", PAGES)
def test_where_a_reader_goes_is_not_told_to_others(path: str) -> None:
    response = read(path)

    assert response["Referrer-Policy"] == "same-origin"
    assert "default-src 'self'" in response["Content-Security-Policy"]
