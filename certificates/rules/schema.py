"""Rule "field": one certificate against the definition of its kind, field by field."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

from django.utils.translation import gettext_lazy as _

from certificates.definition import Column, FieldDefinition, FieldKind, TypeDefinition
from certificates.facts import Value, Values
from certificates.findings import BundleSnapshot, Finding
from certificates.identifiers import iso_day, personal_number_in
from certificates.rules.named import NAMED, Problem, required_here, shares_problem
from certificates.rules.values import CODES, NUMBERS, invisible_in, normalise
from certificates.rules.wording import kind_name, name_of, several

RULE = "field"
MOST_WHOLE_DIGITS = 12
MOST_ENTRIES = 200
LONGEST_CELL = 100
_DECIMAL = re.compile(r"(-?)(\d+)(?:\.(\d+))?", re.ASCII)

EMPTY = _("%(name)s: %(label)s is empty. Fill it in.")
UNKNOWN = _("%(name)s: this kind has no field %(key)s. Take it out.")
SHAPE = _("%(name)s: %(label)s cannot be read as it stands. Enter it again.")
TOO_LONG = _("%(name)s: %(label)s has %(count)s characters, at most %(most)s fit. Shorten it.")
INVISIBLE = _("%(name)s: %(label)s holds characters that nobody can see (%(codes)s). Type the text again.")
PERSONAL = _("%(name)s: %(label)s holds an identity or phone number. Take it out; certificates never state one.")
NO_NUMBER = _("%(name)s: %(label)s must be a number, but is “%(value)s”. Write it like 23910.50.")
NO_WHOLE_NUMBER = _("%(name)s: %(label)s must be a whole number, but is “%(value)s”. Write it in digits.")
BELOW_ZERO = _("%(name)s: %(label)s is %(value)s. It cannot be below 0; correct it.")
DECIMALS = _(
    "%(name)s: %(label)s is %(value)s, with more than %(most)s decimals. Nothing is rounded; enter it exactly."
)
TOO_LARGE = _("%(name)s: %(label)s is %(value)s, which is too large. Check the point and the unit.")
NO_DAY = _("%(name)s: %(label)s is no day: “%(value)s”. Write it like 2022-08-12.")
NO_CHOICE = _("%(name)s: %(label)s is “%(value)s”, but can only be %(choices)s.")
TWICE = _("%(name)s: %(label)s names “%(value)s” twice. Take one out.")
TOO_MANY = _("%(name)s: %(label)s has %(count)s entries, at most %(most)s fit. Take some out.")
BAD_ROW = _("%(name)s: row %(row)s of %(label)s does not have the columns %(columns)s. Enter it again.")
EMPTY_CELL = _("%(name)s: row %(row)s of %(label)s lacks %(column)s. Fill it in.")
LONG_CELL = _("%(name)s: row %(row)s of %(label)s is longer than %(most)s characters. Shorten it.")
NO_NUMBER_CELL = _("%(name)s: row %(row)s of %(label)s has “%(value)s” as %(column)s. Write a number like 4.12.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whose values are looked at, and what the office adds to the rules."""

    definition: TypeDefinition
    name: str
    certificate: int | None = None
    counties: Sequence[str] = dataclass_field(default=())


def check(snapshot: BundleSnapshot) -> Iterator[Finding]:
    """Every certificate against its own kind."""
    for view in snapshot.certificates:
        subject = Subject(
            definition=view.definition, name=name_of(view), certificate=view.pk, counties=snapshot.counties
        )
        yield from check_values(subject, view.values)


def read(
    definition: TypeDefinition, raw: Mapping[str, object], *, name: str = "", counties: Sequence[str] = ()
) -> tuple[dict[str, Value], tuple[Finding, ...]]:
    """Values as they are kept, and everything that is wrong with them; for forms and spreadsheets."""
    values = normalise(definition, raw)
    subject = Subject(definition=definition, name=name or kind_name(definition), counties=counties)
    unknown = {key: "" for key in raw if key not in definition.by_key}
    return values, tuple(check_values(subject, {**values, **unknown}))


def check_values(subject: Subject, values: Values) -> Iterator[Finding]:
    """What is wrong with ``values``, in the order of print."""
    for each in subject.definition.fields:
        value = values.get(each.key)
        for problem in _problems(each, value, values, subject):
            yield _finding(subject, each.key, each.label, problem)
    for key in values:
        if key not in subject.definition.by_key:
            yield _finding(subject, key, key, Problem(UNKNOWN, {"key": key}))


def _finding(subject: Subject, key: str, label: str, problem: Problem) -> Finding:
    return Finding(
        rule=RULE,
        severity=problem.severity,
        message=problem.message,
        params={"name": subject.name, "label": label, **problem.params},
        certificate=subject.certificate,
        key=key,
    )


def _problems(field: FieldDefinition, value: Value | None, values: Values, subject: Subject) -> Iterator[Problem]:
    if value in (None, "", []):
        if field.required:
            yield Problem(EMPTY)
        elif why := required_here(subject.definition.code, field.key, values):
            yield Problem(why)
        return
    yield from _CHECKS[field.kind](field, value, subject)


def _check_text(field: FieldDefinition, value: Any, subject: Subject) -> Iterator[Problem]:
    if not isinstance(value, str):
        yield Problem(SHAPE)
        return
    yield from _written(field, value, lines=not 0 < field.max_length < 200)
    yield from _named(field, value, subject)


def _written(field: FieldDefinition, text: str, *, lines: bool) -> Iterator[Problem]:
    """What holds for any text: its length, its characters, and that it names no person by number."""
    if text != text.strip():
        yield Problem(SHAPE)
    if 0 < field.max_length < len(text):
        yield Problem(TOO_LONG, {"count": len(text), "most": field.max_length})
    if codes := invisible_in(text, lines=lines):
        yield Problem(INVISIBLE, {"codes": several(codes)})
    if field.rule not in CODES | NUMBERS and personal_number_in(text):
        yield Problem(PERSONAL)


def _named(field: FieldDefinition, text: str, subject: Subject) -> Iterator[Problem]:
    if rule := NAMED.get(field.rule):
        yield from rule(text, subject.counties)


def _check_decimal(field: FieldDefinition, value: Any, subject: Subject) -> Iterator[Problem]:
    yield from _number(value, field.decimals)
    yield from _named(field, value, subject) if isinstance(value, str) else ()


def _number(value: Any, decimals: int) -> Iterator[Problem]:
    found = _DECIMAL.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        yield Problem(NO_NUMBER, {"value": value})
    elif found[1]:
        yield Problem(BELOW_ZERO, {"value": value})
    elif len(found[3] or "") > decimals:
        yield Problem(DECIMALS, {"value": value, "most": decimals})
    elif len(found[2].lstrip("0")) > MOST_WHOLE_DIGITS:
        yield Problem(TOO_LARGE, {"value": value})


def _check_integer(field: FieldDefinition, value: Any, subject: Subject) -> Iterator[Problem]:
    if not isinstance(value, str) or not re.fullmatch(r"\d{1,9}", value, re.ASCII):
        yield Problem(NO_WHOLE_NUMBER, {"value": value})
        return
    yield from _named(field, value, subject)


def _check_date(field: FieldDefinition, value: Any, subject: Subject) -> Iterator[Problem]:
    if not isinstance(value, str) or iso_day(value) is None:
        yield Problem(NO_DAY, {"value": value})


def _check_choice(field: FieldDefinition, value: Any, subject: Subject) -> Iterator[Problem]:
    if value not in field.choices:
        yield Problem(NO_CHOICE, {"value": value, "choices": several(field.choices)})


def _check_list(field: FieldDefinition, value: Any, subject: Subject) -> Iterator[Problem]:
    if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
        yield Problem(SHAPE)
        return
    if len(value) > MOST_ENTRIES:
        yield Problem(TOO_MANY, {"count": len(value), "most": MOST_ENTRIES})
        return
    for place, each in enumerate(value):
        yield from _written(field, each, lines=False)
        yield from _named(field, each, subject)
        if each in value[:place]:
            yield Problem(TWICE, {"value": each})


def _check_table(field: FieldDefinition, value: Any, subject: Subject) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield Problem(SHAPE)
        return
    if len(value) > MOST_ENTRIES:
        yield Problem(TOO_MANY, {"count": len(value), "most": MOST_ENTRIES})
        return
    found = [problem for row, each in enumerate(value, start=1) for problem in _row_problems(field, row, each)]
    yield from found
    if field.rule == "shares" and not found:
        yield from shares_problem(value)


def _row_problems(field: FieldDefinition, row: int, cells: Any) -> Iterator[Problem]:
    keys = {each.key for each in field.columns}
    if not isinstance(cells, dict) or not set(cells) <= keys or not all(isinstance(v, str) for v in cells.values()):
        yield Problem(BAD_ROW, {"row": row, "columns": several(each.label for each in field.columns)})
        return
    for place, column in enumerate(field.columns):
        text = cells.get(column.key, "")
        if text or place == 0:
            yield from _cell_problems(row, column, text)


def _cell_problems(row: int, column: Column, text: str) -> Iterator[Problem]:
    if not text:
        yield Problem(EMPTY_CELL, {"row": row, "column": column.label})
    elif column.kind is FieldKind.DECIMAL:
        if any(_number(text, column.decimals)):
            yield Problem(NO_NUMBER_CELL, {"row": row, "column": column.label, "value": text})
    elif len(text) > LONGEST_CELL:
        yield Problem(LONG_CELL, {"row": row, "most": LONGEST_CELL})
    elif codes := invisible_in(text, lines=False):
        yield Problem(INVISIBLE, {"codes": several(codes)})
    elif personal_number_in(text):
        yield Problem(PERSONAL)


_CHECKS: dict[FieldKind, Callable[[FieldDefinition, Any, Subject], Iterator[Problem]]] = {
    FieldKind.TEXT: _check_text,
    FieldKind.DECIMAL: _check_decimal,
    FieldKind.INTEGER: _check_integer,
    FieldKind.DATE: _check_date,
    FieldKind.CHOICE: _check_choice,
    FieldKind.LIST: _check_list,
    FieldKind.TABLE: _check_table,
}
