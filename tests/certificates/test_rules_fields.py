"""Rule "field": one certificate against its kind."""

from dataclasses import replace

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from certificates.definition import FieldDefinition, FieldKind
from certificates.facts import Value
from certificates.findings import Severity
from certificates.kinds import shipped_kinds
from certificates.rules import Subject, check_values
from tests.certificates.sample_snapshot import (
    LAND,
    MAIN,
    PARCEL_A,
    PLACE,
    SAMPLE,
    TITLE_A,
    UNIT_A,
    certificate,
    findings,
    must,
    reminders,
    with_values,
)


def found_in(pk: int, **values: Value) -> list[tuple[str, int | None, str]]:
    return must(with_values(SAMPLE, pk, **values), "field")


def words_for(pk: int, **values: Value) -> str:
    with translation.override("zh-hans"):
        (found,) = findings(with_values(SAMPLE, pk, **values), "field")
        return str(found)


@pytest.mark.parametrize("value", ["", []])
def test_a_required_field_is_filled_in(value: Value) -> None:
    assert found_in(LAND, location=value) == [("field", LAND, "location")]


def test_optional_fields_may_be_empty() -> None:
    assert found_in(TITLE_A, term="", other="", building_area="", remarks="") == []


def test_a_field_that_the_kind_does_not_have_is_named() -> None:
    assert words_for(LAND, price="12") == "用地规划：这种证书没有“price”这一项，请去掉。"


def test_lengths_are_kept_to_the_character() -> None:
    assert found_in(MAIN, builder="厂" * 64) == []
    assert found_in(MAIN, builder="厂" * 65) == [("field", MAIN, "builder")]
    assert words_for(MAIN, builder="厂" * 65) == "主厂房：建设单位（个人）有 65 个字，最多 64 个字，请缩短。"
    assert found_in(TITLE_A, remarks="记" * 4000) == []
    assert found_in(TITLE_A, remarks="记" * 4001) == [("field", TITLE_A, "remarks")]


def test_a_scale_above_64_characters_is_a_reminder_above_255_it_must_be_shortened() -> None:
    assert reminders(with_values(SAMPLE, MAIN, scale="楼" * 64), "field") == []
    assert reminders(with_values(SAMPLE, MAIN, scale="楼" * 65), "field") == [("field", MAIN, "scale")]
    assert found_in(MAIN, scale="楼" * 255) == []
    assert found_in(MAIN, scale="楼" * 256) == [("field", MAIN, "scale")]


@pytest.mark.parametrize("value", ["0.01", "360700.00", "360700", "999999999999.99", "0001.00"])
def test_areas_are_plain_digits(value: str) -> None:
    assert found_in(LAND, land_area=value) == []


@pytest.mark.parametrize(
    "value",
    [
        "-1.00", "360700.001", "360,700.00", "3.6e5", "NaN", "Infinity", "三十六公顷", "３６０７００", " 1", "1.", ".5",
        "1000000000000.00", "0", "0.00", ["1"], [{"a": "1"}],
    ],
)  # fmt: skip
def test_what_is_no_area_is_found(value: Value) -> None:
    assert set(found_in(LAND, land_area=value)) == {("field", LAND, "land_area")}


def test_decimals_are_not_rounded() -> None:
    text = words_for(LAND, land_area="360700.005")

    assert text == "用地规划：用地面积现在填的是 360700.005，最多 2 位小数。系统不四舍五入，请填准确的数。"


def test_built_areas_may_be_zero_land_may_not() -> None:
    assert found_in(MAIN, area_above="0.00", area_below="0.00", area_total="0.00") == []
    assert found_in(TITLE_A, area="0.00") == [("field", TITLE_A, "area")]


@pytest.mark.parametrize(
    "value", ["2022-8-12", "2022-02-29", "20220812", "2022年8月12日", "12.08.2022", ["2022-08-12"]]
)
def test_days_are_kept_in_one_form(value: Value) -> None:
    assert found_in(TITLE_A, registered_on=value) == [("field", TITLE_A, "registered_on")]


def test_a_choice_is_one_of_those_offered() -> None:
    assert found_in(LAND, acquisition="协议") == [("field", LAND, "acquisition")]
    assert "划拨、出让、租赁、作价出资" in words_for(LAND, acquisition="协议")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("holder_uscc", "91430900MA0YLD0167"),
        ("parcels", ["430903001002GB0001"]),
        ("parcels", [PARCEL_A, PARCEL_A]),
        ("parcels", ["430103001002GB00017"]),  # a county of another city
        ("land_permit_number", "430900202200037"),
        ("land_permit_number", "建字第430900202200037号"),
        ("attachments", ["图", ""]),
        ("attachments", "总平面图"),
        ("attachments", [["总平面图"]]),
        ("attachments", ["图" * 101]),
        ("attachments", [f"图{number}" for number in range(201)]),
    ],
)
def test_codes_numbers_and_lists_of_works(key: str, value: Value) -> None:
    assert set(found_in(MAIN, **{key: value})) == {("field", MAIN, key)}


@pytest.mark.parametrize(
    "value", ["", "同批", "地字第430900202200037号", "地字第3301092025YG0075544号", "武资建（夏）地[2025]023号"]
)
def test_works_name_their_land_permit_in_any_known_form(value: str) -> None:
    assert found_in(MAIN, land_permit_number=value) == []


@pytest.mark.parametrize("unit", ["430903001002GB00017W0000000", "430900001002GB00017W00000000", UNIT_A.lower()])
def test_a_unit_code_begins_with_a_county_of_the_office(unit: str) -> None:
    assert found_in(TITLE_A, unit_code=unit) == [("field", TITLE_A, "unit_code")]


def test_without_counties_any_will_do() -> None:
    anywhere = replace(with_values(SAMPLE, TITLE_A, unit_code="110101001002GB00017W00000000"), counties=())

    assert must(anywhere, "field") == []


@pytest.mark.parametrize(
    "text",
    [
        "联系人 13907371234",
        "139-0737-1234",
        "身份证11010519491231002X",
        "１３９０７３７１２３４",
        "110105 19491231 002X",
    ],
)
def test_no_text_holds_an_identity_or_phone_number(text: str) -> None:
    assert found_in(TITLE_A, remarks=text) == [("field", TITLE_A, "remarks")]
    assert found_in(LAND, attachments=[text]) == [("field", LAND, "attachments")]
    assert "1390" not in words_for(TITLE_A, remarks=text)


def test_a_credit_code_of_digits_alone_is_not_taken_for_an_identity_number() -> None:
    assert "校验位不对" in words_for(MAIN, holder_uscc="11010519491231002X")


@pytest.mark.parametrize("character", ["\x00", "\x07", "\t", "\u200b", "\u202e", "\ufeff", "\u2028", "\ue000"])
def test_characters_that_nobody_sees_are_refused(character: str) -> None:
    assert found_in(LAND, location=f"益阳市{character}赫山区") == [("field", LAND, "location")]


def test_only_longer_texts_have_several_lines() -> None:
    assert found_in(MAIN, works_name="益阳样例电厂\n三期 主厂房") == []
    assert found_in(TITLE_A, remarks="一\n二\n三") == []
    assert found_in(LAND, project_name="益阳\n样例") == [("field", LAND, "project_name")]


def test_outer_blanks_are_not_kept() -> None:
    assert found_in(LAND, location="益阳市 ") == [("field", LAND, "location")]


@pytest.mark.parametrize(
    ("rows", "right"),
    [
        ([{"name": "主厂房", "floors": "6", "height": "32.50", "area": "83900.00"}], True),
        ([{"name": "主厂房", "area": "83900.00"}], True),
        ([{"name": "", "area": "83900.00"}], False),
        ([{"area": "83900.00"}], False),
        ([{"name": "主厂房", "area": "很多"}], False),
        ([{"name": "主厂房", "area": "-1.00"}], False),
        ([{"name": "主厂房", "colour": "红"}], False),
        ([{"name": "主厂房", "floors": 6}], False),
        ([{"name": "楼" * 101, "area": "83900.00"}], False),
        ([{"name": "电话13907371234", "area": "83900.00"}], False),
        (["主厂房"], False),
        ("主厂房", False),
    ],
)
def test_rows_of_a_table(rows: Value, right: bool) -> None:
    assert found_in(MAIN, buildings=rows) == ([] if right else [("field", MAIN, "buildings")])


def test_allocated_land_names_its_authority() -> None:
    assert found_in(LAND, approving_authority="") == [("field", LAND, "approving_authority")]
    assert found_in(LAND, approving_authority="", acquisition="出让") == []


def test_only_an_objection_has_no_obligor() -> None:
    values: dict[str, Value] = {"right_holder": "样例银行", "location": PLACE, "unit_code": UNIT_A}
    proof = certificate(9, "PROOF", "", values)
    alone = replace(SAMPLE, certificates=(proof,))

    assert must(with_values(alone, 9, matter="异议登记"), "field") == []
    assert must(with_values(alone, 9, matter="抵押权"), "field") == [("field", 9, "obligor")]


@pytest.mark.parametrize(
    ("shares", "right"),
    [
        (["1/2", "1/2"], True),
        (["50%", "50%"], True),
        (["1/3", "2/3"], True),
        (["33.3%", "66.7%"], True),
        (["1/3", "1/3"], False),
        (["1/2", "1/2", "1/2"], False),
        (["一半", "1/2"], False),
        (["1/0", "1"], False),
    ],
)
def test_shares_of_co_owners_add_up_to_one(shares: list[str], right: bool) -> None:
    rows = [{"holder": f"甲{number}", "share": share} for number, share in enumerate(shares)]

    assert found_in(TITLE_A, co_ownership="按份共有", shares=rows) == ([] if right else [("field", TITLE_A, "shares")])


def test_ownership_by_shares_names_the_shares() -> None:
    assert found_in(TITLE_A, co_ownership="按份共有") == [("field", TITLE_A, "shares")]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(sorted(shipped_kinds())), anything)
def test_nothing_that_a_field_could_hold_upsets_the_check(code: str, value: object) -> None:
    kind = shipped_kinds()[code]
    subject = Subject(definition=kind, name="x")

    found = list(check_values(subject, dict.fromkeys(kind.by_key, value)))  # type: ignore[arg-type]

    assert all(str(each) for each in found)


@given(st.text(min_size=1, max_size=40))
def test_a_plain_text_is_right_or_says_why_not(text: str) -> None:
    kind = shipped_kinds()["LAND"]
    field = FieldDefinition(key="note", label="备注", kind=FieldKind.TEXT, max_length=40)
    alone = replace(kind, fields=(field,))

    found = list(check_values(Subject(definition=alone, name="x"), {"note": text}))

    assert all(each.severity is Severity.MUST_FIX and each.key == "note" for each in found)
