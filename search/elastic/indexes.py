"""Indexes in the cluster: one is read under the alias; a new one is filled beside it and then takes its place.

A registered index is usable when it is there and this version of the code made it (client.alias). One that is not keeps
changes waiting in the outbox, for they could not reach it; the next index that is filled takes its place.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.utils import timezone
from elasticsearch import ApiError, NotFoundError, TransportError

from search.elastic import bulk
from search.elastic.bulk import Write, written_as
from search.elastic.client import alias, answering, patient
from search.elastic.documents import MAPPINGS, SETTINGS, Columns, columns_of, document_of, record_of
from search.errors import NothingToGoBackTo, SearchUnavailable
from search.models import COPIED, SearchIndex, SearchRecord

BATCH = 1000
KEPT = 2  # filled indexes: the one in use, and one to go back to
ROOM = 20  # seconds for a node to take a new index in
Progress = Callable[[int], None]


def is_being_filled() -> bool:
    """Whether a new index was begun and cut off, or is just being filled by another process."""
    return any(index.filled_at is None for index in SearchIndex.objects.all() if is_of_this_version(index))


def fill(progress: Progress | None = None) -> int:
    """A new index with every row, put in use at its end. One that was cut off is gone on with.

    No change is lost: from its registration on the new index gets every change under a higher version than copies
    have, so that of a copy and a change the change stays, whichever arrives first.
    Returns how many rows were copied. Raises SearchUnavailable; called again it goes on where it was.
    """
    copied = 0
    with answering():
        index = next((each for each in _usable() if each.filled_at is None), None) or _make()
        for rows in _copied(index):
            index.copied_to = rows[-1]["pk"]
            index.save(update_fields=["copied_to"])
            copied += len(rows)
            if progress:
                progress(copied)
        patient().indices.refresh(index=index.name)
        _use(index)
        index.filled_at = timezone.now()
        index.save(update_fields=["filled_at"])
        _drop_what_nobody_needs()
    return copied


def go_back() -> str:
    """The index before the one in use is read again; it has got every change meanwhile. Raises NothingToGoBackTo."""
    with answering():
        used = in_use()
        before = next((each for each in _usable() if each.filled_at and each.name != used), None)
        if before is None:
            raise NothingToGoBackTo
        _use(before)
    return before.name


def in_use() -> str:
    """The name of the index that is read; "" when there is none."""
    try:
        return next(iter(patient().indices.get_alias(name=alias())), "")
    except NotFoundError:
        return ""


def first_fault() -> str:
    """What is wrong with the indexes themselves, whatever they hold; "" when nothing is."""
    for index in SearchIndex.objects.all():
        if not is_of_this_version(index):
            return f"the search index {index} was made by another version of the code"
        if not _is_there(index):
            return f"the search index {index} is gone from the cluster"
    return "" if in_use() else "there is no search index in the cluster"


def is_of_this_version(index: SearchIndex) -> bool:
    return index.name.startswith(f"{alias()}-")


def _usable() -> list[SearchIndex]:
    """The newest first."""
    return [each for each in SearchIndex.objects.order_by("-pk") if is_of_this_version(each) and _is_there(each)]


def _is_there(index: SearchIndex) -> bool:
    return bool(patient().indices.exists_alias(index=index.name, name=written_as(index.name)))


def _make() -> SearchIndex:
    name = f"{alias()}-{timezone.now():%Y%m%d%H%M%S%f}"
    asked: dict[str, Any] = {"mappings": MAPPINGS, "settings": SETTINGS, "aliases": {written_as(name): {}}}
    made = False
    try:
        made = patient().indices.create(index=name, timeout=f"{ROOM}s", **asked)["shards_acknowledged"]
    finally:
        if not made:  # no node has room for it, or the answer was lost
            _delete(name)
    if not made:
        raise SearchUnavailable
    return SearchIndex.objects.create(name=name)


def _delete(name: str) -> None:
    with suppress(ApiError, TransportError):
        patient().options(ignore_status=404).indices.delete(index=name)


def _copied(index: SearchIndex) -> Iterator[list[Columns]]:
    """All rows that ``index`` has not got yet, as it has taken them. While it takes some, the next are read."""
    with ThreadPoolExecutor(max_workers=1) as sender:  # it meets the cluster alone, never the database
        sending: Future[None] | None = None
        taken: list[Columns] = []
        for rows in _rows_after(index.copied_to):
            writes = [Write(index.name, record_of(row), COPIED, document_of(row)) for row in rows]
            if sending:
                sending.result()
                yield taken
            sending, taken = sender.submit(_copy, writes), rows
        if sending:
            sending.result()
            yield taken


def _rows_after(key: int) -> Iterator[list[Columns]]:
    while rows := list(columns_of(SearchRecord.objects.filter(pk__gt=key).order_by("pk")[:BATCH])):
        yield rows
        key = rows[-1]["pk"]


def _copy(writes: list[Write]) -> None:
    for record, reason in bulk.send(writes):
        if reason:
            raise SearchUnavailable from RuntimeError(f"the index refuses {' '.join(record)}: {reason}")


def _use(index: SearchIndex) -> None:
    """In one step for every reader."""
    actions: list[dict[str, Any]] = [{"add": {"index": index.name, "alias": alias()}}]
    if (used := in_use()) and used != index.name:
        actions.insert(0, {"remove": {"index": used, "alias": alias()}})
    patient().indices.update_aliases(actions=actions)


def _drop_what_nobody_needs() -> None:
    usable = _usable()
    kept = [each for each in usable if each.filled_at][:KEPT] + [each for each in usable if not each.filled_at]
    for index in SearchIndex.objects.exclude(pk__in=[each.pk for each in kept]):
        if index.name.startswith(f"{settings.ELASTICSEARCH_PREFIX}-"):  # under another name it is no longer ours
            patient().options(ignore_status=404).indices.delete(index=index.name)
        index.delete()
