"""Changes on their way to the cluster: written with the record, sent afterwards in bulk, in any number of processes.

A change is sent as the row is at that moment, under the version of its entry. Sending it twice, late or beside another
process changes nothing: the cluster refuses what is not newer. So entries need no lock and no transaction here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Min
from django_tasks import task
from elasticsearch.helpers import streaming_bulk

from bureau.calendar import now
from bureau.scheduled import scheduled
from search.elastic.client import answering, client
from search.elastic.documents import document_id, document_of
from search.models import OutboxEntry, SearchIndex, SearchRecord

BATCH = 500
LONGEST_WAIT = timedelta(hours=1)
DONE, CONFLICT = {200, 201}, 409
Record = tuple[str, str]  # kind and record_id


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
    found = OutboxEntry.objects.aggregate(since=Min("written_at"))
    return Lag(OutboxEntry.objects.count(), OutboxEntry.objects.filter(attempts__gt=0).count(), found["since"])


def retry(entries: Iterable[int]) -> int:
    """Send these again at once, whatever they are waiting for; returns how many there were."""
    return OutboxEntry.objects.filter(pk__in=list(entries)).update(due_at=now())


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
    """Send these, which need not be locked; returns how many of them are settled. Raises SearchUnavailable."""
    newest = {(entry.kind, entry.record_id): entry for entry in batch}  # a later entry takes the place of earlier ones
    refused: dict[Record, str] = {}
    with answering():
        for record, reason in _answers(newest, refresh=refresh):
            if reason:
                refused[record] = reason
    waiting = {newest[record].pk for record in refused}
    done = [entry.pk for entry in batch if entry.pk not in waiting]
    OutboxEntry.objects.filter(pk__in=done).delete()
    for record, reason in refused.items():
        _wait(newest[record], reason)
    return len(done)


def _answers(newest: dict[Record, OutboxEntry], *, refresh: bool) -> Iterator[tuple[Record, str]]:
    """What each index said of each record: "" when it is settled, else the kind of the error, without its words."""
    rows = SearchRecord.objects.filter(record_id__in=[record_id for _kind, record_id in newest])
    documents = {(row.kind, row.record_id): document_of(row) for row in rows}
    by_id = {document_id(*record): record for record in newest}
    actions = (
        _action(index, record, entry.version, documents.get(record))
        for index in SearchIndex.objects.values_list("name", flat=True)
        for record, entry in newest.items()
    )
    for _ok, answer in streaming_bulk(client(), actions, chunk_size=BATCH, raise_on_error=False, refresh=refresh):
        [said] = answer.values()
        yield by_id[said["_id"]], _reason(said)


def _reason(said: dict[str, Any]) -> str:
    """Empty also when something newer is there (409), and when there was nothing to remove: a 404 without an error."""
    if said["status"] in DONE or said["status"] == CONFLICT or "error" not in said:
        return ""
    return f"{said['status']} {said['error'].get('type', '')}"


def _action(index: str, record: Record, version: int, document: dict[str, Any] | None) -> dict[str, Any]:
    action = {"_index": index, "_id": document_id(*record), "version": version, "version_type": "external"}
    if document is None:
        return {**action, "_op_type": "delete"}
    return {**action, "_op_type": "index", "_source": document}


def _wait(entry: OutboxEntry, reason: str) -> None:
    attempts = entry.attempts + 1
    pause = min(timedelta(seconds=2**attempts), LONGEST_WAIT) if attempts < 20 else LONGEST_WAIT
    OutboxEntry.objects.filter(pk=entry.pk).update(attempts=attempts, error=reason[:200], due_at=now() + pause)
