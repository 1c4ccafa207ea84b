"""A filled template says what was entered, or names the cell that is wrong."""

import io
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pytest_django.plugin import DjangoDbBlocker

from certificates.actions.create_bundle import Draft
from certificates.findings import Severity
from certificates.models import CertificateTypeVersion
from certificates.spreadsheet import errors
from certificates.spreadsheet.reading import Reading
from certificates.spreadsheet.template import empty_rows, template
from documents.spreadsheet.errors import Damaged
from tests.certificates.spreadsheets import WORKS_SHEET, Desk, column_of, desk_for_a_module
from tests.documents.spreadsheets import changed, repacked, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture(scope="module")
def desk(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Desk]:
    with django_db_blocker.unblock(), desk_for_a_module() as desk:
        yield desk


def put(key: str, value: Any, row: int = 3, **more: Any) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        cell = sheet[f"{column_of(sheet, key)}{row}"]
        cell.value = value
        for name, each in more.items():
            setattr(cell, name, each)

    return change


def places(reading: Reading) -> list[tuple[str, str]]:
    return [(each.place, each.label) for each in reading.findings]


def works(reading: Reading, index: int = 0) -> Draft:
    return [each for each in reading.drafts if each.type_version.definition.code == "WORKS"][index]


# What is right


def test_the_filled_template_of_seven_is_read_back_as_it_was(desk: Desk) -> None:
    reading = desk.read(desk.filled())

    assert reading.findings == ()
    assert [(each.part, each.values) for each in reading.drafts] == [
        (each.part, each.values) for each in desk.certificates
    ]


def test_numbers_and_days_may_be_typed_as_such_or_as_text(desk: Desk) -> None:
    def change(book: Workbook) -> None:
        sheet = book[WORKS_SHEET]
        put("area_below", 340)(sheet)
        put("area_above", "22,000.50 ㎡")(sheet)
        put("area_total", 22340.5)(sheet)
        title = book["不动产权"]
        put("registered_on", datetime(2026, 3, 2))(title)
        put("registered_on", "2026年3月2日", row=4)(title)

    reading = desk.read(changed(desk.filled(), change))

    values = works(reading).values
    assert (values["area_below"], values["area_above"], values["area_total"]) == ("340.00", "22000.50", "22340.50")
    assert [each.values["registered_on"] for each in reading.drafts if "registered_on" in each.values] == [
        "2026-03-02"
    ] * 2


def test_a_template_of_1904_means_the_same_days(desk: Desk) -> None:
    """Workbooks that began on a Mac count days from 1904."""

    def change(book: Workbook) -> None:
        book.epoch = datetime(1904, 1, 1)
        put("registered_on", date(2026, 3, 2))(book["不动产权"])

    (first, _second) = [each for each in desk.read(changed(desk.filled(), change)).drafts if "unit_code" in each.values]
    assert first.values["registered_on"] == "2026-03-02"


def test_several_entries_and_tables_are_divided(desk: Desk) -> None:
    content = template(desk.project, empty_rows([(desk.versions["SITE"], 1)]))

    def change(book: Workbook) -> None:
        sheet = book["预审选址"]
        put("attachments", "选址红线图；总平面图")(sheet)
        put("area_by_class", "水田|4.12\n旱地 ｜ 2.05\n")(sheet)

    (draft,) = desk.read(changed(content, change)).drafts
    assert draft.values["attachments"] == ["选址红线图", "总平面图"]
    assert draft.values["area_by_class"] == [
        {"class": "水田", "area": "4.1200"},
        {"class": "旱地", "area": "2.0500"},
    ]


def test_columns_may_be_moved_and_sheets_renamed(desk: Desk) -> None:
    def change(book: Workbook) -> None:
        sheet = book[WORKS_SHEET]
        rows = [[cell.value for cell in row][::-1] for row in sheet.iter_rows(max_row=6)]
        sheet.delete_rows(1, 60)
        for row in rows:
            sheet.append(row)
        sheet.title = "四本工程"

    reading = desk.read(changed(desk.filled(), change))

    assert reading.findings == ()
    assert works(reading).values == works(desk.read(desk.filled())).values


def test_empty_rows_between_and_empty_sheets_do_no_harm(desk: Desk) -> None:
    def change(book: Workbook) -> None:
        book[WORKS_SHEET].insert_rows(4, 3)
        book.create_sheet("Sheet2")

    reading = desk.read(changed(desk.filled(), change))

    assert reading.findings == ()
    assert len(reading.drafts) == 7


def test_a_line_end_written_as_an_escape_is_a_line_end(desk: Desk) -> None:
    reading = desk.read_changed(put("buildings", "甲_x000D_\n乙_x000D_\n"))

    assert works(reading).values["buildings"] == [{"name": "甲"}, {"name": "乙"}]


def test_what_looks_like_a_formula_or_an_error_stays_text(desk: Desk) -> None:
    values = works(desk.read(desk.filled())).values
    for text in ("=1+1", "#REF!", "@SUM(1)", "_x0041_", "TRUE", "00123"):
        draft = Draft(type_version=desk.versions["WORKS"], values={**values, "scale": text})
        assert works(desk.read(template(desk.project, [draft]))).values["scale"] == text


def test_a_value_that_the_project_fills_in_may_be_emptied(desk: Desk) -> None:
    reading = desk.read_changed(put("holder_uscc", None))

    assert works(reading).values["holder_uscc"] == ""


# What is wrong in a cell


def test_a_formula_is_refused_by_the_name_of_its_cell(desk: Desk) -> None:
    reading = desk.read_changed(put("area_total", "=F3+G3"))

    (finding,) = reading.findings
    assert finding.severity is Severity.MUST_FIX
    assert "工程规划!H3" in finding.message
    assert (finding.place, finding.label) == ("工程规划!H3", "总建筑面积")


def test_merged_cells_are_named_with_their_range(desk: Desk) -> None:
    reading = desk.read_changed(lambda sheet: sheet.merge_cells("D3:D4"))

    assert places(reading) == [("工程规划!D3:D4", "建设位置")]
    assert "工程规划!D3:D4" in reading.findings[0].message


def test_an_error_value_is_named(desk: Desk) -> None:
    (finding,) = desk.read_changed(put("area_total", "#REF!", data_type="e")).findings

    assert finding.place == "工程规划!H3"
    assert "#REF!" in finding.message


@pytest.mark.parametrize(
    ("key", "value", "place"),
    [
        ("area_total", "约八万", "H3"),
        ("area_total", -5, "H3"),
        ("area_total", 1.23456, "H3"),
        ("works_name", None, "C3"),
        ("works_name", "名" * 300, "C3"),
        ("works_name", "主\u202e厂房", "C3"),
        ("works_name", "电话 13800138000", "C3"),
    ],
)
def test_what_is_wrong_is_said_of_its_cell(desk: Desk, key: str, value: object, place: str) -> None:
    reading = desk.read_changed(put(key, value))

    assert {each.place for each in reading.findings} == {f"{WORKS_SHEET}!{place}"}
    assert all(each.severity is Severity.MUST_FIX for each in reading.findings)


def test_a_wrong_day_and_a_wrong_choice_are_named(desk: Desk) -> None:
    def change(sheet: Worksheet) -> None:
        put("registered_on", 46083)(sheet)  # the day's number, without the format of a day
        sheet["B3"].number_format = "General"
        put("co_ownership", "各自所有")(sheet)

    reading = desk.read_changed(change, "不动产权")

    assert [label for _place, label in places(reading)] == ["登记日期", "共有情况"]


def test_a_number_with_more_than_15_digits_is_no_longer_what_was_typed(desk: Desk) -> None:
    reading = desk.read_changed(put("unit_code", 4309030010020001700), "不动产权")

    assert [each.label for each in reading.findings] == ["不动产单元号"]
    assert "15" in reading.findings[0].message


@pytest.mark.parametrize("escape", ["_x0007_", "_x0000_"])
def test_control_characters_are_named(desk: Desk, escape: str) -> None:
    (finding,) = desk.read_changed(put("works_name", f"主{escape}厂房")).findings

    assert finding.place == "工程规划!C3"


def test_a_part_that_is_too_long_is_named(desk: Desk) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["A3"] = "部" * 41

    assert ("工程规划!A3", "部分") in places(desk.read_changed(change))


def test_findings_stand_in_the_order_of_the_workbook(desk: Desk) -> None:
    def change(book: Workbook) -> None:
        put("area_total", "x", row=5)(book[WORKS_SHEET])
        put("works_name", None, row=4)(book[WORKS_SHEET])
        put("area_total", "=1", row=4)(book[WORKS_SHEET])
        put("land_area", "x")(book["用地规划"])

    reading = desk.read(changed(desk.filled(), change))

    assert [each.place for each in reading.findings] == ["用地规划!G3", "工程规划!C4", "工程规划!H4", "工程规划!H5"]


# What is wrong with columns and sheets


def test_an_unknown_column_is_named_by_its_label(desk: Desk) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.cell(1, sheet.max_column + 1, "备注")

    (finding,) = desk.read_changed(change).findings
    assert finding.label == "备注"
    assert finding.cell.endswith("1")


def test_a_value_in_a_column_without_a_label_is_named(desk: Desk) -> None:
    (finding,) = desk.read_changed(lambda sheet: sheet.cell(4, sheet.max_column + 2, "看这里") and None).findings

    assert finding.cell.endswith("4")


def test_a_column_that_is_there_twice_is_named(desk: Desk) -> None:
    def change(sheet: Worksheet) -> None:
        column = sheet.max_column + 1
        for row in (1, 2, 3):
            sheet.cell(row, column, sheet.cell(row, 3).value)

    (finding,) = desk.read_changed(change).findings
    assert finding.label == "建设项目名称＊"


def test_a_label_that_was_changed_is_named(desk: Desk) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["C1"], sheet["D1"] = sheet["D1"].value, sheet["C1"].value

    assert [each.cell for each in desk.read_changed(change).findings] == ["C1", "D1"]


def test_a_missing_column_is_named_once(desk: Desk) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.delete_cols(8)

    (finding,) = desk.read_changed(change).findings
    assert (finding.cell, finding.label) == ("", "总建筑面积")


def test_a_sheet_of_ones_own_is_named_because_nothing_of_it_is_read(desk: Desk) -> None:
    content = changed(desk.filled(), lambda book: book.create_sheet("我的备注").append(["x"]))

    (finding,) = desk.read(content).findings
    assert finding.place == "我的备注"


# What is wrong with the whole file


def test_another_workbook_is_not_our_template(desk: Desk) -> None:
    with pytest.raises(errors.NotOurTemplate):
        desk.read(workbook(lambda book: book.active.append(["项目名称", "面积"])))


def test_a_template_without_its_keys_is_not_our_template(desk: Desk) -> None:
    def change(book: Workbook) -> None:
        for sheet in book:
            sheet.delete_rows(2)

    with pytest.raises(errors.NotOurTemplate):
        desk.read(changed(desk.filled(), change))


def test_an_outdated_template_is_refused_with_words(desk: Desk) -> None:
    version = desk.versions["WORKS"]
    later = CertificateTypeVersion(pk=version.pk, type=version.type, version=version.version + 1, body=version.body)
    content = template(desk.project, [Draft(type_version=later)])

    with pytest.raises(errors.OutdatedTemplate, match="工程规划"):
        desk.read(content)


def test_a_template_of_another_project_is_refused(desk: Desk) -> None:
    other = desk.project
    other.project_code = "2501-430900-04-01-999999"

    with pytest.raises(errors.OtherProject, match="999999"):
        desk.read(template(other, desk.drafts()))


def test_a_kind_that_is_no_longer_used_is_refused(desk: Desk) -> None:
    content = desk.filled()
    marker = load_workbook(io.BytesIO(content))[WORKS_SHEET]["A2"].value

    def change(book: Workbook) -> None:
        book[WORKS_SHEET]["A2"] = marker.replace("WORKS", "BUILD")

    with pytest.raises(errors.KindNotUsed):
        desk.read(changed(content, change))


def test_an_empty_template_says_so(desk: Desk) -> None:
    content = changed(desk.filled(), lambda book: [sheet.delete_rows(3, 60) for sheet in book.worksheets[1:]])

    with pytest.raises(errors.NoRows):
        desk.read(content)


def test_more_certificates_than_a_bundle_holds_are_refused(desk: Desk) -> None:
    with pytest.raises(errors.TooManyCertificates, match="51"):
        desk.read(template(desk.project, empty_rows([(desk.versions["WORKS"], 51)])))


def test_a_workbook_with_broken_styles_is_damaged_not_a_crash(desk: Desk) -> None:
    with pytest.raises(Damaged):
        desk.read(repacked(desk.filled(), {"xl/styles.xml": b"<styleSheet/><"}))


@pytest.mark.parametrize(
    ("old", "new"),
    [(b't="inlineStr"', b't="s"'), (b"<v>", b"<v>x"), (b' s="', b' s="9'), (b"yyyy-mm-dd", b"[")],
)
def test_sheets_that_contradict_themselves_are_damaged_not_a_crash(desk: Desk, old: bytes, new: bytes) -> None:
    names = {f"xl/worksheets/sheet{place}.xml": lambda part: part.replace(old, new) for place in (1, 2, 3, 4)}
    content = repacked(desk.filled(), {**names, "xl/styles.xml": lambda part: part.replace(old, new)})

    try:
        desk.read(content)
    except errors.SpreadsheetRefused:
        return


# The template itself


def test_the_template_tells_how_to_fill_it_in(desk: Desk) -> None:
    book = load_workbook(io.BytesIO(desk.filled()))
    guide = "\n".join(str(cell.value) for row in book["填写说明"].iter_rows() for cell in row if cell.value)
    sheet = book[WORKS_SHEET]

    assert desk.project.name in guide
    assert "样例" in guide
    assert "不要用公式" in guide
    assert sheet["C1"].value.endswith("＊")
    assert sheet["C1"].comment is not None
    assert sheet.row_dimensions[2].hidden
    assert sheet.freeze_panes == "B3"
    assert sheet.oddHeader.center.text == "样例"


def test_choices_are_offered_as_a_list(desk: Desk) -> None:
    sheet = load_workbook(io.BytesIO(desk.filled()))["不动产权"]

    assert {
        str(each.sqref).rstrip("0123456789").partition("3:")[0] for each in sheet.data_validations.dataValidation
    } == {
        column_of(sheet, "co_ownership"),
        column_of(sheet, "right_type"),
    }


def test_the_template_of_a_real_project_has_no_sample_mark(desk: Desk) -> None:
    project = desk.project
    project.is_sample = False
    book = load_workbook(io.BytesIO(template(project, desk.drafts())))

    assert book[WORKS_SHEET].oddHeader.center.text is None


def test_every_refusal_says_what_to_do() -> None:
    kinds = [each for each in vars(errors).values() if isinstance(each, type)]

    assert all(str(kind.next_step) and str(kind.message) for kind in kinds)
    codes = [kind.code for kind in kinds if issubclass(kind, errors.SpreadsheetRefused)]
    assert len(set(codes)) == len(codes)
