"""B03 and B04: numbers in their form, used once, of this office, this year and the right series."""

from dataclasses import replace
from datetime import date

import pytest

from certificates.findings import BundleSnapshot
from documents.number_keys import number_key
from tests.certificates.sample_snapshot import (
    COAL,
    DAY,
    LAND,
    MAIN,
    PLACE,
    SAMPLE,
    TITLE_A,
    TITLE_B,
    TOWER,
    certificate,
    must,
    numbered,
    reminders,
    with_number,
    with_values,
)

CUT_OVER = date(2024, 7, 1)


def permits_on(day: date, number: str = "", *, imported: bool = False) -> BundleSnapshot:
    """The sample's land permit alone, issued on another day."""
    alone = replace(SAMPLE, issue_day=day, certificates=SAMPLE.certificates[:1])
    return with_number(alone, LAND, number, imported=imported)


def test_drafts_without_numbers_are_left_alone() -> None:
    assert must(SAMPLE, "B03", "B04") == []


@pytest.mark.parametrize(
    ("pk", "number"),
    [
        (MAIN, "建字第43090020220008号"),  # 14 digits
        (MAIN, "地字第430900202200086号"),  # of another kind
        (MAIN, "建字第4309002022YG0000086号"),  # letters of land
        (LAND, "地字第4309002022GG0000037号"),
        (TITLE_A, "湘(2022)益阳市不动产权第018231号"),  # 6 digits
        (TITLE_A, "湘(2022)益阳市不动产证明第0018231号"),
        (TITLE_A, "430900202200086"),
    ],
)
def test_a_number_of_another_form_is_found(pk: int, number: str) -> None:
    assert must(with_number(SAMPLE, pk, number), "B03") == [("B03", pk, "")]


def test_a_number_may_be_written_with_full_width_brackets() -> None:
    assert must(with_number(SAMPLE, TITLE_A, "湘（2022）益阳市不动产权第0018231号"), "B03") == []


def test_the_second_of_two_equal_numbers_is_found() -> None:
    twice = with_number(numbered(), COAL, "建字第430900202200087号")

    assert must(twice, "B03") == [("B03", COAL, "")]


def test_spelling_does_not_make_two_numbers_of_one() -> None:
    twice = with_number(numbered(), TITLE_B, "湘（2022）益阳市不动产权第0018231号")

    assert must(twice, "B03") == [("B03", TITLE_B, "")]


def test_a_number_that_was_used_before_is_found() -> None:
    used = replace(numbered(), taken_keys=frozenset({("WORKS", number_key("建字第430900202200087号"))}))

    assert must(used, "B03") == [("B03", TOWER, "")]


def test_the_same_digits_in_another_kind_are_another_number() -> None:
    used = replace(numbered(), taken_keys=frozenset({("LAND", number_key("建字第430900202200087号"))}))

    assert must(used, "B03") == []


def test_a_number_of_another_region_is_found() -> None:
    assert must(with_number(SAMPLE, MAIN, "建字第430100202200086号"), "B03") == [("B03", MAIN, "")]


@pytest.mark.parametrize("number", ["湘(2022)长沙市不动产权第0018231号", "鄂(2022)益阳市不动产权第0018231号"])
def test_a_title_number_of_another_place_is_found(number: str) -> None:
    assert must(with_number(SAMPLE, TITLE_A, number), "B03") == [("B03", TITLE_A, "")]


def test_a_titles_year_is_that_of_its_registration() -> None:
    late = with_values(replace(numbered(), issue_day=date(2023, 1, 3)), TITLE_A, registered_on="2022-12-30")

    assert ("B03", TITLE_A, "registered_on") not in must(late, "B03")
    assert must(with_values(late, TITLE_A, registered_on="2023-01-03"), "B03") == [("B03", TITLE_A, "registered_on")]


def test_another_kinds_year_is_only_a_reminder() -> None:
    new_year = replace(with_number(SAMPLE, MAIN, "建字第430900202200086号"), issue_day=date(2023, 1, 3))

    assert must(new_year, "B03") == []
    assert reminders(new_year, "B03") == [("B03", MAIN, "")]


def test_the_year_of_a_decision_stands_in_brackets() -> None:
    decision = certificate(30, "ALLOC", "", {"location": PLACE}, number="益自然资划〔2021〕12号")

    assert reminders(replace(SAMPLE, certificates=(decision,)), "B03") == [("B03", 30, "")]


def test_letters_of_a_kind_that_nobody_has_seen_are_a_reminder() -> None:
    rural = certificate(30, "RURAL", "", {}, number="乡字第4309002022XG0000001号")

    assert must(replace(SAMPLE, certificates=(rural,)), "B03") == []
    assert reminders(replace(SAMPLE, certificates=(rural,)), "B03") == [("B03", 30, "")]


def test_the_day_before_the_cut_over_takes_the_own_series() -> None:
    day = date(2024, 6, 30)

    assert must(permits_on(day), "B04") == []
    assert must(permits_on(day, "地字第430900202400001号"), "B04") == []
    assert must(permits_on(day, "地字第4309002024YG0000001号", imported=True), "B04") == [("B04", LAND, "")]


def test_the_day_of_the_cut_over_needs_an_imported_number() -> None:
    assert must(permits_on(CUT_OVER), "B04") == [("B04", LAND, "")]
    assert must(permits_on(CUT_OVER, "地字第430900202400001号"), "B04") == [("B04", LAND, "")]
    assert must(permits_on(CUT_OVER, "地字第4309002024YG0000001号"), "B04") == [("B04", LAND, "")]
    assert must(permits_on(CUT_OVER, "地字第4309002024YG0000001号", imported=True), "B04") == []


def test_titles_keep_their_own_series_after_the_cut_over() -> None:
    titles = replace(SAMPLE, issue_day=CUT_OVER, certificates=SAMPLE.certificates[5:])

    assert must(titles, "B04") == []


def test_the_sample_day_is_before_the_cut_over() -> None:
    assert SAMPLE.supervision_number_from > DAY
    assert must(numbered(), "B03", "B04") == []
