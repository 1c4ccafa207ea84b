"""What anyone takes along from a search: a feed, and a table."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from search.tables import harmless

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
WORKS, TITLE = "建字第430900202200086号", "湘(2022)益阳市不动产权第0018231号"


@pytest.fixture
def permits(issue):
    issue("WORKS", WORKS, works_name="样例电厂 <主厂房>")
    issue("WORKS", "建字第430900202200087号", works_name="样例电厂 冷却塔", day=date(2022, 9, 1))
    issue("TITLE", TITLE)


def feed(**asked: str) -> list[ET.Element]:
    response = Client().get(reverse("search_feed"), asked)
    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex"
    return ET.fromstring(response.content).findall(f"{ATOM}entry")


@pytest.mark.sqlite
def test_a_feed_holds_the_newest_that_its_search_finds(permits):
    titles = [entry.findtext(f"{ATOM}title") for entry in feed(q="样例电厂")]

    assert titles == ["样例电厂 冷却塔", "样例电厂 <主厂房>"]
    assert feed(q="样例电厂", year="2021") == []


def test_no_title_is_in_any_feed(permits):
    assert feed(q=TITLE) == []
    assert all(TITLE not in ET.tostring(entry, encoding="unicode") for entry in feed())


@pytest.mark.sqlite
def test_while_search_is_away_feeds_and_tables_say_so_instead_of_being_empty(permits):
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE search_fts")

    for address in (reverse("search_feed"), reverse("search_table", args=["json"])):
        response = Client().get(address, {"q": "样例电厂"})

        assert response.status_code == 503
        assert int(response["Retry-After"]) > 0


def test_where_only_numbers_are_found_what_words_would_find_is_not_handed_out_in_part(permits, settings):
    settings.SEARCH_ENGINE = "database"

    assert Client().get(reverse("search_feed"), {"q": "样例电厂"}).status_code == 503
    assert Client().get(reverse("search_table", args=["csv"]), {"q": "样例电厂"}).status_code == 503
    assert len(feed(q="0086")) == 1


def test_tables_hold_the_same_rows_in_both_forms(permits):
    got = {form: Client().get(reverse("search_table", args=[form]), {"q": "4309002022"}) for form in ("csv", "json")}

    rows = list(csv.DictReader(io.StringIO(got["csv"].content.decode("utf-8-sig"))))
    told = json.loads(got["json"].content)
    assert [row["编号"] for row in rows] == [row["number"] for row in told["rows"]]
    assert told["total"] == len(rows) == 2
    assert TITLE not in got["csv"].content.decode() + got["json"].content.decode()
    assert "attachment" in got["csv"]["Content-Disposition"]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_no_cell_begins_a_formula(cell):
    assert harmless(cell) == f"'{cell}"


def test_an_ordinary_cell_stays_as_it_is():
    assert harmless("样例电厂 = 主厂房") == "样例电厂 = 主厂房"
