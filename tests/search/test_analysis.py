"""Text to terms: what is a match, and that tokens say the same."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.number_keys import number_key
from search.analysis import (
    MAX_TERMS,
    Term,
    found_spans,
    holds,
    index_tokens,
    normalise,
    number_span,
    phrase,
    terms,
)

HAN = "益阳市样例电厂三期扩建工程资赫山区𠀀䶮〇"
mixed = st.text(alphabet=HAN + "abcXYZ0189 、，·-()（）〔〕第号№㎡Ａ９\t\u200b", max_size=40)


@pytest.mark.parametrize(
    ("number", "key"),
    [
        ("建字第430900202200086号", "建字430900202200086"),
        ("建字第 4309022026gg0000017 号", "建字4309022026GG0000017"),
        ("湘(2022)益阳市不动产权第0018231号", "湘2022益阳市不动产权0018231"),
        ("湘（2022）益阳市不动产权第００１８２３１号", "湘2022益阳市不动产权0018231"),
        ("益自然资划〔2022〕12号", "益自然资划202212"),
        ("【2022】\u300012", "202212"),
        ("", ""),
        ("\ud800", ""),
    ],
)
def test_numbers_are_compared_without_brackets_spaces_and_their_two_words(number, key):
    assert number_key(number) == key


@given(mixed)
def test_a_number_key_is_its_own_key(text):
    assert number_key(number_key(text)) == number_key(text)


@given(st.text(alphabet=HAN, min_size=1, max_size=30), st.data())
def test_every_part_of_a_han_text_matches_it(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))

    assert holds(f"2022、{text}(样例)", terms(text[start:end]))


@given(mixed, st.text(alphabet=HAN, min_size=1, max_size=6))
def test_han_terms_match_exactly_what_holds_them(text, part):
    assert holds(text, terms(part)) == (normalise(part) in normalise(text))


@given(mixed, mixed)
def test_tokens_find_what_the_plain_meaning_finds(text, query):
    tokens = f" {index_tokens(text)} "

    found = all(f" {' '.join(phrase(term))}{' ' if term.is_han else ''}" in tokens for term in terms(query))

    assert found == holds(text, terms(query))


@given(st.text(max_size=300))
def test_tokens_are_letters_and_digits_of_any_script(text):
    for term in terms(text):
        assert term.text
        assert not any(unicodedata.category(each) in ("Cs", "Cc", "Zs", "Ps", "Pe", "Po") for each in term.text)


def test_pairs_of_two_runs_do_not_join():
    assert not holds("电厂、厂房", terms("电厂房"))
    assert "电厂 厂房" not in index_tokens("电厂、厂房")


def test_words_are_found_by_their_beginning_in_any_case_and_width():
    assert holds("2×1000MW 机组", terms("１０００mw"))
    assert holds("2×1000MW 机组", terms("1000"))
    assert not holds("2×1000MW 机组", terms("000MW"))


def test_a_query_of_ten_thousand_characters_asks_for_few_terms():
    assert len(terms("a 1 " * 2500)) <= MAX_TERMS


def test_quotes_operators_and_emoji_are_no_terms():
    assert terms('" * ( ) : ^ - + 😀 \ud83d \x00 ' + "'") == ()
    assert terms("NEAR(电厂 OR *)") == (Term("near", False), Term("电厂", True), Term("or", False))


def test_highlights_stand_in_the_original_text():
    text = "益阳样例电厂三期（2×1000ＭＷ）83,900.00㎡"

    assert [text[a:b] for a, b in found_spans(text, terms("样例电厂 1000mw"))] == ["样例电厂", "1000ＭＷ"]
    assert found_spans(text, terms("没有")) == []


def test_the_found_part_of_a_number_is_marked():
    number = "建字第430900202200086号"

    assert [number[a:b] for a, b in number_span(number, "0086")] == ["0086"]
    assert [number[a:b] for a, b in number_span(number, "建字4309")] == ["建字第4309"]
    assert [number[a:b] for a, b in number_span(number, "43090020")] == ["43090020"]
    assert number_span(number, "9999") == []
