"""How findings are said: each names the certificate, the field and the remedy; numbers carry thousands separators."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from certificates.definition import TypeDefinition
from certificates.findings import CertificateView, Finding, Severity


def name_of(view: CertificateView) -> str:
    """What people call a certificate within its bundle: its part, or the short name of its kind."""
    return view.part or kind_name(view.definition)


def kind_name(definition: TypeDefinition) -> str:
    return definition.short_name or definition.name


def area(number: Decimal) -> str:
    """Square metres as certificates print them: 23,910.50."""
    return f"{number:,.2f}"


def several(texts: Iterable[str]) -> str:
    """A list of names in a Chinese sentence."""
    return "、".join(texts)


def must(rule: str, message: Any, view: CertificateView | None = None, key: str = "", **params: object) -> Finding:
    """A finding that must be mended, about a field of one certificate or about the bundle as a whole."""
    return _finding(rule, Severity.MUST_FIX, message, view, key, params)


def remind(rule: str, message: Any, view: CertificateView | None = None, key: str = "", **params: object) -> Finding:
    """A finding to look at; it stops nothing."""
    return _finding(rule, Severity.REMINDER, message, view, key, params)


def _finding(
    rule: str, severity: Severity, message: Any, view: CertificateView | None, key: str, params: dict[str, object]
) -> Finding:
    named: dict[str, object] = {"name": name_of(view)} if view else {}
    label = view.definition.by_key[key].label if view and key in view.definition.by_key else ""
    return Finding(
        rule=rule,
        severity=severity,
        message=message,
        params=named | {"label": label} | params,
        certificate=view.pk if view else None,
        key=key,
    )
