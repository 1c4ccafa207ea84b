"""B13 and B15: attachments are there, parcels lie inside, every character can be printed."""

from dataclasses import replace

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from certificates.findings import PriorRecord
from certificates.rules.geometry import lies_inside
from tests.certificates.sample_snapshot import (
    BOUNDARY,
    CORNERS_A,
    FILES,
    LAND,
    SAMPLE,
    TITLE_A,
    findings,
    must,
    reminders,
    with_values,
)


def test_a_named_attachment_exists_as_a_file() -> None:
    unknown = with_values(SAMPLE, LAND, attachments=["用地红线图", "规划条件", "日照分析"])
    empty = replace(SAMPLE, prior_records=(*SAMPLE.prior_records[:2], *FILES[1:], PriorRecord(name="用地红线图")))

    assert must(unknown, "B13") == [("B13", LAND, "attachments")]
    assert must(empty, "B13") == [("B13", LAND, "attachments")]
    assert findings(unknown, "B13")[0].message != findings(empty, "B13")[0].message


def test_a_parcel_outside_the_boundary_is_found() -> None:
    moved = tuple((north, east - 0.02) for north, east in CORNERS_A)
    parcels = (replace(SAMPLE.parcels[0], corners=moved), SAMPLE.parcels[1])

    (found,) = findings(replace(SAMPLE, parcels=parcels), "B13")

    assert found.params["parcel"] == "430903001002GB00017"
    assert must(replace(SAMPLE, parcels=parcels, boundary=()), "B13") == []


def test_a_boundary_with_a_bay_does_not_hold_what_spans_the_bay() -> None:
    bay = ((0.0, 0.0), (10.0, 0.0), (10.0, 4.0), (2.0, 5.0), (10.0, 6.0), (10.0, 10.0), (0.0, 10.0))
    across = ((5.0, 2.0), (5.0, 8.0), (4.0, 8.0), (4.0, 2.0))  # all four corners are inside

    assert not lies_inside(across, bay)
    assert lies_inside(((1.0, 2.0), (1.0, 8.0), (0.0, 8.0), (0.0, 2.0)), bay)


def test_a_boundary_holds_itself() -> None:
    assert lies_inside(BOUNDARY, BOUNDARY)
    assert lies_inside(CORNERS_A, CORNERS_A)
    assert not lies_inside(BOUNDARY, CORNERS_A)


@given(
    st.floats(3157500, 3157999),
    st.floats(37633000, 37633999),
    st.floats(0.1, 1000),
    st.floats(0.1, 1000),
)
def test_a_rectangle_is_inside_when_its_sides_are(north: float, east: float, height: float, width: float) -> None:
    corners = ((north, east), (north + height, east), (north + height, east + width), (north, east + width))
    inside = north + height <= 3158000 and east + width <= 37634000
    near = abs(north + height - 3158000) < 0.01 or abs(east + width - 37634000) < 0.01

    assert near or lies_inside(corners, BOUNDARY) is inside


def test_a_character_that_no_font_has_is_named_not_replaced() -> None:
    wrong = with_values(SAMPLE, TITLE_A, remarks="备注\U000e0fff里", other="\uffff")

    with translation.override("zh-hans"):
        texts = [str(each) for each in findings(wrong, "B15")]

    assert must(wrong, "B15") == [("B15", TITLE_A, "other"), ("B15", TITLE_A, "remarks")]
    assert "U+E0FFF" in texts[1]


@pytest.mark.parametrize("name", ["𠀀发电有限公司", "䶮记·样例", "阿卜杜拉·买买提", "㎡×—℃"])
def test_rare_characters_that_a_font_has_pass(name: str) -> None:
    assert must(with_values(SAMPLE, TITLE_A, remarks=name), "B15") == []


def test_characters_in_lists_and_tables_are_looked_at_too() -> None:
    wrong = with_values(SAMPLE, LAND, attachments=["图\U000e0fff"])

    assert must(wrong, "B15") == [("B15", LAND, "attachments")]


def test_long_remarks_lose_nothing_and_need_no_mending() -> None:
    long = with_values(SAMPLE, TITLE_A, remarks="附" * 2000, other="状" * 2000)

    assert must(long, "field", "B15") == []
    assert reminders(long, "B15") == [("B15", TITLE_A, "other")]
