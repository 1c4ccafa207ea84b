"""The one statement of a certificate: how values are printed, and that its bytes never vary."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.definition import FieldDefinition, FieldKind
from certificates.facts import CertificateFacts, Value, expiry, hectares, make_facts, printed_date, printed_value
from tests.certificates.sample_snapshot import DAY, LAND, MAIN, NUMBERS, PROJECT_CODE, SAMPLE, TITLE_A


def facts_of(pk: int, **values: Value) -> CertificateFacts:
    view = SAMPLE.certificates[pk - 1]
    return make_facts(
        view.definition,
        {**view.values, **values},
        number=NUMBERS[pk],
        project_code=PROJECT_CODE,
        issuer="益阳市样例自然资源和规划局（样例）",
        issuer_uscc="11430900MB0YLGT12D",
        issued_on=DAY,
    )


@pytest.mark.parametrize(
    ("kind", "value", "printed"),
    [
        (FieldKind.TEXT, "2×1000MW", "2×1000MW"),
        (FieldKind.TEXT, "", "/"),
        (FieldKind.LIST, [], "/"),
        (FieldKind.LIST, ["用地红线图", "规划条件"], "用地红线图；规划条件"),
        (FieldKind.DATE, "2022-08-02", "2022年8月2日"),
        (FieldKind.DECIMAL, "83900.00", "83,900.00㎡"),
        (FieldKind.DECIMAL, "0.00", "0.00㎡"),
        (FieldKind.TABLE, [{"name": "主厂房"}], "1 项，见附页"),
    ],
)
def test_values_are_printed_as_people_read_them(kind: FieldKind, value: Value, printed: str) -> None:
    field = FieldDefinition(key="x", label="x", kind=kind, unit="㎡" if kind is FieldKind.DECIMAL else "")

    assert printed_value(field, value) == printed


def test_the_land_permit_prints_hectares_of_what_is_kept_in_square_metres() -> None:
    assert facts_of(LAND).value("land_area") == "36.0700公顷"


@pytest.mark.parametrize(
    ("square_metres", "printed"),
    [("360700.00", "36.0700"), ("0.50", "0.0001"), ("0.49", "0.0000"), ("1.50", "0.0002"), ("10000.49", "1.0000")],
)
def test_hectares_are_rounded_half_up(square_metres: str, printed: str) -> None:
    assert str(hectares(Decimal(square_metres))) == printed


@given(st.decimals(min_value=0, max_value=10**12, places=2))
def test_hectares_are_never_off_by_more_than_half_a_square_metre(square_metres: Decimal) -> None:
    assert abs(hectares(square_metres) * 10_000 - square_metres) <= Decimal("0.5")


def test_the_statement_holds_what_the_form_prints_and_what_it_does_not() -> None:
    facts = facts_of(MAIN)

    assert [row.label for row in facts.rows if row.printed] == [
        "建设单位（个人）", "建设项目名称", "建设位置", "建设规模", "附图及附件名称",
    ]  # fmt: skip
    assert facts.value("area_total") == "83,900.00㎡"
    assert facts.number == "建字第430900202200086号"
    assert facts.project_code == ""  # not on this form


def test_lists_with_columns_become_annex_tables() -> None:
    rows: Value = [{"name": "主厂房", "floors": "6", "height": "32.50", "area": "83900.00"}]

    (table,) = facts_of(MAIN, buildings=rows).tables

    assert table.head == ("名称", "层数", "高度", "建筑面积")
    assert table.rows == (("主厂房", "6", "32.50m", "83,900.00㎡"),)


def test_a_list_of_holders_is_one_holder_line() -> None:
    facts = facts_of(TITLE_A, right_holder=["甲公司", "乙公司"])

    assert facts.holder == "甲公司、乙公司"
    assert facts.value("right_holder") == "甲公司；乙公司"


@pytest.mark.parametrize("pk", sorted(NUMBERS))
def test_a_statement_reads_back_and_its_bytes_do_not_vary(pk: int) -> None:
    facts = facts_of(pk)

    again = CertificateFacts.from_json(facts.canonical_json())

    assert again == facts
    assert again.canonical_json() == facts.canonical_json()
    assert again.sha256() == facts.sha256()


def test_one_other_character_is_another_statement() -> None:
    assert facts_of(MAIN, scale="地上1㎡").sha256() != facts_of(MAIN, scale="地上2㎡").sha256()


@pytest.mark.parametrize(
    ("issued", "years", "last"),
    [
        (date(2022, 4, 20), 3, date(2025, 4, 20)),
        (date(2024, 2, 29), 3, date(2027, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2022, 4, 20), 0, None),
    ],
)
def test_validity_ends_on_the_same_day_of_a_later_year(issued: date, years: int, last: date | None) -> None:
    assert expiry(issued, years) == last


def test_days_are_printed_without_leading_zeros() -> None:
    assert printed_date(date(2022, 8, 2)) == "2022年8月2日"
