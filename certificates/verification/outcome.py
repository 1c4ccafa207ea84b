"""The answers of a check (design §10): three kinds of them. Genuine, not genuine, and could not be checked now."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from certificates.models import Certificate


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
    BYTES_DIFFER = "bytes_differ"  # names one of our numbers, but is not the file that we issued
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

    @property
    def is_genuine(self) -> bool:
        return self.answer in _GENUINE


_GENUINE = {Answer.AUTHENTIC, Answer.SUPERSEDED, Answer.REVOKED, Answer.EXPIRED}

_ANSWERS = {
    Certificate.State.ISSUED: Answer.AUTHENTIC,
    Certificate.State.SUPERSEDED: Answer.SUPERSEDED,
    Certificate.State.REVOKED: Answer.REVOKED,
    Certificate.State.EXPIRED: Answer.EXPIRED,
}


def answer_for(certificate: Certificate) -> Answer:
    """The present state of an issued certificate. A draft is nothing that the outside knows of: KeyError."""
    return _ANSWERS[Certificate.State(certificate.state)]
