"""The index made anew from the records, and whether it holds what they say."""

from collections.abc import Iterator

from django.db import connection, transaction

from search import index, schema
from search.contract import Entry
from search.elastic import compare, indexes, outbox
from search.elastic.indexes import Progress
from search.models import SearchRecord
from search.records import KINDS


def rebuild(progress: Progress | None = None) -> int:
    """Write every row anew, in one transaction: readers see the old rows until all the new ones are there.

    In a cluster a new index is then filled beside the one in use. Raises SearchUnavailable; called again, a new index
    that was cut off is gone on with.
    """
    if outbox.is_used() and indexes.is_being_filled():
        return indexes.fill(progress)
    with transaction.atomic():
        schema.remove(connection)
        SearchRecord.objects.all().delete()
        written = index.write(_reported(progress) if progress else _all_entries())
        schema.install(connection)
    if outbox.is_used():
        indexes.fill(progress)
    return written


def first_missing_record() -> str | None:
    """The first record whose row is missing, says something else, or should not be there; None when all is well."""
    if not schema.is_in_step(connection):
        return "the full-text index differs from its rows; run rebuild_search"
    expected: set[tuple[str, str]] = set()
    for batch in index.batches(_all_entries()):
        expected |= {(entry.kind, entry.record_id) for entry in batch}
        if lost := _first_not_stored(batch):
            return f"{lost} is not in the search index as it is now; run rebuild_search"
    stored = SearchRecord.objects.order_by("pk").values_list("kind", "record_id").iterator()
    extra = next((key for key in stored if key not in expected), None)
    if extra:
        return f"{' '.join(extra)} is in the search index and should not be; run rebuild_search"
    return compare.first_difference() if outbox.is_used() else None


def _first_not_stored(batch: list[Entry]) -> SearchRecord | None:
    found = SearchRecord.objects.filter(record_id__in=[entry.record_id for entry in batch])
    stored = {(row.kind, row.record_id): _content(row) for row in found}
    wanted = map(SearchRecord.of, batch)
    return next((row for row in wanted if stored.get((row.kind, row.record_id)) != _content(row)), None)


def _content(row: SearchRecord) -> list[object]:
    return [getattr(row, name) for name in index.COLUMNS]


def _all_entries() -> Iterator[Entry]:
    for kind in KINDS:
        yield from kind.entries()


def _reported(progress: Progress) -> Iterator[Entry]:
    for count, entry in enumerate(_all_entries(), start=1):
        yield entry
        progress(count)
