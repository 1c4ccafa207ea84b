"""System checks: an engine that does not exist or cannot work with the database."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection, connections

from search import schema
from search.engines import ENGINES
from search.engines.fts5 import Fts5Engine


@register()
def engine_check(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if settings.SEARCH_ENGINE not in ENGINES:
        return [
            Error(
                f"There is no search engine {settings.SEARCH_ENGINE!r}.",
                hint=f"Set YIZHENG_SEARCH_ENGINE to one of: {', '.join(ENGINES)}.",
                id="search.E001",
            )
        ]
    if Fts5Engine.name == settings.SEARCH_ENGINE and connection.vendor != "sqlite":
        return [
            Error(
                "The search engine 'sqlite' works inside SQLite only.",
                hint="Set YIZHENG_SEARCH_ENGINE=database: look-ups by number.",
                id="search.E002",
            )
        ]
    return []


@register(Tags.database)
def index_check(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """The full-text index and its triggers, which SQLite drops silently when a migration rebuilds their table."""
    return [
        Error(f"{name} is missing: new records are not found.", hint="Run migrate; it puts it back.", id="search.E003")
        for alias in databases or []
        for name in sorted(schema.missing(connections[alias]))
    ]
