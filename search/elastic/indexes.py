"""Indexes in the cluster: one is read under the alias; a new one is filled beside it and then takes its place."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils import timezone
from elasticsearch import NotFoundError

from search.elastic import bulk
from search.elastic.bulk import Write
from search.elastic.client import alias, answering, client
from search.elastic.documents import MAPPINGS, SETTINGS, document_of
from search.errors import NothingToGoBackTo, SearchUnavailable
from search.models import COPIED, SearchIndex, SearchRecord

BATCH = 1000
KEPT = 2  # filled indexes: the one in use, and one to go back to
Progress = Callable[[int], None]


def is_being_filled() -> bool:
    """Whether a new index was begun and cut off, or is just being filled by another process."""
    return SearchIndex.objects.filter(filled_at=None).exists()


def fill(progress: Progress | None = None) -> int:
    """A new index with every row, put in use at its end. One that was cut off is gone on with.

    No change is lost: from its registration on the new index gets every change under a higher version than copies
    have, so that of a copy and a change the change stays, whichever arrives first.
    Returns how many rows were copied. Raises SearchUnavailable; called again it goes on where it was.
    """
    copied = 0
    with answering():
        index = SearchIndex.objects.filter(filled_at=None).last() or _make()
        while rows := list(SearchRecord.objects.filter(pk__gt=index.copied_to).order_by("pk")[:BATCH]):
            _copy(rows, index)
            index.copied_to = rows[-1].pk
            index.save(update_fields=["copied_to"])
            copied += len(rows)
            if progress:
                progress(copied)
        client().indices.refresh(index=index.name)
        _use(index)
        index.filled_at = timezone.now()
        index.save(update_fields=["filled_at"])
        filled = SearchIndex.objects.exclude(filled_at=None).order_by("-pk")
        _drop(filled[KEPT:])
    return copied


def go_back() -> str:
    """The index before the one in use is read again; it has got every change meanwhile. Raises NothingToGoBackTo."""
    with answering():
        used = in_use()
        before = SearchIndex.objects.exclude(name=used).exclude(filled_at=None).last()
        if before is None:
            raise NothingToGoBackTo
        _use(before)
    return before.name


def in_use() -> str:
    """The name of the index that is read; "" when there is none."""
    try:
        return next(iter(client().indices.get_alias(name=alias())), "")
    except NotFoundError:
        return ""


def _make() -> SearchIndex:
    name = f"{alias()}-{timezone.now():%Y%m%d%H%M%S%f}"
    client().indices.create(index=name, mappings=MAPPINGS, settings=SETTINGS)
    # Registered only now, or a change could be sent first and make the index by itself, with mappings of its own.
    return SearchIndex.objects.create(name=name)


def _copy(rows: list[SearchRecord], index: SearchIndex) -> None:
    writes = (Write(index.name, (row.kind, row.record_id), COPIED, document_of(row)) for row in rows)
    for record, reason in bulk.send(writes):
        if reason:
            raise SearchUnavailable from RuntimeError(f"{index.name} refuses {' '.join(record)}: {reason}")


def _use(index: SearchIndex) -> None:
    """In one step for every reader."""
    actions: list[dict[str, Any]] = [{"add": {"index": index.name, "alias": alias()}}]
    if (used := in_use()) and used != index.name:
        actions.insert(0, {"remove": {"index": used, "alias": alias()}})
    client().indices.update_aliases(actions=actions)


def _drop(indexes: Iterable[SearchIndex]) -> None:
    for index in indexes:
        client().options(ignore_status=404).indices.delete(index=index.name)
        index.delete()
