"""What a kind of certificate is, fixed at one version: its fields, numbers, words and public policy. Pure.

A `TypeDefinition` is read from the frozen JSON of a CertificateTypeVersion (or from certificates/kinds/*.json when
the shipped kinds are loaded) and answers every question about form, check, print and publicity of a certificate.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any, Self


class FieldKind(StrEnum):
    """How a value is written. JSON holds text for all but LIST (texts) and TABLE (rows of column key to text)."""

    TEXT = "text"
    DATE = "date"  # 2022-08-12
    DECIMAL = "decimal"  # plain digits with a point, never a float
    INTEGER = "integer"
    CHOICE = "choice"
    LIST = "list"
    TABLE = "table"


class Visibility(StrEnum):
    """Who reads a field (domain.md §2.2)."""

    PUBLIC = "P"
    VERIFY = "V"  # after the exact number with its secret, or the file's hash
    CLOSED = "X"  # never outside the case and the holder's own document


class Publicity(StrEnum):
    """Whether the public may look for certificates of a kind, or only check one it holds (部令第80号)."""

    LISTED = "listed"
    VERIFY_ONLY = "verify_only"


class Minting(StrEnum):
    """Who gives the number."""

    OWN = "own"
    NATIONAL_FROM = "national_from"  # own series before the office's supervision_number_from, imported from then on
    EXTERNAL = "external"  # another authority's certificate: attached, never issued here


class Layout(StrEnum):
    """The three printed forms of domain.md §2.4."""

    PERMIT = "permit"
    TITLE = "title"
    PROOF = "proof"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a TABLE field."""

    key: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    unit: str = ""
    decimals: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDefinition:
    """One fact that certificates of a kind state, in printing order."""

    key: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = True
    visibility: Visibility = Visibility.PUBLIC
    max_length: int = 0  # characters; of each entry for LIST; 0: no limit
    decimals: int = 2
    unit: str = ""
    print_unit: str = ""  # 公顷 prints a field stored in ㎡
    rule: str = ""  # a named rule of certificates/rules/named.py, such as "uscc" or "parcel_code"
    choices: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    printed: bool = True
    may_name_person: bool = False  # masked in public when it names a natural person
    shared: bool = False  # one fact of the whole project: edited once for all certificates
    help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberPolicy:
    """How numbers of a kind are written and who gives them."""

    minting: Minting
    pattern: str  # regular expression after NFKC, without brackets folded
    form: str = ""  # e.g. "建字第{region}{year}{sequence:05}号"; also {province} {place}
    imported_form: str = ""  # e.g. "建字第{number}号", around an imported national number
    year_of: str = "issued_on"  # the date field whose year is in the number

    def matches(self, nfkc_number: str) -> bool:
        return re.fullmatch(self.pattern, nfkc_number) is not None


@dataclass(frozen=True, kw_only=True)
class TypeDefinition:
    """A kind of certificate at one version."""

    code: str
    name: str
    layout: Layout
    publicity: Publicity
    numbers: NumberPolicy
    fields: tuple[FieldDefinition, ...]
    version: int = 0
    sentence: str = ""  # printed above the table
    duties: tuple[str, ...] = ()  # 遵守事项, or the clause of a title
    holder_field: str = ""  # whose value is the holder
    subject_field: str = ""  # what the certificate is about, for lists: project or works name, location
    size_field: str = ""  # the size shown in lists
    valid_years: int = 0  # 0: no end
    prints_project_code: bool = False
    short_name: str = ""

    @cached_property
    def by_key(self) -> Mapping[str, FieldDefinition]:
        return {each.key: each for each in self.fields}

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def canonical_json(self) -> str:
        return json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str) -> "TypeDefinition":
        """The definition of a frozen version's JSON; parsed once a process, since versions never change."""
        return _parsed(text)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Raises KeyError, TypeError or ValueError when ``data`` is no definition."""
        known = dict(data)
        known["layout"] = Layout(known["layout"])
        known["publicity"] = Publicity(known["publicity"])
        numbers = dict(known["numbers"])
        known["numbers"] = NumberPolicy(**(numbers | {"minting": Minting(numbers["minting"])}))
        known["fields"] = tuple(_field(each) for each in known["fields"])
        known["duties"] = tuple(known.get("duties", ()))
        return cls(**known)


@lru_cache(maxsize=256)
def _parsed(text: str) -> TypeDefinition:
    return TypeDefinition.from_json(json.loads(text))


def _field(data: Mapping[str, Any]) -> FieldDefinition:
    known = dict(data)
    known["kind"] = FieldKind(known.get("kind", "text"))
    known["visibility"] = Visibility(known.get("visibility", "P"))
    known["choices"] = tuple(known.get("choices", ()))
    known["columns"] = tuple(
        Column(**(dict(each) | {"kind": FieldKind(each.get("kind", "text"))})) for each in known.get("columns", ())
    )
    return FieldDefinition(**known)
