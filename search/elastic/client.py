"""The one connection to the cluster, as the settings name it; what goes wrong with it, in our words."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError

from search.elastic.configured import faults
from search.elastic.documents import VERSION
from search.errors import IndexMissing, SearchUnavailable

PATIENCE = 5.0  # seconds for one answer; a page that waits longer is no page
MORE_PATIENCE = 30.0  # where no reader waits


@cache
def client() -> Elasticsearch:
    """For pages. Safe to share between threads; a process makes one.

    It checks who signed a node's certificate (without a CA of our own: the public ones) and the name in it. Raises
    ImproperlyConfigured rather than send a password in the clear.
    """
    if fault := next(faults(), None):
        raise ImproperlyConfigured(f"{fault.message} {fault.hint}")
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


def patient() -> Elasticsearch:
    """For workers and commands: a busy cluster takes its time to make an index or to take many records."""
    return client().options(request_timeout=MORE_PATIENCE)


@contextmanager
def answering() -> Iterator[None]:
    """Within the block every failure of the cluster is SearchUnavailable: none may look like 'nothing found'."""
    try:
        yield
    except NotFoundError as error:
        raise IndexMissing from error
    except (TransportError, ApiError, ImproperlyConfigured) as error:
        raise SearchUnavailable from error


def alias() -> str:
    """The name under which the index in use is read, and with which names of indexes begin.

    It names the version of the mapping. So code never reads an index with another mapping: for it there is none, which
    costs no request to find out and holds while old and new code run side by side.
    """
    return f"{settings.ELASTICSEARCH_PREFIX}-records-{VERSION}"
