"""Indexes in a real cluster that somebody deleted, or that another version of the code made: said, and mended."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from search import index
from search.contract import PUBLIC, Query, Reading
from search.elastic import client as connection
from search.elastic import compare, indexes, outbox
from search.elastic.client import alias, client
from search.engines import engine
from search.errors import IndexMissing, NothingToGoBackTo
from search.finding import find
from search.models import OutboxEntry, SearchIndex, SearchRecord
from search.rebuilding import rebuild
from tests.search.conftest import entry, found, put

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluster")]


def begin_an_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new index that was left before the first copy."""

    def cut_off(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(indexes, "_copy", cut_off)
        with pytest.raises(KeyboardInterrupt):
            indexes.fill()


def kept_in_cluster() -> list[str]:
    """The indexes of this test."""
    return sorted(client().indices.get(index=f"*{alias().split('-')[1]}*", expand_wildcards="all").body)


@pytest.fixture
def another_version(monkeypatch: pytest.MonkeyPatch) -> str:
    """The index in use was made by code with another mapping: its name."""
    before = indexes.in_use()
    monkeypatch.setattr(connection, "VERSION", "later")
    return before


# Deleted by hand


def test_changes_for_an_index_that_somebody_deleted_wait_and_the_cluster_makes_none_by_itself() -> None:
    put([entry("冷却塔")])
    gone = indexes.in_use()
    client().indices.delete(index=gone)

    index.put([entry("主厂房", 2)])
    index.remove("certificate", ["c1"])

    assert outbox.flush() == 0
    assert list(OutboxEntry.objects.values_list("error", flat=True)) == ["404 index_not_found_exception"] * 2
    assert kept_in_cluster() == []
    assert compare.first_difference() == f"the search index {gone} is gone from the cluster; run rebuild_search"


def test_an_index_made_anew_takes_the_place_of_one_that_is_gone_and_what_waited_is_sent(issue: Any) -> None:
    client().indices.delete(index=indexes.in_use())
    issue("WORKS", "建字第430900202200086号", works_name="冷却塔")
    outbox.flush()

    rebuild()
    outbox.flush()

    assert (found("冷却塔"), outbox.lag().waiting, compare.first_difference()) == (["冷却塔"], 0, None)
    assert kept_in_cluster() == list(SearchIndex.objects.values_list("name", flat=True)) == [indexes.in_use()]


def test_a_new_index_that_is_deleted_while_it_is_filled_is_begun_again(monkeypatch: pytest.MonkeyPatch) -> None:
    put([entry("冷却塔")])
    before = indexes.in_use()
    begin_an_index(monkeypatch)
    client().indices.delete(index=SearchIndex.objects.get(filled_at=None).name)

    assert indexes.fill() == 1

    assert kept_in_cluster() == [before, indexes.in_use()]
    assert compare.first_difference() is None


def test_nobody_goes_back_to_an_index_that_is_gone() -> None:
    before = indexes.in_use()
    indexes.fill()
    client().indices.delete(index=before)

    with pytest.raises(NothingToGoBackTo):
        indexes.go_back()


def test_an_index_that_is_gone_is_an_outage_and_not_an_empty_answer() -> None:
    client().indices.delete(index=indexes.in_use())

    with pytest.raises(IndexMissing):
        engine().search(Query(text="冷却塔", audience=frozenset({PUBLIC})))


# Made by another version of the code


def test_an_index_of_another_version_is_not_read_and_numbers_are_looked_up_meanwhile(
    issue: Any, another_version: str, caplog: pytest.LogCaptureFixture
) -> None:
    permit = issue("WORKS", "建字第430900202200086号")

    page = find(Query(text="0086", audience=frozenset()), AnonymousUser())

    assert [hit.record_id for hit in page.hits] == [permit.public_id]
    assert page.understood[0].reading is Reading.NUMBERS_ONLY
    assert "search.index_missing" in caplog.text
    assert compare.first_difference() == (
        f"the search index {another_version} was made by another version of the code; run rebuild_search"
    )


def test_it_gets_no_changes_and_they_wait_until_an_index_of_this_version_takes_its_place(
    issue: Any, another_version: str
) -> None:
    issue("WORKS", "建字第430900202200086号", works_name="冷却塔")

    assert outbox.flush() == 0
    assert set(OutboxEntry.objects.values_list("error", flat=True)) == {outbox.ANOTHER_VERSION}
    rebuild()
    outbox.flush()

    assert (found("冷却塔"), outbox.lag().waiting, compare.first_difference()) == (["冷却塔"], 0, None)
    assert kept_in_cluster() == [indexes.in_use()] != [another_version]


def test_rows_are_written_anew_although_another_version_had_begun_an_index(
    issue: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue("WORKS", "建字第430900202200086号", works_name="冷却塔")
    begin_an_index(monkeypatch)
    SearchRecord.objects.update(title="")  # as a version wrote it that knew less
    monkeypatch.setattr(connection, "VERSION", "later")

    rebuild()

    assert found("冷却塔") == ["冷却塔"]
    assert kept_in_cluster() == [indexes.in_use()]


def test_while_both_versions_run_a_change_waits_for_both_and_the_old_index_is_read_until_the_new_one_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put([entry("冷却塔")])
    with monkeypatch.context() as later:
        later.setattr(connection, "VERSION", "later")
        begin_an_index(monkeypatch)

    index.put([entry("主厂房", 2)])

    assert outbox.flush() == 0
    assert (found("冷却塔"), found("主厂房")) == (["冷却塔"], ["主厂房"])
    assert outbox.lag().waiting == 1


def test_an_index_under_a_prefix_that_is_no_longer_ours_is_forgotten_and_left_alone(settings: Any) -> None:
    before, prefix = indexes.in_use(), settings.ELASTICSEARCH_PREFIX
    settings.ELASTICSEARCH_PREFIX = f"x{prefix}"

    indexes.fill()

    assert list(SearchIndex.objects.values_list("name", flat=True)) == [indexes.in_use()]
    assert client().indices.exists(index=before)
    client().indices.delete(index=before)
