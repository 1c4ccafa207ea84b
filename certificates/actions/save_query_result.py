"""A holder saves the answer of a check: a signed paper that anybody can check later."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from bureau import calendar
from certificates.errors import ResultsUsedUp
from certificates.models import Certificate, QueryResult
from certificates.result_paper import seal_result
from certificates.tickets import certificate_of
from certificates.verification.outcome import Outcome, answer_for
from documents import store

MOST_A_DAY = 20  # of one certificate: each is a file that is kept for ever


@dataclass(frozen=True, slots=True)
class SavedResult:
    result: QueryResult
    content: bytes = field(repr=False)


def save_query_result(*, ticket: str) -> SavedResult:
    """Looks the status up anew, makes the paper of it, keeps both.

    The ticket is the permission: no account is asked for, and nothing about who asked is kept, so there is no audit
    entry either; the row is the trace. Two readers who ask at once may both be the last of the day.
    Raises TicketExpired, ResultsUsedUp, and what sealing raises; then nothing was kept.
    """
    certificate = certificate_of(ticket)
    moment = calendar.now().replace(microsecond=0)
    if _saved_today(certificate, moment) >= MOST_A_DAY:
        raise ResultsUsedUp
    outcome = Outcome(answer=answer_for(certificate, moment), certificate=certificate, checked_at=moment)
    shows_facts = certificate.bundle.project.office.verify_shows_facts
    sealed = seal_result(outcome, certificate, shows_facts=shows_facts)  # slow, and no transaction is open
    with transaction.atomic():
        result = QueryResult.objects.create(
            public_id=sealed.public_id,
            check_code_hash=sealed.check_code_hash,
            certificate=certificate,
            asked_at=moment,
            told=outcome.answer.value,
            shows_facts=shows_facts,
            file=store.record(sealed.sha256, size=len(sealed.content), media_type="application/pdf"),
        )
    return SavedResult(result, sealed.content)


def _saved_today(certificate: Certificate, moment: datetime) -> int:
    midnight = timezone.localtime(moment).replace(hour=0, minute=0, second=0)
    day = QueryResult.objects.filter(certificate=certificate, asked_at__gte=midnight)
    return day.filter(asked_at__lt=midnight + timedelta(days=1)).count()
