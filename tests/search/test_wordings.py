"""Synonyms, numbers that are nearly right, suggestions: what helps somebody who types something else."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bureau.sample import Sample
from search import sample
from search.analysis import normalise, replaced
from search.contract import Query, Reading
from search.finding import find
from search.models import Synonym
from search.near_numbers import near_numbers, one_apart
from search.synonyms import MOST, other_wordings, wordings

WORKS, LAND, TITLE = "建字第430900202200086号", "地字第430900202200037号", "湘(2022)益阳市不动产权第0018231号"
DIGITS = st.text(alphabet="01234建", min_size=1, max_size=8)


# Synonyms


def test_a_synonym_is_put_in_alone_and_with_others():
    pairs = [("房产证", "不动产权证书"), ("电站", "电厂")]

    assert other_wordings("电站的房产证", pairs) == ("电站的不动产权证书", "电厂的房产证", "电厂的不动产权证书")


def test_what_a_synonym_puts_in_is_not_looked_up_again():
    assert other_wordings("甲证", [("甲", "乙"), ("乙", "丙"), ("丙", "甲")]) == ("乙证",)


def test_a_latin_synonym_stands_for_the_whole_word():
    assert replaced("cafe EIA", "eia", "环评") == "cafe 环评"
    assert replaced("eiab", "eia", "环评") == "eiab"


@pytest.mark.django_db
def test_the_sample_knows_what_people_say_and_says_it_once():
    for _time in range(2):
        sample.synonyms(Sample())

    assert Synonym.objects.count() == len(sample.SYNONYMS)
    assert wordings("房产证") == ("不动产权证书",)


@given(st.text(max_size=30), st.text(alphabet="甲乙丙ab", min_size=1, max_size=2))
def test_a_text_without_the_words_stays_as_it_is(text, words):
    new = replaced(text, words, "某词")

    assert new == text or normalise(words) in normalise(text)


def test_wordings_stay_few_however_many_synonyms_there_are():
    assert len(other_wordings("甲乙丙丁戊己", [(each, each * 2) for each in "甲乙丙丁戊己"])) == MOST - 1


@pytest.mark.parametrize(
    ("words", "means", "field"),
    [("房 产", "不动产", "words"), ("，", "不动产", "words"), ("房产证", "！", "means"), ("ＡＢ", "ab", "means")],
)
def test_a_synonym_that_could_not_work_is_refused_with_its_field(words, means, field):
    with pytest.raises(ValidationError) as refused:
        Synonym(words=words, means=means).clean()

    assert list(refused.value.message_dict) == [field]


@pytest.mark.django_db
@pytest.mark.sqlite
def test_people_find_by_their_own_word_and_read_what_was_searched_too(issue, client):
    issue("WORKS", WORKS, works_name="样例电厂主厂房")
    assert find(Query(audience=frozenset(), text="发电站主厂房"), AnonymousUser()).total == 0
    Synonym.objects.create(words="发电站", means="电厂")

    page = find(Query(audience=frozenset(), text="发电站主厂房"), AnonymousUser())

    assert [hit.number for hit in page.hits] == [WORKS]
    assert [(each.reading, each.text) for each in page.understood] == [(Reading.SYNONYM, "电厂主厂房")]
    html = client.get(reverse("search"), {"q": "发电站主厂房"}).content.decode()
    assert "也查了：电厂主厂房" in html
    assert "<mark>电厂主厂房</mark>" in html


# Did you mean


@given(DIGITS, st.data())
def test_one_slip_makes_a_near_number_and_two_do_not_always(number, data):
    at = data.draw(st.integers(0, len(number) - 1))
    wrong = number[:at] + "9" + number[at + 1 :]
    missing, more = number[:at] + number[at + 1 :], number[:at] + "9" + number[at:]
    swapped = number[:at] + number[at : at + 2][::-1] + number[at + 2 :]

    assert one_apart(number, wrong)
    assert one_apart(number, missing)
    assert one_apart(number, more)
    assert one_apart(number, swapped) or swapped == number
    assert not one_apart(number, number)
    assert not one_apart(number, number + "99")


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_every_slip_in_a_whole_number_leads_to_it(issue_once, data):
    key = "建字430900202200086"
    at = data.draw(st.integers(0, len(key) - 1))
    wrong = data.draw(st.sampled_from("0123456789"))
    slips = [
        key[:at] + wrong + key[at + 1 :],
        key[:at] + key[at + 1 :],
        key[:at] + wrong + key[at:],
        key[:at] + key[at : at + 2][::-1] + key[at + 2 :],
    ]
    for slip in slips:
        assert slip == key or near_numbers(slip, AnonymousUser()) == [WORKS]


@pytest.fixture
def issue_once(issue):
    """One number; every example only reads."""
    issue("WORKS", WORKS)
    issue("TITLE", TITLE)
    issue("LAND", LAND)


@pytest.mark.django_db
class TestGuesses:
    def test_the_digits_alone_are_enough_and_a_wrong_word_before_them_too(self, issue_once):
        assert near_numbers("430900202200085", AnonymousUser()) == [WORKS]
        assert near_numbers("健字第430900202200086号", AnonymousUser()) == [WORKS]

    def test_what_is_no_number_or_too_short_has_no_guess(self, issue_once):
        for text in ("", "样列电厂", "0068", "9" * 500, "\ud800"):
            assert near_numbers(text, AnonymousUser()) == []

    def test_titles_are_guessed_for_their_office_alone(self, issue_once, clerk):
        for slip in ("湘(2022)益阳市不动产权第0018232号", "湘(2022)宜阳市不动产权第0018231号"):
            assert near_numbers(slip, AnonymousUser()) == []
            assert near_numbers(slip, clerk) == [TITLE]

    def test_the_page_offers_the_number_and_its_search(self, issue_once, client):
        html = client.get(reverse("search"), {"q": "建字第430900202200068号"}).content.decode()

        assert "您要查的是不是" in html
        assert f'">{WORKS}</a>' in html

    def test_a_number_that_is_there_needs_no_guess(self, issue_once, client):
        assert "您要查的是不是" not in client.get(reverse("search"), {"q": WORKS}).content.decode()


# Suggestions


@pytest.mark.django_db
@pytest.mark.sqlite
class TestSuggestions:
    def test_they_are_numbers_and_titles_each_once_with_their_kind(self, issue):
        issue("WORKS", WORKS, works_name="样例电厂主厂房")
        issue("WORKS", "建字第430900202200087号", works_name="样例电厂主厂房", day=date(2022, 8, 13))

        assert suggested("电厂主") == [{"text": "样例电厂主厂房", "kind": "证书"}]
        assert [each["text"] for each in suggested("0086")] == [WORKS]

    def test_words_of_the_text_alone_suggest_nothing(self, issue):
        issue("WORKS", WORKS, works_name="主厂房")

        assert suggested("样例发电有限") == []

    def test_titles_are_never_suggested(self, issue):
        issue("TITLE", TITLE)

        assert suggested("0018231") == suggested("样例村") == []

    @pytest.mark.parametrize("odd", ["", "电", "长" * 61, "\x00\x01", "'\"; --", "😀😀", "*" * 50, "\ud800a"])
    def test_odd_and_unfinished_texts_are_answered_with_nothing(self, issue, odd):
        issue("WORKS", WORKS, works_name="主厂房")

        assert suggested(odd.encode("utf-8", "replace").decode()) == []

    def test_they_stay_within_the_kind_of_the_list(self, issue):
        issue("WORKS", WORKS, works_name="主厂房")

        assert suggested("主厂房", kind="guide") == []
        assert len(suggested("主厂房", kind="certificate")) == 1

    def test_they_cost_the_same_for_one_and_for_many(self, issue):
        counts = []
        for first, last in ((1, 2), (3, 60)):
            for at in range(first, last):
                issue("WORKS", f"建字第4309002022{at:05}号", works_name=f"主厂房 {at}")
            with CaptureQueriesContext(connection) as queries:
                suggested("主厂房")
            counts.append(len(queries))

        assert max(counts) <= 7  # a page is walked in steps until it is full

    def test_while_the_engine_is_away_there_are_none_and_that_is_said(self, issue):
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE search_fts")

        assert Client().get(reverse("search_suggest"), {"q": "主厂房"}).status_code == 503


def suggested(text: str, **more: str) -> list[dict[str, str]]:
    response = Client(HTTP_ACCEPT_LANGUAGE="zh-hans").get(reverse("search_suggest"), {"q": text, **more})
    assert response.status_code == 200
    found: list[dict[str, str]] = response.json()
    return found
