"""A check by number and code. Unknown numbers and wrong codes look alike and take alike: both end in one comparison."""

from django.db import DatabaseError

from bureau import calendar
from certificates.codes import check_code_hash, same_hash
from certificates.models import Certificate
from certificates.verification.outcome import Answer, Outcome, Reason, answer_for
from documents.numbering import number_key

LONGEST = 100  # characters of a typed number or code that are looked at
_NOBODY = "x" * 12


def check_number(number: str, code: str) -> Outcome:
    """For somebody who reads number and code off the paper."""
    return _check(code, number_key=number_key(number[:LONGEST]))


def check_public_id(public_id: str, code: str) -> Outcome:
    """For somebody who scanned the QR code."""
    return _check(code, public_id=public_id[:LONGEST])


def _check(code: str, **look_up: str) -> Outcome:
    moment = calendar.now()
    try:
        issued = Certificate.objects.exclude(state=Certificate.State.DRAFT)
        # Numbers of two kinds never share a key: it begins with the kind's word. So one row, or none.
        found = issued.filter(**look_up).select_related("type_version", "bundle__project__office").first()
    except DatabaseError:
        return Outcome(answer=Answer.UNCHECKED, reason=Reason.RECORDS_AWAY, checked_at=moment)
    expected = found.check_code_hash if found else "0" * 64
    given = check_code_hash(found.public_id if found else _NOBODY, code[:LONGEST])
    if not same_hash(expected, given) or found is None:
        return Outcome(answer=Answer.UNKNOWN, checked_at=moment)
    return Outcome(answer=answer_for(found), certificate=found, number=found.number, checked_at=moment)
