"""Mail: written with the change that causes it, sent afterwards by the tick, kept with its error.

To colleagues, whose addresses everybody in the house knows, and to people of whom we keep a personal record: their
address stands there alone, encrypted, and never in a log or beside an error.
"""

import logging
import smtplib
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.utils.functional import Promise

from bureau import personal
from bureau.calendar import now
from bureau.models.office import Office
from bureau.models.outgoing_mail import OutgoingMail
from bureau.models.personal import PersonalRecord
from bureau.models.user import User
from bureau.scheduled import scheduled

logger = logging.getLogger(__name__)

TRIES = 12  # 1, 2, 4 … minutes apart, at most six hours: about two days
CANNOT_SEND = (OSError, smtplib.SMTPException, ValueError, personal.PersonalDataLost)  # ValueError: no such address
LEASE = timedelta(minutes=10)  # a sender that died leaves its letter to the next one after this


def queue_mail(
    to: Iterable[User], subject: str | Promise, body: str | Promise, *, office: Office | None = None
) -> list[OutgoingMail]:
    """Writes one letter a person into the outbox, in the caller's transaction. Who has no address gets none."""
    moment = now()
    letters = [
        OutgoingMail(
            office=office,
            recipient=user,
            subject=" ".join(str(subject).split())[:200],
            body=str(body),
            created_at=moment,
            next_try_at=moment,
        )
        for user in to
        if user.is_active and user.email
    ]
    return OutgoingMail.objects.bulk_create(letters)


def queue_letter(to: PersonalRecord, subject: str | Promise, body: str | Promise, *, stop_at: str) -> OutgoingMail:
    """Writes one letter to the address (``email``) of a personal record, in the caller's transaction.

    ``stop_at`` is the address at which they end these letters, by one click of their mail program (RFC 8058).
    Raises PersonalDataLost.
    """
    moment = now()
    return OutgoingMail.objects.create(
        person=to,
        subject=" ".join(str(subject).split())[:200],
        sealed=personal.seal({"body": str(body), "stop_at": stop_at}, of=to),
        created_at=moment,
        next_try_at=moment,
    )


def letter_waits(to: PersonalRecord) -> bool:
    """Whether a letter to this person was not sent yet, nor tried; it is not sent before the transaction ends."""
    waiting = OutgoingMail.objects.select_for_update().filter(person=to, sent_at=None, next_try_at__lte=now())
    return waiting.first() is not None


def mail_is_set_up() -> bool:
    return bool(settings.EMAIL_HOST)


@scheduled(every=timedelta(minutes=1))
def flush_mail(limit: int = 100) -> int:
    """Sends what is due; returns how many were sent. Without a mail server everything stays and waits."""
    if not mail_is_set_up():
        return 0
    due = OutgoingMail.objects.filter(sent_at=None, next_try_at__lte=now()).order_by("next_try_at")
    return sum(_send(pk) for pk in list(due.values_list("pk", flat=True)[:limit]))


def _send(pk: int) -> bool:
    """Claims one letter with one UPDATE, sends it with no transaction open, writes down how it went."""
    moment = now()
    free = OutgoingMail.objects.filter(Q(pk=pk), sent_at=None, next_try_at__lte=moment)
    if not free.update(next_try_at=moment + LEASE):
        return False
    letter = OutgoingMail.objects.select_related("recipient", "person").filter(pk=pk).first()
    if letter is None:  # forgotten meanwhile, with its person
        return False
    outcome: dict[str, object]
    try:
        _message(letter).send()
    except CANNOT_SEND as error:
        logger.warning("mail %s was not sent: %s", pk, type(error).__name__)
        tries = letter.tries + 1
        outcome = {"tries": tries, "error": _said(error, letter), "next_try_at": _next_try(tries, moment)}
    else:
        outcome = {"sent_at": moment, "next_try_at": None, "error": "", "sealed": b""}
    OutgoingMail.objects.filter(pk=pk).update(**outcome)
    return "sent_at" in outcome


def _message(letter: OutgoingMail) -> EmailMessage:
    if letter.recipient:
        return EmailMessage(letter.subject, letter.body, to=[letter.recipient.email])
    assert letter.person is not None, "a letter goes to a colleague or to a person"
    said = personal.unseal(letter.sealed, of=letter.person)
    headers = {
        "List-Unsubscribe": f"<{said['stop_at']}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(letter.subject, said["body"], to=[personal.read(letter.person)["email"]], headers=headers)


def _said(error: Exception, letter: OutgoingMail) -> str:
    """Mail servers repeat the address in what they answer; of letters to people only their code is kept."""
    name = type(error).__name__
    if letter.recipient:
        return f"{name}: {error}"[:300]
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = {str(code) for code, _text in error.recipients.values()}
    else:
        codes = {str(code) for code in (getattr(error, "smtp_code", None), getattr(error, "errno", None)) if code}
    return " ".join([name, *sorted(codes)])[:300]


def _next_try(tries: int, moment: datetime) -> datetime | None:
    """None after the last try: the letter stays in the list with its error."""
    return moment + timedelta(minutes=min(2 ** (tries - 1), 360)) if tries < TRIES else None
