"""What an answer about a certificate says line by line: on the pages of a check and on the paper that keeps it."""

from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from certificates import disclosure
from certificates.definition import Publicity
from certificates.disclosure import Disclosed
from certificates.facts import printed_date
from certificates.models import Certificate
from certificates.verification.outcome import Answer

Row = dict[str, Any]  # label, value and, where they are so, strong

_STATUS: dict[Answer, str | Promise] = {
    Answer.AUTHENTIC: pgettext_lazy("status", "In force"),
    Answer.SUPERSEDED: pgettext_lazy("status", "Replaced"),
    Answer.EXPIRED: pgettext_lazy("status", "Expired"),
}
_ANNULLED = {Certificate.EndReason.ANNULLED, Certificate.EndReason.RECALLED}


def is_title(certificate: Certificate) -> bool:
    """Whether it is of a kind that is only checked, never listed: 不动产权证书, 不动产登记证明."""
    return certificate.publicity != Publicity.LISTED.value


def status_words(certificate: Certificate, answer: Answer) -> str:
    """有效, 已变更, 已注销, 已撤销 or 已过期 (domain.md §2.3); no further reason is told."""
    if answer is not Answer.REVOKED:
        return str(_STATUS[answer])
    if certificate.end_reason in _ANNULLED and not is_title(certificate):
        return pgettext("status", "Annulled")
    return pgettext("status", "Cancelled")


def rows_for_checker(certificate: Certificate, answer: Answer, *, verify_shows_facts: bool) -> list[Row]:
    """What somebody reads who showed that they hold the certificate; of one that has ended, only that it has."""
    shown = disclosure.for_checker(certificate, verify_shows_facts=verify_shows_facts)
    status = status_words(certificate, answer)
    if answer is Answer.AUTHENTIC:
        return fact_rows(shown, certificate, status, printed_only=True)
    return [
        {"label": _("Number"), "value": shown.number},
        {"label": _("Certificate"), "value": shown.type_name},
        {"label": pgettext("certificate", "Status"), "value": status, "strong": True},
        {"label": _("Issued by"), "value": shown.issuer},
        {"label": _("Issued on"), "value": _day(certificate.issued_on)},
    ]


def fact_rows(shown: Disclosed, certificate: Certificate, status: str, *, printed_only: bool) -> list[Row]:
    """Kind, number, status, then the fields that may be seen, then office and days."""
    rows: list[Row] = [
        {"label": _("Certificate"), "value": shown.type_name},
        {"label": _("Number"), "value": shown.number},
        {"label": pgettext("certificate", "Status"), "value": status, "strong": True},
    ]
    rows += [{"label": row.label, "value": row.value} for row in shown.rows if row.printed or not printed_only]
    rows += [
        {"label": _("Issued by"), "value": shown.issuer},
        {"label": _("Issued on"), "value": _day(certificate.issued_on)},
        {"label": _("Valid until"), "value": _day(certificate.expires_on)},
    ]
    return rows


def _day(day: date | None) -> str:
    return printed_date(day) if day else ""
