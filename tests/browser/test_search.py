"""Search as people use it: type, choose, narrow, open, go back, share; staff ask why, keep, export and add words."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, CDPSession, Locator, Page, Route, expect

from tests.browser.running import Site, Watch, sign_in, someone

pytestmark = pytest.mark.browser

expect.set_options(timeout=30_000)  # a busy machine is slow, not wrong

WIDTHS = pytest.mark.parametrize("width", [1280, 360], ids=["desktop", "phone"])
SUGGEST = "**/search/suggest/**"
TYPED = "三期扩"  # in the titles of the sample's five permits; three notices beside them say 样例电厂 alone
LAND = "益阳样例电厂三期扩建工程（样例）"  # the first of the five
WITH_NOTICES = 8
WRONG = "建字第430900202200186号"
RIGHT = "建字第430900202200086号"
PAUSE = 1000  # milliseconds of the page's own clock, more than any pause of its scripts


def field(page: Page) -> Locator:
    return page.locator("#q")


def options(page: Page) -> Locator:
    return page.get_by_role("option")


def titles(page: Page) -> list[str]:
    return page.locator(".hit__title").all_inner_texts()


def type_and_choose(page: Page) -> None:
    """With the keys: to the first suggestion, which is searched for."""
    field(page).press_sequentially(TYPED)
    expect(options(page)).to_have_count(5)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(field(page)).to_have_value(LAND)


def type_and_send(page: Page) -> None:
    field(page).fill(LAND)
    page.locator("main form[role=search] button").click()
    expect(options(page)).to_have_count(0)


@pytest.mark.parametrize(
    ("scripting", "ask"), [(True, type_and_choose), (False, type_and_send)], ids=["script", "none"]
)
@WIDTHS
def test_from_the_home_page_to_a_permit_and_back_to_a_list_that_can_be_shared(
    browser: Browser, shared_site: Site, watch: Watch, width: int, scripting: bool, ask: Callable[[Page], None]
) -> None:
    page = someone(browser, watch, width, java_script_enabled=scripting)
    page.goto(shared_site.url)
    ask(page)
    expect(page.locator(".hit")).to_have_count(WITH_NOTICES)

    if width < 600:
        page.get_by_role("link", name="筛选").click()
    page.get_by_role("checkbox", name="建设工程规划许可证").check()
    page.get_by_role("button", name="筛选").click()
    expect(page.locator(".chip")).to_have_text("去掉 建设工程规划许可证")
    expect(page.locator(".hit")).to_have_count(4)
    expect(page.get_by_role("checkbox", name="建设用地规划许可证")).to_be_visible()  # with its count, unticked
    narrowed, address = titles(page), page.url

    page.locator(".hit__title a").first.click()
    page.wait_for_url("**/permits/*/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.go_back()
    expect(page.get_by_role("checkbox", name="建设工程规划许可证")).to_be_checked()
    assert titles(page) == narrowed

    other = someone(browser, watch, width, java_script_enabled=scripting)
    other.goto(address)
    expect(other.locator(".chip")).to_have_count(1)
    assert titles(other) == narrowed
    other.locator(".chip").click()
    expect(other.locator(".hit")).to_have_count(WITH_NOTICES)
    assert watch.complaints == []
    assert watch.strange_addresses(shared_site) == []


@pytest.mark.parametrize("scripting", [True, False], ids=["script", "none"])
def test_pages_are_turned_and_turned_back_and_shared(
    browser: Browser, shared_site: Site, watch: Watch, scripting: bool
) -> None:
    page = someone(browser, watch, 360, java_script_enabled=scripting)
    page.goto(f"{shared_site.url}/search/?q=规划")
    first = titles(page)
    page.get_by_role("link", name="下一页").click()
    expect(page.locator(".pagination")).to_contain_text("第 2 页")
    second, address = titles(page), page.url
    assert first != second

    page.get_by_role("link", name="上一页").click()
    expect(page.locator(".pagination")).to_contain_text("第 1 页")
    assert titles(page) == first
    page.go_back()
    expect(page.locator(".pagination")).to_contain_text("第 2 页")
    assert titles(page) == second

    other = someone(browser, watch, 1280, java_script_enabled=scripting)
    other.goto(address)
    assert titles(other) == second
    assert watch.complaints == []


@pytest.mark.parametrize("scripting", [True, False], ids=["script", "none"])
def test_a_number_with_one_wrong_digit_leads_to_the_right_one(
    browser: Browser, shared_site: Site, watch: Watch, scripting: bool
) -> None:
    page = someone(browser, watch, 360, java_script_enabled=scripting)
    page.goto(shared_site.url)
    field(page).fill(WRONG)
    field(page).press("Enter")
    expect(page.get_by_role("heading", name=f"没有查到“{WRONG}”")).to_be_visible()

    page.locator(".nothing").get_by_role("link", name=RIGHT).click()

    expect(page.locator(".hit")).to_have_count(1)
    expect(page.locator(".hit")).to_contain_text(RIGHT)
    assert watch.complaints == []


@WIDTHS
def test_arrows_move_through_suggestions_as_a_reader_is_told(
    browser: Browser, shared_site: Site, watch: Watch, width: int
) -> None:
    page = someone(browser, watch, width)
    page.goto(shared_site.url)
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially(TYPED)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status").filter(has_text="5")).to_have_text("有 5 个建议，用上下键选")
    expect(page.get_by_role("listbox", name="您是不是要找")).to_be_visible()

    for press, place in [("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", None), ("ArrowUp", 4)]:
        page.keyboard.press(press)
        chosen = page.locator("[role=option][aria-selected=true]")
        expect(chosen).to_have_count(0 if place is None else 1)
        marked = box.get_attribute("aria-activedescendant")
        assert marked == (None if place is None else options(page).nth(place).get_attribute("id"))
    expect(page.locator("[role=option][aria-selected=true]")).to_be_in_viewport()

    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).not_to_have_attribute("aria-activedescendant", "")
    expect(box).to_have_value(TYPED)
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert watch.complaints == []


def test_what_is_typed_on_counts_more_than_what_was_marked_before(
    browser: Browser, shared_site: Site, watch: Watch
) -> None:
    page = someone(browser, watch, 1280)
    page.clock.install()
    page.goto(shared_site.url)
    suggest(page, "样例")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("储煤")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(0)

    page.keyboard.press("Enter")

    page.wait_for_url("**/search/?q=*")
    expect(field(page)).to_have_value("样例储煤")


@pytest.mark.parametrize("finger", [True, False], ids=["finger", "mouse"])
def test_a_suggestion_is_chosen_by_pointing_at_it(
    browser: Browser, shared_site: Site, watch: Watch, finger: bool
) -> None:
    page = someone(browser, watch, 360 if finger else 1280, has_touch=finger)
    page.goto(f"{shared_site.url}/search/")
    field(page).press_sequentially("M04")
    one = options(page).filter(has_text="M04")
    box = one.bounding_box()
    assert box is not None
    assert box["height"] >= 48

    if finger:
        one.tap()
    else:
        one.click()

    page.wait_for_url("**/search/?q=M04")
    expect(page.locator(".hit").first).to_contain_text("M04")
    assert watch.complaints == []


def test_suggestions_go_when_the_field_is_left_and_when_it_is_emptied(
    browser: Browser, shared_site: Site, watch: Watch
) -> None:
    page = someone(browser, watch, 1280)
    page.goto(shared_site.url)
    for leave in (lambda: page.keyboard.press("Tab"), field(page).clear):
        field(page).fill(TYPED)
        expect(options(page)).to_have_count(5)
        leave()
        expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.get_by_role("combobox")).to_have_attribute("aria-expanded", "false")


# What is asked, and what is made of the answers


def suggest(page: Page, text: str) -> None:
    """Types with the page's own clock; waits for the answer."""
    field(page).fill(text)
    with page.expect_response(SUGGEST):
        page.clock.run_for(PAUSE)
    expect(options(page).first).to_be_visible()


def compose(keys: CDPSession, text: str) -> None:
    """Letters that an input method shows underlined until a word is chosen."""
    keys.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})


def test_an_input_method_is_waited_for(browser: Browser, shared_site: Site, watch: Watch) -> None:
    page = someone(browser, watch, 1280)
    page.clock.install()
    page.goto(shared_site.url)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/suggest/" in request.url else None)
    field(page).focus()
    keys = page.context.new_cdp_session(page)

    compose(keys, "san qi")
    page.clock.run_for(PAUSE)
    keys.send("Input.insertText", {"text": "三期"})
    compose(keys, "kuo")  # before the pause is over
    page.clock.run_for(PAUSE)
    expect(field(page)).to_have_value("三期kuo")
    assert asked == []
    with page.expect_response(SUGGEST):
        keys.send("Input.insertText", {"text": "扩"})
        page.clock.run_for(PAUSE)

    expect(options(page)).to_have_count(5)
    expect(field(page)).to_have_value(TYPED)
    assert len(asked) == 1
    assert watch.complaints == []


def test_an_older_answer_never_takes_the_place_of_a_newer_one(
    browser: Browser, shared_site: Site, watch: Watch
) -> None:
    page = someone(browser, watch, 1280)
    page.clock.install()
    page.goto(shared_site.url)
    held: list[Route] = []
    page.route(SUGGEST, lambda route: route.continue_() if held else held.append(route))
    field(page).fill("M04")
    with page.expect_request(SUGGEST):
        page.clock.run_for(PAUSE)

    suggest(page, "三期")
    held[0].fulfill(json=[{"text": "too late", "kind": "guide"}])
    suggest(page, TYPED)

    expect(options(page)).to_have_count(5)
    expect(options(page).filter(has_text="too late")).to_have_count(0)


@pytest.mark.parametrize("answer", [{"status": 503, "body": "[]"}, {"status": 200, "body": "<html>"}, {}])
def test_an_answer_that_fails_harms_nothing(
    browser: Browser, shared_site: Site, watch: Watch, answer: dict[str, Any]
) -> None:
    page = someone(browser, watch, 1280)
    page.clock.install()
    page.goto(shared_site.url)
    suggest(page, "样例")
    page.route(SUGGEST, lambda route: route.fulfill(**answer) if answer else route.abort())

    field(page).fill("样例电厂")
    page.clock.run_for(PAUSE)

    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(page.locator(".hit")).to_have_count(WITH_NOTICES)


# Staff


def search_from_the_menu(page: Page, text: str) -> None:
    menu = page.get_by_role("search").get_by_role("textbox")
    menu.fill(text)
    menu.press("Enter")
    page.wait_for_url("**/admin/search/?q=*")


def test_an_officer_reads_why_keeps_a_search_and_downloads_what_it_finds(
    browser: Browser, shared_site: Site, watch: Watch
) -> None:
    page = someone(browser, watch, 1280)
    sign_in(page, shared_site, "officer")
    search_from_the_menu(page, "样例电厂")
    hits = page.locator(".found__list > li")
    expect(hits.first).to_contain_text("第 3 档：标题里有 样例电厂。")
    page.get_by_role("checkbox", name="建设工程规划许可证").check()
    page.get_by_role("button", name="筛选").click()
    expect(hits).to_have_count(4)

    page.get_by_role("textbox", name="查询的名字").fill("电厂的工程许可")
    page.get_by_role("button", name="存下", exact=True).click()
    page.get_by_role("link", name="电厂的工程许可").click()
    expect(hits).to_have_count(4)

    page.get_by_role("button", name="Excel（XLSX）").click()
    page.wait_for_url("**/admin/search/exports/*/")
    with page.expect_download() as started:
        page.get_by_role("link", name="下载 Excel（XLSX）").click()
    sheet = load_workbook(BytesIO(started.value.path().read_bytes())).active
    assert sheet is not None
    assert sheet.max_row == 1 + 4

    page.goto(f"{shared_site.url}/admin/")
    kept = page.locator("#saved-searches-section").get_by_role("row", name="电厂的工程许可")
    expect(kept.get_by_role("cell").last).to_have_text("4")
    assert watch.complaints == []
    assert watch.strange_addresses(shared_site) == []


def test_a_word_that_an_editor_adds_finds_guides_for_the_public(
    browser: Browser, shared_site: Site, watch: Watch
) -> None:
    reader, editor = someone(browser, watch, 360), someone(browser, watch, 1280)
    reader.goto(f"{shared_site.url}/search/?q=红本")
    before = titles(reader)
    sign_in(editor, shared_site, "editor")
    editor.goto(f"{shared_site.url}/admin/synonyms/")
    editor.get_by_role("link", name="添加").first.click()
    editor.locator("[name=words]").fill("红本")
    editor.locator("[name=means]").fill("不动产权证书")
    editor.locator("main form footer button[type=submit]").first.click()
    editor.wait_for_url("**/admin/synonyms/")

    reader.reload()

    assert set(titles(reader)) > set(before)
    expect(reader.locator(".results__head")).to_contain_text("也查了：不动产权证书")
    expect(reader.locator(".hit__meta--first").filter(has_text="指南").first).to_be_visible()
    assert watch.complaints == []
