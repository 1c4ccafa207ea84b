"""Codes, numbers and terms: what is one, what it says, how it is printed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates import identifiers
from certificates.identifiers import PermitNumber, SupervisionNumber, Term, TitleNumber

digits = st.text("0123456789")
regions = st.text("0123456789", min_size=6, max_size=6)
years = st.integers(2000, 2099)
letters = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2)
own_numbers = st.builds(SupervisionNumber, region=regions, year=years, sequence=st.integers(0, 99_999))
national_numbers = st.builds(
    SupervisionNumber, region=regions, year=years, sequence=st.integers(0, 9_999_999), letters=letters
)
permit_numbers = st.builds(
    PermitNumber,
    mark=st.sampled_from("用地建乡核"),
    number=own_numbers | national_numbers,
    suffix=st.sampled_from(["", "交通"]),
)
title_numbers = st.builds(
    TitleNumber,
    province=st.sampled_from(identifiers.PROVINCES),
    year=years,
    place=st.sampled_from(["益阳市", "赫山区", "安化县"]),
    kind=st.sampled_from(["不动产权", "不动产证明"]),
    sequence=st.integers(0, 9_999_999),
    width=st.sampled_from([7, 8]),
)
days = st.dates(date(1950, 1, 1), date(2150, 12, 31))


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("2203-430900-04-01-618327", True),
        ("2019-500108-88-01-129201", True),
        ("2203-430900-04-01-61832", False),
        ("2203-430900-04-01-6183270", False),
        ("２２０３-430900-04-01-618327", False),
        ("", False),
    ],
)
def test_project_codes_are_known_by_their_shape(code: str, right: bool) -> None:
    assert identifiers.is_project_code(code) is right


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("91430900MA0YLD0166", True),
        ("11430900MB0YLGT12D", True),
        ("91430900MA0YLJ012X", True),
        ("91430900MA0YLD0167", False),  # check digit
        ("91430900MA0YLDO166", False),  # letter O
        ("91430900ma0yld0166", False),
        ("91430900MA0YLD016", False),
        ("914309 00MA0YLD016", False),
    ],
)
def test_credit_codes_carry_a_check_digit(code: str, right: bool) -> None:
    assert identifiers.is_uscc(code) is right


def test_unit_and_parcel_codes() -> None:
    unit = "430903001002GB00017W00000000"

    assert identifiers.is_unit_code(unit)
    assert not identifiers.is_unit_code(unit[:-1])
    assert identifiers.is_parcel_code(identifiers.parcel_of(unit))
    assert identifiers.parcel_of(unit) == "430903001002GB00017"
    assert identifiers.printed_unit_code(unit) == "430903 001002 GB00017 W00000000"
    assert not identifiers.has_building(unit)
    assert identifiers.has_building("430903001002GB00017F00010001")


def test_an_own_number_and_a_national_one_say_where_and_when() -> None:
    own = SupervisionNumber.parse("430900202200037")
    national = SupervisionNumber.parse("3301092025YG0075544")

    assert own == SupervisionNumber(region="430900", year=2022, sequence=37)
    assert national == SupervisionNumber(region="330109", year=2025, letters="YG", sequence=75544)
    assert own is not None
    assert not own.is_national
    assert SupervisionNumber.parse("43090020220003") is None
    assert SupervisionNumber.parse("3301092025Yg0075544") is None


@pytest.mark.parametrize(
    "text",
    [
        "建字第4101022025GG0111536号交通",
        "核字第430900202300021号",
        "用字第430000202200012号",
    ],
)
def test_permit_numbers_are_printed_as_they_were_read(text: str) -> None:
    assert str(PermitNumber.parse(text)) == text


def test_a_title_number_is_printed_with_half_width_brackets() -> None:
    assert str(TitleNumber.parse("湘（２０２２）益阳市 不动产权第0018231号")) == "湘(2022)益阳市不动产权第0018231号"
    assert str(TitleNumber.parse("皖(2022)合肥市不动产权第10182310号")) == "皖(2022)合肥市不动产权第10182310号"
    assert TitleNumber.parse("央(2022)益阳市不动产权第0018231号") is None
    assert TitleNumber.parse("湘(2022)益阳市不动产权第018231号") is None


@given(own_numbers | national_numbers)
def test_what_is_printed_of_a_supervision_number_reads_back(number: SupervisionNumber) -> None:
    assert SupervisionNumber.parse(str(number)) == number


@given(permit_numbers)
def test_what_is_printed_of_a_permit_number_reads_back(number: PermitNumber) -> None:
    assert PermitNumber.parse(str(number)) == number


@given(title_numbers)
def test_what_is_printed_of_a_title_number_reads_back(number: TitleNumber) -> None:
    assert TitleNumber.parse(str(number)) == number


@given(days, days)
def test_what_is_printed_of_a_term_reads_back(one: date, other: date) -> None:
    term = Term(first=min(one, other), last=max(one, other))

    assert Term.parse(str(term)) == term


@given(st.text())
def test_no_text_upsets_the_readers(text: str) -> None:
    for read in (SupervisionNumber.parse, PermitNumber.parse, TitleNumber.parse, Term.parse):
        value = read(text)
        assert value is None or read(str(value)) == value


@pytest.mark.parametrize(
    "text",
    [
        "2022年8月12日至2072年8月11日",
        "2022年8月12日起2072年8月11日止",
        "2022年08月12日起至2072年08月11日止",
        "2022-08-12至2072-08-11",
        "2022-08-12/2072-08-11",
        "2022-08-12-2072-08-11",
        "2022/8/12 - 2072/8/11",
        "2022.8.12—2072.8.11",
        "２０２２年８月１２日 至 ２０７２年８月１１日",
    ],
)
def test_terms_are_read_as_people_write_them(text: str) -> None:
    assert str(Term.parse(text)) == "2022年8月12日至2072年8月11日"


@pytest.mark.parametrize("text", ["50年", "2022年8月12日", "2072-08-11至2022-08-12", "2022-02-30至2072-02-28", "长期"])
def test_what_is_no_term_is_none(text: str) -> None:
    assert Term.parse(text) is None


def test_a_term_ends_the_day_before_its_anniversary() -> None:
    assert identifiers.term_end(date(2022, 8, 12), 50) == date(2072, 8, 11)
    assert identifiers.term_end(date(2022, 1, 1), 40) == date(2061, 12, 31)
    assert identifiers.term_end(date(2024, 2, 29), 50) == date(2074, 2, 28)
    assert Term(first=date(2022, 8, 12), last=date(2072, 8, 11)).years == 50
    assert Term(first=date(2022, 1, 1), last=date(2061, 12, 31)).years == 40
    assert Term(first=date(2022, 8, 12), last=date(2072, 8, 12)).years is None


@given(days, st.integers(1, 70))
def test_a_term_of_whole_years_knows_how_many(first: date, count: int) -> None:
    assert Term(first=first, last=identifiers.term_end(first, count)).years == count


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("联系人电话13907371234", "13907371234"),
        ("电话 139-0737-1234，张某", "139-0737-1234"),
        ("+8613907371234", "13907371234"),
        ("电话１３９０７３７１２３４", "13907371234"),
        ("身份证11010519491231002X", "11010519491231002X"),
        ("身份证 110105 19491231 002x 号", "110105 19491231 002x"),
        ("身份证110105194912310021", None),  # wrong check digit: some other number
        ("0737-4223344", None),
        ("建字第430900202200086号", None),
        ("4309032022A00012", None),
        ("总建筑面积129700.00㎡", None),
        ("合同价 2139073712345 元", None),
        ("", None),
    ],
)
def test_identity_numbers_and_mobile_phones_are_found_in_texts(text: str, found: str | None) -> None:
    assert identifiers.personal_number_in(text) == found


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022年8月12日", date(2022, 8, 12)),
        ("2022年08月12日", date(2022, 8, 12)),
        ("2022/8/12", date(2022, 8, 12)),
        ("2022.8.12", date(2022, 8, 12)),
        ("2022-08-12", date(2022, 8, 12)),
        ("２０２２年８月１２日", date(2022, 8, 12)),
        ("2022年2月30日", None),
        ("8月12日", None),
        ("20220812", None),
    ],
)
def test_days_are_read_as_people_write_them(text: str, day: date | None) -> None:
    assert identifiers.written_day(text) == day


def test_supervision_numbers_of_deeds_have_sixteen_or_nineteen_characters() -> None:
    assert identifiers.is_deed_supervision_number("4309032022A00012")
    assert identifiers.is_deed_supervision_number("3301092025YG0075544")
    assert not identifiers.is_deed_supervision_number("430900202200037")
