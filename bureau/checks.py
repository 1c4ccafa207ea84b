"""System checks: what is missing or contradicts, with an id and a hint."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as CheckWarning
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from bureau.mail import mail_is_set_up
from bureau.triggers import missing_triggers


@register(deploy=True)
def mail_check(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if mail_is_set_up():
        return []
    return [
        CheckWarning(
            "No mail server is named: notices to colleagues wait in the outbox.",
            hint="Set YIZHENG_EMAIL_HOST.",
            id="bureau.W001",
        )
    ]


@register(Tags.database)
def trigger_check(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Runs with ``check --database default`` and before migrate; tables that are not there yet need no trigger.

    Nothing while migrations wait: the next migrate puts every trigger back, and must not be held up by what it mends.
    """
    return [
        Error(
            f"Trigger {trigger.name} on {trigger.table} is missing: rows that must not change are open to change.",
            hint="Run migrate --skip-checks; it puts the triggers back.",
            id="bureau.E001",
        )
        for alias in databases or []
        if not _migrations_wait(connections[alias])
        for trigger in missing_triggers(connections[alias])
    ]


def _migrations_wait(connection: BaseDatabaseWrapper) -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
