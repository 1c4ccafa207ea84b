"""The index made anew from the records, and whether it holds what they say."""

from collections.abc import Callable, Iterator

from django.db import connection, transaction

from search import index, schema
from search.contract import Entry
from search.models import SearchRecord
from search.records import KINDS

Progress = Callable[[int], None]


def rebuild(progress: Progress | None = None) -> int:
    """Write every row anew, in one transaction: readers see the old rows until all the new ones are there."""
    with transaction.atomic():
        schema.remove(connection)
        SearchRecord.objects.all().delete()
        written = index.put(_reported(progress) if progress else _all_entries())
        schema.install(connection)
    return written


def first_missing_record() -> str:
    """The first record whose row is missing, differs, or should not be there, as 'kind id'; '' when all is well."""
    if not schema.is_in_step(connection):
        return schema.TABLE
    expected: set[tuple[str, str]] = set()
    for entry in _all_entries():
        expected.add((entry.kind, entry.record_id))
        if not _is_stored(entry):
            return f"{entry.kind} {entry.record_id}"
    stored = SearchRecord.objects.order_by("pk").values_list("kind", "record_id")
    return next(
        (f"{kind} {record_id}" for kind, record_id in stored.iterator() if (kind, record_id) not in expected), ""
    )


def _is_stored(entry: Entry) -> bool:
    wanted = SearchRecord.of(entry)
    stored = SearchRecord.objects.filter(kind=entry.kind, record_id=entry.record_id).first()
    return stored is not None and all(getattr(stored, name) == getattr(wanted, name) for name in index.COLUMNS)


def _all_entries() -> Iterator[Entry]:
    for kind in KINDS:
        yield from kind.entries()


def _reported(progress: Progress) -> Iterator[Entry]:
    for count, entry in enumerate(_all_entries(), start=1):
        yield entry
        progress(count)
