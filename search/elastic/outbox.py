"""Changes on their way to the cluster: written with the record, sent afterwards in bulk, in any number of processes.

A change is sent as the row is at that moment, under the version of its entry. Sending it twice, late or beside another
process changes nothing: the cluster refuses what is not newer. So entries need no lock and no transaction here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet
from django_tasks import task

from bureau.calendar import now
from bureau.scheduled import scheduled
from search.elastic import bulk
from search.elastic.bulk import Write
from search.elastic.client import answering
from search.elastic.documents import Record, columns_of, document_of, record_of
from search.elastic.indexes import is_of_this_version
from search.errors import SearchUnavailable
from search.models import OutboxEntry, SearchIndex, SearchRecord

BATCH = 500
LONGEST_WAIT = timedelta(hours=1)  # of what the cluster refuses for what it says
LONGEST_AILING = timedelta(minutes=1)  # of what it would take if it were well
ANOTHER_VERSION = "no index of this version; run rebuild_search"


@dataclass(frozen=True, slots=True)
class Lag:
    """How far the cluster is behind the database."""

    waiting: int
    failed: int  # of them, what the cluster has refused at least once
    since: datetime | None  # when the oldest of them was written


def is_used() -> bool:
    return str(settings.SEARCH_ENGINE) == "elasticsearch"


def note(records: Iterable[Record]) -> None:
    """Say in the running transaction that these records changed. Their rows must have been written before.

    A worker sends it as soon as it is committed, unless others wait already: who sends them takes this along, or the
    tick does.
    """
    moment = now()
    if not OutboxEntry.objects.exists():
        transaction.on_commit(flush_in_worker.enqueue)
    OutboxEntry.objects.bulk_create(
        OutboxEntry(kind=kind, record_id=record_id, written_at=moment, due_at=moment) for kind, record_id in records
    )


def lag() -> Lag:
    failed = Count("pk", filter=Q(attempts__gt=0))
    return Lag(**OutboxEntry.objects.aggregate(waiting=Count("pk"), failed=failed, since=Min("written_at")))


def refused() -> QuerySet[OutboxEntry]:
    """What the cluster has refused at least once, longest waiting first."""
    return OutboxEntry.objects.filter(attempts__gt=0)


def retry(entries: Iterable[int]) -> int:
    """Send these again at once, whatever they are waiting for; returns how many there were."""
    due = OutboxEntry.objects.filter(pk__in=list(entries)).update(due_at=now())
    if due:
        transaction.on_commit(flush_in_worker.enqueue)
    return due


def retry_all() -> None:
    OutboxEntry.objects.update(due_at=now())


@scheduled(every=timedelta(seconds=10), name="search.flush")
def flush_when_used() -> int:
    return flush() if is_used() else 0


@task(backend="jobs", queue_name="default")
def flush_in_worker() -> int:
    """While the cluster is away the task fails; what it leaves is sent by the tick."""
    return flush()


def flush(*, refresh: bool = False) -> int:
    """Send what is due; returns how many changes the cluster now holds. Raises SearchUnavailable, having lost nothing.

    ``refresh``: what was sent is found at once, which costs the cluster much; for tests and short lists.
    """
    done, moment = 0, now()
    while batch := list(OutboxEntry.objects.filter(due_at__lte=moment)[:BATCH]):
        done += send(batch, refresh=refresh)
    return done


def send(batch: list[OutboxEntry], *, refresh: bool = False) -> int:
    """Send these, which need not be locked; returns how many of them are settled. Raises SearchUnavailable.

    They wait while an index of another version is registered, or none: old code may read it again, or still does.
    """
    newest = {(entry.kind, entry.record_id): entry for entry in batch}  # a later entry takes the place of earlier ones
    registered = list(SearchIndex.objects.all())
    current = [index for index in registered if is_of_this_version(index)]
    refused = {} if current == registered != [] else dict.fromkeys(newest, ANOTHER_VERSION)
    with answering():
        for record, reason in bulk.send(_writes(newest, current), refresh=refresh):
            if reason:
                refused[record] = reason
    waiting = {newest[record].pk for record in refused}
    done = [entry.pk for entry in batch if entry.pk not in waiting]
    OutboxEntry.objects.filter(pk__in=done).delete()
    for record, reason in refused.items():
        _wait(newest[record], reason)
    if any(reason.startswith(bulk.NO_PLACE) for reason in refused.values()):  # the next batch would wait as long
        raise SearchUnavailable
    return len(done)


def _writes(newest: dict[Record, OutboxEntry], indexes: list[SearchIndex]) -> Iterator[Write]:
    """Into every index, so that any of them may be read."""
    rows = columns_of(SearchRecord.objects.filter(record_id__in=[record_id for _kind, record_id in newest]))
    documents = {record_of(row): document_of(row) for row in rows}
    for index in indexes:
        for record, entry in newest.items():
            yield Write(index.name, record, entry.version, documents.get(record))


def _wait(entry: OutboxEntry, reason: str) -> None:
    attempts = entry.attempts + 1
    longest = LONGEST_WAIT if reason.startswith(bulk.BAD_RECORD) else LONGEST_AILING
    pause = min(timedelta(seconds=2 ** min(attempts, 20)), longest)
    OutboxEntry.objects.filter(pk=entry.pk).update(attempts=attempts, error=reason[:200], due_at=now() + pause)
