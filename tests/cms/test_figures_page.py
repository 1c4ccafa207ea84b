"""What everybody reads of the five reductions: page, download, section of the home page, panel of the staff."""

import csv
import io
import re
from decimal import Decimal
from html import unescape

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils.translation import override

from cms import figures, matter_tables
from cms.admin.figures_panel import FiguresPanel
from cms.csv_files import csv_bytes
from cms.figures import home_figures, statement_of
from cms.matter_tables import Package, home_matters, row_of, tables_of
from cms.matters.facts import Before, Topic
from cms.models import HomePage
from cms.public_matters import PublicMatter
from cms.views import figures as figures_view
from tests.cms.matters import TABLE, matter
from tests.cms.public import public, ten_matters

FINDING = "10 件事加起来，比以前少 18 个环节、32 份材料、143 个工作日、180 元、14 趟。"
SHARES = "其中 4 件（40%）一趟不用跑，10 件（100%）全程网上办。"


def words(html: str) -> str:
    """What is read: no tags, single spaces."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


@pytest.fixture
def ten(monkeypatch: pytest.MonkeyPatch) -> None:
    """The ten matters of the sample are what the public finds."""
    for module in (figures, figures_view, matter_tables):
        monkeypatch.setattr(module, "public_matters", ten_matters)


@pytest.fixture
def page(client: Client, home: HomePage, ten: None) -> str:
    return client.get("/figures/").content.decode()


def test_the_page_says_the_finding_first(page: str) -> None:
    said = words(page)

    assert FINDING in said
    assert SHARES in said
    assert page.count("<h1") == 1


def test_the_drawing_has_its_words_at_the_marks_and_a_sentence_for_those_who_do_not_see_it(page: str) -> None:
    drawing = re.search(r'<svg class="bars".*?</svg>', page, re.DOTALL)

    assert drawing
    assert 'role="img" aria-labelledby="reductions"' in drawing[0]
    assert 'id="reductions">10 件事' in page
    for mark in ("以前 52 个", "现在 34 个", "少 18 个", "以前 1830 元", "现在 1650 元", "以前 20 趟", "现在 6 趟"):
        assert mark in drawing[0]


def test_the_same_numbers_stand_in_a_real_table(page: str) -> None:
    table = re.search(r"<details.*?<table.*?</table>", page, re.DOTALL)

    assert table
    assert "材料 89 份 57 份 少 32 份" in words(table[0])
    assert "时间 180 天 37 天 少 143 天" in words(table[0])


def test_every_matter_stands_beneath_with_before_and_now(page: str) -> None:
    rows = re.findall(r'<th scope="row"><a[^>]*href="(/q/M\d\d/)"', page)

    assert rows == [f"/q/{code}/" for code in TABLE]
    assert "建设工程规划许可 环节 以前 7 个 现在 4 个" in words(page)


def test_the_page_says_once_that_days_are_working_days(page: str) -> None:
    assert "天数都是工作日。" in page


def test_before_any_matter_is_published_the_page_says_so(
    client: Client, home: HomePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures_view, "public_matters", lambda: ())

    page = client.get("/figures/").content.decode()

    assert "还没有一件写明以前要多少" in page
    assert '<svg class="bars"' not in page


def test_the_download_opens_in_a_spreadsheet_in_the_right_encoding(client: Client, home: HomePage, ten: None) -> None:
    response = client.get("/figures/reductions.csv")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))

    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert re.fullmatch(r'attachment; filename="reductions-\d{4}-\d\d-\d\d\.csv"', response["Content-Disposition"])
    assert rows[0][:5] == ["代码", "事项", "版本", "环节：以前", "环节：现在"]
    assert rows[4] == ["M04", "建设工程规划许可", "3", "7", "4", "13", "8", "20", "5", "20", "0", "3", "1", "否", "是"]
    assert len(rows) == 11


def test_a_matter_without_figures_of_before_leaves_its_cells_empty(
    client: Client, home: HomePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = public("M04")
    bare = PublicMatter(bare.version, bare.facts.model_copy(update={"before": None}), True, "")
    monkeypatch.setattr(figures_view, "public_matters", lambda: (bare,))

    rows = list(csv.reader(io.StringIO(client.get("/figures/reductions.csv").content.decode("utf-8-sig"))))

    assert rows[1][3:13] == [""] * 10


def test_what_looks_like_a_formula_stays_text() -> None:
    rows = csv_bytes([["=HYPERLINK(1)", "+1", "-1", "@x", "\tx", "事项", 5, Decimal("-1.50")]])

    assert rows.decode("utf-8-sig") == "'=HYPERLINK(1),'+1,'-1,'@x,'\tx,事项,5,-1.50\r\n"


def test_it_says_what_has_become_more_and_what_stayed() -> None:
    before = Before(links=1, materials=2, days=0, fee_yuan=Decimal(0), trips=0)
    statement = statement_of([matter("M10").model_copy(update={"before": before})])

    assert statement
    assert [row.finding for row in statement.rows] == ["多 1 个", "没有变", "没有变", "没有变", "没有变"]
    assert statement.finding == "1 件事没有比以前少。"


def test_matters_that_are_not_added_up_are_named() -> None:
    statement = statement_of([matter("M09"), matter("M04").model_copy(update={"before": None})])

    assert statement
    assert statement.left_out == "另有 1 件没有以前的数字，没有算进来。"


def test_in_english_one_is_one_and_two_are_two() -> None:
    with override("en"):
        statement = statement_of([matter("M09"), matter("M10")])

    assert statement
    assert statement.finding == (
        "Less than before in 2 matters together: 2 steps, 4 papers, 14 working days, 40 yuan, 3 trips."
    )
    assert statement.rows[0].now == "5 steps"
    assert statement.rows[2].now == "1 day"


def test_the_home_page_and_the_staff_read_the_same_sentence(ten: None, rf: RequestFactory) -> None:
    section = render_to_string("cms/sections/figures.html", home_figures(rf.get("/")))
    panel = FiguresPanel().render_html({})

    assert FINDING in words(section)
    assert FINDING in words(panel)
    assert "现在 37 天" in section
    assert "现在 37 天" in panel


def test_the_home_page_leaves_the_section_out_while_there_is_nothing_to_say(
    monkeypatch: pytest.MonkeyPatch, rf: RequestFactory
) -> None:
    monkeypatch.setattr(figures, "public_matters", lambda: ())
    monkeypatch.setattr(matter_tables, "public_matters", lambda: ())

    assert home_figures(rf.get("/")) is None
    assert home_matters(rf.get("/")) is None


# The tables of matters on the home page


def test_matters_stand_by_topic_in_the_order_of_their_places() -> None:
    late = public("M01")
    late = PublicMatter(late.version, late.facts.model_copy(update={"order": 99}), True, "")

    build, register = tables_of([late, public("M10"), public("M04"), public("M02")])

    assert (str(build.title), str(register.title)) == ("盖房子、建项目", "登记房屋和土地")
    assert [row.name for row in build.rows] == [
        "建设用地规划许可（划拨）",
        "建设工程规划许可",
        "建设项目用地预审与选址意见书",
    ]
    assert (build.topic, register.topic) == (Topic.BUILD, Topic.REGISTER)


def test_what_nobody_applies_for_alone_is_left_out() -> None:
    alone = public("M04")
    alone = PublicMatter(alone.version, alone.facts.model_copy(update={"on_application": False}), True, "")

    assert tables_of([alone]) == ()


def test_a_row_says_what_people_ask_first() -> None:
    row = row_of(public("M07", guide_url="/guides/m07/"))

    assert (row.lead, row.unit, row.papers, row.fee) == ("3", "天", "3 份", "550 元")
    assert row.lead + row.line == "3 天办好，交 3 份，550 元"
    assert row.url == "/guides/m07/"


def test_a_name_that_nobody_translated_is_read_in_chinese() -> None:
    chinese = public("M07")

    assert row_of(chinese).lang == ""
    assert row_of(PublicMatter(chinese.version, chinese.facts, False, "")).lang == "zh-hans"


def test_what_is_done_on_the_spot_has_no_number_of_days() -> None:
    row = row_of(public("M10"))

    assert (row.lead, row.unit) == ("当场", "")
    assert row.lead + row.line == "当场办好，交 1 份，不收费"
    assert row.url == "/q/M10/"


def test_the_section_ends_with_the_packages(ten: None, rf: RequestFactory) -> None:
    package = Package("拿地即开工", "三件事、一张表、一次申请。", "/guides/p1/")
    context = home_matters(rf.get("/"), packages=[package], all_url="/guides/")
    section = render_to_string("cms/sections/matters.html", context)

    assert section.count("<table") == 2
    assert section.index("</table>") < section.index("拿地即开工")
    assert 'href="/guides/p1/">看怎么办' in section
    assert section.count("天数都是工作日。") == 1
