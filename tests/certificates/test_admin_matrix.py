"""The bundle as a table, and what is typed in its cells."""

from certificates.admin.cells import iso_day, parsed, typed, with_thousands
from certificates.admin.matrix import Draft, Look, Matrix, inputs, make_matrix
from certificates.definition import FieldDefinition, FieldKind
from certificates.findings import Finding, Severity
from certificates.kinds import shipped_kinds

KINDS = shipped_kinds()
READ = Look(editable=False, sees_closed=True)
TYPE = Look(editable=True, sees_closed=True)


def drafts(**values: str) -> list[Draft]:
    builder = {"location": "益阳市赫山区样例镇样例村", **values}
    return [
        Draft(pk=1, definition=KINDS["LAND"], values={"land_user": "样例公司", **builder}),
        Draft(pk=2, definition=KINDS["WORKS"], values={"builder": "样例公司", **builder}, part="煤场"),
        Draft(pk=3, definition=KINDS["TITLE"], values={"right_holder": ["样例公司"], **builder}, part="甲地块"),
    ]


def cells(matrix: Matrix, key: str) -> list[tuple[int, str]]:
    (row,) = [each for each in matrix.rows if each.key == key]
    return [(cell.span, cell.text if cell.field else "—") for cell in row.cells]


def test_a_fact_of_all_certificates_is_printed_once() -> None:
    matrix = make_matrix(drafts(), (), READ)

    assert cells(matrix, "location") == [(3, "益阳市赫山区样例镇样例村")]
    assert cells(matrix, "holder") == [(3, "样例公司")]


def test_what_differs_stands_in_its_own_column() -> None:
    seven = drafts()
    seven[1] = Draft(pk=2, definition=KINDS["WORKS"], values={"location": "别处"}, part="煤场")

    assert cells(make_matrix(seven, (), READ), "location") == [
        (1, "益阳市赫山区样例镇样例村"),
        (1, "别处"),
        (1, "益阳市赫山区样例镇样例村"),
    ]


def test_what_does_not_apply_to_a_kind_is_a_dash() -> None:
    assert cells(make_matrix(drafts(unit_code="430903001002GB00017W00000000"), (), READ), "unit_code") == [
        (1, "—"),
        (1, "—"),
        (1, "430903001002GB00017W00000000"),
    ]


def test_who_where_what_for_and_how_large_come_first_and_sums_stand_together() -> None:
    keys = [row.key for row in make_matrix(drafts(), (), READ).rows]

    assert keys[:2] == ["holder", "holder_uscc"]
    areas = keys.index("area_above")
    assert keys[areas : areas + 3] == ["area_above", "area_below", "area_total"]
    assert len(keys) == len(set(keys))


def test_closed_fields_are_covered_for_who_may_not_read_them() -> None:
    matrix = make_matrix(drafts(remarks="不公开的附记"), (), Look(editable=True, sees_closed=False))
    (row,) = [each for each in matrix.rows if each.key == "remarks"]

    assert [cell.closed for cell in row.cells] == [False, False, True]
    assert [cell.text for cell in row.cells] == ["", "", ""]
    assert row.cells[2].name == ""


def test_a_finding_marks_its_cell_and_leads_to_its_input() -> None:
    wrong = Finding(rule="B02", severity=Severity.MUST_FIX, message="总面积不对", certificate=2, key="area_total")
    matrix = make_matrix(drafts(), [wrong], TYPE)
    (row,) = [each for each in matrix.rows if each.key == "area_total"]

    assert [cell.severity for cell in row.cells] == ["", "must_fix", ""]
    assert row.cells[1].described_by == row.remarks[0].id
    assert row.remarks[0].target == f"in-{row.cells[1].id}"
    assert row.remarks[0].whose == "煤场"


def test_a_finding_about_the_holder_is_found_under_each_kinds_own_key() -> None:
    wrong = Finding(rule="field", severity=Severity.MUST_FIX, message="缺", certificate=3, key="right_holder")

    matrix = make_matrix(drafts(), [wrong], TYPE)

    assert matrix.loose == []
    assert matrix.remarks[0].label.startswith("用地单位")


def test_findings_without_a_field_stay_loose_and_must_fix_comes_first() -> None:
    reminder = Finding(rule="B01", severity=Severity.REMINDER, message="看一看")
    must = Finding(rule="B02", severity=Severity.MUST_FIX, message="要改", certificate=2, key="area_total")

    remarks = make_matrix(drafts(), [reminder, must], TYPE).remarks

    assert [str(each.finding) for each in remarks] == ["要改", "看一看"]


def test_a_shared_input_writes_each_kinds_own_field() -> None:
    text, fields = inputs(drafts(), sees_closed=True)["s-holder"]

    assert text == "样例公司"
    assert {pk: field.key for pk, field in fields.items()} == {1: "land_user", 2: "builder", 3: "right_holder"}


def test_areas_are_shown_with_thousands_and_read_with_them() -> None:
    field = FieldDefinition(key="area", label="面积", kind=FieldKind.DECIMAL)

    assert typed(field, "360700.00") == "360,700.00"
    assert parsed(field, "３６０，７００．００") == "360700.00"
    assert with_thousands("12三") == "12三"


def test_lists_and_tables_are_typed_in_lines() -> None:
    names = FieldDefinition(key="names", label="附件", kind=FieldKind.LIST)
    buildings = KINDS["WORKS"].by_key["buildings"]
    rows = parsed(buildings, "主厂房|3|24.50|1,260.00\n\n冷却塔｜1｜｜")

    assert parsed(names, " 总平面图 \n\n单体图纸\n") == ["总平面图", "单体图纸"]
    assert rows == [
        {"name": "主厂房", "floors": "3", "height": "24.50", "area": "1260.00"},
        {"name": "冷却塔", "floors": "1", "height": "", "area": ""},
    ]
    assert typed(buildings, rows) == "主厂房|3|24.50|1260.00\n冷却塔|1||"


def test_days_are_read_as_people_write_them() -> None:
    assert [iso_day(text) for text in ("2022年8月12日", "2022/8/12", "2022.08.12", "八月")] == [
        "2022-08-12",
        "2022-08-12",
        "2022-08-12",
        "八月",
    ]
