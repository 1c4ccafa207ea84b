"""What one certificate states, fixed before it is rendered and signed. Pure.

The printed page, the attached JSON, the public page and the search document are made from `CertificateFacts` alone.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Self, TypeAlias

from certificates.definition import Column, FieldDefinition, FieldKind, TypeDefinition
from certificates.identifiers import printed_unit_code

Value: TypeAlias = str | list[str] | list[dict[str, str]]
Values: TypeAlias = Mapping[str, Value]

SQUARE_METRES_A_HECTARE = Decimal(10_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the printed table: the field's key, its label and its value as printed."""

    key: str
    label: str
    value: str
    printed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A list with columns, printed on an annex page."""

    key: str
    label: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """The one statement. Tuples, because a frozen class around a list is neither frozen nor hashable."""

    type_code: str
    type_version: int
    type_name: str
    number: str  # as printed
    project_code: str  # "" on kinds that do not print it
    issuer: str
    issuer_uscc: str
    holder: str
    issued_on: date  # the day at the counter (Asia/Shanghai)
    expires_on: date | None
    rows: tuple[Row, ...]
    tables: tuple[Table, ...]

    def canonical_json(self) -> bytes:
        """RFC 8785's order and spacing for our values (texts, whole numbers, lists): the same bytes on every run."""
        return json.dumps(
            asdict(self), default=date.isoformat, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        ).encode()

    def sha256(self) -> str:
        return hashlib.sha256(self.canonical_json()).hexdigest()

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        known: dict[str, Any] = json.loads(text)
        known["issued_on"] = date.fromisoformat(known["issued_on"])
        known["expires_on"] = date.fromisoformat(known["expires_on"]) if known["expires_on"] else None
        known["rows"] = tuple(Row(**each) for each in known["rows"])
        known["tables"] = tuple(
            Table(key=t["key"], label=t["label"], head=tuple(t["head"]), rows=tuple(tuple(r) for r in t["rows"]))
            for t in known["tables"]
        )
        return cls(**known)

    def value(self, key: str) -> str:
        return next((row.value for row in self.rows if row.key == key), "")


def printed_value(definition: FieldDefinition, value: Value | None) -> str:
    """A value as people read it: an empty one is '/', areas have thousands separators and their unit."""
    if value in (None, "", []):
        return "/"
    match definition.kind:
        case FieldKind.LIST if isinstance(value, list):
            return "；".join(str(each) for each in value)
        case FieldKind.TABLE if isinstance(value, list):
            return f"{len(value)} 项，见附页"
        case FieldKind.DATE:
            return printed_date(date.fromisoformat(str(value)))
        case FieldKind.DECIMAL:
            return printed_decimal(str(value), definition.decimals, definition.unit, definition.print_unit)
        case FieldKind.INTEGER:
            return f"{value}{definition.unit}"
        case FieldKind.TEXT if definition.rule == "unit_code":
            return printed_unit_code(str(value))
    return str(value)


def printed_decimal(value: str, decimals: int, unit: str, print_unit: str = "") -> str:
    number = Decimal(value)
    if print_unit == "公顷" and unit == "㎡":
        return f"{hectares(number)}公顷"
    return f"{number:,.{decimals}f}{print_unit or unit}"


def hectares(square_metres: Decimal) -> Decimal:
    """Rounded half up to four decimals, as forms print it (domain.md B05)."""
    return (square_metres / SQUARE_METRES_A_HECTARE).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def printed_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def make_facts(
    definition: TypeDefinition,
    values: Values,
    *,
    number: str,
    project_code: str,
    issuer: str,
    issuer_uscc: str,
    issued_on: date,
) -> CertificateFacts:
    """The statement of one certificate. ``values`` have passed the check of the type's schema."""
    holder = values.get(definition.holder_field, "")
    return CertificateFacts(
        type_code=definition.code,
        type_version=definition.version,
        type_name=definition.name,
        number=number,
        project_code=project_code if definition.prints_project_code else "",
        issuer=issuer,
        issuer_uscc=issuer_uscc,
        holder="、".join(map(str, holder)) if isinstance(holder, list) else holder,
        issued_on=issued_on,
        expires_on=expiry(issued_on, definition.valid_years),
        rows=tuple(
            Row(key=each.key, label=each.label, value=printed_value(each, values.get(each.key)), printed=each.printed)
            for each in definition.fields
        ),
        tables=tuple(
            _table(each, value)
            for each in definition.fields
            if each.kind is FieldKind.TABLE and (value := values.get(each.key)) and isinstance(value, list)
        ),
    )


def expiry(issued_on: date, years: int) -> date | None:
    """The last day of validity, ``years`` after the issue day (29 February counts as 28 in other years)."""
    if not years:
        return None
    try:
        return issued_on.replace(year=issued_on.year + years)
    except ValueError:
        return issued_on.replace(year=issued_on.year + years, day=28)


def _table(definition: FieldDefinition, rows: list[Any]) -> Table:
    return Table(
        key=definition.key,
        label=definition.label,
        head=tuple(each.label for each in definition.columns),
        rows=tuple(tuple(_cell(column, row.get(column.key, "")) for column in definition.columns) for row in rows),
    )


def _cell(column: Column, value: str) -> str:
    if value == "":
        return "/"
    return (
        printed_decimal(value, column.decimals, column.unit)
        if column.kind is FieldKind.DECIMAL
        else f"{value}{column.unit}"
    )
