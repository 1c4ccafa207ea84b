"""What people type or a spreadsheet holds becomes the one form in which facts are kept."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.facts import Value
from certificates.kinds import shipped_kinds
from certificates.rules import normalise, read
from tests.certificates.sample_snapshot import COAL, LAND, SAMPLE, TITLE_A

WORKS, LAND_KIND, TITLE, SITE = (shipped_kinds()[code] for code in ("WORKS", "LAND", "TITLE", "SITE"))


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("23910.5", "23910.50"),
        ("23,910.50", "23910.50"),
        (" 23 910.50 ㎡ ", "23910.50"),
        ("２３，９１０．５０", "23910.50"),
        ("23910.50m2", "23910.50"),
        ("23910.500", "23910.50"),
        (23910.5, "23910.50"),
        (0.1 + 0.2, "0.30"),
        (2480, "2480.00"),
        (Decimal("2480.0"), "2480.00"),
        (1e15, "1000000000000000.00"),
        ("0", "0.00"),
        (None, ""),
        ("", ""),
        ("23910.505", "23910.505"),  # not rounded: the check says so
        ("2,39,10", "2,39,10"),
        ("约 2 万", "约 2 万"),
        (float("nan"), "nan"),
        ("1" * 60, "1" * 60),
    ],
)
def test_areas(raw: object, kept: str) -> None:
    assert normalise(WORKS, {"area_total": raw}) == {"area_total": kept}


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("2022年8月12日", "2022-08-12"),
        ("2022/8/12", "2022-08-12"),
        ("2022.08.12", "2022-08-12"),
        ("２０２２-０８-１２", "2022-08-12"),
        (date(2022, 8, 12), "2022-08-12"),
        (datetime(2022, 8, 12), "2022-08-12"),
        ("8月12日", "8月12日"),
        ("2022-02-30", "2022-02-30"),
    ],
)
def test_days(raw: object, kept: str) -> None:
    assert normalise(TITLE, {"registered_on": raw}) == {"registered_on": kept}


def test_codes_lose_blanks_and_small_letters() -> None:
    raw = {"unit_code": " 430903 001002 gb00017 W00000000 ", "holder_uscc": "９１４３０９００MA0YLD0166"}

    assert normalise(TITLE, raw) == {
        "unit_code": "430903001002GB00017W00000000",
        "holder_uscc": "91430900MA0YLD0166",
    }


def test_texts_keep_their_signs() -> None:
    raw = {"scale": "  地上82640.00㎡，地下1260.00㎡ ", "builder": "益阳样例发电有限公司（样例）"}

    assert normalise(WORKS, raw) == {
        "scale": "地上82640.00㎡，地下1260.00㎡",
        "builder": "益阳样例发电有限公司（样例）",
    }


def test_line_ends_become_one_kind() -> None:
    assert normalise(TITLE, {"remarks": " 一 \r\n二\r三\u2028四\n"}) == {"remarks": "一\n二\n三\n四"}


def test_a_number_in_a_text_cell_is_its_digits() -> None:
    assert normalise(LAND_KIND, {"approval_number": 41.0, "scale": 2}) == {"approval_number": "41", "scale": "2"}


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("用地红线图；规划条件", ["用地红线图", "规划条件"]),
        ("用地红线图\n\n 规划条件 ;", ["用地红线图", "规划条件"]),
        (["用地红线图 ", "", "规划条件"], ["用地红线图", "规划条件"]),
        ("建筑、结构图", ["建筑、结构图"]),
        ("", []),
        (None, []),
    ],
)
def test_lists(raw: object, kept: list[str]) -> None:
    assert normalise(LAND_KIND, {"attachments": raw}) == {"attachments": kept}


def test_lists_of_holders_and_codes_also_split_at_the_enumeration_comma() -> None:
    assert normalise(TITLE, {"right_holder": "甲公司、乙公司"}) == {"right_holder": ["甲公司", "乙公司"]}
    assert normalise(LAND_KIND, {"parcels": "430903001002gb00017、430903001002GB00018"}) == {
        "parcels": ["430903001002GB00017", "430903001002GB00018"]
    }


def test_tables_may_come_as_lines() -> None:
    raw = "水田 4.12\n旱地|2.05；林地\t6.4"

    assert normalise(SITE, {"area_by_class": raw}) == {
        "area_by_class": [
            {"class": "水田", "area": "4.1200"},
            {"class": "旱地", "area": "2.0500"},
            {"class": "林地", "area": "6.4000"},
        ]
    }


def test_tables_may_come_as_rows_and_empty_rows_go() -> None:
    rows = [{"name": "主厂房 ", "floors": 6, "height": "32.5", "area": "83,900"}, {"name": "", "area": None}]

    assert normalise(WORKS, {"buildings": rows}) == {
        "buildings": [{"name": "主厂房", "floors": "6", "height": "32.50", "area": "83900.00"}]
    }


def test_what_has_too_many_cells_is_kept_so_that_the_check_can_tell() -> None:
    values, found = read(WORKS, {"buildings": "主厂房|6|32.5|83900|多余"})

    assert values["buildings"] == [{"name": "主厂房", "floors": "6", "height": "32.50", "area": "83900.00", "": "多余"}]
    assert [each.key for each in found if each.key == "buildings"] == ["buildings"]


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("国有建设用地使用权／房屋所有权", "国有建设用地使用权/房屋所有权"),
        (" 国有建设用地使用权 ", "国有建设用地使用权"),
        ("集体", "集体"),
    ],
)
def test_choices(raw: str, kept: str) -> None:
    assert normalise(TITLE, {"right_type": raw}) == {"right_type": kept}


def test_terms_are_kept_as_they_are_printed() -> None:
    assert normalise(TITLE, {"term": "2022-08-12 至 2072-08-11"}) == {"term": "2022年8月12日至2072年8月11日"}
    assert normalise(TITLE, {"term": "50 年"}) == {"term": "50 年"}


def test_only_known_fields_are_kept() -> None:
    values, found = read(WORKS, {"scale": "x", "colour": "红"})

    assert values == {"scale": "x"}
    assert "colour" in [each.key for each in found]


@pytest.mark.parametrize("pk", [LAND, COAL, TITLE_A])
def test_the_sample_is_kept_in_the_one_form_already(pk: int) -> None:
    view = SAMPLE.certificates[pk - 1]

    values, found = read(view.definition, view.values, counties=SAMPLE.counties)

    assert values == view.values
    assert found == ()


simple = st.none() | st.integers() | st.floats() | st.text(max_size=20) | st.dates() | st.decimals(allow_nan=True)
raw_values = simple | st.lists(simple, max_size=3) | st.lists(st.dictionaries(st.text(max_size=5), simple), max_size=3)


@given(st.sampled_from(sorted(shipped_kinds())), raw_values)
def test_what_was_made_regular_once_stays_as_it_is(code: str, raw: object) -> None:
    kind = shipped_kinds()[code]

    once: dict[str, Value] = normalise(kind, dict.fromkeys(kind.by_key, raw))

    assert normalise(kind, once) == once


@given(st.decimals(min_value=0, max_value=10**12 - 1, places=2))
def test_every_area_survives_the_way_people_write_it(area: Decimal) -> None:
    assert normalise(WORKS, {"area_total": f"{area:,.2f}㎡"}) == {"area_total": f"{area:.2f}"}
