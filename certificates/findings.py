"""What a check of a bundle reads and what it says. Pure: rules are functions from a snapshot to findings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from certificates.definition import TypeDefinition
from certificates.facts import Value, Values


class Severity(StrEnum):
    MUST_FIX = "must_fix"  # 要改: the bundle cannot be sent for approval or issued
    REMINDER = "reminder"  # 提醒: look at it; it does not stop anything


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a check found. ``message`` is a translatable text with named placeholders for ``params``."""

    rule: str  # B05, or "field" for the schema of one certificate
    severity: Severity
    message: Any  # str or lazy str
    params: Mapping[str, object] = field(default_factory=dict)
    certificate: int | None = None  # primary key; None: the bundle as a whole
    key: str = ""  # of the field; "" for the certificate as a whole

    def __str__(self) -> str:
        return str(self.message) % self.params if self.params else str(self.message)


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateView:
    """A draft as the checks see it."""

    pk: int
    definition: TypeDefinition
    values: Values
    part: str = ""
    number: str = ""  # imported or reserved already; "" when it is taken at issue
    replaces: bool = False  # takes the place of an issued certificate (更正、变更、补发)
    imported: bool = False  # the number came from the national system, for this project and kind

    @property
    def code(self) -> str:
        return self.definition.code

    def text(self, key: str) -> str:
        value = self.values.get(key, "")
        return value if isinstance(value, str) else ""

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.values.get(key, "")
        if isinstance(value, list):
            return tuple(each for each in value if isinstance(each, str))
        return (value,) if value else ()

    def decimal(self, key: str) -> Decimal | None:
        """None when absent or no number: the schema says so; other rules then stay silent."""
        return to_decimal(self.values.get(key))

    def day(self, key: str) -> date | None:
        return to_day(self.values.get(key))


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorRecord:
    """An attached earlier certificate, decision or contract, or a plain file (``code`` is then "")."""

    name: str
    code: str = ""
    number: str = ""
    issued_on: date | None = None
    values: Values = field(default_factory=dict)
    has_file: bool = False
    valid_years: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelView:
    code: str
    area: Decimal
    corners: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleSnapshot:
    """Everything the rules of domain.md §3 look at, read once. Days are those at the counter."""

    bundle_id: int
    issue_day: date
    complete: bool
    project_code: str
    project_name: str
    applicant: str
    applicant_uscc: str
    co_holders: bool
    land_use: str
    acquisition: str
    boundary: tuple[tuple[float, float], ...]
    office_name: str
    region_code: str
    counties: tuple[str, ...]
    title_prefix: str
    title_place: str
    supervision_number_from: date
    certificates: tuple[CertificateView, ...]
    prior_records: tuple[PriorRecord, ...]
    parcels: tuple[ParcelView, ...]
    taken_keys: frozenset[tuple[str, str]]  # (kind, number key) that another certificate or a void entry holds
    earlier_land: tuple[str, ...]  # numbers of this project's LAND permits in force
    earlier_works: tuple[str, ...]  # numbers of this project's WORKS permits in force
    earlier_units: tuple[str, ...]  # units of this bundle on which a title that it does not replace is in force
    earlier_verified: bool  # a VERIFY of this project is in force

    def of(self, *codes: str) -> tuple[CertificateView, ...]:
        return tuple(each for each in self.certificates if each.code in codes)

    def prior(self, *codes: str) -> tuple[PriorRecord, ...]:
        return tuple(each for each in self.prior_records if each.code in codes)


def to_decimal(value: Value | None) -> Decimal | None:
    if not isinstance(value, str) or not value:
        return None
    try:
        number = Decimal(value)
    except ArithmeticError:
        return None
    return number if number.is_finite() else None


def to_day(value: Value | None) -> date | None:
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def must_fix(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(each for each in findings if each.severity is Severity.MUST_FIX)
