"""What every engine answers: matches, order, facets, cursors, and who sees what."""

from datetime import date

import pytest
from django.db import connection, transaction

from documents import numbering
from documents.number_keys import number_key
from search import schema
from search.contract import FACETS, PUBLIC, Cursor, Entry, Order, Place, Query, Reading, Tier, office_audience
from search.engines import cells, engine
from search.errors import BadCursor, SearchUnavailable
from search.models import SearchRecord
from tests.search.conftest import put, remove

pytestmark = pytest.mark.django_db
EVERYONE = frozenset({PUBLIC})
OFFICE = frozenset({office_audience(3)})
LATER = date(2023, 5, 4)
LAND = "地字第430900202200037号"
WRITTEN = [
    "建字第430900202200087号",
    "建字430900202200087",
    "建字第 430900202200087 号",
    "建字第４３０９００２０２２０００８７号",
]
ODD_TEXTS = [
    "9" * 10_000, "电厂" * 5_000, "a b " * 2_500, "'\"; DROP TABLE search_searchrecord; --", "\"*\" OR NEAR(",
    "{title_tokens}:(x)", "%_\\%", "\x00\x01\x1f", "😀😀", "\ud83d", "\udfff0086", "-0086 AND NOT", "*", "^0086",
]  # fmt: skip
FORGED = ["x", "!!!", "W10", "bnVsbA", "\ud800", "é", "WzEsMiwzLDQsNSw2XQ", "A" * 10_000, "9" * 399]
full_text = pytest.mark.sqlite
SQLITE, ELASTICSEARCH = pytest.param("sqlite", marks=full_text), "elasticsearch"


def entry(at: int, number: str = "", title: str = "样例", **more) -> Entry:
    shown = {"day": date(2022, 8, 12), "audience": EVERYONE, "kind": "certificate", "type": "WORKS", "state": "issued"}
    return Entry(record_id=f"c{at}", sort_id=at, number=number, title=title, **(shown | more))


@pytest.fixture
def permits() -> None:
    put(
        [
            entry(1, LAND, "益阳样例电厂三期扩建工程", type="LAND", district="赫山区", body="36.0700公顷"),
            entry(2, "建字第430900202200086号", "益阳样例电厂三期 主厂房", district="赫山区", body="样例发电公司"),
            entry(3, "建字第430900202200087号", "益阳样例电厂三期 冷却塔", district="赫山区", state="superseded"),
            entry(4, "建字第430900202300086号", "资江风貌带", district="资阳区", day=LATER, body="样例电厂旁"),
            entry(5, "湘(2022)益阳市不动产权第0018231号", "赫山区样例村", type="TITLE", audience=OFFICE),
        ]
    )


def found(text: str = "", name: str = "sqlite", audience: frozenset[str] = EVERYONE, **more) -> list[str]:
    return [hit.record_id for hit in engine(name).search(Query(text=text, audience=audience, **more)).hits]


@pytest.mark.parametrize("name", [SQLITE, ELASTICSEARCH, "database"], indirect=True)
class TestNumbers:
    def test_a_whole_number_is_found_however_it_is_written(self, name, permits):
        for written in WRITTEN:
            page = engine(name).search(Query(text=written, audience=EVERYONE))
            assert [(hit.record_id, hit.tier) for hit in page.hits] == [("c3", Tier.EXACT_NUMBER)]
            assert [each.reading for each in page.understood] == [Reading.WHOLE_NUMBER]

    def test_a_tail_is_found_newest_first(self, name, permits):
        page = engine(name).search(Query(text="0086", audience=EVERYONE))

        assert [hit.record_id for hit in page.hits] == ["c4", "c2"]
        assert [(each.reading, each.text) for each in page.understood] == [(Reading.NUMBER_TAIL, "0086")]

    def test_a_beginning_is_found(self, name, permits):
        page = engine(name).search(Query(text="建字第4309002022", audience=EVERYONE))

        assert [hit.record_id for hit in page.hits] == ["c2", "c3"]
        assert [each.reading for each in page.understood] == [Reading.NUMBER_BEGINNING]

    def test_the_beginning_of_its_digits_is_found(self, name, permits):
        assert found("4309002022", name) == ["c1", "c2", "c3"]

    def test_the_number_without_its_words_is_a_tail(self, name, permits):
        assert found("430900202200037", name) == ["c1"]

    def test_what_the_viewer_may_not_see_is_neither_found_nor_counted(self, name, permits):
        hidden = engine(name).search(Query(text="0018231", audience=EVERYONE))
        seen = engine(name).search(Query(text="0018231", audience=frozenset({PUBLIC, office_audience(3)})))
        other = engine(name).search(Query(text="0018231", audience=frozenset({PUBLIC, office_audience(33)})))

        assert (hidden.total, hidden.hits, [f.values for f in hidden.facets]) == (0, (), [()] * len(FACETS))
        assert [hit.record_id for hit in seen.hits] == ["c5"]
        assert other.total == 0

    def test_nobody_without_audience_sees_anything(self, name, permits):
        assert found("", name, frozenset()) == []

    def test_an_empty_query_lists_everything_visible(self, name, permits):
        assert found("", name) == found("   ", name) == ["c4", "c1", "c2", "c3"]

    @pytest.mark.parametrize("text", ODD_TEXTS)
    def test_no_text_is_an_error_or_more_than_a_question(self, name, permits, text):
        engine(name).search(Query(text=text, audience=EVERYONE))

        assert SearchRecord.objects.count() == 5

    def test_pages_follow_each_other_both_ways_without_gap_or_double(self, name, permits):
        for order in Order:
            first = engine(name).search(Query(audience=EVERYONE, size=2, order=order))
            second = engine(name).search(Query(audience=EVERYONE, size=2, order=order, cursor=first.next))
            back = engine(name).search(Query(audience=EVERYONE, size=2, order=order, cursor=second.previous))

            assert [hit.record_id for hit in first.hits + second.hits] == ["c4", "c1", "c2", "c3"]
            assert (first.previous, second.next, first.total, second.total) == ("", "", 4, 4)
            assert [hit.record_id for hit in back.hits] == ["c4", "c1"]

    def test_a_new_record_does_not_shift_the_next_page(self, name, permits):
        first = engine(name).search(Query(audience=EVERYONE, size=2))
        put([entry(9, day=date(2024, 1, 1))])

        assert found("", name, size=2, cursor=first.next) == ["c2", "c3"]

    def test_a_cursor_of_another_list_is_refused(self, name, permits):
        cursor = engine(name).search(Query(audience=EVERYONE, size=2)).next

        with pytest.raises(BadCursor):
            found("0086", name, size=2, cursor=cursor)

    @pytest.mark.parametrize("forged", FORGED)
    def test_a_forged_cursor_is_refused(self, name, permits, forged):
        with pytest.raises(BadCursor):
            found("", name, cursor=forged)

    def test_numbers_in_a_cursor_stay_within_the_database(self, name, permits):
        query = Query(audience=EVERYONE)
        place = Place(tier=Tier.BODY, day=date(2022, 1, 1), sort_id=2**70, kind="certificate")

        with pytest.raises(BadCursor):
            found("", name, cursor=Cursor(place=place, forward=True).encode(query))

    def test_facets_count_under_the_choices_of_the_others(self, name, permits):
        page = engine(name).search(Query(audience=EVERYONE, type=("LAND",)))
        counts = {facet.name: [(each.value, each.count, each.chosen) for each in facet.values] for facet in page.facets}

        assert page.total == 1
        assert counts == {
            "kind": [("certificate", 1, False)],
            "type": [("LAND", 1, True), ("WORKS", 3, False)],
            "year": [("2022", 1, False), ("2023", 0, False)],
            "district": [("资阳区", 0, False), ("赫山区", 1, False)],
            "state": [("issued", 1, False), ("superseded", 0, False)],
            "office": [],
        }

    def test_a_choice_that_does_not_occur_finds_nothing(self, name, permits):
        for odd in ("NOPE", "\ud800", "\x00", "'"):
            assert engine(name).search(Query(audience=EVERYONE, state=(odd,))).total == 0
        assert found("", name, district=tuple(map(str, range(1000)))) == []

    def test_a_page_costs_the_same_at_ten_and_at_two_hundred_rows(self, name, permits, django_assert_num_queries):
        for rows in (10, 200):
            put(entry(at, f"建字第43090020260{at:04}号") for at in range(100, 100 + rows))
            with django_assert_num_queries({"elasticsearch": 0, "sqlite": 6, "database": 3}[name]):
                engine(name).search(Query(audience=EVERYONE, size=200, text="43090020260"))


@pytest.mark.parametrize("name", [SQLITE, ELASTICSEARCH], indirect=True)
class TestWords:
    def test_a_name_stands_before_a_mention(self, name, permits):
        page = engine(name).search(Query(text="样例电厂", audience=EVERYONE))

        assert [(hit.record_id, hit.tier) for hit in page.hits] == [
            ("c1", Tier.TITLE), ("c2", Tier.TITLE), ("c3", Tier.TITLE), ("c4", Tier.BODY),
        ]  # fmt: skip

    def test_newest_first_when_asked(self, name, permits):
        assert found("样例电厂", name, order=Order.NEWEST) == ["c4", "c1", "c2", "c3"]

    def test_every_term_must_be_held(self, name, permits):
        assert [found(text, name) for text in ("塔", "厂房", "三期 发电", "36.07")] == [["c3"], ["c2"], ["c2"], ["c1"]]
        assert found("厂期", name) == found("三期 没有", name) == []

    def test_rare_characters_are_found(self, name):
        put([entry(1, title="𠀀䶮𰻞路3号")])

        assert found("𠀀䶮", name) == found("𰻞", name) == found("䶮𰻞路", name) == ["c1"]

    def test_a_changed_record_is_found_by_its_new_words_only(self, name, permits):
        put([entry(3, "建字第430900202200087号", "输煤栈桥")])

        assert found("冷却塔", name) == []
        assert found("栈桥", name) == ["c3"]

    def test_a_removed_record_is_not_found(self, name, permits):
        remove("certificate", ["c3"])

        assert found("冷却塔", name) == []


@full_text
class TestFullTextOfSqlite:
    def test_it_stays_in_step_with_what_is_changed_and_removed(self, permits):
        put([entry(3, "建字第430900202200087号", "输煤栈桥")])
        assert schema.is_in_step(connection)

        remove("certificate", ["c3"])
        assert schema.is_in_step(connection)

    @pytest.mark.parametrize(
        "damage",
        [
            "UPDATE search_cell SET records = records + 1 WHERE id = 1",
            "DELETE FROM search_key WHERE id = (SELECT max(id) FROM search_key)",
            "INSERT INTO search_own (token, id) VALUES ('project:1', 1)",
        ],
    )
    def test_counts_and_keys_that_differ_from_the_rows_are_noticed(self, permits, damage):
        with connection.cursor() as cursor:
            cursor.execute(damage)

        assert not schema.is_in_step(connection)

    def test_an_index_that_is_gone_is_an_outage_and_not_an_empty_answer(self, permits):
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE search_fts")

        with pytest.raises(SearchUnavailable):
            found("冷却塔")
        assert found("") == ["c4", "c1", "c2", "c3"]

    def test_a_lost_trigger_is_noticed_and_mended_by_migrate(self, permits):
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER search_fts_insert")
        put([entry(8, title="输煤栈桥")])
        assert schema.missing(connection) == {"search_fts_insert"}
        assert found("栈桥") == []

        schema.install(connection)

        assert schema.missing(connection) == set()
        assert found("栈桥") == ["c8"]


@full_text
@pytest.mark.django_db(transaction=True)
def test_counts_of_a_list_are_remembered_until_a_record_changes(django_assert_num_queries):
    put([entry(1)])
    query = Query(text="样例", audience=EVERYONE)
    engine("sqlite").search(query)

    with django_assert_num_queries(3):
        assert engine("sqlite").search(query).total == 1

    put([entry(2)])
    assert engine("sqlite").search(query).total == 2
    remove("certificate", ["c1"])
    assert engine("sqlite").search(query).total == 1


@full_text
@pytest.mark.django_db(transaction=True)
def test_facets_are_right_when_a_cell_comes_and_when_the_index_is_made_anew():
    put([entry(1, type="WORKS"), entry(2, type="LAND")])
    assert types_found() == {"LAND": 1, "WORKS": 1}
    put([entry(3, type="TITLE")])
    assert types_found() == {"LAND": 1, "TITLE": 1, "WORKS": 1}

    remove("certificate", ["c1"])
    schema.remove(connection)
    schema.install(connection)  # the cells have other keys now

    assert types_found() == {"LAND": 1, "TITLE": 1}


@full_text
@pytest.mark.django_db(transaction=True)
def test_a_cell_that_was_rolled_back_is_not_remembered():
    put([entry(1, type="WORKS")])
    with transaction.atomic():
        put([entry(2, type="LAND")])
        assert types_found() == {"LAND": 1, "WORKS": 1}
        transaction.set_rollback(True)
    put([entry(3, type="TITLE")])

    assert types_found() == {"TITLE": 1, "WORKS": 1}


@full_text
@pytest.mark.django_db(transaction=True)
def test_a_cell_that_comes_while_a_list_is_counted_is_described(monkeypatch):
    put([entry(1, type="WORKS")])
    types_found()
    before = cells.stamp()
    put([entry(2, type="LAND")])
    monkeypatch.setattr(cells, "stamp", lambda: before)  # as read by somebody slow

    assert types_found("样例") == {"LAND": 1, "WORKS": 1}


def types_found(text: str = "") -> dict[str, int]:
    page = engine("sqlite").search(Query(text=text, audience=EVERYONE))
    return {each.value: each.count for facet in page.facets if facet.name == "type" for each in facet.values}


def test_without_full_text_a_name_is_answered_with_what_can_be_searched(permits):
    page = engine("database").search(Query(text="样例电厂", audience=EVERYONE))

    assert page.total == 0
    assert [each.reading for each in page.understood] == [Reading.NUMBERS_ONLY]


@pytest.mark.parametrize(
    "number", ["建字第4309022026gg0000017号", "湘（2022）益阳市不动产权第0018231号", "益自然资划〔2022〕12号"]
)
def test_the_ledger_and_search_compare_numbers_alike(number):
    assert number_key(number) == numbering.number_key(number)


@full_text
def test_look_ups_read_indexes_and_not_the_whole_table(permits):
    with connection.execute_wrapper(_collect(statements := [])):
        engine("sqlite").search(Query(text="建字0086", audience=EVERYONE))
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statements[0][0]}", statements[0][1])
        plan = [row[3] for row in cursor.fetchall()]

    assert not [line for line in plan if line.startswith("SCAN search_searchrecord")], plan


def _collect(statements):
    def wrapper(execute, sql, params, many, context):
        statements.append((sql, params))
        return execute(sql, params, many, context)

    return wrapper
