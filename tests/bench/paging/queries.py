"""Database queries of one request."""

from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from tests.bench.paging.site import HOST


def queries(path: str, *, keep: bool) -> int:
    """Once everything that a process remembers is there."""
    reader = Client(HTTP_HOST=HOST)
    with override_settings(PAGE_CACHE=keep):
        for _ in range(2):
            reader.get(path)
        with CaptureQueriesContext(connection) as asked:
            reader.get(path)
    return len(asked)
