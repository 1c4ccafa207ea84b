"""B05, B07 and B08: areas of land, units and parcels, use and acquisition."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.findings import BundleSnapshot, ParcelView
from tests.certificates.sample_snapshot import (
    ALLOCATION,
    CONTRACT,
    FILES,
    LAND,
    PARCEL_A,
    PLACE,
    SAMPLE,
    SITE_OPINION,
    TITLE_A,
    TITLE_B,
    UNIT_A,
    UNIT_B,
    certificate,
    findings,
    granted,
    must,
    title,
    with_values,
)

BUILT_A = PARCEL_A + "F00010001"
centimetres = st.integers(1, 10**11)


def metres(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02}"


def split_land(parts: list[int], total: int) -> BundleSnapshot:
    """A land permit for ``total`` over parcels of the given areas, each with its title, and the decision on it."""
    codes = [f"430903001002GB{number:05}" for number in range(1, len(parts) + 1)]
    stated = {"land_area": metres(total), "parcels": codes}
    land = with_values(SAMPLE, LAND, **stated).certificates[0]
    titles = [
        title(100 + place, f"第{place}块", code + "W00000000", metres(part))
        for place, (code, part) in enumerate(zip(codes, parts, strict=True))
    ]
    decision = replace(ALLOCATION, values={**ALLOCATION.values, "area": metres(sum(parts)), "parcels": codes})
    return replace(
        SAMPLE,
        certificates=(land, *titles),
        prior_records=(decision, *FILES),
        parcels=tuple(ParcelView(code=c, area=Decimal(metres(p))) for c, p in zip(codes, parts, strict=True)),
    )


@given(st.lists(centimetres, min_size=1, max_size=8))
def test_any_split_of_the_land_that_adds_up_passes(parts: list[int]) -> None:
    assert must(split_land(parts, sum(parts)), "B05") == []


@given(st.lists(centimetres, min_size=1, max_size=8), st.integers(1, 10**6) | st.integers(-100, -1))
def test_any_that_does_not_names_the_land_area(parts: list[int], error: int) -> None:
    total = max(sum(parts) + error, 0)

    assert set(must(split_land(parts, total), "B05")) == {("B05", LAND, "land_area")}


def test_one_hundredth_of_a_metre_is_too_much() -> None:
    (by_parcels, by_decision) = findings(with_values(SAMPLE, LAND, land_area="360700.01"), "B05")

    assert by_parcels.params["parts"] == "312,486.30 + 48,213.70"
    assert (by_parcels.params["sum"], by_parcels.params["value"]) == ("360,700.00", "360,700.01")
    assert by_decision.params["paper"] == "国有建设用地划拨决定书"


def test_a_parcel_that_the_project_does_not_have_is_found() -> None:
    wrong = with_values(SAMPLE, LAND, parcels=[PARCEL_A, "430903001002GB00019"])

    assert must(wrong, "B05") == [("B05", LAND, "parcels")]


def test_a_title_has_the_area_of_its_parcel() -> None:
    assert must(with_values(SAMPLE, TITLE_B, area="48213.71"), "B05") == [("B05", TITLE_B, "area")]
    assert must(with_values(SAMPLE, TITLE_B, area="48213.69"), "B05") == [("B05", TITLE_B, "area")]


def test_two_titles_on_one_parcel_share_its_area() -> None:
    shared = with_values(SAMPLE, TITLE_B, unit_code=PARCEL_A + "W00000001", area="12486.30")

    assert must(with_values(shared, TITLE_A, area="300000.00"), "B05") == []
    assert must(with_values(shared, TITLE_A, area="300000.01"), "B05") == [("B05", TITLE_B, "area")]


def test_later_one_of_several_buildings_may_have_its_title() -> None:
    one = title(40, "一号楼", BUILT_A, "1000.00")
    later = replace(SAMPLE, certificates=(one,))

    assert must(later, "B05") == []
    assert must(with_values(later, 40, area="312486.31"), "B05") == [("B05", 40, "area")]


def test_the_decision_has_the_area_of_the_permit() -> None:
    other = replace(ALLOCATION, values={**ALLOCATION.values, "area": "360700.10"})

    assert must(replace(SAMPLE, prior_records=(other,)), "B05") == [("B05", LAND, "land_area")]


def test_the_contract_has_the_area_of_the_permit() -> None:
    other = replace(CONTRACT, values={**CONTRACT.values, "area": "360700.10"})

    assert must(granted(), "B05") == []
    assert must(replace(granted(), prior_records=(other,)), "B05") == [("B05", LAND, "land_area")]


def test_a_decision_in_the_bundle_is_the_sum_of_its_parcels() -> None:
    values = {**ALLOCATION.values, "project_name": "x", "location": PLACE}
    decision = certificate(50, "ALLOC", "", values)
    both = replace(SAMPLE, certificates=(*SAMPLE.certificates, decision), prior_records=(SITE_OPINION,))

    assert must(both, "B05") == []
    assert must(with_values(both, 50, area="360700.01"), "B05") == [("B05", 50, "area"), ("B05", LAND, "land_area")]


def test_the_classes_of_a_site_add_up_to_the_last_digit() -> None:
    classes = [("水田", "4.1200"), ("旱地", "2.0500"), ("林地", "6.4000"), ("建设用地", "23.5000")]
    rows = [{"class": name, "area": area} for name, area in classes]
    site = certificate(60, "SITE", "", {"area": "36.0700", "area_by_class": rows})
    alone = replace(SAMPLE, certificates=(site,))

    assert must(alone, "B05") == []
    assert must(with_values(alone, 60, area="36.0701"), "B05") == [("B05", 60, "area_by_class")]


def test_a_unit_lies_on_a_parcel_of_the_land() -> None:
    stray = with_values(SAMPLE, TITLE_B, unit_code="430903001002GB00019W00000000")

    assert must(stray, "B07") == [("B07", TITLE_B, "unit_code")]


def test_without_land_papers_the_projects_parcels_count() -> None:
    later = replace(SAMPLE, certificates=SAMPLE.certificates[5:], prior_records=())

    assert must(later, "B07") == []
    assert must(with_values(later, TITLE_B, unit_code="430903001002GB00019W00000000"), "B07") == [
        ("B07", TITLE_B, "unit_code")
    ]


def test_one_unit_has_one_title() -> None:
    assert must(with_values(SAMPLE, TITLE_B, unit_code=UNIT_A), "B07") == [("B07", TITLE_B, "unit_code")]
    assert must(replace(SAMPLE, earlier_units=(UNIT_A,)), "B07") == [("B07", TITLE_A, "unit_code")]


def test_bare_land_carries_no_building() -> None:
    assert must(with_values(SAMPLE, TITLE_A, building_area="100.00"), "B07") == [("B07", TITLE_A, "building_area")]


def test_a_unit_with_a_building_carries_its_area_and_right() -> None:
    bare = with_values(SAMPLE, TITLE_A, unit_code=BUILT_A)
    built = with_values(bare, TITLE_A, building_area="100.00", right_type="国有建设用地使用权/房屋所有权")

    assert must(bare, "B07") == [("B07", TITLE_A, "building_area"), ("B07", TITLE_A, "right_type")]
    assert must(built, "B07") == []


def test_ownership_of_a_house_needs_a_unit_with_a_building() -> None:
    wrong = with_values(SAMPLE, TITLE_A, right_type="国有建设用地使用权/房屋所有权")

    assert must(wrong, "B07") == [("B07", TITLE_A, "right_type")]


@pytest.mark.parametrize(("unit", "expected"), [(UNIT_B, []), (BUILT_A, [("B07", 70, "unit_code")])])
def test_a_proof_is_about_a_unit_with_a_title(unit: str, expected: list[tuple[str, int, str]]) -> None:
    proof = certificate(70, "PROOF", "", {"matter": "抵押权", "unit_code": unit})
    alone = replace(SAMPLE, certificates=(proof,), earlier_units=(UNIT_A, UNIT_B))

    assert must(alone, "B07") == expected


def test_the_use_is_the_same_everywhere() -> None:
    assert must(with_values(SAMPLE, TITLE_B, land_use="仓储用地"), "B08") == [("B08", TITLE_B, "land_use")]
    assert must(with_values(SAMPLE, LAND, land_use="仓储用地"), "B08") == [("B08", LAND, "land_use")]


def test_the_use_of_an_attached_decision_counts_too() -> None:
    other = replace(ALLOCATION, values={**ALLOCATION.values, "land_use": "仓储用地"})

    assert must(replace(SAMPLE, prior_records=(other,)), "B08") == [("B08", None, "")]


def test_without_a_use_in_the_project_the_permits_counts() -> None:
    unsaid = replace(SAMPLE, land_use="")

    assert must(unsaid, "B08") == []
    assert must(with_values(unsaid, TITLE_B, land_use="仓储用地"), "B08") == [("B08", TITLE_B, "land_use")]


@pytest.mark.parametrize("nature", ["出让", "出让/自建房", "授权经营"])
def test_allocated_land_makes_allocated_titles(nature: str) -> None:
    assert must(with_values(SAMPLE, TITLE_A, right_nature=nature), "B08") == [("B08", TITLE_A, "right_nature")]


def test_granted_land_never_makes_an_allocated_title() -> None:
    assert must(granted(), "B08") == []
    assert must(with_values(granted(), TITLE_A, right_nature="出让/自建房"), "B08") == []
    assert must(with_values(granted(), TITLE_A, right_nature="划拨"), "B08") == [("B08", TITLE_A, "right_nature")]


def test_the_permit_says_how_the_projects_land_was_obtained() -> None:
    assert must(with_values(SAMPLE, LAND, acquisition="出让"), "B08") == [("B08", LAND, "acquisition")]


def test_a_contract_does_not_go_with_allocated_land() -> None:
    assert must(replace(SAMPLE, prior_records=(CONTRACT,)), "B08") == [("B08", None, "")]
