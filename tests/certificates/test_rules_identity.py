"""B01 and B02: one project code, one holder."""

from dataclasses import replace

import pytest

from tests.certificates.sample_snapshot import (
    APPLICANT,
    LAND,
    MAIN,
    PLACE,
    PROJECT,
    PROJECT_CODE,
    SAMPLE,
    SITE_OPINION,
    TITLE_A,
    TITLE_B,
    UNIT_A,
    USCC,
    certificate,
    must,
    with_values,
)

SITE = 20
BANK = 21


def site_opinion(project_code: str):  # type: ignore[no-untyped-def]
    values = {"project_name": PROJECT, "project_code": project_code, "applicant": APPLICANT, "holder_uscc": USCC}
    return replace(SAMPLE, certificates=(certificate(SITE, "SITE", "", values),))


def test_a_certificate_with_the_projects_code_is_right() -> None:
    assert must(site_opinion(PROJECT_CODE), "B01") == []


def test_a_certificate_with_another_projects_code_is_named() -> None:
    assert must(site_opinion("2203-430900-04-01-618328"), "B01") == [("B01", SITE, "project_code")]


def test_a_project_code_of_another_shape_concerns_the_bundle() -> None:
    assert must(replace(SAMPLE, project_code="2203-430900-04-01-61832"), "B01") == [("B01", None, "")]


@pytest.mark.parametrize(("pk", "key"), [(LAND, "land_user"), (MAIN, "builder")])
def test_another_holder_is_found_where_it_stands(pk: int, key: str) -> None:
    wrong = with_values(SAMPLE, pk, **{key: "益阳样例发电有限责任公司（样例）"})

    assert must(wrong, "B02") == [("B02", pk, key)]


def test_a_bracket_of_another_width_is_another_name() -> None:
    assert must(with_values(SAMPLE, MAIN, builder="益阳样例发电有限公司(样例)"), "B02") == [("B02", MAIN, "builder")]


def test_another_credit_code_is_found() -> None:
    assert must(with_values(SAMPLE, MAIN, holder_uscc="91430900MA0YLD0241"), "B02") == [("B02", MAIN, "holder_uscc")]


def test_the_applicants_credit_code_may_not_be_missing() -> None:
    assert must(with_values(SAMPLE, MAIN, holder_uscc=""), "B02") == [("B02", MAIN, "holder_uscc")]


def test_a_wrong_check_digit_in_the_project_concerns_the_bundle() -> None:
    wrong = replace(SAMPLE, applicant_uscc="91430900MA0YLD0167")

    assert must(wrong, "B02")[0] == ("B02", None, "")


def test_an_attached_paper_of_somebody_else_is_found() -> None:
    other = replace(SITE_OPINION, values={"applicant": "别的公司"})

    assert must(replace(SAMPLE, prior_records=(other,)), "B02") == [("B02", None, "")]


def test_two_holders_need_a_project_with_co_holders() -> None:
    two = SAMPLE
    for pk in (TITLE_A, TITLE_B):
        two = with_values(two, pk, right_holder=[APPLICANT, "样例能源建设有限公司"], co_ownership="共同共有")

    assert must(two, "B02") == [("B02", TITLE_A, "right_holder"), ("B02", TITLE_B, "right_holder")]
    assert must(replace(two, co_holders=True), "B02") == []


def test_co_holders_may_be_joined_in_one_text() -> None:
    joined = with_values(SAMPLE, MAIN, builder=f"{APPLICANT}、样例能源建设有限公司", holder_uscc="")

    assert must(replace(joined, co_holders=True), "B02") == []


def test_the_applicant_is_always_among_the_holders() -> None:
    others = with_values(SAMPLE, TITLE_A, right_holder=["甲公司", "乙公司"], co_ownership="共同共有")

    assert must(replace(others, co_holders=True), "B02") == [("B02", TITLE_A, "right_holder")]


def test_two_holders_do_not_own_solely() -> None:
    sole = with_values(SAMPLE, TITLE_A, right_holder=[APPLICANT, "乙公司"])

    assert must(replace(sole, co_holders=True), "B02") == [("B02", TITLE_A, "co_ownership")]


def test_the_bank_of_a_mortgage_is_no_holder_of_the_project() -> None:
    values = {"matter": "抵押权", "right_holder": "样例银行益阳分行", "location": PLACE, "unit_code": UNIT_A}
    proof = certificate(BANK, "PROOF", "", {**values, "obligor": APPLICANT})

    assert must(replace(SAMPLE, certificates=(*SAMPLE.certificates, proof)), "B02") == []
