"""Guides and cards in Chromium: boxes to tick, another situation in place, nothing for axe, nothing to scroll sideways.

The pages are rendered before; the browser gets them and the static files from here, without a server or a database.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import translation
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from cms.guides.shown_guide import Ways, show_card, show_guide
from cms.matters.facts import Material
from cms.middleware import CONTENT_SECURITY_POLICY
from tests.cms.guides import having, page, part
from tests.cms.matter_facts import APPROVAL, DESIGN, FORM, PERMIT

pytestmark = pytest.mark.browser

STATIC = Path(__file__).parents[2] / "site" / "static"
HOST = "https://yiyang.example"
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
BASEMENT = Material(id="m9", name="人防意见", copies=1, only_in=("new",))
MATTER = having(PERMIT, materials=(FORM, DESIGN, BASEMENT, APPROVAL))
OTHERS = (
    having(PERMIT, code="M02", name="建设用地规划许可", situations=()),
    having(PERMIT, code="M07", name="首次登记"),
)
WAYS = Ways(book_url="/visits/", help_url="/help/")
LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
}


def pages(mode: str = "standard") -> dict[str, str]:
    """Address to HTML."""
    with translation.override("en"):
        one = part(MATTER)
        return {
            "/guide?": page("cms/guide_page.html", mode=mode, guide=show_guide([one], ways=WAYS)),
            "/guide?s=extension": page(
                "cms/guide_page.html", mode=mode, guide=show_guide([one], chosen=("extension",), ways=WAYS)
            ),
            "/package?": page(
                "cms/guide_page.html", mode=mode, guide=show_guide([*map(part, OTHERS), one], title="一件事")
            ),
            "/card?": page("cms/card.html", mode=mode, card=show_card(one, paper_number=3, paper_summary="News.")),
        }


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS.split())
        yield browser
        browser.close()


def opened(browser: Browser, served: Mapping[str, str], address: str, **options: Any) -> Page:
    context = browser.new_context(locale="en", **options)

    def answer(route: Route) -> None:
        parts = urlsplit(route.request.url)
        if parts.path.startswith("/static/"):
            file = STATIC / parts.path.removeprefix("/static/")
            if file.exists():
                route.fulfill(path=file)
            else:  # the web font, when nobody has cut it
                route.fulfill(status=404)
            return
        body = served.get(f"{parts.path}?{parts.query}")
        headers = {"Content-Security-Policy": CONTENT_SECURITY_POLICY}
        route.fulfill(status=200 if body else 404, body=body or "", content_type="text/html", headers=headers)

    context.route("**/*", answer)
    shown = context.new_page()
    shown.goto(HOST + address)
    return shown


def ready(shown: Page) -> str:
    return shown.locator("p[data-progress]").inner_text()


def test_ticks_are_counted_said_and_kept_on_this_device(browser: Browser) -> None:
    shown = opened(browser, pages(), "/guide?")
    assert ready(shown) == "0 ready, 3 to go"

    shown.get_by_role("checkbox", name="设计方案").check()
    shown.locator("[data-material=m1]").click(position={"x": 200, "y": 12})  # the whole row toggles

    assert ready(shown) == "2 ready, 1 to go"
    assert shown.locator("p[data-progress]").get_attribute("role") == "status"
    shown.reload()
    assert ready(shown) == "2 ready, 1 to go"
    shown.locator("[data-material=m1]").click(position={"x": 200, "y": 12})
    assert ready(shown) == "1 ready, 2 to go"

    shown.context.close()


def test_the_keyboard_ticks_and_all_ready_is_said(browser: Browser) -> None:
    shown = opened(browser, pages(), "/guide?s=extension")

    shown.get_by_role("checkbox", name="建设工程规划许可申请表").focus()
    shown.keyboard.press("Space")
    shown.keyboard.press("Tab")  # the link to the sample
    shown.keyboard.press("Tab")
    shown.keyboard.press("Space")

    assert ready(shown) == "All 2 ready"

    shown.context.close()


def test_a_link_in_a_row_is_a_link_and_no_tick(browser: Browser) -> None:
    shown = opened(browser, pages(), "/guide?")

    shown.evaluate("document.addEventListener('click', (event) => event.preventDefault())")
    shown.get_by_role("link", name="Sample (PDF, 82 KB)").click()

    assert ready(shown) == "0 ready, 3 to go"

    shown.context.close()


def test_another_situation_changes_the_list_in_place_and_has_its_own_ticks(browser: Browser) -> None:
    shown = opened(browser, pages(), "/guide?")
    shown.get_by_role("checkbox", name="设计方案").check()
    shown.evaluate("window.isSamePage = true")

    shown.get_by_role("radio", name="改建、扩建").check(force=True)
    expect(shown.locator("[data-said]")).to_have_text("2 documents to hand in")

    assert shown.evaluate("window.isSamePage") is True
    assert shown.url == HOST + "/guide?s=extension"
    assert shown.locator("[data-material]").count() == 2
    assert shown.locator("#facts").get_by_text("2 documents").is_visible()
    assert ready(shown) == "0 ready, 2 to go"
    assert shown.get_by_role("radio", name="改建、扩建").evaluate("(radio) => radio === document.activeElement")

    shown.context.close()


def test_without_script_the_choice_is_sent_and_the_list_has_no_boxes(browser: Browser) -> None:
    shown = opened(browser, pages(), "/guide?", java_script_enabled=False)

    shown.get_by_role("radio", name="改建、扩建").check(force=True)
    shown.get_by_role("button", name="Show this case").click()

    assert shown.url == HOST + "/guide?s=extension"
    assert shown.locator("[data-material]").count() == 2
    assert shown.get_by_role("checkbox").count() == 0
    assert not shown.locator("p[data-progress]").is_visible()

    shown.context.close()


def test_the_bar_of_a_card_stays_in_sight_and_counts_along(browser: Browser) -> None:
    shown = opened(browser, pages(), "/card?", viewport={"width": 360, "height": 800})
    bar = shown.locator(".sticky-bar")
    assert bar.bounding_box()["y"] + bar.bounding_box()["height"] == pytest.approx(800, abs=1)  # type: ignore[index]

    shown.get_by_role("checkbox", name="设计方案").check()

    assert bar.inner_text().startswith("1 ready, 2 to go")
    shown.get_by_role("checkbox", name="人防意见").focus()
    box = shown.get_by_role("checkbox", name="人防意见").bounding_box()
    assert box
    assert box["y"] + box["height"] <= bar.bounding_box()["y"]  # type: ignore[index]  # nothing covers the focus

    shown.context.close()


def test_on_paper_the_list_has_boxes_to_tick_and_the_choice_is_words(browser: Browser) -> None:
    shown = opened(browser, pages(), "/guide?")
    shown.emulate_media(media="print")

    assert not shown.locator(".segment").is_visible()
    assert shown.locator(".segment__printed").inner_text() == "Which is your case? 新建"
    assert not shown.get_by_role("link", name="Apply online").is_visible()
    border = "getComputedStyle(document.querySelector('[data-material] .materials__name'), '::before').borderTopWidth"
    assert shown.evaluate(border) != "0px"

    shown.context.close()


@pytest.mark.parametrize("look", [*LOOKS, "large"])
@pytest.mark.parametrize("address", ["/guide?", "/package?", "/card?"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser: Browser, address: str, look: str) -> None:
    shown = opened(browser, pages("large" if look == "large" else "standard"), address, **LOOKS.get(look, {}))
    said: list[str] = []
    shown.on("console", lambda message: said.append(message.text))
    found: list[str] = []

    for width in (1280, 960, 640, 360, 320):
        shown.set_viewport_size({"width": width, "height": 800})
        if shown.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"scrolls sideways at {width}")
        if width in (1280, 320):
            violations = Axe().run(shown).response["violations"]
            found += [f"{one['id']} at {width}: {node['html'][:120]}" for one in violations for node in one["nodes"]]

    shown.context.close()
    assert found + said == []
