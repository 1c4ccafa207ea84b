"""The public search page, without script."""

import re
from html import unescape

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.urls import reverse

from certificates.models import Certificate
from search import index
from search.home import newest_permits
from search.kinds import CERTIFICATES
from search.models import SearchRecord

pytestmark = pytest.mark.django_db
full_text = pytest.mark.sqlite
WORKS, LAND, TITLE = "建字第430900202200086号", "地字第430900202200037号", "湘(2022)益阳市不动产权第0018231号"


@pytest.fixture
def page(client):
    def page(status: int = 200, **asked) -> str:
        response = client.get(reverse("search"), asked)
        assert response.status_code == status
        return response.content.decode()

    return page


def words(html: str) -> str:
    """What is read: no tags, single spaces."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


@pytest.fixture
def permits(issue):
    issue("LAND", LAND, land_area="360700.00")
    issue("WORKS", WORKS, works_name="益阳样例电厂三期 主厂房<b>", area_total="83900.00")
    issue("TITLE", TITLE)


@full_text
def test_a_name_is_answered_with_marked_hits_and_their_facts(permits, page):
    html = page(q="样例电厂")

    assert "查到 2 本" in words(html)
    assert "益阳<mark>样例电厂</mark>三期 主厂房&lt;b&gt;" in html
    assert "83,900.00㎡" in html
    assert "36.0700公顷" in html
    assert "益阳<mark>样例</mark>发电" not in html
    assert '<meta name="robots" content="noindex,follow">' in html
    assert TITLE not in html


def test_the_header_marks_the_search_for_permits_where_only_permits_are_searched(permits, page):
    marked = 'href="/search/?kind=certificate" aria-current="page"'

    assert marked in page(kind="certificate")
    assert marked in page(kind="certificate", q="0086")
    assert marked not in page(q="0086")


def test_a_tail_is_said_to_be_understood_as_a_tail(permits, page):
    html = page(q="0086")

    assert "查到 1 本" in words(html)
    assert "编号尾号 0086" in html
    assert "建字第43090020220<mark>0086</mark>号" in html


def test_facets_are_boxes_with_counts_and_choices_can_be_taken_back(permits, page):
    html = page(q="430900", kind="WORKS")

    assert re.search(r'name="kind" value="WORKS" checked', html)
    assert re.search(r'name="kind" value="LAND">', html)
    assert "查到 1 本" in words(html)
    assert f'href="{reverse("search")}?q=430900"' in html


@full_text
def test_nothing_found_says_what_to_do_and_why_titles_are_not_here(permits, page):
    html = words(page(q="没有这个"))

    assert "没有查到“没有这个”" in html
    assert "依法" in html


def test_a_title_is_answered_like_a_number_that_does_not_exist(permits, page):
    there, absent = page(q="0018231"), page(q="0018239")

    assert there.replace("0018231", "") == absent.replace("0018239", "")


def test_without_a_question_everything_public_is_listed(permits, page):
    assert "查到 2 本" in words(page())


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "x" * 10_000}, {"q": "'\"<script>alert(1)</script>"}, {"q": "\x00\x07"}, {"q": "😀"},
        {"kind": ["x"] * 1000},
        {"year": "'; --", "state": "\x00", "district": "<b>"}, {"page": "-1"}, {"page": "9" * 5000}, {"order": "x"},
    ],
)  # fmt: skip
def test_odd_addresses_are_pages_and_not_errors(permits, page, asked):
    html = page(**asked)

    assert "<script>alert" not in html


def test_half_a_character_in_an_address_is_no_error(permits, client):
    assert client.get(reverse("search") + "?q=%ED%A0%BD%ff&kind=%ED%B8%80").status_code == 200


def test_a_forged_place_leads_back_to_the_first_page(permits, client):
    response = client.get(reverse("search"), {"q": "0086", "cursor": "forged", "page": "3"})

    assert (response.status_code, response.url) == (302, f"{reverse('search')}?q=0086")


def test_pages_say_where_they_are_and_lead_on_and_back(issue, page):
    for at in range(1, 22):
        issue("WORKS", f"建字第4309002022{at:05}号")

    first = page(q="4309002022")
    second = page_behind(first, "next", page)
    third = page_behind(second, "next", page)
    back = page_behind(third, "prev", page)

    assert [
        "第 1 页，共 3 页" in words(first),
        "第 2 页，共 3 页" in words(second),
        "第 3 页，共 3 页" in words(third),
    ] == [True] * 3
    assert numbers_in(first) + numbers_in(second) + numbers_in(third) == [
        f"建字第4309002022{at:05}号" for at in range(1, 22)
    ]
    assert numbers_in(back) == numbers_in(second)
    assert 'rel="next"' not in third
    assert 'rel="prev"' not in first


def page_behind(html: str, rel: str, page) -> str:
    found = re.search(rf'href="[^"]*\?([^"]*)" rel="{rel}"', html)
    assert found
    return page(**dict(pair.split("=") for pair in unescape(found[1]).split("&")))


def numbers_in(html: str) -> list[str]:
    return re.findall(r"建字第\d+号", re.sub(r"</?mark>", "", html))


def test_a_replaced_permit_leads_to_its_replacement(issue, page):
    old = issue("WORKS", WORKS)
    old.state, old.ended_on = Certificate.State.SUPERSEDED, "2022-08-15"
    old.save()
    new = issue("WORKS", "建字第430900202200131号", supersedes=old)
    index.put([CERTIFICATES.entry(Certificate.objects.get(pk=old.pk))])

    html = page(q=WORKS)

    assert "已变更" in html
    assert reverse("certificate_page", args=[new.public_id]) in html
    assert "已换成新证 建字第430900202200131号" in html


def test_what_was_hidden_after_it_was_indexed_is_left_out(permits, page):
    SearchRecord.objects.filter(number=TITLE).update(audience=" public ")

    assert TITLE not in page(q="0018231")


@full_text
def test_an_outage_is_not_an_empty_answer(permits, page):
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE search_fts")

    html = page(status=503, q="样例电厂")

    assert "现在查不了" in html
    assert "没有查到" not in html


def test_without_full_text_the_page_says_what_can_be_searched(permits, page, settings):
    settings.SEARCH_ENGINE = "database"

    assert "现在只能按编号查" in page(q="样例电厂")
    assert "查到 1 本" in words(page(q=WORKS))


def test_a_page_costs_the_same_at_ten_and_at_two_hundred_permits(issue, client, django_assert_max_num_queries):
    client.get(reverse("search"))
    counts = []
    for first, last in ((1, 10), (11, 200)):
        for at in range(first, last + 1):
            issue("WORKS", f"建字第4309002022{at:05}号")
        with django_assert_max_num_queries(20) as queries:
            client.get(reverse("search"), {"q": "4309002022"})
        counts.append(len(queries))

    assert abs(counts[0] - counts[1]) <= 2  # a page is walked in steps until it is full


def test_the_home_page_shows_the_newest_permits_and_no_title(permits, rf):
    shown = newest_permits(rf.get("/"))

    assert shown is not None
    assert [hit["number"] for hit in shown["hits"]] == [LAND, WORKS]
    assert "主厂房&lt;b&gt;" in render_to_string("search/home_newest.html", shown)
