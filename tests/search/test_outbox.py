"""Changes on their way to a real cluster: sent once or twice, late, refused, or while nobody answers."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client, TestCase

from bureau import calendar
from bureau.scheduled import pieces
from search import index
from search.contract import PUBLIC, Query, Reading
from search.elastic import compare, indexes, outbox
from search.elastic.client import alias, client
from search.engines import engine
from search.errors import SearchUnavailable
from search.finding import find
from search.models import OutboxEntry, SearchIndex, SearchRecord
from tests.search.conftest import entry, found, put, remove

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluster")]
NOBODY_LISTENS = "http://127.0.0.1:9"


@contextmanager
def blocked() -> Iterator[None]:
    """The cluster refuses to write into any of the indexes, as it does when its disk is full."""
    names = ",".join(SearchIndex.objects.values_list("name", flat=True))
    client().indices.put_settings(index=names, settings={"index.blocks.write": True})
    try:
        yield
    finally:
        client().indices.put_settings(index=names, settings={"index.blocks.write": False})


@pytest.fixture
def away(settings: Any) -> Iterator[None]:
    """Nobody answers where the cluster was."""
    addresses = settings.ELASTICSEARCH
    settings.ELASTICSEARCH = [NOBODY_LISTENS]
    client.cache_clear()
    yield
    settings.ELASTICSEARCH = addresses
    client.cache_clear()


# Sent


def test_a_change_is_found_once_it_is_sent_and_then_waits_no_longer() -> None:
    index.put([entry("冷却塔")])
    assert (found("冷却塔"), outbox.lag().waiting) == ([], 1)

    assert outbox.flush() == 1

    assert (found("冷却塔"), outbox.lag()) == (["冷却塔"], outbox.Lag(0, 0, None))
    assert compare.first_difference() is None


def test_of_many_changes_of_one_record_the_last_is_sent() -> None:
    for title in ("一", "二", "三"):
        index.put([entry(title)])

    assert outbox.flush() == 3

    assert (found("三"), found("一"), outbox.lag().waiting) == (["三"], [], 0)


def test_what_is_removed_is_found_no_more_and_a_second_removal_harms_nothing() -> None:
    put([entry("冷却塔")])

    for _time in range(2):
        index.remove("certificate", ["c1"])
        outbox.flush()

    assert (found("冷却塔"), outbox.lag().waiting) == ([], 0)


def test_two_that_send_the_same_leave_what_one_would_leave() -> None:
    index.put([entry("冷却塔")])
    batch = list(OutboxEntry.objects.all())

    assert [outbox.send(batch) for _worker in range(2)] == [1, 1]

    assert (found("冷却塔"), outbox.lag().waiting) == (["冷却塔"], 0)


def test_an_older_change_that_arrives_after_a_newer_one_is_refused_and_settled() -> None:
    index.put([entry("旧名")])
    late = list(OutboxEntry.objects.all())
    index.put([entry("新名")])
    outbox.flush()
    old_row = SearchRecord.of(entry("旧名"))  # as the late one had read it
    SearchRecord.objects.update(title=old_row.title, title_tokens=old_row.title_tokens)

    outbox.send(late)

    assert (found("新名"), found("旧名")) == (["新名"], [])


def test_a_change_that_is_taken_back_is_not_sent() -> None:
    with transaction.atomic():
        index.put([entry("冷却塔")])
        transaction.set_rollback(True)

    assert outbox.lag().waiting == 0


def test_sending_is_scheduled_work() -> None:
    assert "search.flush" in [piece.name for piece in pieces()]


def test_a_worker_is_asked_once_to_send_what_was_committed() -> None:
    with TestCase.captureOnCommitCallbacks() as afterwards:
        index.put([entry("冷却塔")])
        index.put([entry("主厂房", 2)])

    assert afterwards.count(outbox.flush_in_worker.enqueue) == 1


# Refused


def test_what_the_cluster_refuses_waits_longer_each_time_and_is_told_without_its_words() -> None:
    with calendar.at(datetime(2026, 3, 2, 9)):
        index.put([entry("冷却塔")])
        with blocked():
            assert outbox.flush() == 0
            assert outbox.flush() == 0  # it is not due yet
    waiting = OutboxEntry.objects.get()
    assert (waiting.attempts, waiting.error) == (1, "403 cluster_block_exception")
    assert outbox.lag().failed == 1
    first_pause = waiting.due_at - waiting.written_at

    with calendar.at(datetime(2026, 3, 2, 10)):
        with blocked():
            outbox.flush()
        waiting.refresh_from_db()
        assert waiting.due_at - calendar.now() > first_pause
        assert waiting.due_at - calendar.now() < timedelta(hours=1)


def test_what_was_refused_is_sent_when_staff_ask_for_it() -> None:
    index.put([entry("冷却塔")])
    with blocked():
        outbox.flush()

    assert outbox.retry(OutboxEntry.objects.values_list("pk", flat=True)) == 1
    outbox.flush()

    assert (found("冷却塔"), outbox.lag().waiting) == (["冷却塔"], 0)


def test_the_command_sends_what_was_refused_at_once_and_fails_while_anything_waits(capsys: Any) -> None:
    with blocked():
        index.put([entry("冷却塔")])
        outbox.flush()
        with pytest.raises(CommandError) as still_waiting:
            call_command("flush_outbox", "--json")

    call_command("flush_outbox", "--json")

    assert still_waiting.value.returncode == 1
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert said == [{"sent": 0, "waiting": 1, "refused": 1}, {"sent": 1, "waiting": 0, "refused": 0}]


def test_a_later_change_settles_an_earlier_one_that_was_refused() -> None:
    index.put([entry("旧名")])
    with blocked():
        outbox.flush()
    index.put([entry("新名")])
    outbox.flush()

    assert found("新名") == ["新名"]
    outbox.retry(OutboxEntry.objects.values_list("pk", flat=True))
    outbox.flush()
    assert (found("新名"), outbox.lag().waiting) == (["新名"], 0)


def test_a_removed_record_leaves_nothing_of_itself_in_the_cluster() -> None:
    put([entry("冷却塔")])

    remove("certificate", ["c1"])

    assert client().get(index=alias(), id="certificate:c1")["_source"] == {}
    assert engine().search(Query(audience=frozenset({PUBLIC}))).total == 0
    assert compare.first_difference() is None


# Nobody answers


def test_while_the_cluster_is_away_records_change_all_the_same_and_nothing_is_lost(away: None) -> None:
    index.put([entry("冷却塔")])

    with pytest.raises(SearchUnavailable):
        outbox.flush()

    assert outbox.lag().waiting == 1
    with pytest.raises(SearchUnavailable):
        engine().search(Query(text="冷却塔", audience=frozenset({PUBLIC})))


def test_meanwhile_numbers_are_looked_up_in_the_database_and_the_answer_says_so(issue: Any, away: None) -> None:
    permit = issue("WORKS", "建字第430900202200086号")

    number, word = (find(Query(text=text, audience=frozenset()), AnonymousUser()) for text in ("0086", "电厂"))

    assert [hit.record_id for hit in number.hits] == [permit.public_id]
    assert [each.reading for each in number.understood] == [Reading.NUMBERS_ONLY, Reading.NUMBER_TAIL]
    assert (word.total, [each.reading for each in word.understood]) == (0, [Reading.NUMBERS_ONLY])


def test_and_the_page_says_that_only_numbers_are_found(issue: Any, away: None) -> None:
    issue("WORKS", "建字第430900202200086号")

    page = Client().get("/search/", {"q": "0086"}).content.decode()

    assert "现在只能按编号查" in page
    assert "<mark>0086</mark>" in page


# Made anew


def test_a_new_index_takes_the_place_of_the_old_one_and_the_old_one_is_kept_in_step() -> None:
    put([entry("冷却塔")])
    before = indexes.in_use()

    assert indexes.fill() == 1
    assert indexes.in_use() != before
    put([entry("主厂房", 2)])
    assert indexes.go_back() == before

    assert (found("冷却塔"), found("主厂房")) == (["冷却塔"], ["主厂房"])


def test_only_the_index_before_is_kept() -> None:
    made = [indexes.in_use()]
    for _time in range(3):
        indexes.fill()
        made.append(indexes.in_use())

    kept = list(SearchIndex.objects.values_list("name", flat=True))

    assert kept == made[-2:]
    assert [client().indices.exists(index=name).body for name in made] == [False, False, True, True]


def test_filling_that_is_cut_off_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexes, "BATCH", 2)
    put(entry("冷却塔", at) for at in range(1, 6))
    before = indexes.in_use()

    def cut_off(copied: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        indexes.fill(cut_off)
    assert indexes.is_being_filled()
    assert indexes.in_use() == before

    assert indexes.fill() == 3
    assert not indexes.is_being_filled()
    assert len(found("冷却塔")) == 5
    assert compare.first_difference() is None


def test_of_a_copy_and_a_change_made_meanwhile_the_change_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rows are read, then one is changed and one removed and both are sent; the copies arrive last."""
    put([entry("旧名"), entry("要删的", 2), entry("不变的", 3)])
    read = indexes._rows_after

    def late(key: int) -> Iterator[list[SearchRecord]]:
        for rows in read(key):
            index.put([entry("新名")])
            index.remove("certificate", ["c2"])
            outbox.flush()
            yield rows

    monkeypatch.setattr(indexes, "_rows_after", late)
    indexes.fill()

    assert (found("新名"), found("旧名"), found("要删的"), found("不变的")) == (["新名"], [], [], ["不变的"])
    assert compare.first_difference() is None


# Compared


def test_what_differs_from_the_rows_is_named() -> None:
    put([entry("冷却塔"), entry("主厂房", 2)])
    client().index(index=indexes.in_use(), id="certificate:c9", document={"kind": "certificate"})
    assert compare.first_difference() == (
        "certificate:c9 is in the search cluster and should not be; run rebuild_search"
    )

    SearchRecord.objects.filter(record_id="c2").update(state="cancelled")
    assert compare.first_difference() == "certificate c2 is not in the search cluster as it is now; run rebuild_search"

    index.put([entry("栈桥", 3)])
    assert "1 changes have not reached" in str(compare.first_difference())
