"""Bulk writes under external versions: what is not newer than what an index holds changes nothing there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from elasticsearch.helpers import streaming_bulk

from search.elastic.client import client

DONE, CONFLICT = {200, 201}, 409
Record = tuple[str, str]  # kind and record_id


@dataclass(frozen=True, slots=True)
class Write:
    """One record for one index; ``document`` None: its removal."""

    index: str
    record: Record
    version: int
    document: dict[str, Any] | None


def send(writes: Iterable[Write], *, refresh: bool = False) -> Iterator[tuple[Record, str]]:
    """What the index said of each: "" when it is settled, else status and kind of the error, without its words."""
    for _ok, answer in streaming_bulk(client(), map(_action, writes), raise_on_error=False, refresh=refresh):
        [said] = answer.values()
        kind, _colon, record_id = said["_id"].partition(":")
        yield (kind, record_id), _reason(said)


def document_id(record: Record) -> str:
    return ":".join(record)


def _action(write: Write) -> dict[str, Any]:
    action = {
        "_index": write.index,
        "_id": document_id(write.record),
        "version": write.version,
        "version_type": "external",
    }
    if write.document is None:
        return {**action, "_op_type": "delete"}
    return {**action, "_op_type": "index", "_source": write.document}


def _reason(said: dict[str, Any]) -> str:
    """Empty also when something newer is there (409), and when there was nothing to remove: a 404 without an error."""
    if said["status"] in DONE or said["status"] == CONFLICT or "error" not in said:
        return ""
    return f"{said['status']} {said['error'].get('type', '')}"
