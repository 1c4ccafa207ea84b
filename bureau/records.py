"""The registry of record checks: each layer says what must hold of its stored records; `check_records` asks all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from django.db import connection

from bureau import audit, personal, triggers

RecordCheck: TypeAlias = Callable[[], str | None]
"""Names the first broken record in words; None when all is well."""

_checks: dict[str, RecordCheck] = {}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found."""

    check: str
    broken: str | None


def register(name: str, check: RecordCheck) -> None:
    _checks[name] = check


def check_all() -> Iterator[Finding]:
    for name, check in _checks.items():
        yield Finding(name, check())


def _triggers() -> str | None:
    missing = triggers.missing_triggers(connection)
    return f"trigger {missing[0].name} on {missing[0].table} is missing; run migrate" if missing else None


def _audit() -> str | None:
    broken = audit.first_broken_entry()
    return f"entry {broken.seq} is {broken.reason}" if broken else None


register("triggers", _triggers)
register("audit", _audit)
register("personal records", personal.first_unreadable)
