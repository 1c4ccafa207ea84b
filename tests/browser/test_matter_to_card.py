"""From an edition of the catalogue to the paper card in somebody's hand: four people, the screens that each uses."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.qr_reader import read_qr
from tests.browser.running import Site, Watch, leads_on, sign_in, someone

pytestmark = pytest.mark.browser

expect.set_options(timeout=30_000)  # a busy machine is slow, not wrong

MATTER = "M04 建设工程规划许可"
NAME = "建设工程规划许可"
WORKS, NEW = "000115904000", "000115911000"  # the entry that our matter is bound to, and one that nobody has yet
EDITION = "政务服务事项基本目录（样例，2023年1月）"
SUMMARY = "新建、改建、扩建，动工之前先来拿这本证。"
LAST_MATERIAL = "授权委托书和经办人身份证"

# Days that must add up, typed in one breath: what is saved by itself in between would be refused, and rightly.
TYPE = """values => Object.entries(values).forEach(([name, value]) => {
    const field = document.querySelector(`[name="${name}"]`);
    field.value = value;
    ["input", "change"].forEach(kind => field.dispatchEvent(new Event(kind, {bubbles: true})));
})"""

# Wagtail saves a draft by itself. It notices nothing in the two seconds before it has taken down how the form began,
# and a save that arrives after the form was sent is refused, and rightly: the draft is locked by then.
CONTROLLER = """name => window.wagtail.app.getControllerForElementAndIdentifier(
    document.getElementById("w-editor-form"), name)"""
NOTICES = f"() => ({CONTROLLER})('w-unsaved')?.initialFormData !== undefined"
SAVED = f"""() => {{
    const [unsaved, saving] = ["w-unsaved", "w-autosave"].map({CONTROLLER});
    return !unsaved.hasEditsValue && unsaved.formData === unsaved.initialFormData
        && saving.revisionIdValue > 0 && !saving.submitPromise;
}}"""


# The catalogue


def next_edition(page: Page, site: Site, folder: Path) -> Path:
    """What the province sends: the catalogue as it stands, one entry with fewer days, one entry more."""
    page.goto(f"{site.url}/admin/cms/catalogue/compare/")
    with page.expect_download() as started:
        page.get_by_role("link", name="下载现在的目录").click()
    file = folder / "目录 2023.xlsx"
    started.value.save_as(file)
    book = load_workbook(file)
    sheet = book.active
    heads = {cell.value: cell.column for cell in sheet[1]}
    codes = {row[0].value: row[0].row for row in sheet.iter_rows(min_row=2) if row[0].value}
    days = heads["法定办结时限（工作日）"]
    assert sheet.cell(codes[WORKS], days).value == 20
    sheet.cell(codes[WORKS], days).value = 15
    row = max(codes.values()) + 1
    for column, value in enumerate([NEW, "临时建设工程规划许可", "行政许可", "《城乡规划法》第四十四条", 20, "否"], 1):
        sheet.cell(row, column).value = value
    book.save(file)
    return file


def take_edition(page: Page, file: Path) -> None:
    """Every difference is read before the button is pressed."""
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="看差别").click()
    counts = page.locator(".catalogue__counts")
    expect(counts.locator("dd")).to_have_text(["1", "0", "1", "0", "9"])
    changed = page.get_by_role("region", name="有改动（1）")
    expect(changed).to_contain_text(f"{WORKS} {NAME}")
    expect(changed.locator("del")).to_contain_text("20")
    expect(changed.locator("ins")).to_contain_text("15")
    expect(page.get_by_role("region", name="新增的：文件里有，这里没有（1）")).to_contain_text(NEW)
    expect(page.get_by_role("region", name="对我们的事项有什么影响")).to_contain_text(MATTER)
    page.get_by_role("textbox", name="版本名称").fill(EDITION)
    page.get_by_role("button", name="采用这一版").click()
    page.wait_for_url("**/catalogue/report/")
    expect(page.locator(".messages")).to_contain_text(EDITION)
    expect(page.locator(".catalogue")).to_contain_text(MATTER)  # published still says 20
    expect(page.locator(".catalogue")).to_contain_text(NEW)  # nobody performs it yet


# The draft


def open_matter(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/admin/snippets/cms/matter/")
    with leads_on(page):
        page.get_by_role("link", name=NAME, exact=True).click()
    expect(page.get_by_role("tab", name="材料")).to_be_visible()


def offered(page: Page) -> Locator:
    """The buttons of what can be done with the draft, with the menu open."""
    page.get_by_role("button", name="更多操作").click()
    return page.locator("nav.actions--primary").get_by_role("button")


def write(page: Page, site: Site) -> None:
    """The editor: words, one paper less, one day less. What the catalogue fixes is in the draft already."""
    open_matter(page, site)
    page.wait_for_function(NOTICES)
    page.locator("[name=summary]").fill(SUMMARY)
    page.get_by_role("tab", name="材料").click()
    last = page.locator("[data-contentpath=materials] [data-streamfield-child]").last
    expect(last.locator("[name$=-value-name]")).to_have_value(LAST_MATERIAL)
    last.get_by_role("button", name="删除").click()
    expect(page.locator("[name^=materials-][name$=-value-name]:visible")).to_have_count(7)
    page.get_by_role("tab", name="步骤和天数").click()
    fixed = page.locator(".w-panel, .w-field__wrapper", has_text="由省级基本目录定，这里不能改。").filter(visible=True)
    expect(fixed.last).to_contain_text("15")
    page.evaluate(TYPE, {"promised_days": "4", "steps-1-value-days": "2"})
    page.wait_for_function(SAVED)


def send(page: Page) -> None:
    """There is no button to publish, only one to send."""
    buttons = offered(page)
    expect(buttons.filter(has_text="提交给发布审核")).to_be_visible()
    expect(buttons.filter(has_text=re.compile("^\\s*(发布|批准)"))).to_have_count(0)
    buttons.filter(has_text="提交给发布审核").click()
    expect(page.locator(".messages")).to_contain_text("已送审")


def open_what_waits(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/admin/")
    with leads_on(page):
        page.locator("#awaiting-review-section").get_by_role("link", name=MATTER).click()
    expect(page.get_by_role("tab", name="材料")).to_be_visible()


def is_offered_no_approval(page: Page, site: Site) -> None:
    """Whoever made the draft with the catalogue, publisher or not: it can be returned, not approved."""
    open_what_waits(page, site)
    buttons = offered(page)
    expect(buttons.filter(has_text="退回修改")).to_be_visible()
    expect(buttons.filter(has_text=re.compile("^\\s*(发布|批准|带评论批准)"))).to_have_count(0)


def approve(page: Page, site: Site) -> None:
    """Once, also where the answer takes longer than Wagtail waits before it saves by itself."""
    open_what_waits(page, site)
    page.wait_for_function(NOTICES)
    button = offered(page).filter(has_text=re.compile("^\\s*批准"))
    sent = list[str]()
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    with slow_line(page):
        button.click()
        expect(page.locator(".messages")).to_contain_text(MATTER)
    assert [each for each in sent if "/matter/edit/" in each] == [f"{site.url}/admin/snippets/cms/matter/edit/7/"]


@contextmanager
def slow_line(page: Page) -> Iterator[None]:
    """Every answer takes two seconds more."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    limits = {"offline": False, "downloadThroughput": -1, "uploadThroughput": -1}
    line.send("Network.emulateNetworkConditions", {**limits, "latency": 2000})
    yield
    line.send("Network.emulateNetworkConditions", {**limits, "latency": 0})
    line.detach()


# What readers see


@dataclass(frozen=True)
class Seen:
    """The same facts in the places where readers meet them."""

    guide: list[str]
    card: list[str]
    paper: list[str]
    home: list[str]
    figures: list[str]
    total: str


OLD = Seen(
    guide=["5 个工作日", "法律规定最多 20 个", "不收费", "5 份"],
    card=["一次性告知卡，第 4 版", "5 个工作日", "法律规定最多 20 个", "不收费", "5 份"],
    paper=["第4版", "5个工作日", "5份", "法律规定最多20个工作日，我们承诺5个", "当场3天1天1天", "/q/M04?v=4"],
    home=["5 天", "5 份", "不收费"],
    figures=["现在 4 个", "现在 8 份", "现在 5 天", "现在 0 元", "现在 1 趟"],
    total="10 件事加起来，比以前少 18 个环节、32 份材料、143 个工作日、180 元、14 趟。",
)
NEW_ONES = Seen(
    guide=["4 个工作日", "法律规定最多 15 个", "不收费", "4 份"],
    card=["一次性告知卡，第 5 版", "4 个工作日", "法律规定最多 15 个", "不收费", "4 份"],
    paper=["第5版", "4个工作日", "4份", "法律规定最多15个工作日，我们承诺4个", "当场2天1天1天", "/q/M04?v=5"],
    home=["4 天", "4 份", "不收费"],
    figures=["现在 4 个", "现在 7 份", "现在 4 天", "现在 0 元", "现在 1 趟"],
    total="10 件事加起来，比以前少 18 个环节、33 份材料、144 个工作日、180 元、14 趟。",
)


def look(page: Page, site: Site, paper: Path) -> Seen:
    """Each address asked for once: a page that was kept too long would show its old self."""
    page.goto(f"{site.url}/guides/m04/")
    guide = words_of(page.locator("#facts dd"))[:4]
    page.goto(f"{site.url}/q/M04/")
    card = words_of(page.locator(".notice-card__version, #facts dd"))[:5]
    page.goto(site.url)
    home = words_of(page.get_by_role("row", name=NAME).locator("td"))
    page.goto(f"{site.url}/figures/")
    figures = words_of(page.get_by_role("row", name=NAME).locator("ins"))
    total = page.get_by_text("10 件事加起来").inner_text()
    download = page.request.get(f"{site.url}/q/M04/a5.pdf")
    assert download.headers["content-type"] == "application/pdf"
    paper.write_bytes(download.body())
    return Seen(guide, card, printed(paper), home, figures, total)


def words_of(found: Locator) -> list[str]:
    return [" ".join(each.split()) for each in found.all_inner_texts()]


def printed(paper: Path) -> list[str]:
    """Version, promise, papers, the law's days, the days of the steps, the address to type."""
    done = subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, check=True)
    text = "".join(done.stdout.decode().split())
    patterns = [
        "第[0-9]版",
        "[0-9]个工作日(?=不收费)",
        "(?<=不收费)[0-9]份",
        "法律规定最多[0-9]+个工作日，我们承诺[0-9]个",
        "当场([0-9]天)+",
        "/q/M04.v=[0-9]",
    ]
    return [found[0] if (found := re.search(each, text)) else "" for each in patterns]


def scan(paper: Path) -> str:
    """The address in the code on the back, beside the words that say what it is for."""
    found = subprocess.run(["pdftotext", "-bbox", "-f", "2", paper, "-"], capture_output=True, check=True)
    top = re.search(r'yMin="([\d.]+)"[^>]*>扫一扫', found.stdout.decode())
    assert top is not None
    return read_qr(paper, page=2, place=(8, float(top[1]) / 72 * 25.4 - 1, 39))


def test_an_edition_of_the_catalogue_and_an_edit_reach_guide_card_paper_home_and_figures_together(
    browser: Browser, site: Site, watch: Watch, tmp_path: Path
) -> None:
    """The person with both roles takes the edition and so wrote part of the draft; the editor adds to it."""
    site.manage("shell", "-v", "0", "-c", "from tests.browser.content import *; make_person_with_both_roles()")
    both, editor, publisher, reader = (someone(browser, watch, 1280) for _person in range(4))
    old_paper, new_paper = tmp_path / "old.pdf", tmp_path / "new.pdf"
    assert look(reader, site, old_paper) == OLD

    sign_in(both, site, "both")
    take_edition(both, next_edition(both, site, tmp_path))
    sign_in(editor, site, "editor")
    write(editor, site)
    send(editor)
    is_offered_no_approval(both, site)
    assert look(reader, site, old_paper) == OLD  # nothing of it is public yet
    sign_in(publisher, site, "publisher")
    approve(publisher, site)
    assert look(reader, site, new_paper) == NEW_ONES

    phone = someone(browser, watch, 360)
    phone.goto(scan(new_paper))
    assert phone.url == f"{site.url}/q/M04/?v=5"
    expect(phone.get_by_role("heading", level=1)).to_have_text(NAME)
    expect(phone.locator(".notice-card__version")).to_have_text("一次性告知卡，第 5 版，和您手上的纸卡一样")
    phone.goto(scan(old_paper))
    expect(phone.locator(".notice")).to_contain_text("您手上的纸卡是第 4 版")
    expect(phone.locator(".notice")).to_contain_text("授权委托书和经办人身份证")
    phone.goto(f"{site.url}/q/M04?v=1")
    expect(phone.locator(".notice")).to_contain_text("您手上的纸卡是第 1 版")
    expect(phone.locator("#facts")).to_contain_text("4 个工作日")
    site.manage("check_records")
    assert watch.complaints == []
    assert watch.strange_addresses(site) == []
