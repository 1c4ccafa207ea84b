"""Makes the paper of one query result: renders, signs and stores it. Slow, so outside any transaction; no database."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from certificates.codes import check_code_hash, new_check_code, new_public_id
from certificates.models import Certificate
from certificates.models.query_result import printed_number
from certificates.printing import DRAWINGS, LETTER_STYLESHEET, SEAL_PLACE, ResultPaper, result_html
from certificates.sealing import SEAL_FIELD
from certificates.verification.outcome import Answer, Outcome
from certificates.verification.rows import is_title, rows_for_checker, status_words
from documents import store
from documents.rendering.finishing import SignaturePlace
from documents.rendering.pdf import render_pdf
from documents.signing.configured import signer_from_settings


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedResult:
    """A signed PDF in the store; nobody knows of it until its row is written."""

    public_id: str
    check_code_hash: str
    sha256: str
    content: bytes


def seal_result(outcome: Outcome, certificate: Certificate, *, shows_facts: bool) -> SealedResult:
    """In the active language. Raises SigningFailed, StoreFull, FontsMissing, CharactersMissing and their like."""
    public_id, code = new_public_id(), new_check_code()
    signer = signer_from_settings()
    rows = rows_for_checker(certificate, outcome.answer, verify_shows_facts=shows_facts)
    office = certificate.bundle.project.office
    paper = ResultPaper(
        office=office.name,
        number=printed_number(public_id),
        asked=certificate.number,
        asked_at=_printed(outcome.checked_at, "H:i:s"),
        asked_on=_printed(outcome.checked_at),
        status=status_words(certificate, outcome.answer),
        since=date_format(outcome.since, _day()) if outcome.since and outcome.answer is not Answer.AUTHENTIC else "",
        rows=[(row["label"], row["value"]) for row in rows if row["value"]],
        is_title=is_title(certificate),
        address=result_address(public_id, code),
        is_sample=signer.is_sample,
        language=get_language() or settings.LANGUAGE_CODE,
    )
    rendered = render_pdf(
        result_html(paper),
        stylesheets=[LETTER_STYLESHEET],
        drawings=DRAWINGS,
        created=outcome.checked_at,
        signature=SignaturePlace(label=f"{office.name}电子签名", field=SEAL_FIELD, rectangle=SEAL_PLACE),
    )
    signed = signer.sign_pdf(rendered.bytes, field=SEAL_FIELD, at=outcome.checked_at)
    return SealedResult(
        public_id=public_id,
        check_code_hash=check_code_hash(public_id, code),
        sha256=store.write(signed),
        content=signed,
    )


def result_address(public_id: str, code: str) -> str:
    """Where the QR code of the paper leads."""
    return f"{settings.SITE_URL}/r/{public_id}/{code}/"


def _printed(moment: datetime, time: str = "") -> str:
    return date_format(timezone.localtime(moment), f"{_day()} {time}".strip())


def _day() -> str:
    return "j F Y" if get_language() == "en" else "Y年n月j日"
