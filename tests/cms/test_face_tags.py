"""The tags and filters that templates of every package use."""

from datetime import date, datetime

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from cms.answers import ANSWERS
from cms.icons import PATHS
from cms.templatetags.face import answer, day, full_day, mark_words, moment, tone


def rendered(source: str, **context: object) -> str:
    return Template("{% load face %}" + source).render(Context(context))


def test_a_day_of_another_year_has_its_year(august_2022: None) -> None:
    assert "2021年12月31日" in day(date(2021, 12, 31))


def test_a_day_of_this_year_has_none(august_2022: None) -> None:
    assert ">8月12日<" in day(date(2022, 8, 12))


def test_what_is_kept_has_its_year_always(august_2022: None) -> None:
    assert full_day(date(2022, 8, 12)) == '<time datetime="2022-08-12">2022年8月12日</time>'


def test_english_readers_get_english_dates(august_2022: None) -> None:
    with translation.override("en"):
        assert ">12 August 2022<" in full_day(date(2022, 8, 12))


def test_a_moment_is_told_by_the_clock_of_the_counter() -> None:
    text = moment(datetime(2022, 8, 15, 2, 32, tzinfo=timezone.get_fixed_timezone(0)))

    assert "2022年8月15日" in text
    assert "10:32" in text


def test_a_moment_before_eight_in_the_morning_of_utc_lies_on_the_next_day() -> None:
    assert "2022-08-13" in full_day(datetime(2022, 8, 12, 17, 0, tzinfo=timezone.get_fixed_timezone(0)))


def test_no_day_is_no_words() -> None:
    assert (day(None), full_day(None), moment(None)) == ("", "", "")


def test_found_words_are_marked_and_the_rest_is_escaped() -> None:
    assert mark_words("<b>益阳样例电厂", "样例电厂") == "&lt;b&gt;益阳<mark>样例电厂</mark>"


def test_several_found_words_are_marked_longest_first() -> None:
    assert mark_words("样例电厂三期", ["样例", "样例电厂"]) == "<mark>样例电厂</mark>三期"


def test_without_found_words_the_text_stays() -> None:
    assert mark_words("a & b", None) == "a &amp; b"


def test_a_state_that_nobody_coloured_is_plain() -> None:
    assert (tone("issued"), tone("revoked"), tone("something new")) == ("malachite", "crimson", "surface")


@pytest.mark.parametrize("name", PATHS)
def test_every_icon_is_for_the_eye_only(name: str) -> None:
    assert 'aria-hidden="true"' in rendered(f'{{% icon "{name}" %}}')


@pytest.mark.parametrize(
    ("state", "title"),
    [
        ("authentic", "证书是真的，现在有效"),
        ("superseded", "证书是真的，但已换新证"),
        ("revoked", "证书是真的，但已经不算数"),
        ("expired", "证书是真的，但已经不算数"),
        ("unknown", "查无此证"),
        ("altered", "文件被改过，不要采用"),
        ("unchecked", "现在查不了"),
        ("offline", "签名是真的，现在的状态没有查"),
    ],
)
def test_an_answer_has_its_words_and_its_icon(state: str, title: str) -> None:
    page = rendered("{% answer state %}", state=state)

    assert f">{title}</h1>" in page
    assert 'role="status"' in page
    assert PATHS[ANSWERS[state].icon] in page


def test_a_revoked_certificate_says_since_when_and_never_why() -> None:
    words = answer("revoked", status="已撤销", since=date(2022, 10, 8))

    assert words["line"] == ('状态：已撤销。<time datetime="2022-10-08">2022年10月8日</time>起。不要再用它办事。')


def test_a_status_with_markup_stays_text() -> None:
    assert "&lt;script&gt;" in str(answer("revoked", status="<script>", since=date(2022, 10, 8))["line"])
