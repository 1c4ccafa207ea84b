"""The page of HTML: what it says, and what it must not say."""

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from certificates.definition import Layout, TypeDefinition
from certificates.printing import DRAWINGS, LETTER_STYLESHEET, STYLESHEET, AddressTooLong, DrawingPage, certificate_html
from certificates.printing.qr import qr_image
from tests.certificates.printing_kinds import ADDRESS, CHECK_CODE, LAND, PROOF, SITE, TITLE, WORKS, facts_of

ALL = (WORKS, LAND, SITE, TITLE, PROOF)
Printed = Callable[..., str]


def printed(definition: TypeDefinition, *, sample: bool = True, draft: bool = False, **changed: object) -> str:
    facts = facts_of(definition, **changed)
    return certificate_html(facts, definition, check_code=CHECK_CODE, address=ADDRESS, sample=sample, draft=draft)


class Outline(HTMLParser):
    """Heading levels in the order of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.levels: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("h1", "h2", "h3", "h4"):
            self.levels.append(int(tag[1]))


@pytest.mark.parametrize("definition", ALL, ids=lambda each: each.code)
def test_every_printed_fact_is_a_row_with_its_label_as_heading(definition: TypeDefinition) -> None:
    html = printed(definition)

    for row in facts_of(definition).rows:
        if row.printed and row.key != "remarks":
            assert f">{row.label.replace('（', chr(10) + '（')}</th>" in html or f">{row.label}</th>" in html
    assert html.count('<th scope="') == html.count("<th ")


@pytest.mark.parametrize("definition", ALL, ids=lambda each: each.code)
def test_headings_leave_no_gap_and_the_page_names_its_language_and_title(definition: TypeDefinition) -> None:
    html = printed(definition, location="长" * 900)
    outline = Outline()
    outline.feed(html)

    assert outline.levels[0] == 1
    assert all(after <= before + 1 for before, after in zip(outline.levels, outline.levels[1:], strict=False))
    assert '<html lang="zh-Hans">' in html
    assert f"<title>样本 {definition.name} {facts_of(definition).number}</title>" in html


def test_the_qr_code_is_described_and_the_check_code_stands_below_it_in_groups() -> None:
    html = printed(WORKS)

    assert f'alt="二维码，内容是核对本证的网址：{ADDRESS}"' in html
    assert "验证码 K7MPQ 4XW2Z" in html
    assert "zrzy.example.gov.cn/check/" in html


def test_a_real_certificate_shows_no_mark_and_no_place_of_the_seal() -> None:
    html = printed(WORKS, sample=False)

    assert "印章位置" not in html
    assert "样本" not in html
    assert 'style="page:permit"' in html


def test_a_draft_has_no_number_no_qr_code_and_no_check_code() -> None:
    html = printed(WORKS, sample=False, draft=True)

    assert "编号签发时填入" in html
    assert facts_of(WORKS).number not in html
    assert ADDRESS not in html
    assert "K7MPQ" not in html
    assert 'style="page:permit-draft"' in html


def test_what_people_write_stays_text() -> None:
    html = printed(WORKS, builder="<script>alert(1)</script>\"'&")

    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_a_title_prints_the_day_of_registration_and_a_page_of_remarks() -> None:
    html = printed(TITLE, registered_on="2022-08-11")

    assert "<p>2022年8月11日登记</p>" in html
    assert "<h2>附记</h2>" in html
    assert "登记日期" not in html


def test_a_title_without_remarks_still_has_its_page() -> None:
    assert "<h2>附记</h2>" in printed(TITLE, remarks="")


def test_the_end_of_validity_and_the_project_code_are_printed_on_kinds_that_have_them() -> None:
    site, works = printed(SITE), printed(WORKS)

    assert "有效期至2025年8月12日" in site
    assert "项目代码 2203-430900-04-01-618327" in site
    assert "有效期" not in works
    assert "项目代码" not in works


def test_a_list_of_buildings_becomes_a_table_with_figures_on_the_right() -> None:
    html = printed(WORKS)

    assert "<h2>附页</h2>" in html
    assert "<td class=figure>24,600.00㎡</td>" in html
    assert html.count('scope="col"') == 4


def test_drawings_get_pages_of_their_own_with_words_for_who_cannot_see_them() -> None:
    drawing = DrawingPage(label="宗地图", image="data:image/png;base64,AA==", description="宗地 GB00017 的界址图")
    html = certificate_html(
        facts_of(TITLE), TITLE, check_code=CHECK_CODE, address=ADDRESS, sample=True, draft=False, drawings=[drawing]
    )

    assert "<h2>宗地图</h2>" in html
    assert 'alt="宗地 GB00017 的界址图"' in html


def test_duties_that_are_too_long_for_the_page_go_to_the_annex_whole() -> None:
    definition = replace(WORKS, duties=tuple(f"第{n}条，" + "应当遵守的事项" * 12 for n in range(1, 12)))
    html = printed(definition)

    assert "<h2>遵守事项</h2><p>见附页</p>" in html
    assert all(duty in html for duty in definition.duties)


def test_the_style_sheet_names_only_drawings_that_exist() -> None:
    named = [*named_drawings(STYLESHEET), *named_drawings(LETTER_STYLESHEET)]

    assert set(named) == set(DRAWINGS)
    assert len(named_drawings(STYLESHEET)) == 3 * len(Layout) + 1
    assert named_drawings(LETTER_STYLESHEET) == ["drawing:sample", "drawing:seal-place"]


def named_drawings(sheet: Path) -> list[str]:
    return re.findall(r'url\("(drawing:[^"]+)"\)', sheet.read_text(encoding="utf-8"))


def test_the_qr_code_has_at_most_version_15_and_says_so_when_an_address_is_longer() -> None:
    modules, _image = qr_image("x" * 412)

    assert modules == 77
    with pytest.raises(AddressTooLong, match="413"):
        qr_image("x" * 413)


def test_the_same_facts_give_the_same_page() -> None:
    assert printed(WORKS) == printed(WORKS)
