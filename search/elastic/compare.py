"""Whether the index in use holds exactly what the rows say."""

from collections.abc import Iterator
from typing import Any

from elasticsearch.helpers import scan

from search.elastic.client import alias, answering, patient
from search.elastic.documents import Columns, columns_of, document_id, document_of, record_of
from search.elastic.indexes import first_fault
from search.elastic.outbox import lag
from search.errors import SearchUnavailable
from search.models import SearchRecord

BATCH = 500
NOT_COMPARED = "the search cluster does not answer and was not compared; mend it and run check_records again"
KEPT = {"query": {"exists": {"field": "kind"}}, "_source": False}  # not what stands for removed records


def first_difference() -> str | None:
    """The first record that the index in use lacks, has otherwise or has too much; what waits is said, not compared."""
    try:
        return _first_difference()
    except SearchUnavailable:
        return NOT_COMPARED


def _first_difference() -> str | None:
    with answering():
        if fault := first_fault():
            return f"{fault}; run rebuild_search"
        if waiting := lag().waiting:
            return f"{waiting} changes have not reached the search cluster; run tick, or see what it refuses"
        return next(_differences(), None)


def _differences() -> Iterator[str]:
    last = 0
    while rows := list(columns_of(SearchRecord.objects.filter(pk__gt=last).order_by("pk")[:BATCH])):
        last = rows[-1]["pk"]
        held = _held(rows)
        for row in rows:
            if held.get(document_id(record_of(row))) != document_of(row):
                yield f"{' '.join(record_of(row))} is not in the search cluster as it is now; run rebuild_search"
    known = {document_id(key) for key in SearchRecord.objects.values_list("kind", "record_id").iterator()}
    patient().indices.refresh(index=alias())  # last: it waits long for an index that does not answer
    for hit in scan(patient(), index=alias(), query=KEPT, allow_partial_search_results=False):
        if hit["_id"] not in known:
            yield f"{hit['_id']} is in the search cluster and should not be; run rebuild_search"


def _held(rows: list[Columns]) -> dict[str, Any]:
    answer = patient().mget(index=alias(), ids=[document_id(record_of(row)) for row in rows])
    if any("error" in each for each in answer["docs"]):  # said of each record, as if the rest were a whole answer
        raise SearchUnavailable
    return {each["_id"]: each.get("_source") for each in answer["docs"] if each.get("found")}
