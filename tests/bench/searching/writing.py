"""What writing costs: one record's change in its transaction, and a whole index in the cluster."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import islice

from django.db import transaction
from elasticsearch.helpers import bulk

from search import index
from search.contract import Entry
from search.elastic import indexes
from search.elastic.client import client
from search.elastic.documents import MAPPINGS, SETTINGS, columns_of, document_id, document_of, record_of
from search.models import OutboxEntry, SearchRecord
from tests.bench.frame import seconds
from tests.bench.searching.invented import invent
from tests.bench.searching.timing import Times, timed

Runs = list[tuple[float, float]]
PART = 5_000  # documents that are made before the clock runs
PLAIN = "bench-plain"
WARM_UP_PARTS = 8
WARM_UP = 20


def updates(certificates: int, offices: list[int], times: int) -> tuple[Times, Times]:
    """Milliseconds of one record's change inside its transaction, and with the transaction around it.

    Every other change is of words, the rest of the state alone. Where a cluster is used, it is also noted for it.
    """
    inside, whole = Runs(), Runs()
    for entry in _changed(certificates, offices, WARM_UP + times):
        whole.append(timed(partial(_write, entry, inside)))
    OutboxEntry.objects.all().delete()
    return Times.of(inside[WARM_UP:]), Times.of(whole[WARM_UP:])


def _write(entry: Entry, inside: Runs) -> None:
    with transaction.atomic():
        inside.append(timed(partial(index.put, [entry])))


def _changed(certificates: int, offices: list[int], times: int) -> Iterator[Entry]:
    """Records from all over, each in another wording or state."""
    step = max(1, certificates // 7 // times)
    for at, project in enumerate(islice(invent(certificates, offices), 0, step * times, step)):
        entry = project.certificates[0]
        yield replace(entry, state="revoked") if at % 2 else replace(entry, body=f"{entry.body}\n改作样例用途{at}")


def rebuild_beside_bulk() -> tuple[float, float]:
    """Seconds to a new index with every row, in use, and of `helpers.bulk` with the same documents alone.

    Ours reads the rows and makes the documents of them; the baseline gets them ready made. Both refresh at their end.
    Before both, a cluster that has just started is made to work: its first documents take it twice as long.
    """
    _by_bulk(islice(_parts(), WARM_UP_PARTS))
    return seconds(indexes.fill), _by_bulk(_parts())


def _by_bulk(parts: Iterable[list[dict[str, object]]]) -> float:
    client().options(ignore_status=404).indices.delete(index=PLAIN)
    client().indices.create(index=PLAIN, mappings=MAPPINGS, settings=SETTINGS)
    took = sum(map(_bulk, parts))
    took += seconds(lambda: client().indices.refresh(index=PLAIN))
    client().indices.delete(index=PLAIN)
    return took


def _bulk(part: list[dict[str, object]]) -> float:
    return seconds(lambda: bulk(client(), part))


def _parts() -> Iterator[list[dict[str, object]]]:
    last = 0
    while rows := list(columns_of(SearchRecord.objects.filter(pk__gt=last).order_by("pk")[:PART])):
        last = rows[-1]["pk"]
        yield [{"_index": PLAIN, "_id": document_id(record_of(row)), "_source": document_of(row)} for row in rows]
