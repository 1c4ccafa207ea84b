"""Changes by mail (有变化告诉我): asked for on the page of a case, confirmed by a link, stopped by one, then forgotten.

Who may open the page may ask; who holds the token of a letter may confirm and stop. Nothing says whose address it is.
"""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from bureau import audit, personal
from bureau.calendar import now
from bureau.scheduled import scheduled
from casework.archive.closed import ended_before
from casework.errors import SubscriptionsFull
from casework.models import Application, Case, Subscription
from casework.models.subscription import MOST
from casework.reading import lock
from casework.telling import ask_to_confirm

CONFIRM_WITHIN = timedelta(days=2)
AGAIN_AFTER = timedelta(minutes=10)  # who asks again at once has their letter on the way
KEPT_AFTER_THE_END = timedelta(days=90)


def subscribe(case: Case, address: str, *, language: str) -> None:
    """Sends the letter that asks to confirm, unless this address has one or gets letters. Raises SubscriptionsFull."""
    with transaction.atomic():
        application = lock(Application.objects.filter(pk=case.application_id))
        known = personal.address_hash(address, of=application.public_id)
        own = Subscription.objects.filter(application=application)
        before = own.filter(address_hash=known).select_related("person").first()
        if before:
            if before.confirmed_at or before.asked_at > now() - AGAIN_AFTER:
                return
            personal.forget(before.person)
        taken = set(own.values_list("place", flat=True))
        place = next((each for each in range(1, MOST + 1) if each not in taken), None)
        if place is None:
            raise SubscriptionsFull(most=MOST)
        token = secrets.token_urlsafe(32)
        subscription = Subscription.objects.create(
            application=application,
            place=place,
            person=personal.keep({"email": address.strip(), "token": token}),
            address_hash=known,
            token_hash=_hashed(token),
            language=language,
            asked_at=now(),
        )
        ask_to_confirm(subscription, token, case.number)


def find(token: str) -> Subscription | None:
    """None also for one that nobody confirmed in time."""
    found = Subscription.objects.filter(token_hash=_hashed(token)).filter(
        Q(confirmed_at__isnull=False) | Q(asked_at__gt=now() - CONFIRM_WITHIN)
    )
    return found.select_related("person", "application__office").first()


def confirm(token: str) -> bool:
    """Twice is once. False when there is nothing to confirm, or no longer."""
    with transaction.atomic():
        subscription = find(token)
        if subscription is None:
            return False
        fresh = Subscription.objects.filter(pk=subscription.pk, confirmed_at=None).update(confirmed_at=now())
        if fresh:
            _note(subscription, "casework.subscribe")
    return True


def unsubscribe(token: str) -> None:
    """Deletes the address with everything that was written to it. Twice is once."""
    with transaction.atomic():
        subscription = find(token)
        if subscription is None:
            return
        _note(subscription, "casework.unsubscribe")
        personal.forget(subscription.person)


@scheduled(every=timedelta(hours=1))
def forget_subscriptions() -> int:
    """Deletes what nobody confirmed in time, and all of applications that ended 90 days ago; returns how many."""
    moment = now()
    lapsed = Q(confirmed_at=None, asked_at__lte=moment - CONFIRM_WITHIN)
    over = Q(application__in=ended_before(moment - KEPT_AFTER_THE_END).filter(subscriptions__isnull=False).values("pk"))
    count = 0
    for subscription in Subscription.objects.filter(lapsed | over).select_related("person"):
        personal.forget(subscription.person)
        count += 1
    return count


def _note(subscription: Subscription, action: str) -> None:
    application = subscription.application
    audit.record(application, action, actor=None, office=application.office)


def _hashed(token: str) -> str:
    """256 random bits: nothing to guess, so no key is needed."""
    return hashlib.sha256(token.encode()).hexdigest()
