"""Axe finds nothing on any kind of public page, and none is wider than the screen."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looks import CROSSED, Look, complaints, listed
from tests.browser.qr_reader import read_qr
from tests.browser.running import Site, Watch, leads_on, sign_in, someone

pytestmark = pytest.mark.browser

# Of language, text size, width and colours, any two meet in every combination.
READERS: dict[tuple[str, str], list[Look]] = {
    ("zh-hans", "standard"): CROSSED,
    ("zh-hans", "large"): [(1280, "dark")],
    ("en", "standard"): [(1280, "dark")],
    ("en", "large"): [(320, "light")],
}
Readers = list[tuple[Page, list[Look]]]
MAKE = "from tests.browser import content, states; content.make_gaps(); states.make_states()"
NOBODY = ("建字第430900202200086号", "ABCDEFGH23")  # a number of ours with a wrong code

PAGES = {
    "home": "/",
    "list of guides": "/guides/",
    "guide": "/guides/m04/",
    "guide with a situation": "/guides/m04/?s=extend",
    "guide of a package": "/guides/start-with-land/",
    "guide of what is not offered": "/guides/m09/",
    "guide that nobody translated": "/guides/m08/",
    "card": "/q/M04/",
    "card after an older paper": "/q/M04/?v=1",
    "card that nobody translated": "/q/M08/",
    "versions of a card": "/q/M04/versions/",
    "old version of a card": "/q/M04/versions/1/",
    "unknown card": "/q/M99/",
    "lost": "/nowhere/",
    "offices": "/offices/",
    "figures": "/figures/",
    "list of notices": "/notices/",
    "notice that is open": "/notices/site-plan-change/",
    "notice that has ended": "/notices/ash-yard-design/",
    "text": "/complaints/",
    "text that nobody translated": "/privacy/",
    "search": "/search/",
    "found and narrowed": "/search/?q=样例&kind=WORKS&year=2022",
    "nothing found but what is near": "/search/?q=建字第430900202200186号&year=2022",
    "check": "/check/",
    "registration query": "/query/",
    "permit": "/permits/{permit}/",
    "replaced permit": "/permits/{old permit}/",
    "sign-in": "/admin/login/",
}


@pytest.fixture(scope="module")
def places(shared_site: Site) -> dict[str, Any]:
    """Keys of records in every state, and gaps in what editors wrote, made once for all pages."""
    found: dict[str, Any] = json.loads(shared_site.manage("shell", "-v", "0", "-c", MAKE))
    return found


@pytest.fixture(scope="module")
def readers(browser: Browser, shared_site: Site) -> Readers:
    """One for each language and text size, each with the looks in which pages are read."""
    return [(reader(browser, shared_site, *choice), looks) for choice, looks in READERS.items()]


def reader(browser: Browser, site: Site, language: str, mode: str) -> Page:
    page = someone(browser, Watch(), 1280)
    choices = {"django_language": language, "reader_mode": mode}
    page.context.add_cookies([{"name": name, "value": value, "url": site.url} for name, value in choices.items()])
    return page


def test_axe_finds_nothing_after_too_many_checks(readers: Readers, shared_site: Site) -> None:
    """The first of the module: its minute ends long before the next check."""
    page, looks = readers[0]
    address = f"{shared_site.url}/v/nothing/{NOBODY[1]}/"
    while page.request.get(address).status != 429:
        pass
    page.goto(address)
    expect(page.get_by_role("heading", name="一分钟里查得太多了")).to_be_visible()

    found = list(complaints(page, looks))

    assert not found, listed(found)


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_axe_finds_nothing_on_the_page(
    readers: Readers, shared_site: Site, places: dict[str, Any], address: str
) -> None:
    found: list[str] = []
    for page, looks in readers:
        page.goto(shared_site.url + address.format_map(places))
        found += complaints(page, looks)

    assert not found, listed(found)


def test_axe_finds_nothing_while_suggestions_are_shown(readers: Readers, shared_site: Site) -> None:
    found: list[str] = []
    for page, looks in readers:
        page.goto(f"{shared_site.url}/search/")
        page.locator("#q").fill("样例")
        expect(page.get_by_role("option").first).to_be_visible()
        page.keyboard.press("ArrowDown")
        found += complaints(page, looks)
        expect(page.get_by_role("option", selected=True)).to_be_visible()

    assert not found, listed(found)


def test_axe_finds_nothing_from_the_query_of_a_title_to_the_check_of_its_saved_result(
    readers: Readers, shared_site: Site, papers: list[Path], tmp_path: Path
) -> None:
    """Saved from the secret address on the paper: pages without referrer send forms with the origin null."""
    page, _looks = readers[0]
    looks = [(1280, "light"), (360, "dark")]
    title = next(each for each in papers if "不动产权" in each.name)
    address = "/v/" + read_qr(title).partition("/v/")[2]
    page.goto(f"{shared_site.url}/query/")
    page.locator("[name=number]").fill(title.stem.rpartition("-")[2])
    page.locator("[name=code]").fill(address.split("/")[3])
    page.locator("[name=code]").press("Enter")
    expect(page.get_by_role("heading", name="证书是真的，现在有效")).to_be_visible()
    found = list(complaints(page, looks))

    page.goto(shared_site.url + address)
    with page.expect_download() as download:
        page.get_by_role("button", name="存下查询结果（PDF）").click()
    download.value.save_as(tmp_path / "result.pdf")
    page.goto(shared_site.url + "/r/" + read_qr(tmp_path / "result.pdf").partition("/r/")[2])
    expect(page.get_by_role("heading", name="结果是我们出具的，状态没有变")).to_be_visible()
    found += complaints(page, looks)

    assert not found, listed(found)


def filed(page: Page, site: Site, paper: Path) -> Iterator[None]:
    """Each page of applying online with something on it: chosen, to be mended, a file, saved, sent; then the draft."""
    page.goto(f"{site.url}/guides/m04/")
    page.get_by_role("link", name="网上申请").first.click()
    yield
    press(page, "下一步")
    press(page, "下一步")  # a form with errors
    yield
    for name, value in PROJECT_FIELDS.items():
        page.locator(f"[name={name}]").fill(value)
    press(page, "存草稿")
    yield
    code = page.locator(".apply__code b").inner_text()
    page.goto(f"{site.url}/apply/continue/")
    page.locator("[name=code]").fill("ABCDE FGH23")
    page.locator("[name=tail]").fill("4321")
    press(page, "打开草稿")  # no such draft
    yield
    page.locator("[name=code]").fill(code)
    press(page, "打开草稿")
    press(page, "下一步")
    page.locator("input[type=file]").first.set_input_files(paper)
    press(page, "下一步")
    page.goto(f"{site.url}/apply/materials/")
    yield
    press(page, "下一步")
    yield
    press(page, "送出申请")
    expect(page.get_by_role("heading", name=re.compile("收到了。编号 .*，最晚 .* 回您。"))).to_be_visible()
    yield


PROJECT_FIELDS = {
    "project_code": "2611-430900-04-01-123456",
    "name": "样例仓库",
    "location": "益阳市赫山区样例镇样例村",
    "applicant": "益阳样例发电有限公司 (样例)",
    "applicant_uscc": "91430900MA0YLD0166",
    "contact": "样例联系人",
    "phone": "0737-000 4321",
}


def press(page: Page, button: str) -> None:
    with leads_on(page):
        page.get_by_role("button", name=button, exact=True).click()


def test_axe_finds_nothing_from_the_choice_of_a_matter_to_the_receipt(
    readers: Readers, shared_site: Site, papers: list[Path]
) -> None:
    page, _looks = readers[0]
    found: list[str] = []
    for _page in filed(page, shared_site, papers[0]):
        found += complaints(page, [(320, "light")])

    assert not found, listed(found)


FAILED = (
    "from django.test import RequestFactory; from django.utils import translation; from cms.views import service; "
    "translation.activate({!r}); print(service.server_error(RequestFactory().get('/')).content.decode())"
)


def went_stale(page: Page, site: Site) -> None:
    """A form that was open so long that its cookie is gone."""
    page.goto(f"{site.url}/check/")
    page.context.clear_cookies(name="csrftoken")
    page.locator("[name=number]").fill(NOBODY[0])
    page.locator("[name=code]").fill(NOBODY[1])
    page.locator("[name=code]").press("Enter")
    expect(page.get_by_role("heading", name=re.compile("这一页放得太久了|This page was open too long"))).to_be_visible()


def failed(page: Page, site: Site) -> None:
    """The page as the site writes it when a view fails; its style comes from the site."""
    language = next(each["value"] for each in page.context.cookies() if each["name"] == "django_language")
    body = site.manage("shell", "-v", "0", "-c", FAILED.format(language))
    page.route("**/failed/", lambda route: route.fulfill(status=500, content_type="text/html", body=body))
    page.goto(f"{site.url}/failed/")
    expect(page.get_by_role("heading", name=re.compile("这一页打不开|This page could not be opened"))).to_be_visible()


def unreadable(page: Page, site: Site) -> None:
    """By a name that is not the site's; Chromium finds this machine under it."""
    stranger = site.url.replace("127.0.0.1", "stranger.localhost")
    page.context.add_cookies([{**each, "domain": "stranger.localhost"} for each in page.context.cookies()])  # type: ignore[list-item]
    answer = page.goto(stranger)
    assert answer is not None
    assert answer.status == 400


@pytest.mark.parametrize("went_wrong", [unreadable, went_stale, failed])
def test_axe_finds_nothing_where_something_went_wrong(
    readers: Readers, shared_site: Site, went_wrong: Callable[[Page, Site], None]
) -> None:
    found: list[str] = []
    for page, looks in readers:
        went_wrong(page, shared_site)
        found += complaints(page, looks)

    assert not found, listed(found)


def test_axe_finds_nothing_among_the_components(browser: Browser, shared_site: Site) -> None:
    found: list[str] = []
    for choice, looks in READERS.items():
        page = reader(browser, shared_site, *choice)
        sign_in(page, shared_site, "editor")
        page.goto(f"{shared_site.url}/components/")
        found += complaints(page, looks)
        page.context.close()

    assert not found, listed(found)


def check_by_number(page: Page, site: Site, number: str, code: str) -> None:
    page.goto(f"{site.url}/check/")
    page.locator("[name=number]").fill(number)
    page.locator("[name=code]").fill(code)
    page.locator("[name=code]").press("Enter")
    expect(page.locator(".answer")).to_be_visible()


def check_by_upload(page: Page, site: Site, file: Path) -> None:
    """By its hash, which nobody knows; then, as the page offers, by the file itself."""
    for address in (f"{site.url}/check/", ""):
        if address:
            page.goto(address)
        page.locator("input[type=file]").set_input_files(file)
        with leads_on(page):  # from one answer to the next
            page.locator("form:has(input[type=file]) button[type=submit]").click()
        expect(page.locator(".answer")).to_be_visible()


@pytest.fixture(scope="module")
def papers(shared_site: Site, places: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("papers")
    shared_site.manage("export_bundle", "2022-0001", "--to", str(folder))
    return sorted(folder.rglob("*.pdf"))


def answers(page: Page, site: Site, papers: list[Path], folder: Path) -> Iterator[None]:
    """The page shows one answer after the other: none yet, authentic, a title, replaced, unknown, altered."""
    page.goto(f"{site.url}/check/")
    with leads_on(page):
        page.locator("[name=code]").press("Enter")  # a form with errors
    yield
    addresses = [site.url + "/v/" + read_qr(each).partition("/v/")[2] for each in papers]
    for address in addresses:
        page.goto(address)
        if page.locator(".answer--ochre").count() or address in {addresses[0], addresses[-1]}:
            yield
    check_by_number(page, site, *NOBODY)
    yield
    changed = folder / "changed.pdf"
    changed.write_bytes(papers[1].read_bytes() + b"\n% one remark more\n")
    check_by_upload(page, site, changed)
    yield


@pytest.mark.parametrize("at", [0, -1], ids=["Chinese, standard text", "English, large text"])
def test_axe_finds_nothing_on_any_answer_of_a_check(
    readers: Readers, shared_site: Site, papers: list[Path], tmp_path: Path, at: int
) -> None:
    """Of two readers: four would be too many checks in a minute."""
    page, looks = readers[at]
    found: list[str] = []
    for _answer in answers(page, shared_site, papers, tmp_path):
        found += complaints(page, looks)

    assert not found, listed(found)


def test_axe_finds_nothing_where_nothing_could_be_checked(readers: Readers, shared_site: Site) -> None:
    """The last of the module, for nothing brings the records back."""
    page, looks = readers[0]
    shared_site.lose_records()

    check_by_number(page, shared_site, *NOBODY)
    found = list(complaints(page, looks))

    assert not found, listed(found)
