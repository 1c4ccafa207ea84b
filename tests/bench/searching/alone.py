"""What an engine needs by itself: what ours sends it for a question, sent again without anything of ours around it.

SQLite gets the same statements on a bare `sqlite3` connection, Elasticsearch the same body by its bare client. Either
counts by itself: ours takes the cells of all hits out of SQLite as one text and counts them in Python, because that is
quicker in all; the baseline gets them grouped.
"""

import re
import sqlite3
import statistics
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from unittest import mock

from django.conf import settings
from django.db import connection
from elasticsearch import Elasticsearch

from search.contract import Query
from search.elastic.client import client
from search.engines import engine
from tests.bench.searching.cluster import PATIENCE

Send = Callable[[], object]
JOINED = re.compile(r"SELECT group_concat\((?P<cell>\(.+? & \d+\))\) (?P<rest>FROM .+)")


class BareSqlite:
    """As the settings open a connection, without Django."""

    def __init__(self) -> None:
        given = connection.settings_dict
        self.connection = sqlite3.connect(given["NAME"])
        self.connection.executescript(given["OPTIONS"]["init_command"])

    def sends(self, query: Query, *, suggests: bool) -> Send:
        statements: list[tuple[str, Any]] = []

        def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            grouped = JOINED.sub(r"SELECT \g<cell>, count(*) \g<rest> GROUP BY 1", sql)
            statements.append((grouped.replace("%s", "?"), params or ()))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            answer("sqlite", query, suggests=suggests)
        return partial(self._run, statements)

    def _run(self, statements: list[tuple[str, Any]]) -> None:
        for sql, params in statements:
            self.connection.execute(sql, params).fetchall()


@dataclass
class BareElasticsearch:
    took: list[int] = field(default_factory=list)  # milliseconds that the cluster itself counts

    def __post_init__(self) -> None:
        self.client = Elasticsearch(settings.ELASTICSEARCH, request_timeout=PATIENCE)

    def sends(self, query: Query, *, suggests: bool) -> Send:
        with sent() as requests:
            answer("elasticsearch", query, suggests=suggests)
        return partial(self._run, requests)

    def took_p50(self) -> float:
        """Since it was asked last."""
        taken, self.took = self.took, []
        return statistics.median(taken)

    def _run(self, requests: list[Mapping[str, Any]]) -> None:
        self.took.append(sum(self.client.search(**request).body["took"] for request in requests))


@contextmanager
def sent() -> Iterator[list[Mapping[str, Any]]]:
    """What is asked of the cluster inside the block."""
    requests: list[Mapping[str, Any]] = []
    ask = client().search

    def note(**request: Any) -> Any:
        requests.append(request)
        return ask(**request)

    with mock.patch.object(client(), "search", note):
        yield requests


def answer(name: str, query: Query, *, suggests: bool) -> object:
    return engine(name).suggest(query) if suggests else engine(name).search(query)
