"""What SQLite keeps beside SearchRecord to answer quickly, and the triggers that keep it in step.

search_cell   each combination of facet values and audience that records have, and how many have it
search_key    of each record its key: a number that says its day and its cell
search_own    who may see a record of one project, beyond the audience of its cell
search_fts    full text (FTS5), whose rows are these keys
search_stamp  one number that is another one after every change

An engine that walks the full text thus meets what it finds by its day and reads facets and audience from the key:
counting reads no record, and a page ends as soon as it is full. Every key fits SQLite's 64 bits:

    day: 16 bits | primary key of the record: 31 bits | cell: 17 bits

Days before 1900 and after 2079 share the first and the last value, so keys order roughly; engines order what has one
value exactly. Keys rise as records come, or FTS5 would write every record by itself.

The triggers write in the transaction that writes the record, whoever writes it. All of it is put in place after every
migrate: a migration that rebuilds a table silently drops its triggers. No models are needed here.
"""

from datetime import date

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "search_fts"
RECORDS = "search_searchrecord"
CELL_BITS, ID_BITS, DAY_BITS = 17, 31, 16
DAY_SHIFT = CELL_BITS + ID_BITS
LAST_DAY = (1 << DAY_BITS) - 1
LOWEST = -(1 << (DAY_BITS - 1))  # keys are signed
FIRST_DATE = date(1900, 1, 1)
FACETS = "kind, type, year, district, state, office"
OWN = "project:"  # how tokens begin that only the records of one project carry: too many for cells


def first_key(day: date) -> int:
    """The smallest key of that day."""
    return (LOWEST + min(max((day - FIRST_DATE).days, 0), LAST_DAY)) << DAY_SHIFT


def last_key(day: date) -> int:
    return first_key(day) + (1 << DAY_SHIFT) - 1


def cell_of(key: str) -> str:
    """In SQL."""
    return f"({key} & {2**CELL_BITS - 1})"


def id_of(key: str) -> str:
    """In SQL: the primary key of the record."""
    return f"(({key} >> {CELL_BITS}) & {2**ID_BITS - 1})"


def _tokens(row: str) -> str:
    return f"""json_each('["' || replace(trim({row}.audience), ' ', '","') || '"]')"""


def _audience(row: str) -> str:
    """What its cell says of the audience of ``row``."""
    shared = f"SELECT ' ' || group_concat(value, ' ') || ' ' FROM {_tokens(row)} WHERE value NOT LIKE '{OWN}%'"
    return f"coalesce(({shared}), ' ')"


def _is_cell_of(row: str) -> str:
    same = " AND ".join(f"{name} = {row}.{name}" for name in FACETS.split(", "))
    return f"{same} AND audience = {_audience(row)}"


def _key(row: str) -> str:
    day = f"CAST(julianday({row}.day) - julianday('{FIRST_DATE.isoformat()}') AS INTEGER)"
    day = f"({LOWEST} + min(max({day}, 0), {LAST_DAY}))"
    cell = f"(SELECT id FROM search_cell WHERE {_is_cell_of(row)})"
    return f"(({day} << {DAY_SHIFT}) + ({row}.id << {CELL_BITS}) + {cell})"


def _values(row: str) -> str:
    return ", ".join(f"{row}.{name}" for name in FACETS.split(", ")) + f", {_audience(row)}"


TABLES = {
    "search_cell": f"""CREATE TABLE search_cell (
        id INTEGER PRIMARY KEY CHECK (id < {2**CELL_BITS}),
        kind TEXT, type TEXT, year TEXT, district TEXT, state TEXT, office TEXT, audience TEXT,
        records INTEGER NOT NULL DEFAULT 0, UNIQUE ({FACETS}, audience))""",
    "search_key": f"""CREATE TABLE search_key (
        id INTEGER PRIMARY KEY CHECK (id < {2**ID_BITS}), key INTEGER NOT NULL UNIQUE)""",
    "search_own": "CREATE TABLE search_own (token TEXT, id INTEGER, PRIMARY KEY (token, id)) WITHOUT ROWID",
    "search_stamp": "CREATE TABLE search_stamp (stamp INTEGER)",
    "search_words": f"""CREATE VIEW search_words AS
        SELECT search_key.key AS id, title_tokens, body_tokens FROM search_key JOIN {RECORDS} USING (id)""",
    # 'ascii' takes every character above 127 as a letter, rare Han ones included; 'unicode61' only those it knows.
    TABLE: f"""CREATE VIRTUAL TABLE {TABLE} USING fts5(
        title_tokens, body_tokens, content='search_words', content_rowid='id', columnsize=0, tokenize='ascii')""",
}
STAMP = "UPDATE search_stamp SET stamp = random()"  # no counter: after a rollback it would say the same twice
# An outer INSERT OR IGNORE would rule every conflict inside a trigger too, so none is left to happen.
ADD = f"""
    INSERT INTO search_cell ({FACETS}, audience) SELECT {_values("new")}
        WHERE NOT EXISTS (SELECT 1 FROM search_cell WHERE {_is_cell_of("new")});
    UPDATE search_cell SET records = records + 1 WHERE {_is_cell_of("new")};
    INSERT INTO search_key (id, key) VALUES (new.id, {_key("new")});
    INSERT INTO search_own (token, id) SELECT DISTINCT value, new.id FROM {_tokens("new")} WHERE value LIKE '{OWN}%';
    INSERT INTO {TABLE} (rowid, title_tokens, body_tokens)
        SELECT key, new.title_tokens, new.body_tokens FROM search_key WHERE id = new.id;
    {STAMP};"""
TAKE_OUT = f"""
    INSERT INTO {TABLE} ({TABLE}, rowid, title_tokens, body_tokens)
        SELECT 'delete', key, old.title_tokens, old.body_tokens FROM search_key WHERE id = old.id;
    DELETE FROM search_own WHERE id = old.id AND token IN (SELECT value FROM {_tokens("old")});
    UPDATE search_cell SET records = records - 1
        WHERE id = (SELECT {cell_of("key")} FROM search_key WHERE id = old.id);
    DELETE FROM search_key WHERE id = old.id;
    {STAMP};"""
FOLLOWED = ["title_tokens", "body_tokens", "day", "audience", *FACETS.split(", ")]
CHANGED = " OR ".join(f"old.{name} IS NOT new.{name}" for name in FOLLOWED)
TRIGGERS = {
    "search_fts_insert": f"AFTER INSERT ON {RECORDS} BEGIN {ADD} END",
    "search_fts_delete": f"AFTER DELETE ON {RECORDS} BEGIN {TAKE_OUT} END",
    "search_fts_update": f"AFTER UPDATE ON {RECORDS} WHEN {CHANGED} BEGIN {TAKE_OUT} {ADD} END",
}
FILL = [
    "INSERT INTO search_stamp (stamp) VALUES (random())",
    f"INSERT INTO search_cell ({FACETS}, audience, records) SELECT {_values('r')}, count(*) FROM {RECORDS} r "
    f"GROUP BY {_values('r')}",
    f"INSERT INTO search_key (id, key) SELECT r.id, {_key('r')} FROM {RECORDS} r",
    f"INSERT INTO search_own (token, id) SELECT DISTINCT value, r.id FROM {RECORDS} r, {_tokens('r')} "
    f"WHERE value LIKE '{OWN}%'",
    f"INSERT INTO {TABLE}({TABLE}) VALUES ('rebuild')",
]
DIFFERENCES = [
    f"SELECT 1 FROM {RECORDS} r LEFT JOIN search_key k ON k.id = r.id WHERE k.key IS NOT {_key('r')}",
    f"SELECT 1 FROM search_key WHERE id NOT IN (SELECT id FROM {RECORDS})",
    f"SELECT id, records FROM search_cell WHERE records > 0 "
    f"EXCEPT SELECT {cell_of('key')}, count(*) FROM search_key GROUP BY 1",
    f"SELECT token, id FROM search_own EXCEPT SELECT value, r.id FROM {RECORDS} r, {_tokens('r')}",
    f"SELECT value, r.id FROM {RECORDS} r, {_tokens('r')} WHERE value LIKE '{OWN}%' "
    "EXCEPT SELECT token, id FROM search_own",
]
COMPARE = f"INSERT INTO {TABLE}({TABLE}, rank) VALUES ('integrity-check', 1)"


def install(connection: BaseDatabaseWrapper) -> None:
    """Put all in place; when anything was missing, everything is made anew from the rows."""
    if connection.vendor != "sqlite" or not missing(connection):
        return
    remove(connection)
    with connection.cursor() as cursor:
        for statement in TABLES.values():
            cursor.execute(statement)
        for name, body in TRIGGERS.items():
            cursor.execute(f"CREATE TRIGGER {name} {body}")
        for statement in FILL:
            cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of what should be there and is not. Nothing is missing on other databases."""
    if connection.vendor != "sqlite":
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger', 'view')")
        present = {name for (name,) in cursor.fetchall()}
    return {*TABLES, *TRIGGERS} - present if RECORDS in present else set()


def is_in_step(connection: BaseDatabaseWrapper) -> bool:
    """Whether all of it holds exactly what the rows hold."""
    if connection.vendor != "sqlite":
        return True
    if missing(connection):
        return False
    try:
        with connection.cursor() as cursor:
            cursor.execute(COMPARE)
            for statement in DIFFERENCES:
                cursor.execute(f"{statement} LIMIT 1")
                if cursor.fetchone():
                    return False
    except DatabaseError:
        return False
    return True


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take all of it away; `install` makes it anew from the rows."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for name in TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        for name, statement in reversed(TABLES.items()):
            cursor.execute(f"DROP {'VIEW' if statement.startswith('CREATE VIEW') else 'TABLE'} IF EXISTS {name}")
