"""A real cluster that is red, slow, full or answers half: said, never taken for an answer; and nothing is lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from bureau import calendar
from bureau.models import User
from search import index
from search.contract import PUBLIC, Page, Query, Reading
from search.elastic import client as connection
from search.elastic import compare, indexes, outbox
from search.elastic.bulk import written_as
from search.elastic.client import alias, client
from search.elastic.documents import MAPPINGS, SETTINGS
from search.elastic.engine import ElasticsearchEngine
from search.engines import engine
from search.errors import SearchUnavailable
from search.finding import find, suggest
from search.models import OutboxEntry, SearchIndex
from tests.faults.lines import slow_line
from tests.search.conftest import entry, found, put

pytestmark = [pytest.mark.django_db, pytest.mark.faults, pytest.mark.usefixtures("cluster")]

WORKS, TITLE = "建字第430900202200086号", "湘(2022)益阳市不动产权第0018231号"
COOLING_TOWER = Query(text="冷却塔", audience=frozenset({PUBLIC}))
NOBODY = {"index.routing.allocation.require._name": "nobody"}  # no node has this name
ONE_EACH = {"index.routing.allocation.total_shards_per_node": 1}  # so that of two, one has no place


@contextmanager
def without_place(rule: dict[str, Any]) -> Iterator[SearchIndex]:
    """A registered index of which ``rule`` keeps shards from every node within the block."""
    name = f"{alias()}-ill"
    asked: dict[str, Any] = {"mappings": MAPPINGS, "settings": SETTINGS | rule, "aliases": {written_as(name): {}}}
    client().indices.create(index=name, wait_for_active_shards=0, **asked)
    yield SearchIndex.objects.create(name=name, filled_at=timezone.now())
    client().indices.put_settings(index=name, settings=dict.fromkeys(rule))
    client().cluster.health(index=name, wait_for_status="yellow", timeout="4s")


@contextmanager
def full(name: str) -> Iterator[None]:
    """As the cluster itself does when a disk is nearly full."""
    client().indices.put_settings(index=name, settings={"index.blocks.read_only_allow_delete": True})
    try:
        yield
    finally:
        client().indices.put_settings(index=name, settings={"index.blocks.read_only_allow_delete": None})


@contextmanager
def slow(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each request takes longer to arrive than anybody waits; it does arrive."""
    addresses = settings.ELASTICSEARCH
    with monkeypatch.context() as patch, slow_line(addresses[0], delay=0.6) as line:
        patch.setattr(connection, "PATIENCE", 0.3)
        patch.setattr(connection, "MORE_PATIENCE", 0.3)
        settings.ELASTICSEARCH = [line]
        client.cache_clear()
        yield
    settings.ELASTICSEARCH = addresses
    client.cache_clear()


def nothing_is_answered() -> bool:
    """Neither to a search nor to a suggestion."""
    for ask in (engine().search, engine().suggest):
        with pytest.raises(SearchUnavailable):
            ask(COOLING_TOWER)
    return True


def send_again() -> None:
    """What waits longest waits a minute."""
    with calendar.at(calendar.now() + outbox.LONGEST_AILING):
        outbox.flush(refresh=True)


# Red, and half


@pytest.mark.parametrize(("rule", "sent"), [(NOBODY, 0), (ONE_EACH, 13)], ids=["red", "half"])
def test_an_index_that_lacks_shards_is_an_outage_and_gets_what_waited_when_it_is_well(
    rule: dict[str, Any], sent: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SETTINGS, "number_of_shards", 2)
    with without_place(rule) as ill:
        indexes._use(ill)
        index.put(entry("冷却塔", at) for at in range(1, 21))
        with pytest.raises(SearchUnavailable):
            outbox.flush()

        assert outbox.lag() == outbox.Lag(20 - sent, 20 - sent, OutboxEntry.objects.earliest("written_at").written_at)
        assert set(OutboxEntry.objects.values_list("error", flat=True)) == {"503 unavailable_shards_exception"}
        assert nothing_is_answered()
        with monkeypatch.context() as patch:  # what waits is said before anything is compared
            patch.setattr(compare, "lag", lambda: outbox.Lag(0, 0, None))
            assert compare.first_difference() == compare.NOT_COMPARED

    send_again()

    assert (engine().search(COOLING_TOWER).total, compare.first_difference()) == (20, None)


def test_an_index_that_is_only_kept_does_not_keep_changes_from_the_one_in_use() -> None:
    with without_place(NOBODY) as kept:
        index.put([entry("冷却塔")])
        with pytest.raises(SearchUnavailable):
            outbox.flush()

        client().indices.refresh(index=alias())
        assert engine().search(COOLING_TOWER).total == 1
        assert outbox.lag().waiting == 1

    send_again()
    assert outbox.lag().waiting == 0
    assert indexes.go_back() == kept.name
    assert found("冷却塔") == ["冷却塔"]


def test_a_new_index_without_a_place_is_given_up_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, issue: Any
) -> None:
    issue("WORKS", WORKS, works_name="冷却塔")
    outbox.flush()
    before = indexes.in_use()
    monkeypatch.setattr(indexes, "ROOM", 1)
    for name, value in NOBODY.items():
        monkeypatch.setitem(SETTINGS, name, value)

    with pytest.raises(CommandError) as refused:
        call_command("rebuild_search")

    assert refused.value.returncode == 1
    assert list(SearchIndex.objects.values_list("name", flat=True)) == [before]
    assert list(client().indices.get(index=f"{alias()}-*")) == [before]
    assert found("冷却塔") == ["冷却塔"]


# Full


def test_a_full_cluster_is_read_and_what_it_refuses_is_sent_when_there_is_room() -> None:
    put([entry("冷却塔"), entry("要删的", 2)])
    with calendar.at(datetime(2026, 3, 2, 9)), full(indexes.in_use()):
        index.put([entry("主厂房", 3)])
        index.remove("certificate", ["c2"])

        assert outbox.flush() == 0
        assert set(OutboxEntry.objects.values_list("error", flat=True)) == {"429 cluster_block_exception"}
        assert found("冷却塔") == ["冷却塔"]
        OutboxEntry.objects.update(attempts=30)
        outbox.retry_all()
        outbox.flush()

    with calendar.at(datetime(2026, 3, 2, 9) + outbox.LONGEST_AILING + timedelta(seconds=1)):
        assert outbox.flush(refresh=True) == 2
    assert (found("主厂房"), found("要删的"), compare.first_difference()) == (["主厂房"], [], None)


# Slow


def test_whoever_asks_a_slow_cluster_is_answered_by_the_database_which_says_so(
    issue: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    permit = issue("WORKS", WORKS)
    with slow(settings, monkeypatch):
        assert nothing_is_answered()
        page = find(Query(text="0086", audience=frozenset()), AnonymousUser())
        seen = Client().get("/search/", {"q": "0086"}).content.decode()
        suggested = suggest(Query(text="0086", audience=frozenset()), AnonymousUser())

    assert [hit.record_id for hit in (*page.hits, *suggested)] == [permit.public_id] * 2
    assert page.understood[0].reading is Reading.NUMBERS_ONLY
    assert "现在只能按编号查" in seen


def test_what_a_slow_line_delivers_after_a_newer_change_changes_nothing(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.put([entry("旧名")])
    with slow(settings, monkeypatch):
        with pytest.raises(SearchUnavailable):
            outbox.flush()
        assert outbox.lag().waiting == 1
    put([entry("新名")])

    assert (found("新名"), found("旧名"), outbox.lag().waiting) == (["新名"], [], 0)
    assert compare.first_difference() is None


# Between the answer and the page


def test_what_may_no_longer_be_seen_when_the_cluster_has_answered_is_left_out(
    issue: Any, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue("WORKS", WORKS)
    issue("TITLE", TITLE)
    outbox.flush(refresh=True)
    asked = Query(text="", kind=("certificate",), audience=frozenset())
    answer = ElasticsearchEngine.search

    def withdrawn_meanwhile(self: ElasticsearchEngine, query: Query) -> Page:
        page = answer(self, query)
        clerk.officeusergrant_set.all().delete()  # type: ignore[attr-defined]  # the other end of OfficeUserGrant.user
        return page

    assert sorted(hit.number for hit in find(asked, clerk).hits) == sorted([WORKS, TITLE])
    with monkeypatch.context() as patch:
        patch.setattr(ElasticsearchEngine, "search", withdrawn_meanwhile)
        assert [hit.number for hit in find(asked, clerk).hits] == [WORKS]

    page = find(asked, clerk)
    assert ([hit.number for hit in page.hits], page.total) == ([WORKS], 1)
    assert {value.value: value.count for facet in page.facets if facet.name == "type" for value in facet.values} == {
        "WORKS": 1
    }
