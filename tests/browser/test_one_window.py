"""One window in, approvals side by side, one window out: five people and the applicant, on their screens."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looks import CROSSED, complaints, listed
from tests.browser.running import Site, Watch, leads_on, sign_in, someone

pytestmark = pytest.mark.browser

expect.set_options(timeout=30_000)  # a busy machine is slow, not wrong

PROJECT = "益阳样例储煤基地工程（样例）"  # its bundle of seven stands in draft, with two mistakes
PHONE = "0737-000 8765"


def take_in(page: Page, site: Site) -> str:
    """The clerk: seven cases of three matters. Returns the address of the application."""
    sign_in(page, site, "clerk")
    page.goto(f"{site.url}/admin/casework/receive/")
    page.get_by_role("combobox", name="项目").select_option(label=PROJECT)
    page.get_by_label("M02 建设用地规划许可（划拨）: 几件").fill("1")
    page.get_by_label("M04 建设工程规划许可: 分项").fill("主厂房、冷却塔、煤场、辅助楼")
    page.get_by_label("M07 国有建设用地使用权首次登记: 分项").fill("甲地块、乙地块")
    page.get_by_label("联系人").fill("样例联系人")
    with leads_on(page):
        page.get_by_role("button", name="收件").click()
    expect(page.locator(".error-message").first).to_be_visible()  # the phone was left out: nothing typed is lost
    expect(page.get_by_label("M04 建设工程规划许可: 分项")).to_have_value("主厂房、冷却塔、煤场、辅助楼")
    page.get_by_label("电话").fill(PHONE)
    with leads_on(page):
        page.get_by_role("button", name="收件").click()
    expect(page.locator("#cases-title + form tbody tr")).to_have_count(7)
    return page.url


def accept(page: Page, folder: Path) -> list[str]:
    """The clerk: accepted only once everything is there; then the fees. Returns the numbers of the cases."""
    with leads_on(page):
        page.get_by_role("button", name="受理", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("还缺：")
    plan = folder / "plan.pdf"
    plan.write_bytes(b"%PDF-1.7 sample")
    row = page.locator("#materials-title + form tbody tr", has_text="设计方案")
    row.locator("input[type=file]").set_input_files(plan)
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
        page.get_by_role("link", name=number).click()
        page.get_by_text("费用 550.00 元已交").click()
        page.get_by_label("票据号码").fill("样例票据 0001")
        with leads_on(page):
            page.get_by_role("button", name="登记", exact=True).click()
        page.goto(application)
    return numbers


def review(page: Page, site: Site, application: str, numbers: list[str]) -> None:
    """The officer: seven reviews, then the bundle that was entered before, mended and sent."""
    sign_in(page, site, "officer")
    for number in numbers:
        page.goto(application)
        with leads_on(page):
            page.get_by_role("link", name=number).click()
        page.get_by_label("审查意见").fill("材料齐全，符合规划条件，建议准予。")
        with leads_on(page):
            page.get_by_role("button", name="办完").click()
        expect(page.locator(".messages")).to_contain_text("下一步已开始")
    page.goto(application)
    with leads_on(page):
        page.get_by_role("button", name="使用", exact=True).click()
    with leads_on(page):
        page.locator("#out-title ~ p a").click()
    for finding, value in (("煤场：总建筑面积", "24350.50"), ("乙地块：使用期限", "")):
        page.locator("#findings").get_by_role("link", name=finding).click()
        page.locator("[data-cell]:focus").fill(value)
    press(page, "再检查一次")
    expect(page.locator("#findings")).to_contain_text(f"办件 {numbers[0]} 还没有决定。")
    press(page, "送批")
    expect(page.locator(".bundle-status")).to_have_text("待批准")


def decide(page: Page, site: Site, application: str) -> None:
    """The chief approver: all seven on one page, each by itself; with the last one the bundle is approved."""
    sign_in(page, site, "chief")
    page.goto(application)
    choices = page.get_by_role("radio", name="准予")
    expect(choices).to_have_count(7)
    for choice in choices.all():
        choice.check()
    with leads_on(page):
        page.get_by_role("button", name="按所选作出决定").click()
    expect(page.locator(".messages")).to_contain_text("已批准，可以签发")


def issue(page: Page, site: Site, application: str) -> None:
    sign_in(page, site, "issuer")
    page.goto(application)
    with leads_on(page):
        page.locator("#out-title ~ p a").click()
    page.get_by_role("link", name="签发 7 本").click()
    page.get_by_role("dialog").get_by_role("button", name="签发 7 本").click()
    page.wait_for_url("**/issuing/")
    expect(page.locator("#issuing-title")).to_have_text("7 本证书同一刻发出了", timeout=60_000)


def give_out(page: Page, application: str, folder: Path) -> None:
    receipt = folder / "receipt.png"
    receipt.write_bytes(b"\x89PNG\r\n\x1a\nsample")
    page.goto(application)
    page.get_by_label("领取人").fill("样例领证人")
    page.locator("#out-title ~ form [name=signature]").set_input_files(receipt)
    with leads_on(page):
        page.get_by_role("button", name="出件", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("全部办结")


def press(page: Page, name: str) -> None:
    page.locator(".bundle-footer").get_by_role("button", name=name, exact=True).click()


def looks(page: Page, site: Site, number: str) -> str:
    """The applicant, by number and the end of the phone: what stands in the banner."""
    page.goto(f"{site.url}/progress/?number={number}")
    page.get_by_label("手机号最后 4 位").fill(PHONE[-4:])
    with leads_on(page):
        page.get_by_role("button", name="查进度").click()
    return page.locator(".answer__title").inner_text()


def test_from_one_window_to_seven_certificates_in_one_sitting(
    browser: Browser, site: Site, watch: Watch, tmp_path: Path
) -> None:
    """On phones and at desks: what all do with a bundle at either width is tested in test_whole_way."""
    clerk, chief, applicant = (someone(browser, watch, 360) for _person in range(3))
    officer, issuer = (someone(browser, watch, 1280) for _person in range(2))

    application = take_in(clerk, site)
    first = clerk.locator("#cases-title + form tbody td:first-child a").first.inner_text()
    assert looks(applicant, site, first) == "材料收到了，还没受理"
    numbers = accept(clerk, tmp_path)
    assert re.search("还剩 [0-9]+ 个工作日|最后一天", looks(applicant, site, numbers[0]))
    review(officer, site, application, numbers)
    decide(chief, site, application)
    assert looks(applicant, site, numbers[0]) == "办好了"
    issue(issuer, site, application)
    give_out(clerk, application, tmp_path)

    looks(applicant, site, numbers[0])
    expect(applicant.get_by_text("已办结")).to_have_count(6)  # the others of the application
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
    found = []
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
