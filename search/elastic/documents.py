"""What one record is in the index: the same tokens that SQLite indexes, and what lists show. Mapped strictly."""

import hashlib
import json
from typing import Any

from django.db.models import QuerySet
from elasticsearch.dsl import Date, Document, Keyword, Long, MetaField, Object, Text

from search.models import SearchRecord

Columns = dict[str, Any]  # of a row of SearchRecord, by their names
Record = tuple[str, str]  # kind and record_id
PARTED = "whitespace"  # search.analysis makes the tokens; the cluster only parts them at their spaces
SETTINGS = {
    "number_of_shards": 1,  # some ten million records fit; one shard counts facets exactly
    "auto_expand_replicas": "0-1",
}


def shown() -> Keyword:
    """Kept to be shown, never searched."""
    return Keyword(index=False, doc_values=False)


class RecordDocument(Document):
    kind = Keyword()
    record_id = Keyword()
    sort_id = Long()
    number = shown()
    number_key = Keyword()
    number_digits = Keyword()
    number_tail = Keyword()
    title = shown()
    day = Date(format="yyyy-MM-dd")
    type = Keyword()
    year = Keyword()
    district = Keyword()
    state = Keyword()
    office = Keyword()
    audience = Keyword()
    payload = Object(enabled=False)
    title_tokens = Text(analyzer=PARTED, norms=False)
    body_tokens = Text(analyzer=PARTED, norms=False)

    class Meta:
        dynamic = MetaField("strict")


MAPPINGS: dict[str, Any] = RecordDocument._doc_type.mapping.to_dict()
FIELDS: list[str] = list(MAPPINGS["properties"])
VERSION = hashlib.sha256(json.dumps(MAPPINGS, sort_keys=True).encode()).hexdigest()[:8]  # another with every change
REMOVED: dict[str, Any] = {}  # what stands for a removed record: nothing of it, and no audience finds it


def columns_of(records: QuerySet[SearchRecord]) -> QuerySet[SearchRecord, Columns]:
    """What documents are made of. No models: making them takes a fifth of the time in which an index is filled."""
    columns: QuerySet[SearchRecord, Columns] = records.values("pk", *FIELDS)
    return columns


def document_of(columns: Columns) -> dict[str, Any]:
    """A record as the index holds it: its columns of the same names."""
    document = {name: columns[name] for name in FIELDS}
    document["day"] = document["day"].isoformat()
    document["audience"] = document["audience"].split()
    return document


def record_of(columns: Columns) -> Record:
    return columns["kind"], columns["record_id"]


def document_id(record: Record) -> str:
    return ":".join(record)
