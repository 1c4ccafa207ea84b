"""Prints 'engine|first|count|last' of the applied migrations, for script/lib.sh: another database, a restored or an
empty one prints another line. Runs at every start, so it loads no Django."""

import os
import sqlite3
import sys
from pathlib import Path

PARTS = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
QUERY = "SELECT min(applied), count(*), max(applied) FROM django_migrations"


def sqlite() -> tuple[object, ...]:
    path = Path(os.environ["YIZHENG_DATA"]) / "yizheng.sqlite3"
    try:
        return tuple(sqlite3.connect(f"file:{path}?mode=ro", uri=True).execute(QUERY).fetchone())
    except sqlite3.OperationalError:  # no file, or no table in it
        return ("", 0, "")


def postgresql() -> tuple[object, ...]:
    import psycopg  # only here: it would double the time on SQLite

    given = {part: os.environ.get(f"YIZHENG_DATABASE_{name}") for part, name in PARTS.items()}
    given["dbname"] = given["dbname"] or "yizheng"
    try:
        with psycopg.connect(**{part: value for part, value in given.items() if value}) as connection:
            return tuple(connection.execute(QUERY).fetchone() or ())
    except psycopg.errors.UndefinedTable:
        return ("", 0, "")
    except psycopg.OperationalError as error:
        sys.exit(f"The PostgreSQL database cannot be reached: {error}")


chosen = os.environ.get("YIZHENG_DATABASE", "sqlite")
sys.stdout.write("|".join(map(str, (chosen, *(sqlite() if chosen == "sqlite" else postgresql())))) + "\n")
