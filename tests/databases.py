"""Databases for tests: migrated once for a run, then copied for each process and each running site.

The migrations take half a minute of a processor; a copy of what they made takes less than a second.
"""

import fcntl
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from tests.environment import FOLDER, ROOT

ON_POSTGRESQL = os.environ.get("YIZHENG_DATABASE") == "postgresql"
MIGRATED = "tests_migrated"
FILE = "yizheng.sqlite3"  # in each data folder


@contextmanager
def by_the_first_who_asks(name: str) -> Iterator[Path | None]:
    """A new folder of the run for what the block makes; None where another process has made it."""
    folder = FOLDER / name
    with (FOLDER / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (folder / "ready").exists():
            yield None
            return
        folder.mkdir()
        yield folder
        (folder / "ready").touch()


def copy_migrated(target: str | Path) -> None:
    """A database with all tables and no records but those of the migrations: a name, or on SQLite a path."""
    with by_the_first_who_asks(MIGRATED) as folder:
        if folder:
            drop_database(MIGRATED)
            make_database(MIGRATED)
            given = {"YIZHENG_DATA": str(folder), "YIZHENG_DATABASE_NAME": MIGRATED}
            migrate = [sys.executable, str(ROOT / "site" / "manage.py"), "migrate", "--no-input", "-v", "0"]
            subprocess.run(migrate, env={**os.environ, **given}, check=True)
    if ON_POSTGRESQL:
        drop_database(str(target))
        make_database(str(target), MIGRATED)
        return
    source = FOLDER / MIGRATED / FILE
    with closing(sqlite3.connect(source)) as migrated, closing(sqlite3.connect(target)) as copy:
        migrated.backup(copy)


@contextmanager
def _server_of_databases() -> Iterator[psycopg.Connection[Any]]:
    given = {
        key: os.environ.get(f"YIZHENG_DATABASE_{key.upper()}") or None for key in ("host", "port", "user", "password")
    }
    with psycopg.connect(dbname="postgres", autocommit=True, **given) as connection:  # type: ignore[arg-type]
        yield connection


def make_database(name: str, template: str = "template0") -> None:
    """On PostgreSQL; SQLite makes its file by itself."""
    if ON_POSTGRESQL:
        with _server_of_databases() as connection:
            words = (sql.Identifier(name), sql.Identifier(template))
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*words))


def drop_database(name: str) -> None:
    if ON_POSTGRESQL:
        with _server_of_databases() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
