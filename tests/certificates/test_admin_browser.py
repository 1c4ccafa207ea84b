"""The staff screens in Chromium: three people, typing in place, arrow keys, progress; nothing for axe to find."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from certificates.actions.edit_bundle import edit_values
from certificates.actions.issue_bundle import issue_bundle
from certificates.models import Bundle
from tests.kit import Bureau, certificate, open_bureau, worker_at_work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
DESKTOP, PHONE = (1280, 900), (400, 800)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture
def bureau(transactional_db: None) -> Bureau:
    return open_bureau()


class Visitor:
    """One signed-in person with a window of their own."""

    def __init__(self, browser: Browser, server: LiveServer, bureau: Bureau, name: str, *, script: bool = True) -> None:
        context = browser.new_context(
            locale="zh-CN", viewport={"width": DESKTOP[0], "height": DESKTOP[1]}, java_script_enabled=script
        )
        client = Client()
        client.force_login(bureau.person(name))
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": server.url}])
        self.page: Page = context.new_page()
        self.server = server
        self.failures: list[str] = []
        self.page.on("pageerror", lambda error: self.failures.append(str(error)))

    def open(self, name: str, *args: object, query: str = "") -> Page:
        self.page.goto(f"{self.server.url}{reverse(name, args=args)}{query}")
        return self.page


def issue(bundle: Bundle, bureau: Bureau) -> Bundle:
    """In a thread of its own, as a worker would: beside Playwright's event loop no other can run."""

    def work() -> Bundle:
        try:
            return issue_bundle(bundle.pk, actor=bureau.person("issuer"))
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(work).result()


def draft_with_a_finding(bureau: Bureau) -> tuple[Bundle, str]:
    bundle = bureau.draft_bundle()
    works = certificate(bundle, "WORKS")
    edit_values(bundle.pk, {works.pk: {"area_total": "1.00"}}, revision=0, actor=bureau.person("officer"))
    return bundle, f"v-{works.pk}-area_total"


def test_a_finding_leads_to_its_cell_and_arrow_keys_go_on_from_there(
    browser: Browser, live_server: LiveServer, bureau: Bureau
) -> None:
    bundle, name = draft_with_a_finding(bureau)
    visitor = Visitor(browser, live_server, bureau, "officer")
    page = visitor.open("bundle", bundle.pk)

    page.locator("#findings a").first.click()
    focused = page.evaluate("document.activeElement.name")
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    beside = page.evaluate("document.activeElement.name")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowUp")
    above = page.evaluate("document.activeElement.name")

    assert focused == name
    assert beside.endswith("-area_total")
    assert beside != name
    assert above.split("-")[1] == name.split("-")[1]
    assert above != name
    assert visitor.failures == []


def test_what_is_typed_can_be_undone_until_it_is_saved(
    browser: Browser, live_server: LiveServer, bureau: Bureau
) -> None:
    bundle, name = draft_with_a_finding(bureau)
    page = Visitor(browser, live_server, bureau, "officer").open("bundle", bundle.pk)
    cell = page.locator(f'[name="{name}"]')

    hidden = page.locator("[data-undo]").is_visible()
    cell.fill("2.00")
    offered = page.locator("[data-undo]").is_visible()
    page.locator("[data-undo]").click()

    assert (hidden, offered) == (False, True)
    assert cell.input_value() == "1.00"


def test_three_people_take_a_draft_to_seven_issued_certificates(
    browser: Browser, live_server: LiveServer, bureau: Bureau
) -> None:
    bundle, name = draft_with_a_finding(bureau)
    works = certificate(bundle, "WORKS")
    total = sum(float(works.values[key]) for key in ("area_above", "area_below"))
    worker_at_work()

    page = Visitor(browser, live_server, bureau, "officer").open("bundle", bundle.pk)
    page.fill(f'[name="{name}"]', f"{total:.2f}")
    page.click("text=再检查一次")
    page.click("button:has-text('送批')")
    sent = page.inner_text(".messages")
    page = Visitor(browser, live_server, bureau, "chief").open("bundle", bundle.pk)
    page.click("button:has-text('批准')")
    page = Visitor(browser, live_server, bureau, "issuer").open("bundle", bundle.pk)
    page.click("a:has-text('签发 7 本')")
    asked = page.inner_text("#ask-issue")
    page.click("#ask-issue button[type=submit]")
    page.wait_for_selector("text=签好 0 本，还有 7 本")
    issue(bundle, bureau)
    page.wait_for_selector("text=7 本证书同一刻发出了")

    bundle.refresh_from_db()
    assert "送批了" in sent
    assert "签发后不能改。7 本会在同一刻发出。" in asked
    assert bundle.state == Bundle.State.ISSUED


def test_on_a_phone_one_certificate_is_shown_at_a_time(
    browser: Browser, live_server: LiveServer, bureau: Bureau
) -> None:
    bundle, name = draft_with_a_finding(bureau)
    visitor = Visitor(browser, live_server, bureau, "officer")
    visitor.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page = visitor.open("bundle", bundle.pk)
    title = certificate(bundle, "TITLE")

    before = page.locator("thead th[data-column]:visible").count()
    page.click(f'.one-by-one [data-show="{title.pk}"]')

    assert before == 1
    assert page.locator(f'[name="{name}"]').is_visible() is False
    assert page.locator(f'[name="v-{title.pk}-unit_code"]').is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_script_the_page_is_a_plain_form(browser: Browser, live_server: LiveServer, bureau: Bureau) -> None:
    bundle, name = draft_with_a_finding(bureau)
    page = Visitor(browser, live_server, bureau, "officer", script=False).open("bundle", bundle.pk)

    page.fill(f'[name="{name}"]', "3.00")
    page.click("button:has-text('再检查一次')")

    assert certificate(bundle, "WORKS").values["area_total"] == "3.00"
    assert page.locator(f'[name="{name}"]').input_value() == "3.00"
