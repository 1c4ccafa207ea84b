"""The answers of a check (design §10): three kinds of them. Genuine, not genuine, and could not be checked now."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils import timezone

from certificates.models import Certificate, QueryResult
from certificates.verification.letters import IssuedLetter


class Answer(StrEnum):
    """In the order in which they hold."""

    ALTERED = "altered"
    UNCHECKED = "unchecked"
    UNKNOWN = "unknown"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    AUTHENTIC = "authentic"


class Reason(StrEnum):
    """Why a file is altered, unchecked or unknown. Why a certificate was revoked is never said in public."""

    NONE = ""
    BYTES_DIFFER = "bytes_differ"  # claims to be a certificate of ours, but is not the file that we issued
    NOT_A_PDF = "not_a_pdf"
    DAMAGED = "damaged"  # a PDF that cannot be read to its end
    ENCRYPTED = "encrypted"
    NOT_OURS = "not_ours"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"  # the file could not be opened
    RECORDS_AWAY = "records_away"  # our own records do not answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a check found. ``certificate`` is there when the checker has shown that they hold it."""

    answer: Answer
    checked_at: datetime
    certificate: Certificate | None = None
    reason: Reason = Reason.NONE
    number: str = ""  # of the certificate, or the one that an altered file names
    by_file: bool = False
    result: QueryResult | None = None  # what was handed in is the paper of this query result about the certificate
    letter: IssuedLetter | None = None  # what was handed in is no certificate, but a letter that the office sent

    @property
    def is_genuine(self) -> bool:
        return self.certificate is not None

    @property
    def since(self) -> date | None:
        """The first day on which the certificate no longer counts."""
        if self.certificate is None:
            return None
        return self.certificate.ended_on or _day_after(self.certificate.expires_on)


_ANSWERS = {
    Certificate.State.ISSUED: Answer.AUTHENTIC,
    Certificate.State.SUPERSEDED: Answer.SUPERSEDED,
    Certificate.State.REVOKED: Answer.REVOKED,
    Certificate.State.EXPIRED: Answer.EXPIRED,
}


def answer_for(certificate: Certificate, moment: datetime) -> Answer:
    """The state of an issued certificate at ``moment``. A draft is nothing that the outside knows of: KeyError.

    The last day of validity decides by itself, so that an answer never waits for the hourly run that marks expiry.
    """
    answer = _ANSWERS[Certificate.State(certificate.state)]
    first_day_without = _day_after(certificate.expires_on)
    today = timezone.localtime(moment).date()
    if answer is Answer.AUTHENTIC and first_day_without is not None and today >= first_day_without:
        return Answer.EXPIRED
    return answer


def _day_after(day: date | None) -> date | None:
    return day + timedelta(days=1) if day else None
