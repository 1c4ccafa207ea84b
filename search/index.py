"""Writing to the index: in the transaction of the record that changed, so no reader sees one without the other.

The home page shows the newest permits, so kept pages end in the same transaction (cms.content_changes).
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from django.db import transaction

from cms.models import ContentVersion
from search import locking
from search.contract import Entry
from search.elastic import outbox
from search.kinds.base import Kind
from search.models import SearchRecord

T = TypeVar("T")
BATCH = 500
KEY = ("kind", "record_id")
COLUMNS = [each.name for each in SearchRecord._meta.concrete_fields if not each.primary_key and each.name not in KEY]


def put(entries: Iterable[Entry]) -> int:
    """Write or rewrite these records, and note them for a cluster; returns how many."""
    written = 0
    with transaction.atomic():
        for batch in batches(entries):
            locking.share(each.kind for each in batch)
            write(batch)
            if outbox.is_used():
                outbox.note((each.kind, each.record_id) for each in batch)
            written += len(batch)
        ContentVersion.bump()
    return written


def write(entries: Iterable[Entry]) -> None:
    """The rows alone."""
    SearchRecord.objects.bulk_create(
        map(SearchRecord.of, entries), update_conflicts=True, unique_fields=KEY, update_fields=COLUMNS
    )


def remove(kind: str, record_ids: Iterable[str]) -> None:
    gone = list(record_ids)
    with transaction.atomic():
        locking.share([kind])
        SearchRecord.objects.filter(kind=kind, record_id__in=gone).delete()
        if outbox.is_used():
            outbox.note((kind, record_id) for record_id in gone)
        ContentVersion.bump()


def sync(kind: Kind, record_ids: Iterable[str]) -> None:
    """Make the index hold of these what their kind says now; what already says so is not written again.

    Rows are locked before their records are read: of two who change different parts of what a record says, the second
    sees what the first did.
    """
    wanted = list(dict.fromkeys(record_ids))
    with transaction.atomic():
        locking.share([kind.name])
        stored = SearchRecord.objects.filter(kind=kind.name, record_id__in=wanted).order_by("pk").select_for_update()
        rows = {row.record_id: content(row) for row in stored}
        entries = {entry.record_id: entry for entry in kind.entries(wanted)} if wanted else {}
        if changed := [each for key, each in entries.items() if rows.get(key) != content(SearchRecord.of(each))]:
            put(changed)
        if gone := rows.keys() - entries.keys():
            remove(kind.name, gone)


def content(row: SearchRecord) -> list[object]:
    """What ``row`` says, but for which record it says it."""
    return [getattr(row, name) for name in COLUMNS]


def batches(waiting: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(waiting)
    while batch := list(islice(rest, BATCH)):
        yield batch
