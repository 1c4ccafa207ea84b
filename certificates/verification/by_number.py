"""A check by number and code. Unknown numbers and wrong codes look alike and take alike: one query, one HMAC."""

from typing import Any

from django.db.models import QuerySet

from bureau import calendar
from certificates.codes import check_code_hash, same_hash
from certificates.models import Certificate, QueryResult
from certificates.verification.outcome import Answer, Outcome, Reason, answer_for
from certificates.verification.records import AWAY, issued
from documents.number_keys import number_key

LONGEST = 100  # characters of a typed number or code that are looked at
_NOBODY = (0, "x" * 12, "0" * 64)  # primary key, public id and hash of no certificate


def check_number(number: str, code: str) -> Outcome:
    """For somebody who reads number and code off the paper."""
    return _check(code, number_key=number_key(number[:LONGEST]))


def check_public_id(public_id: str, code: str) -> Outcome:
    """For somebody who scanned the QR code."""
    return _check(code, public_id=typed_public_id(public_id))


def typed_public_id(text: str) -> str:
    return text[:LONGEST].replace("\0", "").lower()


def holds_code(rows: "QuerySet[Certificate] | QuerySet[QueryResult]", code: str, **look_up: str) -> int:
    """Primary key of the row whose check code this is; 0 for none. One query and one HMAC, whatever was typed."""
    found: Any = rows.filter(**look_up).values_list("pk", "public_id", "check_code_hash").first() or _NOBODY
    pk, public_id, expected = found
    return pk if same_hash(expected, check_code_hash(public_id, code[:LONGEST])) else 0


def _check(code: str, **look_up: str) -> Outcome:
    moment = calendar.now()
    try:
        # Numbers of two kinds never share a key: it begins with the kind's word. So one row, or none.
        pk = holds_code(Certificate.objects.exclude(state=Certificate.State.DRAFT).order_by(), code, **look_up)
        if not pk:
            return Outcome(answer=Answer.UNKNOWN, checked_at=moment)
        certificate = issued().get(pk=pk)
    except AWAY:
        return Outcome(answer=Answer.UNCHECKED, reason=Reason.RECORDS_AWAY, checked_at=moment)
    return Outcome(
        answer=answer_for(certificate, moment), certificate=certificate, number=certificate.number, checked_at=moment
    )
