"""Mail to colleagues: written with the change that causes it, sent afterwards by the tick, kept with its error."""

import logging
import smtplib
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.utils.functional import Promise

from bureau.calendar import now
from bureau.models.office import Office
from bureau.models.outgoing_mail import OutgoingMail
from bureau.models.user import User
from bureau.scheduled import scheduled

logger = logging.getLogger(__name__)

TRIES = 12  # 1, 2, 4 … minutes apart, at most six hours: about two days
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
    letter = OutgoingMail.objects.select_related("recipient").get(pk=pk)
    try:
        EmailMessage(letter.subject, letter.body, to=[letter.recipient.email]).send()
    except (OSError, smtplib.SMTPException) as error:
        logger.warning("mail %s was not sent: %s", pk, type(error).__name__)
        letter.tries += 1
        letter.error = f"{type(error).__name__}: {error}"[:300]
        letter.next_try_at = _next_try(letter.tries, moment)
    else:
        letter.sent_at, letter.next_try_at, letter.error = moment, None, ""
    letter.save(update_fields=["tries", "error", "next_try_at", "sent_at"])
    return letter.sent_at is not None


def _next_try(tries: int, moment: datetime) -> datetime | None:
    """None after the last try: the letter stays in the list with its error."""
    return moment + timedelta(minutes=min(2 ** (tries - 1), 360)) if tries < TRIES else None
