"""The full-text index of SQLite (FTS5) over SearchRecord's tokens, and the triggers that keep it in step.

The triggers write in the transaction that writes the record, whoever writes it. Index and triggers are put in place
after every migrate: a migration that rebuilds a table silently drops its triggers. No models are needed here.
"""

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "search_fts"
# 'ascii' takes every character above 127 as a letter, rare Han characters included; 'unicode61' only those it knows.
CREATE = f"""CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING fts5(
    title_tokens, body_tokens, content='search_searchrecord', content_rowid='id', columnsize=0, tokenize='ascii')"""
ADD = f"INSERT INTO {TABLE}(rowid, title_tokens, body_tokens) VALUES (new.id, new.title_tokens, new.body_tokens);"
TAKE_OUT = (
    f"INSERT INTO {TABLE}({TABLE}, rowid, title_tokens, body_tokens) "
    "VALUES ('delete', old.id, old.title_tokens, old.body_tokens);"
)
CHANGED = "old.title_tokens IS NOT new.title_tokens OR old.body_tokens IS NOT new.body_tokens"
TRIGGERS = {
    "search_fts_insert": f"AFTER INSERT ON search_searchrecord BEGIN {ADD} END",
    "search_fts_delete": f"AFTER DELETE ON search_searchrecord BEGIN {TAKE_OUT} END",
    "search_fts_update": f"AFTER UPDATE ON search_searchrecord WHEN {CHANGED} BEGIN {TAKE_OUT} {ADD} END",
}
REBUILD = f"INSERT INTO {TABLE}({TABLE}) VALUES ('rebuild')"
COMPARE = f"INSERT INTO {TABLE}({TABLE}, rank) VALUES ('integrity-check', 1)"


def install(connection: BaseDatabaseWrapper) -> None:
    """Put index and triggers in place; rows that were written without them are indexed now."""
    if connection.vendor != "sqlite" or not missing(connection):
        return
    with connection.cursor() as cursor:
        cursor.execute(CREATE)
        for name, body in TRIGGERS.items():
            cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {name} {body}")
        cursor.execute(REBUILD)


def missing(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of the index and the triggers that should be there and are not. Nothing is missing on other databases."""
    if connection.vendor != "sqlite":
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger')")
        present = {name for (name,) in cursor.fetchall()}
    return {TABLE, *TRIGGERS} - present if "search_searchrecord" in present else set()


def is_in_step(connection: BaseDatabaseWrapper) -> bool:
    """Whether the full-text index holds exactly what the rows hold."""
    if connection.vendor != "sqlite":
        return True
    if missing(connection):
        return False
    try:
        with connection.cursor() as cursor:
            cursor.execute(COMPARE)
    except DatabaseError:
        return False
    return True


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take index and triggers away; `install` makes them anew from the rows."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for name in TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
