"""The one source of 'now', in the time of the counter (Asia/Shanghai). Tests and samples may set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_fixed: ContextVar[datetime | None] = ContextVar("fixed_now", default=None)


def now() -> datetime:
    """The present moment, aware, in local time."""
    return timezone.localtime(_fixed.get() or timezone.now())


def today() -> date:
    """The day at the counter."""
    return now().date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within the block it is ``moment`` (naive means local time). For tests and for the sample's history."""
    token = _fixed.set(moment if timezone.is_aware(moment) else timezone.make_aware(moment))
    try:
        yield
    finally:
        _fixed.reset(token)
