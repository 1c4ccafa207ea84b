"""The public pages as Chromium shows them: nothing for axe to find, nothing to scroll sideways, no script needed."""

import gzip
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from bureau.models import User
from cms.models import HomePage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS.split())
        yield browser
        browser.close()


def context_of(browser: Browser, server: LiveServer, *, mode: str = "standard", **options: Any) -> BrowserContext:
    context = browser.new_context(locale="zh-CN", **options)
    context.add_cookies([{"name": "reader_mode", "value": mode, "url": server.url}])
    return context


def sign_in(context: BrowserContext, server: LiveServer, user: User) -> None:
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": server.url}])


def complaints(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def test_axe_finds_nothing_where_the_reader_forces_colours(
    browser: Browser, live_server: LiveServer, home: HomePage, administrator: User
) -> None:
    """All other looks: tests/browser/test_axe_public.py."""
    context = context_of(browser, live_server, forced_colors="active")
    sign_in(context, live_server, administrator)
    page = context.new_page()
    found: dict[str, list[str]] = {}

    for address in ("/", "/nothing-here/", "/components/"):
        page.goto(live_server.url + address)
        found[address] = complaints(page)

    context.close()
    assert found == {address: [] for address in found}


@pytest.mark.parametrize("mode", ["standard", "large"])
def test_nothing_scrolls_sideways_on_a_phone(
    browser: Browser, live_server: LiveServer, home: HomePage, administrator: User, mode: str
) -> None:
    context = context_of(browser, live_server, mode=mode, viewport={"width": 360, "height": 800})
    sign_in(context, live_server, administrator)
    page = context.new_page()

    for address in ("/", "/nothing-here/", "/components/"):
        page.goto(live_server.url + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address

    context.close()


def test_everything_works_without_script(browser: Browser, live_server: LiveServer, home: HomePage) -> None:
    context = context_of(browser, live_server, java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(live_server.url)

    page.locator(".menu > summary").click()
    assert page.locator(".menu__list").get_by_role("link", name="查许可").is_visible()
    page.locator(".strip__how > summary").click()
    assert page.get_by_text("看网址：政府网站网址以 .gov.cn 结尾。").is_visible()
    page.get_by_role("link", name="大字版").click()
    assert page.url == live_server.url + "/"
    assert page.get_by_role("link", name="打电话问").is_visible()

    context.close()


def test_the_keyboard_meets_the_way_to_the_content_first(
    browser: Browser, live_server: LiveServer, home: HomePage
) -> None:
    context = context_of(browser, live_server)
    page = context.new_page()
    page.goto(live_server.url)

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    assert page.locator(".skip").bounding_box()["y"] >= 0  # type: ignore[index]  # it is in the page
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "q"

    context.close()


def test_targets_are_large_enough_to_hit(browser: Browser, live_server: LiveServer, home: HomePage) -> None:
    least = {}
    for mode in ("standard", "large"):
        context = context_of(browser, live_server, mode=mode, viewport={"width": 360, "height": 800})
        page = context.new_page()
        page.goto(live_server.url)
        boxes = [one.bounding_box() for one in page.locator("main .button, main input").all() if one.is_visible()]
        least[mode] = min(box["height"] for box in boxes if box)
        context.close()

    assert least["standard"] >= 48
    assert least["large"] >= 64


def test_the_policy_of_the_page_is_not_broken_by_the_page(
    browser: Browser, live_server: LiveServer, home: HomePage
) -> None:
    context = context_of(browser, live_server, mode="large")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    page.goto(live_server.url)

    context.close()
    assert said == []


def test_the_first_view_is_light(browser: Browser, live_server: LiveServer, home: HomePage) -> None:
    context = context_of(browser, live_server)
    page = context.new_page()
    sizes: dict[str, int] = {}
    page.on("response", lambda response: sizes.update({response.url: len(gzip.compress(response.body()))}))

    page.goto(live_server.url, wait_until="networkidle")

    context.close()
    fonts = sum(size for url, size in sizes.items() if url.endswith(".woff2"))
    assert sum(sizes.values()) - fonts <= 120_000  # as whitenoise and the proxy send it
    assert all(url.startswith(live_server.url) for url in sizes)


def test_on_paper_only_the_content_stays(browser: Browser, live_server: LiveServer, home: HomePage) -> None:
    context = context_of(browser, live_server, color_scheme="dark")
    page = context.new_page()
    page.goto(live_server.url + "/nothing-here/")
    page.emulate_media(media="print")

    assert not page.locator(".strip").is_visible()
    assert not page.locator(".nav--wide").is_visible()
    assert page.locator(".brand__name").is_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert live_server.url in page.locator(".footer__print").inner_text()

    context.close()
