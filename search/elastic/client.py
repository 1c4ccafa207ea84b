"""The one connection to the cluster, as the settings name it; what goes wrong with it, in our words."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.conf import settings
from elasticsearch import ApiError, Elasticsearch, TransportError

from search.errors import SearchUnavailable

PATIENCE = 5.0  # seconds for one answer; a page that waits longer is no page


@cache
def client() -> Elasticsearch:
    """For reading, and for writing in small parts. Safe to share between threads; a process makes one."""
    login = (settings.ELASTICSEARCH_USER, settings.ELASTICSEARCH_PASSWORD) if settings.ELASTICSEARCH_USER else None
    secure: dict[str, Any] = {"ca_certs": settings.ELASTICSEARCH_CA} if settings.ELASTICSEARCH_CA else {}
    return Elasticsearch(
        settings.ELASTICSEARCH,
        basic_auth=login,
        request_timeout=PATIENCE,
        retry_on_timeout=False,
        max_retries=len(settings.ELASTICSEARCH) - 1,  # each node once
        **secure,
    )


@contextmanager
def answering() -> Iterator[None]:
    """Within the block every failure of the cluster is SearchUnavailable: none may look like 'nothing found'."""
    try:
        yield
    except (TransportError, ApiError) as error:
        raise SearchUnavailable from error


def alias() -> str:
    """The name under which the index in use is read."""
    return f"{settings.ELASTICSEARCH_PREFIX}-records"
