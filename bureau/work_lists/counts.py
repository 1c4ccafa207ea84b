"""How many rows a way to look at a list has; kept until something happens."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeAlias

from django.core.cache import cache
from django.db.models import QuerySet

from bureau.access import Actor
from bureau.calendar import today
from bureau.models import AuditHead
from bureau.reading import kept_while_reading

COUNTED = 1000  # rows; whether there are more is all that anybody needs to know
KEPT = timedelta(minutes=1)  # at most, for what changes without an entry in the trail
Rows: TypeAlias = QuerySet[Any]


def count_of(rows: Rows) -> str:
    """How many there are; above COUNTED only that there are more, so that no list grows slow with its rows."""
    count = rows.order_by()[: COUNTED + 1].count()
    return f"{COUNTED}+" if count > COUNTED else str(count)


def kept_count(user: Actor, name: str, rows: Callable[[], Rows | None]) -> str | None:
    """`count_of` what ``rows`` gives; ``name`` says what ``user`` asks for. None where it gives nothing.

    Whoever acts, anywhere, adds to the audit trail, and entries become visible in their order: while the hash at the
    head of the chain is the same, so are the counts of today. Where nobody has acted yet there is none, and nothing is
    kept.
    """
    head = _head()
    key = f"count:{hashlib.sha256(f'{head} {today()} {user.pk} {name}'.encode()).hexdigest()}"
    kept: tuple[str | None] | None = cache.get(key) if head else None
    if kept is None:
        found = rows()
        kept = (None if found is None else count_of(found),)
        if head:
            cache.set(key, kept, KEPT.total_seconds())
    return kept[0]


@kept_while_reading
def _head() -> str:
    return AuditHead.objects.values_list("hash", flat=True).filter(pk=AuditHead.ONLY).first() or ""
