"""The index made anew from the records, and whether it holds what they say."""

from collections.abc import Iterable

from django.db import connection, transaction

from cms.models import ContentVersion
from search import index, locking, schema
from search.elastic import compare, indexes, outbox
from search.elastic.indexes import Progress
from search.kinds import BY_NAME, KINDS
from search.kinds.base import Kind
from search.models import SearchRecord


def rebuild(progress: Progress | None = None) -> int:
    """Write every row anew, and take away what should not be there; readers find everything meanwhile.

    In a cluster a new index is then filled beside the one in use. Returns how many records there are. Raises
    SearchUnavailable; called again, a new index that was cut off is gone on with.
    """
    if outbox.is_used() and indexes.is_being_filled():
        return _filled(progress)
    written = rebuild_rows(progress)
    if outbox.is_used():
        _filled(progress)
    return written


def rebuild_rows(progress: Progress | None = None) -> int:
    """The rows alone, in short transactions: what changes meanwhile is written after us, or read by us."""
    written = 0
    for kind in KINDS:
        for batch in index.batches(list(kind.record_ids())):  # read to the end: SQLite stays where an open list began
            written += _rewrite(kind, batch)
            if progress:
                progress(written)
        extra = SearchRecord.objects.filter(kind=kind.name).exclude(record_id__in=kind.record_ids())
        for batch in index.batches(list(extra.values_list("record_id", flat=True))):
            _rewrite(kind, batch)
    SearchRecord.objects.exclude(kind__in=BY_NAME).delete()
    _index_anew()
    return written


def _rewrite(kind: Kind, record_ids: list[str]) -> int:
    """What these records say at this moment, and no row for those that are gone."""
    with transaction.atomic():
        locking.hold(kind.name)
        entries = list(kind.entries(record_ids))
        index.write(entries)
        gone = set(record_ids) - {each.record_id for each in entries}
        SearchRecord.objects.filter(kind=kind.name, record_id__in=gone).delete()
    ContentVersion.bump()  # afterwards: whoever changes a record holds its lock while waiting for others
    return len(entries)


def _index_anew() -> None:
    """The full text of SQLite from its rows: what it held wrongly is right then."""
    with transaction.atomic():
        schema.remove(connection)
        schema.install(connection)


def first_missing_record() -> str | None:
    """The first record whose row is missing, says something else, or should not be there; None when all is well."""
    if not schema.is_in_step(connection):
        return "the full-text index differs from its rows; run rebuild_search"
    for kind in KINDS:
        for batch in index.batches(kind.record_ids().iterator(chunk_size=index.BATCH)):
            if lost := _first_not_stored(kind, batch):
                return f"{lost} is not in the search index as it is now; run rebuild_search"
        extra = SearchRecord.objects.filter(kind=kind.name).exclude(record_id__in=kind.record_ids()).first()
        if extra:
            return f"{extra} is in the search index and should not be; run rebuild_search"
    strange = SearchRecord.objects.exclude(kind__in=BY_NAME).first()
    if strange:
        return f"{strange} is in the search index and should not be; run rebuild_search"
    return compare.first_difference() if outbox.is_used() else None


def _filled(progress: Progress | None) -> int:
    """What waited for an index that is gone now waits no longer."""
    copied = indexes.fill(progress)
    outbox.retry_all()
    return copied


def _first_not_stored(kind: Kind, record_ids: Iterable[str]) -> SearchRecord | None:
    found = SearchRecord.objects.filter(kind=kind.name, record_id__in=record_ids)
    stored = {row.record_id: index.content(row) for row in found}
    wanted = map(SearchRecord.of, kind.entries(list(record_ids)))
    return next((row for row in wanted if stored.get(row.record_id) != index.content(row)), None)
