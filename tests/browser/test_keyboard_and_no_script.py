"""From home to the printed card with a keyboard alone, and without scripting; the focus is always seen."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.running import Site, Watch, someone

pytestmark = pytest.mark.browser

expect.set_options(timeout=30_000)  # a busy machine is slow, not wrong

LONGEST = 150  # presses of Tab from one end of a page to the other
WIDTHS = pytest.mark.parametrize("width", [1280, 320], ids=["desktop", "phone"])

# Where the focus is: whether it is drawn, lies in the window, and what is on top of its middle. A radio of a segment is
# drawn by the words beside it.
FOCUS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const drawn = at.matches(".segment__radio") ? at.nextElementSibling : at;
  const style = getComputedStyle(drawn);
  const box = drawn.getClientRects()[0];
  const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
  const top = document.elementFromPoint(x, y);
  const around = drawn.closest("label") || drawn;
  const bar = document.querySelector(".sticky-bar:not(:focus-within)");
  const covers = bar ? bar.getBoundingClientRect() : { top: innerHeight, bottom: innerHeight };
  return {
    place: `${at.tagName} ${at.className} ${(at.innerText || at.value || "").trim()}`,
    drawn: style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 3,
    inside: box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight,
    uncovered: (box.bottom <= covers.top || box.top >= covers.bottom)
      && top !== null && (around.contains(top) || top.contains(around)),
  };
}"""


def stops(page: Page) -> Iterator[str]:
    """Tab by Tab to the end of the page; each stop is one that a reader sees."""
    for _press in range(LONGEST):
        page.keyboard.press("Tab")
        focus: dict[str, Any] | None = page.evaluate(FOCUS)
        if focus is None:
            return
        assert focus["drawn"], f"no focus is drawn at {focus['place']}"
        assert focus["inside"], f"the focus lies outside at {focus['place']}"
        assert focus["uncovered"], f"something covers {focus['place']}"
        yield focus["place"]
    raise AssertionError("The page never ends.")


def go_to(page: Page, wanted: Locator) -> None:
    """Until it has the focus."""
    expect(wanted).to_have_count(1)
    passed = []
    for place in stops(page):
        passed.append(place)
        if wanted.evaluate("it => it === document.activeElement"):
            return
    raise AssertionError(f"{wanted} is not among {passed}")


def follow(page: Page, link: Locator, address: str) -> None:
    go_to(page, link)
    page.keyboard.press("Enter")
    page.wait_for_url(address)


def header(page: Page, width: int) -> Locator:
    """The links of the header; on a phone its menu is opened first."""
    if width > 600:
        return page.locator("nav.nav--wide")
    go_to(page, page.locator(".menu > summary"))
    page.keyboard.press("Space")
    return page.locator(".menu__list")


def print_by(page: Page, press: str) -> None:
    """The key or click opens a PDF (which a browser without a window does not show)."""
    with page.expect_response("**/q/M04/a5.pdf") as opened:
        page.keyboard.press(press)
    assert opened.value.status == 200
    assert opened.value.headers["content-type"] == "application/pdf"


@WIDTHS
def test_with_a_keyboard_alone_from_home_over_the_ticked_list_to_the_printed_card(
    browser: Browser, shared_site: Site, watch: Watch, width: int
) -> None:
    page = someone(browser, watch, width)
    page.goto(shared_site.url)
    follow(page, header(page, width).get_by_role("link", name="办事指南"), "**/guides/")
    follow(page, page.locator("main").get_by_role("link", name="建设工程规划许可", exact=True), "**/guides/m04/")

    go_to(page, page.get_by_role("radio", name="新建"))
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/guides/m04/?s=extend")
    expect(page.locator("[data-material]")).to_have_count(4)
    for material in ("申请表", "设计方案"):
        go_to(page, page.get_by_role("checkbox", name=material))
        page.keyboard.press("Space")
        expect(page.get_by_role("checkbox", name=material)).to_be_checked()
    expect(page.locator(".materials__progress")).to_have_text("备好 2 份，差 2 份")
    go_to(page, page.get_by_role("link", name="打印一次性告知卡"))
    print_by(page, "Enter")
    assert watch.complaints == []
    assert watch.strange_addresses(shared_site) == []


@WIDTHS
def test_the_skip_link_leads_past_the_header(browser: Browser, shared_site: Site, watch: Watch, width: int) -> None:
    page = someone(browser, watch, width)
    page.goto(f"{shared_site.url}/guides/m04/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")

    page.keyboard.press("Tab")

    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("mode", ["standard", "large"])
@WIDTHS
def test_no_stop_of_a_card_lies_under_the_bar_at_its_foot(
    browser: Browser, shared_site: Site, watch: Watch, width: int, mode: str
) -> None:
    page = someone(browser, watch, width)
    page.context.add_cookies([{"name": "reader_mode", "value": mode, "url": shared_site.url}])
    page.goto(f"{shared_site.url}/q/M04/?v=1")

    passed = list(stops(page))

    assert any("materials__box" in place for place in passed)
    assert sum("segment__radio" in place for place in passed) == 1  # the arrows choose within


@WIDTHS
def test_without_scripting_another_situation_is_chosen_by_the_form_and_the_card_printed(
    browser: Browser, shared_site: Site, watch: Watch, width: int
) -> None:
    page = someone(browser, watch, width, java_script_enabled=False)
    page.goto(shared_site.url)
    if width < 600:
        page.locator(".menu > summary").click()
    page.get_by_role("link", name="办事指南").filter(visible=True).first.click()
    page.get_by_role("main").get_by_role("link", name="建设工程规划许可", exact=True).click()
    expect(page.locator("[data-material]")).to_have_count(5)
    expect(page.locator("[data-progress]").first).to_be_hidden()  # nothing could count

    page.get_by_role("radio", name="只铺管线").check()
    page.get_by_role("button", name="看这种情况").click()

    expect(page.get_by_role("radio", name="只铺管线")).to_be_checked()
    expect(page.locator("[data-material]")).to_have_count(4)
    expect(page.get_by_role("cell", name="管线综合图")).to_be_visible()
    expect(page.get_by_role("cell", name="经济技术指标计算书")).to_have_count(0)
    with page.expect_response("**/q/M04/a5.pdf") as opened:
        page.get_by_role("link", name="打印一次性告知卡").click()
    assert opened.value.headers["content-type"] == "application/pdf"
    assert watch.complaints == []
    assert watch.strange_addresses(shared_site) == []
