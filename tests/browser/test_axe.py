"""Axe finds nothing on any page, narrow and wide, light and dark; public pages in English too."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.qr_reader import read_qr
from tests.browser.running import Site, Watch, sign_in, someone

pytestmark = pytest.mark.browser

LOOKS = [(width, scheme) for width in (1280, 320) for scheme in ("light", "dark")]
STILL = "() => Promise.all(document.getAnimations().map((each) => each.finished.catch(() => null)))"


@pytest.fixture
def places(site: Site) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        site.manage("shell", "-v", "0", "-c", "from tests.browser.states import make_states; make_states()")
    )
    return found


def listed(found: list[str]) -> str:
    return "\n".join(["", *found])


def complaints(page: Page, looks: list[tuple[int, str]] = LOOKS) -> Iterator[str]:
    """What axe says about the page as it stands, in each look."""
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of its literals
        page.wait_for_load_state("networkidle")
        page.evaluate(STILL)  # colours and side panels of the admin glide into place
        for one in Axe().run(page).response["violations"]:
            for node in one["nodes"]:
                yield f"{page.title()} at {width} {scheme}: {one['id']}: {node['target']} {node['html'][:160]}"


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


SCREENS = {
    "officer": [
        "/admin/",
        "/admin/certificates/projects/",
        "/admin/certificates/projects/inspect/{project}/",
        "/admin/certificates/projects/edit/{project}/",
        "/admin/certificates/projects/new/",
        "/admin/certificates/bundles/",
        "/admin/certificates/bundles/new/?project={project}",
        "/admin/certificates/bundles/{draft}/",
        "/admin/certificates/bundles/{draft}/history/",
        "/admin/certificates/bundles/{issued}/",
        "/admin/certificates/one/{replaced}/",
        "/admin/certificates/bundles/{draft}/spreadsheet/",
        "/admin/certificates/projects/{project}/spreadsheet/",
        "/admin/documents/numbers/",
        "/admin/documents/numbers/inspect/{numbers}/",
    ],
    "chief": ["/admin/certificates/bundles/{checked}/", "/admin/certificates/bundles/{checked}/ask/return/"],
    "issuer": ["/admin/certificates/bundles/{approved}/", "/admin/certificates/bundles/{issued}/issuing/"],
    "admin": ["/admin/certificates/kinds/", "/admin/certificates/kinds/edit/{kind}/"],
}


def test_staff_screens(browser: Browser, site: Site, watch: Watch, places: dict[str, Any]) -> None:
    found: list[str] = []
    for name, addresses in SCREENS.items():
        page = someone(browser, watch, 1280)
        sign_in(page, site, name)
        for address in addresses:
            response = page.goto(site.url + address.format(**places))
            assert response is not None
            assert response.status == 200, address
            found += complaints(page)

    assert not found, listed(found)
    assert watch.complaints == []
