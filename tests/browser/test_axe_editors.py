"""Axe finds nothing on any screen that editors, publishers and those who keep windows and posts work on."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from tests.browser.looks import CROSSED, LOOKS, MARKS, Look, complaints, listed
from tests.browser.running import Site, Watch, sign_in, someone

pytestmark = MARKS

expect.set_options(timeout=30_000)  # a busy machine is slow, not wrong

# Of language, width and colours, any two meet. Wagtail's own screens, in our colours, are seen twice, ours four times.
CHINESE, ENGLISH = "zh-hans", "en"
READ: dict[str, list[Look]] = {CHINESE: CROSSED, ENGLISH: [look for look in LOOKS if look not in CROSSED]}
READ_TWICE: dict[str, list[Look]] = {CHINESE: CROSSED[:1], ENGLISH: CROSSED[1:]}
MATTER = "/admin/snippets/cms/matter/"

# Wagtail's own words where a search of pages finds none; the page has no other message.
NOT_OURS = {("aria-allowed-role", 'h2[role="alert"]'), ("heading-order", "#other-searches-title")}

SCREENS = {
    "editor": [
        "/admin/",
        "/admin/pages/{home}/",
        "/admin/pages/{guides}/",
        "/admin/pages/{home}/edit/",
        "/admin/pages/{guides}/edit/",
        "/admin/pages/{guide}/edit/",
        "/admin/pages/{package}/edit/",
        "/admin/pages/{text}/edit/",
        "/admin/pages/{guide in English}/edit/",
        "/admin/pages/add/cms/guidepage/{guides}/",
        "/admin/pages/add/cms/textpage/{home}/",
        "/admin/pages/{guide}/history/",
        "/admin/pages/{guide}/revisions/compare/{old guide}...live/",
        "/admin/pages/{guide}/usage/",
        "/admin/pages/{guide}/copy/",
        "/admin/pages/{guide}/workflow_history/",
        "/admin/pages/search/?q=nothing",
        "/admin/localize/submit/page/{text}/",
        "/admin/localize/reports/translations/",
        MATTER,
        MATTER + "?q=nothing",
        MATTER + "add/",
        MATTER + "edit/{matter in English}/",
        MATTER + "history/{matter}/",
        MATTER + "history/{matter}/revisions/compare/{old}...{new}/",
        MATTER + "usage/{matter}/",
        "/admin/cms/catalogue/",
        "/admin/cms/catalogue/inspect/{entry}/",
        "/admin/cms/catalogue/compare/",
        "/admin/cms/catalogue/report/",
        "/admin/cards/",
        "/admin/images/",
        "/admin/images/add/",
        "/admin/images/multiple/add/",
        "/admin/documents/",
        "/admin/documents/add/",
        "/admin/documents/multiple/add/",
        "/admin/posts/",
        "/admin/windows/",
        "/admin/redirects/",
        "/admin/redirects/add/",
        "/admin/reports/workflow/",
        "/admin/reports/workflow_tasks/",
        "/admin/reports/site-history/",
        "/admin/account/",
        "/admin/reports/aging-pages/",
        "/admin/reports/page-types-usage/",
    ],
    "publisher": [
        "/admin/",
        MATTER + "unpublish/{matter}/",
        MATTER + "delete/{matter}/",  # refused: back to the form, with the reason
        "/admin/pages/{guide}/unpublish/",
        "/admin/pages/{guide}/delete/",
        "/admin/cms/catalogue/compare/",
        "/admin/reports/locked/",
    ],
    "admin": [
        "/admin/",
        "/admin/windows/edit/1/",
        "/admin/windows/new/",
        "/admin/posts/edit/1/",
        "/admin/posts/new/",
        "/admin/absences/",
        "/admin/absences/new/",
        "/admin/calendar/",
        "/admin/calendar/new/",
        "/admin/offices/edit/{office}/",
        "/admin/people/",
        "/admin/people/new/",
        "/admin/mail/",
        "/admin/settings/cms/sitesettings/",
    ],
}
OURS = (MATTER, "/admin/cms/", "/admin/cards/")


@pytest.fixture(scope="module")
def keys(shared_site: Site) -> dict[str, Any]:
    say = "from tests.browser.content import say_keys; say_keys()"
    found: dict[str, Any] = json.loads(shared_site.manage("shell", "-v", "0", "-c", say))
    return found


class Desk(Protocol):
    def __call__(self, name: str, language: str = CHINESE) -> Page: ...


@pytest.fixture(scope="module")
def watched() -> Watch:
    return Watch()


@pytest.fixture(scope="module")
def desk(browser: Browser, shared_site: Site, watched: Watch) -> Desk:
    """The page at which somebody sits who reads a language, signed in once."""
    desks: dict[tuple[str, str], Page] = {}

    def at(name: str, language: str = CHINESE) -> Page:
        if (name, language) not in desks:
            page = desks[name, language] = someone(browser, watched, 1280)
            page.context.add_cookies([{"name": "django_language", "value": language, "url": shared_site.url}])
            sign_in(page, shared_site, name)
        return desks[name, language]

    return at


@pytest.fixture(autouse=True)
def nothing_complained(watched: Watch, shared_site: Site) -> Iterator[None]:
    watched.complaints.clear()
    yield
    assert watched.complaints == []
    assert watched.strange_addresses(shared_site) == []


def open_screen(page: Page, site: Site, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    response = page.goto(site.url + address, wait_until="networkidle")
    assert response is not None
    assert response.status == 200, address


@pytest.mark.parametrize(("name", "address"), [(name, each) for name, those in SCREENS.items() for each in those])
def test_axe_finds_nothing_on_the_screen(
    desk: Desk, shared_site: Site, keys: dict[str, Any], name: str, address: str
) -> None:
    found: list[str] = []
    is_ours = address == "/admin/" or address.endswith("/edit/") or address.startswith(OURS)
    for language, looks in (READ if is_ours else READ_TWICE).items():
        page = desk(name, language)
        open_screen(page, shared_site, address.format_map(keys))
        found += complaints(page, looks, NOT_OURS)

    assert not found, listed(found)


def test_axe_finds_nothing_on_any_tab_of_a_matter(desk: Desk, shared_site: Site, keys: dict[str, Any]) -> None:
    found: list[str] = []
    page = desk("editor")
    open_screen(page, shared_site, f"{MATTER}edit/{keys['matter']}/")
    for tab in page.get_by_role("tab").all():
        page.set_viewport_size({"width": 1280, "height": 800})
        tab.click()
        found += complaints(page)

    assert not found, listed(found)


@pytest.mark.parametrize("panel", ["status", "preview", "checks"])
def test_axe_finds_nothing_beside_the_form_of_a_matter(
    desk: Desk, shared_site: Site, keys: dict[str, Any], panel: str
) -> None:
    page = desk("editor")
    open_screen(page, shared_site, f"{MATTER}edit/{keys['matter']}/")
    page.locator(f"[data-side-panel-toggle={panel}]").click()
    expect(page.locator(f"[data-side-panel={panel}]")).to_be_visible()
    page.wait_for_load_state("networkidle")

    found = list(complaints(page))

    assert not found, listed(found)


@pytest.mark.parametrize("mode", ["guide", "card", "paper", "all"])
def test_axe_finds_nothing_in_a_preview_of_its_own(
    browser: Browser, shared_site: Site, watched: Watch, keys: dict[str, Any], mode: str
) -> None:
    page = someone(browser, watched, 1280)
    sign_in(page, shared_site, "editor")
    open_screen(page, shared_site, f"{MATTER}edit/{keys['matter']}/")
    with page.expect_response("**/preview/**in_preview_panel=true**"):
        page.locator("[data-side-panel-toggle=preview]").click()
    open_screen(page, shared_site, f"{MATTER}preview/{keys['matter']}/?mode={mode}")

    found = list(complaints(page))

    assert not found, listed(found)


@pytest.mark.parametrize(
    "address",
    [
        "/admin/pages/add/cms/guidepage/{guides}/",  # a matter
        "/admin/pages/{home}/edit/",  # a page
        MATTER + "edit/{matter}/",  # a document
    ],
)
@pytest.mark.parametrize(("language", "looks"), READ.items())
def test_axe_finds_nothing_where_something_is_chosen(
    desk: Desk, shared_site: Site, keys: dict[str, Any], address: str, language: str, looks: list[Look]
) -> None:
    page = desk("editor", language)
    open_screen(page, shared_site, address.format_map(keys))
    page.locator("[data-chooser-action-choose]").first.evaluate("button => button.click()")
    expect(page.locator(".modal-content")).to_be_visible()
    page.wait_for_load_state("networkidle")

    found = list(complaints(page, looks))

    assert not found, listed(found)


def test_axe_finds_nothing_while_somebody_else_has_the_form_open(
    desk: Desk, shared_site: Site, keys: dict[str, Any]
) -> None:
    page, other = desk("editor"), desk("publisher")
    open_screen(other, shared_site, f"{MATTER}edit/{keys['matter']}/")
    open_screen(page, shared_site, f"{MATTER}edit/{keys['matter']}/")
    expect(page.get_by_role("button", name="发布审核（样例） - 现在正在看")).to_be_visible()

    found = list(complaints(page))

    assert not found, listed(found)


def next_edition(page: Page, folder: Path) -> Path:
    """An entry gone, one with another name, one more."""
    with page.expect_download() as started:
        page.get_by_role("link", name="下载现在的目录").click()
    file = folder / "next.xlsx"
    started.value.save_as(file)
    book = load_workbook(file)
    sheet = book.active
    sheet.delete_rows(3)
    sheet.cell(2, 2).value = "另一个名字"
    sheet.append(["000115911000", "临时建设工程规划许可", "行政许可", "《城乡规划法》第四十四条", 20, "否"])
    book.save(file)
    return file


def show_differences(page: Page, file: Path) -> None:
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="看差别").click()


def test_axe_finds_nothing_where_an_edition_is_compared(desk: Desk, shared_site: Site, tmp_path: Path) -> None:
    page = desk("publisher")
    open_screen(page, shared_site, "/admin/cms/catalogue/compare/")
    show_differences(page, next_edition(page, tmp_path))
    expect(page.locator(".catalogue__counts")).to_be_visible()

    found = list(complaints(page))

    assert not found, listed(found)


def test_axe_finds_nothing_where_an_edition_is_refused(
    desk: Desk, shared_site: Site, watched: Watch, tmp_path: Path
) -> None:
    page = desk("publisher")
    file = tmp_path / "none.xlsx"
    file.write_text("no spreadsheet")
    open_screen(page, shared_site, "/admin/cms/catalogue/compare/")
    with page.expect_response("**/compare/") as answered:
        show_differences(page, file)
    assert answered.value.status == 422
    page.wait_for_load_state("networkidle")

    found = list(complaints(page))

    assert not found, listed(found)
    assert all("422" in each for each in watched.complaints)
    watched.complaints.clear()


def test_axe_finds_nothing_while_all_cards_become_one_file(desk: Desk, shared_site: Site) -> None:
    page = desk("editor")
    open_screen(page, shared_site, "/admin/cards/")
    page.locator("main form button").first.click()
    page.wait_for_url("**/cards/books/*/")

    found = list(complaints(page, LOOKS[:1]))
    expect(page.get_by_role("link", name="打开 PDF")).to_be_visible()
    found += complaints(page)

    assert not found, listed(found)


def test_axe_finds_nothing_on_the_page_for_lost_addresses(desk: Desk, shared_site: Site, watched: Watch) -> None:
    page = desk("editor")
    page.goto(f"{shared_site.url}/admin/nowhere/")

    found = list(complaints(page))

    assert not found, listed(found)
    watched.complaints.clear()
