"""A catalogue from a spreadsheet says what stands in it, or names the cell that is wrong."""

import io
from collections.abc import Iterator
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cms.catalogue import errors
from cms.catalogue.citations import Citation, citations
from cms.catalogue.reading import Reading, read_catalogue
from cms.catalogue.rows import HEADS, Kind, Row
from cms.catalogue.sheets import TITLE, catalogue_sheet
from documents.spreadsheet.errors import Damaged, NoSpreadsheet, SpreadsheetRefused
from tests.cms.catalogues import ROWS, SITE, changed, heads, saved, with_cell, with_changes, written

LINE = ["000115901000", "建设项目用地预审与选址意见书", "行政许可", "《城乡规划法》第三十六条", 20, "否"]

codes = st.text("0123456789ABCXYZ", min_size=12, max_size=12)
names = st.text("建设用地规划许可（）=+@-_x0041_ab", min_size=1, max_size=40).map(
    lambda text: " ".join(text.split()) or "名"
)
bases = st.lists(
    st.builds(
        Citation,
        st.sampled_from(["《城乡规划法》", "《民法典》", "《条例》（国务院令第716号）"]),
        st.text("第一二三条、", min_size=2),
    ),
    min_size=1,
    max_size=4,
    unique=True,
).map(lambda found: "\n".join(map(str, found)))
rows = st.builds(
    Row,
    code=codes,
    name=names,
    kind=st.sampled_from(Kind.values),
    basis=bases,
    statutory_days=st.integers(0, 999),
    charges_fee=st.booleans(),
)
catalogues = st.lists(rows, min_size=1, max_size=6, unique_by=lambda row: row.code)


def said(reading: Reading) -> list[tuple[str, str]]:
    return [(each.cell, each.message) for each in reading.findings]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


# What is right


@given(catalogues)
def test_what_the_catalogue_is_downloaded_as_is_read_back_as_it_was(catalogue: list[Row]) -> None:
    reading = read_catalogue(catalogue_sheet(catalogue))

    assert reading.rows == tuple(catalogue)
    assert reading.findings == ()


def test_columns_stand_in_any_order_below_a_title_with_marks_and_half_width_brackets() -> None:
    content = written(
        ["湖南省政务服务事项基本目录"],
        ["是否收费", "法定办结时限(工作日)", "基本编码＊", "事项 名称", "事项类型", "设定依据"],
        [
            "是",
            "20个工作日",
            430115901000,
            "建设工程规划许可",
            "行政许可",
            "《城乡规划法》 第四十条；《行政许可法》第四十二条",
        ],
    )

    (row,) = read_catalogue(content).rows

    assert row == Row(
        code="430115901000",
        name="建设工程规划许可",
        kind="行政许可",
        basis="《城乡规划法》第四十条\n《行政许可法》第四十二条",
        statutory_days=20,
        charges_fee=True,
    )


def test_full_width_codes_and_blanks_are_the_same_code() -> None:
    assert read_catalogue(with_cell("A2", " ０００１１５９０１０００ ")).rows[0].code == "000115901000"


def test_rows_without_anything_are_skipped() -> None:
    assert len(read_catalogue(written(heads(), LINE, [None] * 6, ["000115902000", *LINE[1:]])).rows) == 2


def test_text_that_looks_like_a_formula_stays_text_in_the_download() -> None:
    content = catalogue_sheet([with_changes(SITE, name="=1+1")])

    cell = load_workbook(io.BytesIO(content))[TITLE]["B2"]

    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_basis_falls_into_law_and_articles() -> None:
    assert citations("《城乡规划法》第四十条\n《若干规定》（国务院令第716号）第九条、第十条") == (
        ("《城乡规划法》", "第四十条"),
        ("《若干规定》（国务院令第716号）", "第九条、第十条"),
    )


# What is wrong with a cell


@pytest.mark.parametrize(
    ("cell", "value", "message"),
    [
        ("A3", None, "This is empty"),
        ("A3", "   ", "This is empty"),
        ("A3", "00011590100", "12 digits or capitals"),
        ("A3", "000115-01000", "12 digits or capitals"),
        ("A3", 115904000, "changed it"),
        ("A3", 1.15904e20, "changed it"),
        ("A3", "000115901000", "基本目录!A2 already"),
        ("B3", None, "This is empty"),
        ("B3", "名" * 101, "101 characters"),
        ("B3", "建设\u200b工程", "U+200B"),
        ("C3", "许可", "行政许可、行政确认"),
        ("D3", "城乡规划法第四十条", "no citation"),
        ("D3", "《城乡规划法》", "no citation"),
        ("D3", "《城乡规划法》第四十条、《民法典》第二条", "no citation"),
        ("D3", f"《法》{'条' * 101}", "no citation"),
        ("E3", "20.5", "whole number"),
        ("E3", 20.5, "whole number"),
        ("E3", -1, "whole number"),
        ("E3", 1000, "whole number"),
        ("E3", "30日", "whole number"),
        ("E3", "二十", "whole number"),
        ("E3", True, "whole number"),
        ("F3", "有", "Write 是 or 否"),
        ("F3", 1, "Write 是 or 否"),
        ("B3", "=A1", "formula"),
        ("E3", "#REF!", "error"),
        ("H3", "备注", "outside the columns"),
    ],
)
def test_a_wrong_cell_is_named_and_its_row_is_not_taken(cell: str, value: object, message: str) -> None:
    reading = read_catalogue(with_cell(cell, value))

    ((place, words),) = said(reading)
    assert place == cell
    assert message in words


def test_every_finding_is_given_at_once_in_the_order_of_the_sheet() -> None:
    def spoil(sheet: Worksheet) -> None:
        sheet["F2"], sheet["A4"], sheet["E3"] = "?", "000115904000", "x"

    assert [place for place, _words in said(read_catalogue(changed(spoil)))] == ["F2", "E3", "A4"]


def test_a_code_in_two_sheets_is_doubled_too() -> None:
    book = load_workbook(io.BytesIO(catalogue_sheet(ROWS)))
    second = book.copy_worksheet(book[TITLE])
    second.title = "第二页"
    second.delete_rows(3, 2)

    ((place, words),) = said(read_catalogue(saved(book)))

    assert place == "A2"
    assert "基本目录!A2" in words


def test_merged_cells_are_named_but_a_merged_title_is_fine() -> None:
    book = load_workbook(io.BytesIO(written(["目录"], heads(), LINE, ["000115902000", *LINE[1:]])))
    book.active.merge_cells("A1:F1")
    book.active.merge_cells("C3:C4")

    assert [place for place, _words in said(read_catalogue(saved(book)))] == ["C3:C4"]


def test_an_unknown_and_a_doubled_column_are_named_at_their_heads() -> None:
    content = written([*heads(), "备注", "基本编码"], [*LINE, "x", "000115901000"])

    assert [place for place, _words in said(read_catalogue(content))] == ["G1", "H1"]


def test_a_sheet_without_the_columns_is_named() -> None:
    book = load_workbook(io.BytesIO(catalogue_sheet(ROWS)))
    book.create_sheet("说明")["A1"] = "本目录自公布之日起施行"

    (finding,) = read_catalogue(saved(book)).findings

    assert finding.place == "说明"


def test_a_catalogue_may_be_spread_over_sheets() -> None:
    book = load_workbook(io.BytesIO(written(heads(), LINE, title="许可")))
    second = book.create_sheet("登记")
    second.append(heads())
    second.append(["000115909000", *LINE[1:]])

    assert [row.code for row in read_catalogue(saved(book)).rows] == ["000115901000", "000115909000"]


# What is wrong with the file


def test_missing_columns_are_named_by_their_heads() -> None:
    with pytest.raises(errors.HeadsMissing, match="Missing: 设定依据、是否收费"):
        read_catalogue(written(["基本编码", "事项名称", "事项类型", "法定办结时限（工作日）"], LINE[:4]))


@pytest.mark.parametrize("lines", [[], [["甲", 1, date(2022, 8, 1)]]], ids=["empty", "another table"])
def test_a_spreadsheet_of_something_else_is_no_catalogue(lines: list[list[object]]) -> None:
    with pytest.raises(errors.HeadsMissing, match="基本编码"):
        read_catalogue(written(*lines))


def test_an_empty_catalogue_is_refused_because_it_would_withdraw_everything() -> None:
    with pytest.raises(errors.NoRows):
        read_catalogue(catalogue_sheet([]))


def test_other_files_are_refused_as_everywhere() -> None:
    with pytest.raises(NoSpreadsheet):
        read_catalogue(b"%PDF-1.7")
    with pytest.raises(Damaged):
        read_catalogue(catalogue_sheet(ROWS)[:2000])


def test_findings_stop_the_take() -> None:
    with pytest.raises(errors.CellsWrong, match="1 cells"):
        read_catalogue(with_cell("A2", "x")).check()


def test_every_refusal_says_what_to_do() -> None:
    kinds = [each for each in vars(errors).values() if isinstance(each, type)]

    assert all(str(kind.next_step) and str(kind.message) for kind in kinds)
    assert len({kind.code for kind in kinds}) == len(kinds)
    assert issubclass(errors.CellsWrong, SpreadsheetRefused)


def test_the_template_has_every_head() -> None:
    sheet = load_workbook(io.BytesIO(catalogue_sheet([])))[TITLE]

    assert [cell.value for cell in sheet[1]] == list(HEADS.values())
    assert sheet["A50"].number_format == "@"
