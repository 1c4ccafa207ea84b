"""Who changes records and who writes their rows anew, at the same time, on PostgreSQL; SQLite has one writer anyway.

A lock of a row would not do: a record may have none yet. So those who change records of a kind share a lock of the
kind until they have committed, and a rebuild holds it alone while it reads some records and writes their rows. It waits
for it with nothing in its hands, hence nobody and the rebuild ever wait for each other.
"""

from collections.abc import Iterable
from zlib import crc32

from django.db import connection

OURS = 0x5A48  # the first half of the lock's key, apart from whatever else locks in this database


def share(kinds: Iterable[str]) -> None:
    """Until the running transaction ends, no rebuild writes rows of these kinds."""
    _lock("pg_advisory_xact_lock_shared", sorted(set(kinds)))


def hold(kind: str) -> None:
    """Waits until nobody has uncommitted changes of the kind; until the running transaction ends nobody makes any."""
    _lock("pg_advisory_xact_lock", [kind])


def _lock(function: str, kinds: list[str]) -> None:
    if connection.vendor != "postgresql" or not kinds:
        return
    calls = ", ".join(f"{function}({OURS}, %s)" for _kind in kinds)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", [crc32(kind.encode()) - 2**31 for kind in kinds])
