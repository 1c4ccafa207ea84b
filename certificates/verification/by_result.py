"""A check of the paper of a query result: whether we issued it, what it told, and what holds now."""

from datetime import datetime

from bureau import calendar
from certificates.models import QueryResult
from certificates.verification.by_number import holds_code, typed_public_id
from certificates.verification.outcome import Answer, Outcome, Reason, answer_for
from certificates.verification.records import AWAY, results


def check_result(public_id: str, code: str) -> Outcome:
    """For somebody who scanned its QR code. Of an unknown paper: nothing, like that of a wrong code."""
    moment = calendar.now()
    try:
        pk = holds_code(QueryResult.objects.order_by(), code, public_id=typed_public_id(public_id))
        if not pk:
            return Outcome(answer=Answer.UNKNOWN, checked_at=moment)
        return outcome_of(results().get(pk=pk), moment)
    except AWAY:
        return Outcome(answer=Answer.UNCHECKED, reason=Reason.RECORDS_AWAY, checked_at=moment)


def outcome_of(result: QueryResult, moment: datetime, *, by_file: bool = False) -> Outcome:
    """``answer`` is the status of the certificate now; ``result.told`` is what the paper says."""
    certificate = result.certificate
    return Outcome(
        answer=answer_for(certificate, moment),
        certificate=certificate,
        result=result,
        number=certificate.number,
        checked_at=moment,
        by_file=by_file,
    )
