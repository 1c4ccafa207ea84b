"""Bulk writes under external versions: what is not newer than what an index holds changes nothing there.

Indexes are written under an alias of their own, which each got when it was made, and the cluster takes nothing under a
name that is no alias. So it never makes an index by itself, with a mapping that it guesses, where one was deleted.
It would for a deletion, which is always taken; hence a removed record is written too, as an empty document. That also
keeps its version for as long as the index lasts.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from elasticsearch.helpers import streaming_bulk

from search.elastic.client import patient
from search.elastic.documents import REMOVED, Record, document_id

SETTLED = {200, 201, 409}  # the last: something newer is there
WAIT = "3s"  # for an index without a place at this moment: it refuses before the client gives up on all of them
BAD_RECORD, NO_PLACE = "400", "503"  # how reasons begin: only other code would help; the index answers nobody


@dataclass(frozen=True, slots=True)
class Write:
    """One record for one index; ``document`` None: its removal."""

    index: str
    record: Record
    version: int
    document: dict[str, Any] | None


def send(writes: Iterable[Write], *, refresh: bool = False) -> Iterator[tuple[Record, str]]:
    """What the index said of each: "" when it is settled, else status and kind of the error, without its words."""
    actions = map(_action, writes)
    options: dict[str, Any] = {"refresh": refresh, "require_alias": True, "timeout": WAIT}
    for _ok, answer in streaming_bulk(patient(), actions, raise_on_error=False, **options):
        said = answer["index"]
        kind, _colon, record_id = said["_id"].partition(":")
        yield (kind, record_id), _reason(said)


def written_as(index: str) -> str:
    """The alias under which ``index`` is written."""
    return f"{index}-write"


def _action(write: Write) -> dict[str, Any]:
    return {
        "_op_type": "index",
        "_index": written_as(write.index),
        "_id": document_id(write.record),
        "_source": REMOVED if write.document is None else write.document,
        "version": write.version,
        "version_type": "external",
    }


def _reason(said: dict[str, Any]) -> str:
    if said["status"] in SETTLED:
        return ""
    return f"{said['status']} {said['error'].get('type', '')}"
