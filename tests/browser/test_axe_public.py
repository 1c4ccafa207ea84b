"""Axe finds nothing on any public page; in English too."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looks import LOOKS, complaints, listed
from tests.browser.qr_reader import read_qr
from tests.browser.running import Site, Watch, someone

pytestmark = pytest.mark.browser


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
        page.locator("form:has(input[type=file]) button[type=submit]").click()
        expect(page.locator(".answer")).to_be_visible()


def exported(site: Site, folder: Path) -> list[Path]:
    site.manage("export_bundle", "2022-0001", "--to", str(folder))
    return sorted(folder.rglob("*.pdf"))


def answers(page: Page, site: Site, places: dict[str, Any], folder: Path) -> Iterator[None]:
    """The page shows one answer after the other: authentic, a title, replaced, unknown, altered."""
    papers = exported(site, folder)
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


NOBODY = ("建字第430900202200086号", "ABCDEFGH23")  # a number of ours with a wrong code
PUBLIC = ["/", "/search/", "/search/?q=样例电厂", "/search/?q=火星", "/check/", "/admin/login/"]


def test_public_pages(browser: Browser, site: Site, watch: Watch, places: dict[str, Any], tmp_path: Path) -> None:
    found: list[str] = []
    readers = {language: someone(browser, watch, 1280) for language in ("zh-hans", "en")}
    for language, page in readers.items():
        looks = LOOKS if language == "zh-hans" else LOOKS[:1]  # the other language has other words only
        page.context.add_cookies([{"name": "django_language", "value": language, "url": site.url}])
        for address in [*PUBLIC, f"/permits/{places['permit']}/", f"/permits/{places['old permit']}/"]:
            page.goto(site.url + address)
            found += complaints(page, looks)
        page.goto(f"{site.url}/check/")
        page.locator("[name=code]").press("Enter")  # a form with errors
        found += complaints(page, looks)
        for _answer in answers(page, site, places, tmp_path / language):
            found += complaints(page, looks)

    site.lose_records()
    check_by_number(readers["zh-hans"], site, *NOBODY)
    found += complaints(readers["zh-hans"])

    assert not found, listed(found)
