"""B06 and B10: built areas, and the land permit that works stand on."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from certificates.findings import BundleSnapshot, PriorRecord
from certificates.rules import land_in_bundle
from tests.certificates.sample_snapshot import (
    AUXILIARY,
    COAL,
    LAND,
    MAIN,
    NUMBERS,
    PARCEL_A,
    PARCEL_B,
    SAMPLE,
    TOWER,
    certificate,
    findings,
    must,
    numbered,
    reminders,
    with_number,
    with_values,
)

hundredths = st.integers(0, 10**11)
EARLIER = "地字第430900202100007号"
SECOND = 80


def metres(amount: int) -> str:
    return f"{amount // 100}.{amount % 100:02}"


def tower(above: int, below: int, total: int) -> BundleSnapshot:
    alone = replace(SAMPLE, certificates=SAMPLE.certificates[2:3])
    areas = {"area_above": metres(above), "area_below": metres(below), "area_total": metres(total)}
    return with_values(alone, TOWER, scale="冷却塔 2 座", **areas)


@given(hundredths, hundredths)
def test_any_areas_that_add_up_pass(above: int, below: int) -> None:
    assert must(tower(above, below, above + below), "B06") == []


@given(hundredths, hundredths, hundredths)
def test_any_that_do_not_name_the_total(above: int, below: int, total: int) -> None:
    expected = [] if total == above + below else [("B06", TOWER, "area_total")]

    assert must(tower(above, below, total), "B06") == expected


def test_structures_may_have_no_floor_area_at_all() -> None:
    assert must(tower(0, 0, 0), "B06") == []


def test_the_buildings_add_up_to_the_total() -> None:
    rows = [{"name": "煤场", "area": "24000.50"}, {"name": "转运站", "area": "350.00"}]

    assert must(with_values(SAMPLE, COAL, buildings=rows), "B06") == []
    assert must(with_values(SAMPLE, COAL, buildings=rows[:1]), "B06") == [("B06", COAL, "buildings")]


def test_the_works_fill_what_the_land_permit_allows_when_the_bundle_holds_all() -> None:
    (found,) = findings(with_values(SAMPLE, LAND, area_total="129700.01"), "B06")[:1]
    more = with_values(SAMPLE, LAND, area_total="129700.01", scale="2×1000MW")

    assert found.params["label"] == "建设规模"  # the words still say 129,700.00
    assert must(more, "B06") == [("B06", LAND, "area_total")]
    assert must(replace(more, complete=False), "B06") == []


def test_the_works_never_exceed_what_the_land_permit_allows() -> None:
    less = with_values(SAMPLE, LAND, area_total="129699.99", scale="2×1000MW")

    assert must(replace(less, complete=False), "B06") == [("B06", LAND, "area_total")]
    assert findings(less, "B06")[0].params["sum"] == "129,700.00"


def test_the_sum_waits_until_each_of_the_works_is_right() -> None:
    assert must(with_values(SAMPLE, COAL, area_total="24530.50"), "B06") == [("B06", COAL, "area_total")]


def test_works_on_an_earlier_permit_do_not_count() -> None:
    other = with_values(replace(SAMPLE, earlier_land=(EARLIER,)), COAL, land_permit_number=EARLIER)

    assert must(replace(other, complete=False), "B06") == []
    assert must(other, "B06") == [("B06", LAND, "area_total")]


def test_words_that_state_another_area_are_a_reminder() -> None:
    assert reminders(with_values(SAMPLE, COAL, scale="地上23910.00㎡，地下440.00㎡"), "B06") == [("B06", COAL, "scale")]
    assert reminders(with_values(SAMPLE, COAL, scale="地上 23,910.50㎡，地下6层"), "B06") == []


def test_works_stand_on_the_permit_of_their_bundle() -> None:
    assert must(SAMPLE, "B10") == []
    assert must(with_values(SAMPLE, MAIN, land_permit_number="同批"), "B10") == []


def test_the_number_of_the_bundles_permit_may_be_given_once_it_is_known() -> None:
    named = with_values(numbered(), MAIN, land_permit_number="地字第430900202200037号")

    assert must(named, "B10") == []
    assert land_in_bundle(named, named.certificates[1]) is named.certificates[0]


def test_a_number_that_no_permit_of_the_project_has_is_found() -> None:
    assert must(with_values(SAMPLE, MAIN, land_permit_number=NUMBERS[LAND]), "B10") == [
        ("B10", MAIN, "land_permit_number")
    ]


def test_works_may_stand_on_an_earlier_permit_in_force() -> None:
    alone = replace(SAMPLE, certificates=SAMPLE.certificates[1:2], earlier_land=(EARLIER,))

    assert must(with_values(alone, MAIN, land_permit_number="地字第430900202100007号"), "B10") == []
    assert must(with_values(alone, MAIN, land_permit_number="地字第430900202100008号"), "B10") == [
        ("B10", MAIN, "land_permit_number")
    ]


def test_an_attached_permit_counts_as_one_in_force() -> None:
    paper = PriorRecord(name="建设用地规划许可证", code="LAND", number="穗规划资源建证〔2026〕2354号", has_file=True)
    alone = replace(SAMPLE, certificates=SAMPLE.certificates[1:2], prior_records=(paper,))

    assert must(with_values(alone, MAIN, land_permit_number="穗规划资源建证〔2026〕2354号"), "B10") == []


def test_works_without_any_permit_are_found() -> None:
    alone = replace(SAMPLE, certificates=SAMPLE.certificates[1:2])

    assert must(alone, "B10") == [("B10", MAIN, "land_permit_number")]
    assert must(replace(alone, earlier_land=(EARLIER,)), "B10") == [("B10", MAIN, "land_permit_number")]


def test_of_two_permits_in_the_bundle_the_parcels_decide() -> None:
    one = with_values(SAMPLE, LAND, parcels=[PARCEL_A])
    other = certificate(SECOND, "LAND", "乙地块用地", {**SAMPLE.certificates[0].values, "parcels": [PARCEL_B]})
    two = replace(one, certificates=(*one.certificates, other))

    assert must(two, "B10") == []
    assert land_in_bundle(two, two.certificates[1]) is two.certificates[0]
    assert land_in_bundle(two, two.certificates[4]) is other
    assert must(with_values(two, AUXILIARY, parcels=[PARCEL_A, PARCEL_B]), "B10") == [
        ("B10", AUXILIARY, "land_permit_number")
    ]


def test_a_verification_is_of_works_in_force() -> None:
    verify = certificate(90, "VERIFY", "", {"works_permit": "建字第430900202200086号"})
    alone = replace(SAMPLE, certificates=(verify,))

    assert must(replace(alone, earlier_works=("建字第430900202200086号",)), "B10") == []
    assert must(alone, "B10") == [("B10", 90, "works_permit")]


def test_works_of_the_same_bundle_are_not_yet_in_force() -> None:
    verify = certificate(90, "VERIFY", "", {"works_permit": NUMBERS[MAIN]})
    both = with_number(replace(SAMPLE, certificates=(*SAMPLE.certificates, verify)), MAIN, NUMBERS[MAIN])

    assert must(both, "B10") == [("B10", 90, "works_permit")]
