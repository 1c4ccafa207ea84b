"""Axe finds nothing while something is going on at an editor's screen: tabs, panels, dialogs, previews, files."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from tests.browser.desks import MATTER, READ, Desk, open_screen
from tests.browser.looks import CROSSED, Look, complaints, listed
from tests.browser.running import Site, Watch, sign_in, someone

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("nothing_complained")]

expect.set_options(timeout=30_000)  # a busy machine is slow, not wrong


def test_axe_finds_nothing_on_any_tab_of_a_matter(desk: Desk, shared_site: Site, keys: dict[str, Any]) -> None:
    found: list[str] = []
    page = desk("editor")
    open_screen(page, shared_site, f"{MATTER}edit/{keys['matter']}/")
    for tab in page.get_by_role("tab").all():
        page.set_viewport_size({"width": 1280, "height": 800})
        tab.click()
        found += complaints(page, CROSSED)

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

    found = list(complaints(page, CROSSED))

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

    found = list(complaints(page, CROSSED))

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

    found = list(complaints(page, CROSSED))

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

    found = list(complaints(page, CROSSED))

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

    found = list(complaints(page, CROSSED))

    assert not found, listed(found)
    assert all("422" in each for each in watched.complaints)
    watched.complaints.clear()


def test_axe_finds_nothing_while_all_cards_become_one_file(desk: Desk, shared_site: Site) -> None:
    page = desk("editor")
    open_screen(page, shared_site, "/admin/cards/")
    page.locator("main form button").first.click()
    page.wait_for_url("**/cards/books/*/")

    found = list(complaints(page, CROSSED[:1]))
    expect(page.get_by_role("link", name="打开 PDF")).to_be_visible()
    found += complaints(page, CROSSED)

    assert not found, listed(found)


def test_axe_finds_nothing_on_the_page_for_lost_addresses(desk: Desk, shared_site: Site, watched: Watch) -> None:
    page = desk("editor")
    page.goto(f"{shared_site.url}/admin/nowhere/")

    found = list(complaints(page, CROSSED))

    assert not found, listed(found)
    watched.complaints.clear()
