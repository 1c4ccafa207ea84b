"""B09 and B11: the order of days, terms, validity."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.findings import BundleSnapshot, PriorRecord
from tests.certificates.sample_snapshot import (
    ALLOCATION,
    CONTRACT,
    DAY,
    FILES,
    LAND,
    MAIN,
    PARCEL_A,
    SAMPLE,
    SITE_OPINION,
    TITLE_A,
    TITLE_B,
    certificate,
    findings,
    granted,
    must,
    with_values,
)

days = st.dates(date(2000, 1, 1), date(2040, 12, 31))
VERIFICATION = PriorRecord(name="规划核实合格证", code="VERIFY", number="核字第430900202200021号", issued_on=DAY)


def dated(snapshot: BundleSnapshot, record: PriorRecord, day: date) -> BundleSnapshot:
    return replace(snapshot, prior_records=(replace(record, issued_on=day), *FILES))


def land_only(day: date = DAY) -> BundleSnapshot:
    return replace(SAMPLE, issue_day=day, certificates=SAMPLE.certificates[:1])


@given(days, days)
def test_a_site_opinion_is_never_later_than_the_land_permit(site: date, land: date) -> None:
    found = must(dated(land_only(land), SITE_OPINION, site), "B09")

    assert (("B09", LAND, "") in found) is (site > land)


@given(days, days)
def test_a_decision_is_never_earlier_than_the_land_permit(decision: date, land: date) -> None:
    found = must(dated(land_only(land), ALLOCATION, decision), "B09")

    assert (("B09", LAND, "") in found) is (decision < land)


@given(days, days)
def test_a_contract_is_never_later_than_the_land_permit(contract: date, land: date) -> None:
    found = must(dated(land_only(land), CONTRACT, contract), "B09")

    assert (("B09", LAND, "") in found) is (contract > land)


@given(days, days)
def test_an_earlier_land_permit_is_never_later_than_the_works(land: date, works: date) -> None:
    paper = PriorRecord(name="建设用地规划许可证", code="LAND", number="地字第430900202100007号")
    alone = replace(SAMPLE, issue_day=works, certificates=SAMPLE.certificates[1:2])

    assert (("B09", MAIN, "") in must(dated(alone, paper, land), "B09")) is (land > works)


@given(days, days)
def test_a_decision_is_never_later_than_the_registration_of_a_title(decision: date, registered: date) -> None:
    alone = replace(SAMPLE, issue_day=date(2041, 1, 1), certificates=SAMPLE.certificates[5:6])
    found = must(dated(with_values(alone, TITLE_A, registered_on=registered.isoformat()), ALLOCATION, decision), "B09")

    assert found == ([("B09", TITLE_A, "registered_on")] if decision > registered else [])


def test_registration_is_not_after_the_issue() -> None:
    assert must(with_values(SAMPLE, TITLE_A, registered_on="2022-08-13"), "B09") == [("B09", TITLE_A, "registered_on")]
    assert must(replace(SAMPLE, issue_day=date(2022, 8, 13), prior_records=FILES), "B09") == []


def test_a_paper_from_the_future_is_found() -> None:
    assert must(dated(SAMPLE, SITE_OPINION, date(2022, 8, 13)), "B09") == [("B09", LAND, ""), ("B09", None, "")]


def test_two_attached_papers_are_left_to_those_who_issued_them() -> None:
    land = PriorRecord(name="用地证", code="LAND", issued_on=date(2021, 1, 1))
    site = replace(SITE_OPINION, issued_on=date(2021, 2, 1))
    later = replace(SAMPLE, certificates=SAMPLE.certificates[5:], prior_records=(site, land))

    assert must(later, "B09") == []


def test_a_title_with_a_building_comes_after_the_verification() -> None:
    built = with_values(SAMPLE, TITLE_A, unit_code=PARCEL_A + "F00010001")

    assert must(built, "B09") == [("B09", TITLE_A, "unit_code")]
    assert must(replace(built, earlier_verified=True), "B09") == []
    assert must(replace(built, prior_records=(*built.prior_records, VERIFICATION)), "B09") == []


@pytest.mark.parametrize(
    ("delivery", "start", "completion", "right"),
    [
        ("2022-08-15", "2022-09-30", "2025-06-30", True),
        ("2022-09-30", "2022-09-30", "2025-06-30", True),
        ("2022-10-01", "2022-09-30", "2025-06-30", False),
        ("2022-08-15", "2025-06-30", "2025-06-30", False),
    ],
)
def test_delivery_start_and_completion_are_in_order(delivery: str, start: str, completion: str, right: bool) -> None:
    stated = {"delivery_on": delivery, "start_on": start, "completion_on": completion}
    decision = certificate(30, "ALLOC", "", {**ALLOCATION.values, **stated})
    attached = replace(ALLOCATION, values={**ALLOCATION.values, **stated})

    assert must(replace(SAMPLE, certificates=(decision,), prior_records=()), "B09") == (
        [] if right else [("B09", 30, "start_on")]
    )
    assert must(replace(SAMPLE, prior_records=(attached,)), "B09") == ([] if right else [("B09", None, "")])


def test_a_measurement_is_not_after_the_verification() -> None:
    verify = certificate(30, "VERIFY", "", {"measured_on": "2022-08-13"})

    assert must(replace(SAMPLE, certificates=(verify,)), "B09") == [("B09", 30, "measured_on")]
    assert must(replace(SAMPLE, certificates=(verify,), issue_day=date(2022, 8, 13)), "B09") == []


def test_allocated_land_has_no_term() -> None:
    for term in ("50 年", "2022年8月12日至2072年8月11日"):
        assert must(with_values(SAMPLE, TITLE_B, term=term), "B11") == [("B11", TITLE_B, "term")]


def test_granted_land_has_a_term() -> None:
    assert must(granted(), "B11") == []
    assert must(with_values(granted(), TITLE_B, term=""), "B11") == [("B11", TITLE_B, "term")]
    assert must(with_values(granted(), TITLE_B, term="50 年"), "B11") == [("B11", TITLE_B, "term")]


@pytest.mark.parametrize(
    ("term", "right"),
    [
        ("2022年8月12日至2072年8月11日", True),
        ("2022年8月12日至2072年8月12日", False),
        ("2022年8月12日至2071年8月11日", False),
    ],
)
def test_the_term_ends_a_day_before_the_contracts_years_are_over(term: str, right: bool) -> None:
    assert must(with_values(granted(), TITLE_A, term=term), "B11") == ([] if right else [("B11", TITLE_A, "term")])


def test_without_the_contract_any_whole_years_will_do() -> None:
    alone = replace(granted(), prior_records=FILES)

    assert must(with_values(alone, TITLE_A, term="2022年8月12日至2062年8月11日"), "B11") == []
    assert must(with_values(alone, TITLE_A, term="2022年8月12日至2062年8月12日"), "B11") == [("B11", TITLE_A, "term")]


@pytest.mark.parametrize(
    ("use", "years", "right"),
    [
        ("工业用地", "50", True),
        ("工业用地", "51", False),
        ("城镇住宅用地", "70", True),
        ("城镇住宅用地", "71", False),
        ("商业服务业用地", "40", True),
        ("商业服务业用地", "41", False),
        ("教育用地", "50", True),
    ],
)
def test_contracts_keep_to_the_longest_term_of_their_use(use: str, years: str, right: bool) -> None:
    contract = replace(CONTRACT, values={**CONTRACT.values, "land_use": use, "term_years": years})
    land = replace(granted(), certificates=SAMPLE.certificates[:1], prior_records=(contract,))

    assert must(land, "B11") == ([] if right else [("B11", None, "")])


@pytest.mark.parametrize(
    ("day", "valid"), [(date(2025, 4, 20), True), (date(2025, 4, 21), False), (date(2022, 4, 20), True)]
)
def test_the_site_opinion_holds_on_the_day_of_the_land_permit(day: date, valid: bool) -> None:
    found = must(replace(land_only(day), prior_records=(SITE_OPINION,)), "B11")

    assert found == ([] if valid else [("B11", LAND, "")])


def test_a_site_opinion_does_not_matter_once_the_land_permit_is_there() -> None:
    later = replace(SAMPLE, issue_day=date(2030, 1, 1), certificates=SAMPLE.certificates[1:])

    assert [each for each in findings(later, "B11") if each.certificate == LAND] == []
