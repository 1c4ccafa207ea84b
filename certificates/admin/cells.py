"""Values as people type and read them in a cell of the matrix. Pure."""

import re
import unicodedata
from decimal import Decimal

from certificates.definition import FieldDefinition, FieldKind
from certificates.facts import Value

LONG_TEXT = 60  # characters from which a text is typed in more than one line
_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d)")
_CHINESE_DAY = re.compile(r"(\d{4})[年/.](\d{1,2})[月/.](\d{1,2})日?")


def typed(field: FieldDefinition, value: Value | None) -> str:
    """What stands in the input: lists one a line, tables one row a line with bars between the columns."""
    match field.kind:
        case FieldKind.LIST if isinstance(value, list):
            return "\n".join(str(each) for each in value)
        case FieldKind.TABLE if isinstance(value, list):
            return "\n".join("|".join(_column(row, each.key) for each in field.columns) for row in value)
        case FieldKind.DECIMAL if isinstance(value, str):
            return with_thousands(value)
    return value if isinstance(value, str) else ""


def parsed(field: FieldDefinition, text: str) -> Value:
    """What was typed, in the form in which values are kept; wrong entries stay as they are for the check to name."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    match field.kind:
        case FieldKind.LIST:
            return lines
        case FieldKind.TABLE:
            return [_row(field, line) for line in lines]
        case FieldKind.DECIMAL | FieldKind.INTEGER:
            return _THOUSANDS.sub("", unicodedata.normalize("NFKC", text)).strip()
        case FieldKind.DATE:
            return iso_day(text.strip())
    return "\n".join(lines) if is_long(field) else " ".join(lines)


def is_long(field: FieldDefinition) -> bool:
    """Whether it takes more than a line to type."""
    return field.kind in {FieldKind.LIST, FieldKind.TABLE} or (
        field.kind is FieldKind.TEXT and (field.max_length == 0 or field.max_length > LONG_TEXT)
    )


def with_thousands(value: str) -> str:
    """83900.00 as 83,900.00; what is no plain number stays as typed."""
    if not re.fullmatch(r"-?\d+(\.\d+)?", value):
        return value
    whole, _point, part = value.partition(".")
    return f"{Decimal(whole):,}{'.' + part if part else ''}"


def iso_day(text: str) -> str:
    """2022年8月12日 and 2022/8/12 as 2022-08-12."""
    found = _CHINESE_DAY.fullmatch(unicodedata.normalize("NFKC", text))
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else text


def _column(row: Value | str | dict[str, str], key: str) -> str:
    return str(row.get(key, "")) if isinstance(row, dict) else ""


def _row(field: FieldDefinition, line: str) -> dict[str, str]:
    parts = [part.strip() for part in re.split(r"[|｜\t]", line)]
    return {
        column.key: _THOUSANDS.sub("", part) if column.kind is FieldKind.DECIMAL else part
        for column, part in zip(field.columns, parts, strict=False)
    }
