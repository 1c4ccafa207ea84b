"""What people type or a spreadsheet holds, brought into the form in which facts are kept. Pure; judges nothing.

NFKC is used only where it cannot harm: in numbers, days, codes and choices. In other texts it would turn ㎡ into m2.
What cannot be read is kept as it was typed, so that the check can show it.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from certificates.definition import Column, FieldDefinition, FieldKind, TypeDefinition
from certificates.facts import Value
from certificates.identifiers import Term, written_day
from documents.number_keys import folded

CODES = frozenset({"uscc", "parcel_code", "unit_code", "project_code", "supervision_number"})
NUMBERS = frozenset({"land_permit", "works_permit"})
_NUMBER = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?", re.ASCII)
_BREAKS = re.compile(r"[\n;；]")
_NAMES = re.compile(r"[\n;；、]")
_CELLS = re.compile(r"[|｜\t]")
_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029")


def normalise(definition: TypeDefinition, raw: Mapping[str, object]) -> dict[str, Value]:
    """The known fields of ``raw`` as they are kept: empty text, list or table where nothing was entered.

    Accepts texts, numbers and days as a spreadsheet gives them, lists, and tables as rows or as lines of cells.
    """
    return {each.key: _value(definition, each, raw[each.key]) for each in definition.fields if each.key in raw}


def _value(definition: TypeDefinition, field: FieldDefinition, raw: object) -> Value:
    match field.kind:
        case FieldKind.LIST:
            return _list(field, raw, names=field.key == definition.holder_field or bool(field.rule))
        case FieldKind.TABLE:
            return _table(field, raw)
    return _one(field, raw)


def _one(field: FieldDefinition, raw: object) -> str:
    text = _text(raw)
    match field.kind:
        case FieldKind.DECIMAL:
            return _decimal(text, field.decimals, field.unit)
        case FieldKind.INTEGER:
            return _decimal(text, 0, field.unit)
        case FieldKind.DATE:
            day = written_day(text)
            return day.isoformat() if day else text
        case FieldKind.CHOICE:
            return next((each for each in field.choices if folded(each) == folded(text)), text)
    return _by_rule(field.rule, text)


def _by_rule(rule: str, text: str) -> str:
    if rule in CODES:
        return folded(text).upper()
    if rule in NUMBERS:
        return folded(text)
    if rule == "term":
        return str(Term.parse(text) or text)
    return text


def _text(raw: object) -> str:
    """Whatever a form or a cell held, as text without outer blanks and with one kind of line end."""
    match raw:
        case None:
            return ""
        case datetime():
            return raw.date().isoformat()
        case date():
            return raw.isoformat()
        case float():  # spreadsheets keep 15 digits
            return format(Decimal(format(raw, ".15g")), "f") if raw - raw == 0 else str(raw)
    return "\n".join(line.strip() for line in _LINE_ENDS.sub("\n", str(raw)).strip().split("\n"))


def _decimal(text: str, decimals: int, unit: str = "") -> str:
    """'23,910.5㎡' is 23910.50; what has too many decimals stays, since nothing is rounded."""
    plain = folded(text)
    if unit:
        plain = plain.removesuffix(folded(unit))
    if not _NUMBER.fullmatch(plain):
        return text
    number = Decimal(plain.replace(",", ""))
    try:
        exact = number == number.quantize(Decimal(1).scaleb(-decimals))
    except InvalidOperation:  # more digits than any area has
        exact = False
    return f"{number:.{decimals}f}" if exact else f"{number:f}"


def _list(field: FieldDefinition, raw: object, *, names: bool) -> list[str]:
    if isinstance(raw, list | tuple):
        entries = [_text(each) for each in raw]
    else:
        entries = [each.strip() for each in (_NAMES if names else _BREAKS).split(_text(raw))]
    return [_by_rule(field.rule, each) for each in entries if each]


def _table(field: FieldDefinition, raw: object) -> list[dict[str, str]]:
    rows = raw if isinstance(raw, list | tuple) else [_cells(field, line) for line in _BREAKS.split(_text(raw))]
    return [row for row in (_row(field, each) for each in rows) if any(row.values())]


def _cells(field: FieldDefinition, line: str) -> dict[str, str]:
    """'水田|4.12' or, in a table of two columns, '水田 4.12'. Cells beyond the last column are kept under no name."""
    cells = [each.strip() for each in _CELLS.split(line.strip())]
    if len(cells) == 1 and len(field.columns) == 2:
        cells = cells[0].rsplit(maxsplit=1)
    keys = [each.key for each in field.columns]
    row = dict(zip(keys, cells, strict=False))
    return row | ({"": " ".join(cells[len(keys) :])} if len(cells) > len(keys) else {})


def _row(field: FieldDefinition, raw: object) -> dict[str, str]:
    if not isinstance(raw, Mapping):
        return {"": _text(raw)}
    columns = {each.key: each for each in field.columns}
    return {str(key): _cell(columns.get(str(key)), _text(value)) for key, value in raw.items()}


def _cell(column: Column | None, text: str) -> str:
    if column is not None and column.kind is FieldKind.DECIMAL:
        return _decimal(text, column.decimals, column.unit)
    return text


def invisible_in(text: str, *, lines: bool) -> tuple[str, ...]:
    """Code points that no page shows and that can hide or turn text; line ends only where ``lines`` may be."""
    allowed = "\n" if lines else ""
    return tuple(
        f"U+{ord(each):04X}"
        for each in dict.fromkeys(text)
        if each not in allowed and unicodedata.category(each) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    )
