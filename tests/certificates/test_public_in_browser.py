"""Permit and check pages as Chromium shows them: with script and without, on phones and desks, for axe and for eyes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from documents.signing.configured import keys_folder, signer_from_settings
from documents.signing.software import make_sample_key
from tests.certificates import alterations
from tests.certificates.issued import TITLE_NUMBER, Issued, issue_2022

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --use-fake-device-for-media-stream"
)
WRONG_CODE = "2345678923"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    make_sample_key(keys_folder())
    signer_from_settings()  # its first use runs an event loop, which cannot be inside Playwright's
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture
def bundle(live_server: LiveServer) -> Issued:
    return issue_2022()


def open_page(browser: Browser, server: LiveServer, *, mode: str = "standard", **options: Any) -> Page:
    context = browser.new_context(locale="zh-CN", **options)
    context.add_cookies([{"name": "reader_mode", "value": mode, "url": server.url}])
    return context.new_page()


def type_number(page: Page, server: LiveServer, number: str, code: str) -> None:
    page.goto(server.url + "/check/")
    page.get_by_role("textbox", name="证书编号").fill(number)
    page.get_by_role("textbox", name="验证码").fill(code)
    page.get_by_role("button", name="查一查").click()


def complaints(page: Page, where: str) -> list[str]:
    found = Axe().run(page).response["violations"]
    said = [f"{where}: {one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]
    width = page.viewport_size["width"] if page.viewport_size else 0
    if page.evaluate("document.documentElement.scrollWidth") > width:
        said.append(f"{where}: scrolls sideways")
    return said


def test_axe_finds_nothing_where_the_reader_forces_colours(
    browser: Browser, live_server: LiveServer, bundle: Issued
) -> None:
    """All other looks: tests/browser/test_axe_public.py."""
    paper, title = bundle.of("WORKS"), bundle.of("TITLE")
    certificate = reverse("certificate_page", args=[paper.certificate.public_id])
    answer = reverse("check_by_qr", args=[title.certificate.public_id, title.code])
    page = open_page(browser, live_server, forced_colors="active")
    found: list[str] = []
    for address in ("/check/", certificate, answer):
        page.goto(live_server.url + address)
        found += complaints(page, address)
    type_number(page, live_server, "", "O1")
    found += complaints(page, "errors")
    type_number(page, live_server, TITLE_NUMBER, WRONG_CODE)
    found += complaints(page, "unknown")
    page.context.close()

    assert found == []


def test_a_file_is_checked_by_its_fingerprint_and_never_leaves_the_device(
    browser: Browser, live_server: LiveServer, bundle: Issued, tmp_path: Path
) -> None:
    paper = bundle.of("WORKS")
    path = tmp_path / "works.pdf"
    path.write_bytes(paper.pdf)
    page = open_page(browser, live_server)
    sent: list[bytes] = []
    page.on("request", lambda request: sent.append(request.post_data_buffer or b""))
    page.goto(live_server.url + "/check/")
    expect(page.get_by_text("文件只算指纹，不上传原文。")).to_be_visible()
    expect(page.get_by_text("要上传才能验。")).not_to_be_visible()

    page.get_by_label("证书的 PDF 文件").set_input_files(path)
    page.get_by_role("button", name="查这个文件").click()

    expect(page.locator("h1")).to_have_text("证书是真的，现在有效")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    assert max(map(len, sent)) < 2000
    assert not any(b"%PDF" in body for body in sent)
    page.context.close()


def test_a_fingerprint_that_we_do_not_know_leads_to_the_upload_which_finds_what_was_altered(
    browser: Browser, live_server: LiveServer, bundle: Issued, tmp_path: Path
) -> None:
    path = tmp_path / "altered.pdf"
    path.write_bytes(alterations.attachment_swapped(bundle.of("WORKS").pdf))
    page = open_page(browser, live_server)
    page.goto(live_server.url + "/check/")
    page.get_by_label("证书的 PDF 文件").set_input_files(path)
    page.get_by_role("button", name="查这个文件").click()
    expect(page.locator("h1")).to_have_text("查无此证")

    expect(page.get_by_text("要上传才能验。")).to_be_visible()
    page.get_by_label("证书的 PDF 文件").set_input_files(path)
    page.get_by_role("button", name="查这个文件").click()

    expect(page.locator("h1")).to_have_text("文件被改过，不要采用")
    page.get_by_role("link", name="看这个编号的正确内容").click()
    expect(page.locator("h1")).to_contain_text("主厂房")
    page.context.close()


def test_a_file_that_is_too_large_is_said_before_anything_is_sent(
    browser: Browser, live_server: LiveServer, bundle: Issued, tmp_path: Path
) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.truncate(24 * 1024 * 1024)
    page = open_page(browser, live_server)
    page.goto(live_server.url + "/check/")

    page.get_by_label("证书的 PDF 文件").set_input_files(path)
    page.get_by_role("button", name="查这个文件").click()

    expect(page.get_by_role("alert")).to_contain_text("文件 24 MB，最大 20 MB。")
    assert page.url.endswith("/check/")
    page.context.close()


def test_all_three_ways_work_without_script(
    browser: Browser, live_server: LiveServer, bundle: Issued, tmp_path: Path
) -> None:
    paper = bundle.of("TITLE")
    path = tmp_path / "title.pdf"
    path.write_bytes(paper.pdf)
    page = open_page(browser, live_server, java_script_enabled=False, viewport={"width": 360, "height": 800})

    type_number(page, live_server, f"第 {TITLE_NUMBER}", paper.code.lower())
    expect(page.locator("h1")).to_have_text("证书是真的，现在有效")
    assert paper.code not in page.url
    page.goto(live_server.url + "/check/")
    expect(page.get_by_text("要上传才能验。")).to_be_visible()
    expect(page.get_by_role("button", name="扫码")).not_to_be_visible()
    page.get_by_label("证书的 PDF 文件").set_input_files(path)
    page.get_by_role("button", name="查这个文件").click()
    expect(page.locator("h1")).to_have_text("证书是真的，现在有效")
    page.goto(live_server.url + reverse("check_by_qr", args=[paper.certificate.public_id, paper.code]))
    expect(page.locator("h1")).to_have_text("证书是真的，现在有效")
    page.context.close()


def test_the_policy_of_the_page_is_not_broken_by_the_page(
    browser: Browser, live_server: LiveServer, bundle: Issued
) -> None:
    page = open_page(browser, live_server)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    page.goto(live_server.url + "/check/")
    type_number(page, live_server, TITLE_NUMBER, bundle.of("TITLE").code)
    page.goto(live_server.url + reverse("certificate_page", args=[bundle.of("LAND").certificate.public_id]))

    page.context.close()
    assert said == []


SCANNER = """
window.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"]; }
  async detect() { return [{ rawValue: "https://elsewhere.example%s" }]; }
};
"""


def test_a_scanned_code_is_checked_here_whatever_host_it_names(
    browser: Browser, live_server: LiveServer, bundle: Issued
) -> None:
    """Desktop Chromium has no reader of QR codes; one stands in, with Chromium's own made-up camera."""
    paper = bundle.of("WORKS")
    address = reverse("check_by_qr", args=[paper.certificate.public_id, paper.code])
    page = open_page(browser, live_server, permissions=["camera"])
    page.add_init_script(SCANNER % address)
    page.goto(live_server.url + "/check/")

    page.get_by_role("button", name="扫码").click()

    expect(page.locator("h1")).to_have_text("证书是真的，现在有效")
    assert page.url == live_server.url + address
    page.context.close()
