"""One window in, approvals side by side, one window out: five people of the house and the public, on their screens."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looks import CROSSED, Look, complaints, listed
from tests.browser.running import Site, Watch, leads_on, sign_in, someone

pytestmark = pytest.mark.browser

expect.set_options(timeout=30_000)  # a busy machine is slow, not wrong

# The power plant of 2022 has its seven, and no land gets a second title; its next phase stands on land of its own.
PLANT = "益阳样例电厂四期扩建工程（样例）"
PHONE = "0737-000 8765"
PEOPLE = ("clerk", "officer", "chief", "issuer", "supervisor")
PARTS = "主厂房、冷却塔、煤场、辅助楼"
SAY_FACTS = f"from tests.browser.facts import say_facts; say_facts({PLANT!r})"


@dataclass
class Sitting:
    """The site, how everybody looks at it, and what axe found on their pages so far."""

    site: Site
    look: Look
    folder: Path
    found: list[str]

    def examine(self, page: Page) -> None:
        for more in page.locator("main details summary").all():
            more.click()
        self.found += complaints(page, [self.look])


def take_in(page: Page, sitting: Sitting) -> str:
    """The clerk: seven cases of three matters. Returns the address of the application."""
    page.goto(f"{sitting.site.url}/admin/casework/receive/")
    page.get_by_role("combobox", name="项目").select_option(label=PLANT)
    page.get_by_label("M03 建设用地规划许可（出让）: 几件").fill("1")
    page.get_by_label("M04 建设工程规划许可: 分项").fill(PARTS)
    page.get_by_label("M07 国有建设用地使用权首次登记: 分项").fill("甲地块、乙地块")
    page.get_by_label("联系人").fill("样例联系人")
    with leads_on(page):
        page.get_by_role("button", name="收件").click()
    expect(page.locator(".error-message").first).to_be_visible()  # the phone was left out: nothing typed is lost
    expect(page.get_by_label("M04 建设工程规划许可: 分项")).to_have_value(PARTS)
    sitting.examine(page)
    page.get_by_label("电话").fill(PHONE)
    with leads_on(page):
        page.get_by_role("button", name="收件").click()
    expect(page.locator("#cases-title + form tbody tr")).to_have_count(7)
    return page.url


def refuse_to_accept(page: Page, sitting: Sitting) -> None:
    """The clerk: nothing is accepted while papers are missing."""
    with leads_on(page):
        page.get_by_role("button", name="受理", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("还缺：")
    sitting.examine(page)


def send_online(page: Page, sitting: Sitting) -> None:
    """The applicant, on the page of a case: the design as a file, after one that is none."""
    plan, program = sitting.folder / "plan.pdf", sitting.folder / "plan.exe"
    plan.write_bytes(b"%PDF-1.7 sample")
    program.write_bytes(b"MZ")
    with leads_on(page):
        page.get_by_role("link", name="网上补交").click()
    for file in (program, plan):
        page.get_by_label("设计方案", exact=True).set_input_files(file)
        with leads_on(page):
            page.get_by_role("button", name="提交", exact=True).click()
        if file == program:
            expect(page.locator(".error-summary")).to_contain_text("plan.exe")
            sitting.examine(page)
    expect(page.locator(".messages")).to_contain_text("收到了 1 个文件")
    sitting.examine(page)


def accept(page: Page) -> list[str]:
    """The clerk: once everything is there; then the fees. Returns the numbers of the cases."""
    page.reload()
    row = page.locator("#materials-title + form tbody tr", has_text="设计方案")
    expect(row).to_contain_text("plan.pdf")
    for box in page.locator("#materials-title + form input[type=checkbox]").all():
        box.check()
    with leads_on(page):
        page.get_by_role("button", name="登记收到的").click()
    expect(page.locator("#answer-title + p")).to_have_text("材料齐了。")
    with leads_on(page):
        page.get_by_role("button", name="受理", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("已受理")
    numbers = page.locator("#cases-title + form tbody td:first-child a").all_inner_texts()
    application = page.url
    for number in numbers[-2:]:
        with leads_on(page):
            page.get_by_role("link", name=number).click()
        page.get_by_text("登记缴费：550.00 元").click()
        page.get_by_label("票据号码").fill("样例票据 0001")
        with leads_on(page):
            page.get_by_role("button", name="登记", exact=True).click()
        page.goto(application)
    return numbers


def review(page: Page, sitting: Sitting, application: str, numbers: list[str]) -> None:
    """The officer: a finding for each case."""
    for number in numbers:
        page.goto(application)
        with leads_on(page):
            page.get_by_role("link", name=number).click()
        if number == numbers[0]:
            sitting.examine(page)
        page.get_by_label("审查意见").fill("材料齐全，符合规划条件，建议准予。")
        with leads_on(page):
            page.get_by_role("button", name="办完").click()
        expect(page.locator(".messages")).to_contain_text("下一步已开始")


def state(page: Page, sitting: Sitting, application: str) -> None:
    """The officer: what each of the seven will state, cell by cell, on top of what the project says."""
    page.goto(application)
    with leads_on(page):
        page.get_by_role("link", name="证书内容").click()
    sitting.examine(page)
    facts = json.loads(sitting.site.manage("shell", "-v", "0", "-c", SAY_FACTS))
    columns = [each.get_attribute("data-column") or "" for each in page.locator("#matrix thead [data-column]").all()]
    assert len(columns) == len(facts) == 7
    for column, known in zip(columns, facts, strict=True):
        show = page.locator(f".one-by-one__link[data-show='{column}']")
        if show.is_visible():  # on a phone: one certificate at a time
            show.click()
        for row, text in known.items():
            type_in(page, column, row, text)
    with leads_on(page):
        page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("已保存")


def fill(page: Page, sitting: Sitting, application: str, numbers: list[str]) -> None:
    """The officer: seven drafts that say what was entered, so nothing is to be mended; off to the chief."""
    page.goto(application)
    page.get_by_label("用地规划许可证下的工程都在这个证书项目里").check()
    with leads_on(page):
        page.get_by_role("button", name="生成全部证书草稿").click()
    expect(page.locator(".messages")).to_contain_text("里每个办件都有了草稿")
    with leads_on(page):
        page.locator("#out-title ~ p a").first.click()
    expect(page.locator("#findings")).to_contain_text(f"办件 {numbers[0]} 还没有决定。")
    sitting.examine(page)
    press(page, "送批")
    expect(page.locator(".bundle-status")).to_have_text("待批准")


def type_in(page: Page, column: str, row: str, text: str) -> None:
    """Into the cell, or into the one that all certificates share; only what the draft does not know yet."""
    cell = page.locator(f"[name='v-{column}-{row}'], [name='s-{row}']")
    if cell.input_value() == text:
        return
    if cell.evaluate("each => each.tagName") == "SELECT":
        cell.select_option(text)
    else:
        cell.fill(text)


def decide(page: Page, sitting: Sitting, application: str) -> None:
    """The chief approver: all seven on one page, each by itself; with the last one the bundle is approved."""
    page.goto(application)
    sitting.examine(page)
    choices = page.get_by_role("radio", name="准予")
    expect(choices).to_have_count(7)
    for choice in choices.all():
        choice.check()
    with leads_on(page):
        page.get_by_role("button", name="按所选作出决定").click()
    expect(page.locator(".messages")).to_contain_text("已批准，可以签发")


def issue(page: Page, sitting: Sitting, application: str) -> None:
    page.goto(application)
    with leads_on(page):
        page.locator("#out-title ~ p a").first.click()
    page.get_by_role("link", name="签发 7 本").click()
    page.get_by_role("dialog").get_by_role("button", name="签发 7 本").click()
    page.wait_for_url("**/issuing/")
    expect(page.locator("#issuing-title")).to_have_text("7 本证书同一刻发出了", timeout=60_000)
    sitting.examine(page)


def give_out(page: Page, sitting: Sitting, application: str) -> None:
    receipt = sitting.folder / "receipt.png"
    receipt.write_bytes(b"\x89PNG\r\n\x1a\nsample")
    page.goto(application)
    sitting.examine(page)
    page.get_by_label("领取人").fill("样例领证人")
    page.locator("#out-title ~ form [name=signature]").set_input_files(receipt)
    with leads_on(page):
        page.get_by_role("button", name="出件", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("全部办结")


def press(page: Page, name: str) -> None:
    with leads_on(page):
        page.locator(".bundle-footer").get_by_role("button", name=name, exact=True).click()


def oversee(page: Page, application: str, state: str) -> None:
    """The supervisor: sees the state of all seven, and nothing to press."""
    page.goto(application)
    expect(page.locator("#cases-title + form tbody tr", has_text=state)).to_have_count(7)
    expect(page.locator("main button[name=do]")).to_have_count(0)


def look(page: Page, site: Site, number: str) -> str:
    """The applicant, by number and the end of the phone: what stands in the banner."""
    page.goto(f"{site.url}/progress/?number={number}")
    page.get_by_label("手机号最后 4 位").fill(PHONE[-4:])
    with leads_on(page):
        page.get_by_role("button", name="查进度").click()
    return page.locator(".answer__title").inner_text()


@pytest.mark.parametrize("look_of_all", [(1280, "light"), (360, "dark")], ids=["desktop", "phone"])
def test_the_power_plant_goes_from_one_window_to_seven_certificates_in_one_sitting(
    browser: Browser, site: Site, watch: Watch, tmp_path: Path, look_of_all: Look
) -> None:
    """From a bundle with mistakes on, both widths are tested in test_whole_way too."""
    sitting = Sitting(site, look_of_all, tmp_path, [])
    clerk, officer, chief, issuer, supervisor, public = (someone(browser, watch, look_of_all[0]) for _each in range(6))
    for page, name in zip((clerk, officer, chief, issuer, supervisor), PEOPLE, strict=True):
        sign_in(page, site, name)

    application = take_in(clerk, sitting)
    _land, works, *_others = clerk.locator("#cases-title + form tbody td:first-child a").all_inner_texts()
    assert look(public, site, works) == "材料收到了，还没受理"
    sitting.examine(public)
    refuse_to_accept(clerk, sitting)
    send_online(public, sitting)
    numbers = accept(clerk)
    oversee(supervisor, application, "办理中")
    assert re.search("还剩 [0-9]+ 个工作日|最后一天", look(public, site, numbers[0]))
    review(officer, sitting, application, numbers)
    state(officer, sitting, application)
    fill(officer, sitting, application, numbers)
    decide(chief, sitting, application)
    assert look(public, site, numbers[0]) == "办好了"
    issue(issuer, sitting, application)
    give_out(clerk, sitting, application)
    oversee(supervisor, application, "已办结")
    sitting.examine(supervisor)

    look(public, site, numbers[0])
    sitting.examine(public)
    expect(public.get_by_text("已办结")).to_have_count(6)  # the others of the application
    assert not sitting.found, listed(sitting.found)
    site.manage("check_records")
    assert [each for each in watch.complaints if "422" not in each] == []  # the form without a phone
    assert watch.strange_addresses(site) == []


@pytest.mark.parametrize("address", ["cases/", "receive/"])
def test_axe_finds_nothing_on_the_screens_of_the_window(
    browser: Browser, shared_site: Site, watched: Watch, address: str
) -> None:
    page = someone(browser, watched, 1280)
    sign_in(page, shared_site, "clerk")
    page.goto(f"{shared_site.url}/admin/casework/{address}")

    assert not (found := list(complaints(page, CROSSED))), listed(found)


def test_axe_finds_nothing_where_a_case_and_its_application_are_worked_on(
    browser: Browser, shared_site: Site, watched: Watch
) -> None:
    page = someone(browser, watched, 1280)
    sign_in(page, shared_site, "officer")
    page.goto(f"{shared_site.url}/admin/casework/cases/?whose=mine")
    page.locator("#listing-results td a").first.focus()
    page.keyboard.press("x")  # chooses the row
    with leads_on(page):
        page.get_by_role("link", name="接手选中办件的当前环节").click()
    found = list(complaints(page, CROSSED[:1]))
    with leads_on(page):
        page.get_by_role("link", name="回到列表").click()
    page.locator("#listing-results td a").first.focus()
    with leads_on(page):
        page.keyboard.press("Enter")
    for more in page.locator("details.offer summary").all():
        more.click()
    found += complaints(page, CROSSED)
    with leads_on(page):
        page.locator(".bundle__meta a").first.click()
    found += complaints(page, CROSSED)

    assert not found, listed(found)


def test_axe_finds_nothing_where_a_case_is_followed(browser: Browser, shared_site: Site, watched: Watch) -> None:
    found: list[str] = []
    for language in ("zh-CN", "en"):
        page = someone(browser, watched, 1280, locale=language)
        page.goto(f"{shared_site.url}/progress/")
        found += complaints(page)
        page.locator("[name=number]").fill("2022-0811-0001")
        page.locator("[name=tail]").fill("4321")
        with leads_on(page):
            page.locator("form.check button").click()
        found += complaints(page)

    assert not found, listed(found)
