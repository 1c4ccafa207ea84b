"""Rows that the database itself keeps from changing, on SQLite and PostgreSQL.

A rule is declared once beside its model (``freeze(Frozen(...))``, ``freeze(Transitions(...))``), installed after every
migrate and compared by ``missing_triggers``: SQLite drops triggers silently whenever a migration rebuilds their table.
A refused statement surfaces as IntegrityError with the rule's message. Rules read no other table.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

PREFIX = "yz_"
REFUSE = """
CREATE OR REPLACE FUNCTION yz_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$
"""  # PostgreSQL's triggers name a function; the conditions stand in their WHEN


class Columns(Enum):
    ALL = "all"


ALL = Columns.ALL


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger as the database has it, or should."""

    name: str
    table: str
    sql: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """Columns of ``model`` that no longer change once ``when`` holds, and rows that are never deleted.

    ``when`` and ``unless`` are SQL over ``OLD.column`` (``unless`` may also read ``NEW.column``); empty means always
    and never. ``free`` columns may change even if ``columns`` is ALL. ``set_once`` columns may still go from NULL or
    '' to a value, but not from one value to another. ``name`` reads as a sentence and is what the error says.
    """

    model: str
    name: str
    columns: Columns | Sequence[str] = ALL
    free: Sequence[str] = ()
    set_once: Sequence[str] = ()
    when: str = ""
    unless: str = ""
    deletable: bool = False

    def triggers(self, vendor: str) -> Iterator[Trigger]:
        model = apps.get_model(self.model)
        changed = [f"{_differs(column, vendor)}" for column in self._frozen(model)]
        changed += [
            f"({_has_value(model, name)} AND {_differs(_column(model, name), vendor)})" for name in self.set_once
        ]
        if changed:
            conditions = [f"({' OR '.join(changed)})", *self._conditions()]
            yield _row_trigger(model, self.name, "UPDATE", " AND ".join(conditions), vendor)
        if not self.deletable:
            yield _row_trigger(model, self.name, "DELETE", f"({self.when})" if self.when else "", vendor)
            if vendor == "postgresql":
                yield _truncate_trigger(model, self.name)

    def _conditions(self) -> list[str]:
        return [f"({self.when})"] * bool(self.when) + [f"NOT ({self.unless})"] * bool(self.unless)

    def _frozen(self, model: type[models.Model]) -> list[str]:
        if self.columns is not ALL:
            return [_column(model, name) for name in self.columns]
        left_out = {*self.free, *self.set_once}
        return [_column(model, field.name) for field in model._meta.concrete_fields if field.name not in left_out]


@dataclass(frozen=True, slots=True, kw_only=True)
class Transitions:
    """The only ways in which ``column`` of ``model`` may change: state to the states that may follow it."""

    model: str
    name: str
    column: str
    allowed: Mapping[str, Iterable[str]]

    def triggers(self, vendor: str) -> Iterator[Trigger]:
        model = apps.get_model(self.model)
        column = _column(model, self.column)
        ways = [
            f'(OLD."{column}" = {_text(before)} AND NEW."{column}" = {_text(after)})'
            for before, afters in sorted(self.allowed.items())
            for after in sorted(afters)
        ]
        condition = " AND ".join([_differs(column, vendor)] + [f"NOT ({' OR '.join(ways)})"] * bool(ways))
        yield _row_trigger(model, self.name, "UPDATE", condition, vendor)


Rule = Frozen | Transitions
_rules: dict[tuple[str, str, type], Rule] = {}


def freeze(rule: Rule) -> None:
    """Registers a rule; models declare theirs in the module of the model. The same rule twice counts once."""
    _rules[rule.model, rule.name, type(rule)] = rule


def expected(connection: BaseDatabaseWrapper, app_label: str | None = None) -> dict[str, Trigger]:
    """Every trigger that should be there, for the tables that are there."""
    tables = set(connection.introspection.table_names())
    wanted = (
        trigger
        for rule in _rules.values()
        if app_label is None or apps.get_model(rule.model)._meta.app_label == app_label
        for trigger in rule.triggers(connection.vendor)
    )
    return {trigger.name: trigger for trigger in wanted if trigger.table in tables}


def installed(connection: BaseDatabaseWrapper) -> dict[str, Trigger]:
    """Our triggers that are there and switched on."""
    if connection.vendor == "sqlite":
        query = (
            "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'yz\\_%' ESCAPE '\\'"
        )
    else:
        query = (
            "SELECT t.tgname, c.relname, '' FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND t.tgname LIKE 'yz\\_%' AND t.tgenabled <> 'D' "
            "AND c.relnamespace = current_schema()::regnamespace"
        )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name: Trigger(name, table, sql) for name, table, sql in cursor.fetchall()}


def missing_triggers(connection: BaseDatabaseWrapper) -> list[Trigger]:
    """Triggers that should be there and are not, are switched off, or say something else."""
    return _missing(expected(connection), installed(connection), connection.vendor)


def install(connection: BaseDatabaseWrapper, app_label: str | None = None) -> None:
    """Brings the triggers of an app (or of all) to what the rules say. Doing it again changes nothing."""
    wanted, present = expected(connection, app_label), installed(connection)
    tables = {trigger.table for trigger in wanted.values()}
    missing = _missing(wanted, present, connection.vendor)
    stale = [trigger for trigger in present.values() if trigger.table in tables and trigger.name not in wanted]
    if not missing and not stale:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(REFUSE.replace("%'", "%%'"), [])
        for trigger in [*stale, *missing]:
            cursor.execute(drop_statement(trigger, connection))
        for trigger in missing:
            cursor.execute(trigger.sql)


def drop_statement(trigger: Trigger, connection: BaseDatabaseWrapper) -> str:
    table = f" ON {connection.ops.quote_name(trigger.table)}" if connection.vendor == "postgresql" else ""
    return f"DROP TRIGGER IF EXISTS {connection.ops.quote_name(trigger.name)}{table}"


def _missing(wanted: dict[str, Trigger], present: dict[str, Trigger], vendor: str) -> list[Trigger]:
    return [
        trigger
        for name, trigger in wanted.items()
        if name not in present or (vendor == "sqlite" and present[name].sql != trigger.sql)
    ]


def _row_trigger(model: type[models.Model], rule: str, event: str, condition: str, vendor: str) -> Trigger:
    table = model._meta.db_table
    when = f" WHEN ({condition})" if condition else ""
    head = f'BEFORE {event} ON "{table}" FOR EACH ROW{when}'
    if vendor == "sqlite":
        body = f"{head} BEGIN SELECT RAISE(ABORT, {_text(rule)}); END"
    else:
        body = f"{head} EXECUTE FUNCTION yz_refuse({_text(rule)})"
    return _named(table, rule, event, body)


def _truncate_trigger(model: type[models.Model], rule: str) -> Trigger:
    table = model._meta.db_table
    body = f'BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION yz_refuse({_text(rule)})'
    return _named(table, rule, "TRUNCATE", body)


def _named(table: str, rule: str, event: str, body: str) -> Trigger:
    """The name carries a digest of the definition, so a changed rule is a missing trigger."""
    name = f"{PREFIX}{rule[:40]}_{event[0].lower()}_{hashlib.sha256(body.encode()).hexdigest()[:8]}"
    return Trigger(name, table, f'CREATE TRIGGER "{name}" {body}')


def _column(model: type[models.Model], name: str) -> str:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    assert field.column is not None, f"{name} has no column of its own"
    return field.column


def _has_value(model: type[models.Model], name: str) -> str:
    field = model._meta.get_field(name)
    column = _column(model, name)
    textual = isinstance(field, models.CharField | models.TextField)
    return f'OLD."{column}" IS NOT NULL' + (f" AND OLD.\"{column}\" <> ''" if textual else "")


def _differs(column: str, vendor: str) -> str:
    operator = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
    return f'NEW."{column}" {operator} OLD."{column}"'


def _text(value: str) -> str:
    escaped = value.replace("'", "''")
    return f"'{escaped}'"
