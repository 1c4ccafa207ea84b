"""From a draft with mistakes to seven certificates that a stranger checks, through the screens people use."""

import re
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.qr_reader import read_qr
from tests.browser.running import Site, Watch, sign_in, someone
from tests.databases import ON_POSTGRESQL

pytestmark = [pytest.mark.browser, pytest.mark.whole_way]

expect.set_options(timeout=30_000)  # a busy machine is slow, not wrong

PROJECT = "益阳样例储煤基地工程（样例）"
GENUINE = "证书是真的，现在有效"
WRONG_CODE = "ABCDE FGH23"
TITLE_SHOWS = ["证书", "编号", "状态", "发证机关", "发证日期"]


@dataclass(frozen=True)
class Paper:
    """What somebody reads off a certificate, from the PDF alone."""

    file: Path
    number: str
    code: str
    address: str


def read_paper(file: Path) -> Paper:
    words = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    number = re.search(r"[地建]字第\w+号|湘\(\d{4}\)\w+第\d+号", words)
    code = re.search(r"\b([2-9A-HJ-NP-Z]{5}) ([2-9A-HJ-NP-Z]{5})\b", words)
    assert number is not None, words
    assert code is not None, words
    return Paper(file=file, number=number[0], code=code[0], address=read_qr(file))


def mend(page: Page, finding: str, value: str) -> None:
    """Through the link that leads into the cell."""
    page.locator("#findings").get_by_role("link", name=finding).click()
    page.locator("[data-cell]:focus").fill(value)


def press(page: Page, name: str) -> None:
    page.locator(".bundle-footer").get_by_role("button", name=name, exact=True).click()


def open_what_waits(page: Page, site: Site, name: str) -> None:
    sign_in(page, site, name)
    page.locator("#waiting-bundles-section").get_by_role("link", name=PROJECT).click()
    expect(page.locator(".bundle__title")).to_have_text(PROJECT)


def prepare(page: Page, site: Site) -> None:
    """The officer mends what is wrong and sends it."""
    open_what_waits(page, site, "officer")
    expect(page.locator("#findings")).to_contain_text("有 2 处要改，改完才能送批。")
    mend(page, "煤场：总建筑面积", "24350.50")
    mend(page, "乙地块：使用期限", "")
    press(page, "再检查一次")
    expect(page.locator("#findings")).to_contain_text("1 处提醒")
    press(page, "送批")
    expect(page.locator(".bundle-status")).to_have_text("待批准")


def approve(page: Page, site: Site) -> None:
    open_what_waits(page, site, "chief")
    press(page, "批准")
    expect(page.locator(".bundle-status")).to_have_text("已批准")


def issue(page: Page, site: Site) -> None:
    """The issuer presses once, reads what it means, and waits until all seven are out."""
    open_what_waits(page, site, "issuer")
    page.get_by_role("link", name="签发 7 本").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("签发后不能改。7 本会在同一刻发出。")
    dialog.get_by_role("button", name="签发 7 本").click()
    page.wait_for_url("**/issuing/")
    expect(page.locator("#issuing-title")).to_have_text("7 本证书同一刻发出了", timeout=60_000)
    expect(page.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "7")


def save(page: Page, link: Locator, folder: Path) -> Path:
    with page.expect_download() as started:
        link.click()
    file = folder / started.value.suggested_filename
    started.value.save_as(file)
    return file


def download(page: Page, folder: Path) -> list[Paper]:
    """One by itself, and all seven in a zip, in the order of the bundle."""
    downloads = page.locator("#downloads")
    one = save(page, downloads.get_by_role("link", name="PDF").first, folder)
    everything = save(page, downloads.get_by_role("link", name="ZIP"), folder)
    with zipfile.ZipFile(everything) as parcel:
        parcel.extractall(folder / "all")
    files = sorted((folder / "all").rglob("*.pdf"))
    assert len(files) == 7
    assert one.read_bytes() in [each.read_bytes() for each in files]
    return [read_paper(each) for each in files]


def check_by_number(page: Page, site: Site, number: str, code: str) -> Locator:
    """The answer's banner."""
    page.goto(f"{site.url}/check/")
    page.get_by_role("textbox", name="证书编号").fill(number)
    page.get_by_role("textbox", name="验证码").fill(code)
    page.get_by_role("button", name="查一查").click()
    return page.get_by_role("heading", level=1)


def check_by_file(page: Page, site: Site, file: Path) -> Locator:
    page.goto(f"{site.url}/check/")
    expect(page.get_by_text("文件只算指纹，不上传原文")).to_be_visible()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="查这个文件").click()
    return page.get_by_role("heading", level=1)


def altered_copy(paper: Paper) -> Path:
    copy = paper.file.with_name("altered.pdf")
    content = paper.file.read_bytes()
    copy.write_bytes(content + b"\n% one remark more\n")
    return copy


def looks_around(page: Page, site: Site, papers: list[Paper]) -> None:
    """A stranger finds a permit of the project and checks what is in hand, every way there is."""
    permit = next(each for each in papers if each.number.startswith("建字第"))
    title = next(each for each in papers if each.number.startswith("湘("))
    page.goto(site.url)
    typed, hits = (permit.number, 1) if ON_POSTGRESQL else ("储煤基地", 5)  # there, numbers only until a search server
    page.locator("main input[name=q]").first.fill(typed)
    page.keyboard.press("Enter")
    expect(page.locator(".hit")).to_have_count(hits)
    page.locator(".hit", has_text=permit.number).get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text(permit.number)

    expect(check_by_number(page, site, permit.number, permit.code)).to_have_text(GENUINE)
    expect(check_by_number(page, site, title.number, title.code)).to_have_text(GENUINE)
    expect(page.locator(".facts").first.locator("dt")).to_have_text(TITLE_SHOWS)
    expect(check_by_number(page, site, permit.number, WRONG_CODE)).to_have_text("查无此证")

    expect(check_by_file(page, site, permit.file)).to_have_text(GENUINE)
    expect(check_by_file(page, site, altered_copy(permit))).to_have_text("查无此证")  # by its hash nobody knows it
    page.locator("input[type=file]").set_input_files(altered_copy(permit))
    page.get_by_role("button", name="查这个文件").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("文件被改过，不要采用")

    page.goto(permit.address)
    expect(page.get_by_role("heading", level=1)).to_have_text(GENUINE)
    expect(page.locator("main")).to_contain_text(permit.number)


PHONE = pytest.param(360, id="phone", marks=pytest.mark.sqlite)


@pytest.mark.parametrize("width", [pytest.param(1280, id="desktop"), PHONE])
def test_from_a_draft_with_mistakes_to_seven_certificates_that_a_stranger_checks(
    browser: Browser, site: Site, watch: Watch, tmp_path: Path, width: int
) -> None:
    prepare(someone(browser, watch, width), site)
    approve(someone(browser, watch, width), site)
    issuer = someone(browser, watch, width)
    issue(issuer, site)
    papers = download(issuer, tmp_path)
    looks_around(someone(browser, watch, width), site, papers)

    for paper in papers:
        said = subprocess.run(["pdfsig", "-nocert", paper.file], capture_output=True, text=True, check=False).stdout
        assert "Signature Validation: Signature is Valid." in said
        assert "Total document signed" in said
    site.manage("check_records")
    assert watch.complaints == []
    assert watch.strange_addresses(site) == []
