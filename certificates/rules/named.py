"""Rules that a field names (`FieldDefinition.rule`), and fields that another field's value makes required."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from django.utils.translation import gettext_lazy as _

from certificates import identifiers
from certificates.facts import Values
from certificates.findings import Severity
from certificates.rules.wording import several
from documents.number_keys import folded

NORMAL_SCALE = 64  # characters of 建设规模 that print at full size
SAME_BATCH = "同批"  # a works permit may so name the land permit of its own bundle

USCC = _("%(name)s: the check digit of %(label)s %(value)s is wrong. Compare its 18 characters.")
PROJECT_CODE = _(
    "%(name)s: %(label)s is %(value)s, but looks like 2203-430900-04-01-618327. Copy it from the approval."
)
PARCEL_CODE = _("%(name)s: %(label)s %(value)s must have 19 characters, like 430903001002GB00017. Compare it.")
UNIT_CODE = _("%(name)s: %(label)s %(value)s must have 28 characters, like 430903001002GB00017W00000000. Compare it.")
COUNTY = _("%(name)s: %(label)s %(value)s must begin with a county of this office: %(counties)s. Correct it.")
LAND_PERMIT = _("%(name)s: %(label)s is %(value)s, but looks like 地字第430900202200037号. Copy it from the permit.")
WORKS_PERMIT = _("%(name)s: %(label)s is %(value)s, but looks like 建字第430900202200086号. Copy it from the permit.")
SUPERVISION_NUMBER = _(
    "%(name)s: %(label)s %(value)s must have 16 or 19 characters, like 4309032022A00012. Compare it."
)
ZERO = _("%(name)s: %(label)s is 0. It must be above 0; correct it.")
LONG_SCALE = _(
    "%(name)s: %(label)s has %(count)s characters; above %(most)s it is printed one size smaller. "
    "You may issue it, or shorten it."
)
SHARES = _("%(name)s: the shares add up to %(sum)s, not to 1. Correct them.")
SHARE = _("%(name)s: “%(value)s” is no share. Write it like 1/2 or 50%%.")
ALLOCATED_LAND_NEEDS_AUTHORITY = _("%(name)s: land is allocated, so %(label)s must be filled in.")
PROOF_NEEDS_OBLIGOR = _("%(name)s: %(label)s is empty. Only an objection has none; fill it in.")
SHARED_TITLE_NEEDS_SHARES = _("%(name)s: several hold it by shares, so %(label)s must be filled in.")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one value."""

    message: Any
    params: Mapping[str, object] = field(default_factory=dict)
    severity: Severity = Severity.MUST_FIX


NamedRule: TypeAlias = Callable[[str, Sequence[str]], Iterable[Problem]]


def _form(is_right: Callable[[str], bool], message: Any) -> NamedRule:
    def rule(text: str, counties: Sequence[str]) -> Iterator[Problem]:
        if not is_right(text):
            yield Problem(message, {"value": text})

    return rule


def _in_county(is_right: Callable[[str], bool], message: Any) -> NamedRule:
    """A cadastral code, whose first six digits are a county that the office serves (domain.md §2.1)."""

    def rule(text: str, counties: Sequence[str]) -> Iterator[Problem]:
        if not is_right(text):
            yield Problem(message, {"value": text})
        elif counties and text[:6] not in counties:
            yield Problem(COUNTY, {"value": text, "counties": several(counties)})

    return rule


def _permit(mark: str) -> Callable[[str], bool]:
    """A permit's number in one of the two national forms, or in a local one."""

    def is_right(text: str) -> bool:
        number = identifiers.PermitNumber.parse(text)
        return number.mark == mark if number else identifiers.DOCUMENT_NUMBER.fullmatch(text) is not None

    return is_right


def _positive(text: str, counties: Sequence[str]) -> Iterator[Problem]:
    if re.fullmatch(r"0*\.?0*", text):
        yield Problem(ZERO)


def _scale(text: str, counties: Sequence[str]) -> Iterator[Problem]:
    if len(text) > NORMAL_SCALE:
        yield Problem(LONG_SCALE, {"count": len(text), "most": NORMAL_SCALE}, Severity.REMINDER)


NAMED: Mapping[str, NamedRule] = {
    "uscc": _form(identifiers.is_uscc, USCC),
    "project_code": _form(identifiers.is_project_code, PROJECT_CODE),
    "parcel_code": _in_county(identifiers.is_parcel_code, PARCEL_CODE),
    "unit_code": _in_county(identifiers.is_unit_code, UNIT_CODE),
    "supervision_number": _form(identifiers.is_deed_supervision_number, SUPERVISION_NUMBER),
    "land_permit": _form(lambda text: text == SAME_BATCH or _permit("地")(text), LAND_PERMIT),
    "works_permit": _form(_permit("建"), WORKS_PERMIT),
    "positive": _positive,
    "small_above_64": _scale,
}


def shares_problem(rows: Sequence[Mapping[str, str]]) -> Iterator[Problem]:
    """Shares of co-owners are fractions or percentages that sum to 1."""
    shares = [(row.get("share", ""), _fraction(row.get("share", ""))) for row in rows]
    wrong = [text for text, share in shares if share is None]
    if wrong:
        yield Problem(SHARE, {"value": wrong[0]})
    elif (total := sum(share for _text, share in shares if share is not None)) != 1:
        yield Problem(SHARES, {"sum": total})


def _fraction(text: str) -> Fraction | None:
    plain = folded(text)
    if found := re.fullmatch(r"(\d{1,6})/([1-9]\d{0,5})", plain, re.ASCII):
        return Fraction(int(found[1]), int(found[2]))
    if re.fullmatch(r"\d{1,3}(\.\d{1,6})?%", plain, re.ASCII):
        return Fraction(Decimal(plain[:-1])) / 100
    return None


_REQUIRED_HERE: Mapping[tuple[str, str], tuple[Callable[[Values], bool], Any]] = {
    ("LAND", "approving_authority"): (
        lambda values: values.get("acquisition") == "划拨",
        ALLOCATED_LAND_NEEDS_AUTHORITY,
    ),
    ("PROOF", "obligor"): (lambda values: values.get("matter") != "异议登记", PROOF_NEEDS_OBLIGOR),
    ("TITLE", "shares"): (lambda values: values.get("co_ownership") == "按份共有", SHARED_TITLE_NEEDS_SHARES),
}


def required_here(code: str, key: str, values: Values) -> Any | None:
    """Why an optional field may not be empty in this certificate; None when it may."""
    condition, why = _REQUIRED_HERE.get((code, key), (lambda values: False, None))
    return why if condition(values) else None
