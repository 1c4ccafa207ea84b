"""The draft of a certificate as PDF: what it would look like if it were issued today, without number, seal and code."""

from dataclasses import replace

from bureau import calendar
from certificates.definition import TypeDefinition
from certificates.facts import CertificateFacts, Row, Value, make_facts
from certificates.models import Bundle, Certificate
from certificates.printing import DRAWINGS, STYLESHEET, certificate_html
from documents.rendering.pdf import render_pdf

NO_CODE = "-" * 10


def draft_pdf(certificate: Certificate, bundle: Bundle) -> bytes:
    """Raises CharactersMissing when no font draws a character, RenderingFailed."""
    facts = draft_facts(certificate, bundle)
    return paper(facts, certificate.definition)


def paper(facts: CertificateFacts, definition: TypeDefinition) -> bytes:
    html = certificate_html(facts, definition, check_code=NO_CODE, address="", sample=True, draft=True)
    return render_pdf(html, stylesheets=[STYLESHEET], drawings=DRAWINGS, created=calendar.now()).bytes


def draft_facts(certificate: Certificate, bundle: Bundle) -> CertificateFacts:
    """What the draft says now. A value that is no number or day yet is shown as it was typed."""
    definition, project = certificate.definition, bundle.project
    good, raw = _sorted_out(definition, certificate.values)
    facts = make_facts(
        definition,
        good,
        number="",
        project_code=project.project_code,
        issuer=project.office.name,
        issuer_uscc=project.office.uscc,
        issued_on=bundle.issue_day or calendar.today(),
    )
    return replace(facts, rows=tuple(_with_raw(row, raw) for row in facts.rows))


def empty_facts(definition: TypeDefinition, issuer: str) -> CertificateFacts:
    """The empty paper of a kind."""
    return make_facts(
        definition, {}, number="", project_code="", issuer=issuer, issuer_uscc="", issued_on=calendar.today()
    )


def _sorted_out(definition: TypeDefinition, values: dict[str, Value]) -> tuple[dict[str, Value], dict[str, str]]:
    good: dict[str, Value] = {}
    raw: dict[str, str] = {}
    for key, value in values.items():
        field = definition.by_key.get(key)
        if field is None:
            continue
        try:
            make_facts(
                replace(definition, fields=(field,), holder_field=""),
                {key: value},
                number="",
                project_code="",
                issuer="",
                issuer_uscc="",
                issued_on=calendar.today(),
            )
        except (ValueError, ArithmeticError):
            raw[key] = str(value)
        else:
            good[key] = value
    return good, raw


def _with_raw(row: Row, raw: dict[str, str]) -> Row:
    return replace(row, value=raw[row.key]) if row.key in raw else row
