"""A ticket says: whoever hands this in was shown, a short while ago, that they hold a certificate.

The answer page of a check carries one, so that the answer can be saved without its number and code standing in the
page. Nobody can make one without our secret key, so it also proves that the request comes from a page of ours.
"""

from datetime import timedelta

from django.core import signing

from certificates.errors import TicketExpired
from certificates.models import Certificate
from certificates.verification.records import issued

GOOD_FOR = timedelta(minutes=30)
_SALT = "certificates.ticket"
_LONGEST = 200  # characters; ours have about 70


def ticket_for(certificate: Certificate) -> str:
    return signing.dumps(certificate.public_id, salt=_SALT)


def certificate_of(ticket: str) -> Certificate:
    """Raises TicketExpired also for what never was a ticket of ours."""
    try:
        public_id = signing.loads(ticket[:_LONGEST], salt=_SALT, max_age=GOOD_FOR)
    except signing.BadSignature as error:
        raise TicketExpired from error
    return issued().get(public_id=public_id)
