"""System checks of the full-text index and of the cluster; which engine goes with which database is config.checks."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Remark
from django.db import connections

from search import schema
from search.elastic import outbox
from search.elastic.configured import faults


@register(Tags.database)
def index_check(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """The full-text index and its triggers, which SQLite drops silently when a migration rebuilds their table.

    A warning, for migrate itself looks here first, and an update may bring what only its end puts in place.
    """
    return [
        Remark(f"{name} is missing: new records are not found.", hint="Run migrate; it puts it back.", id="search.W001")
        for alias in databases or []
        for name in sorted(schema.missing(connections[alias]))
    ]


@register("settings")
def cluster_check(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Half an account, a password in the clear, a CA that is not there."""
    return [Error(each.message, hint=each.hint, id=each.id) for each in faults()] if outbox.is_used() else []
