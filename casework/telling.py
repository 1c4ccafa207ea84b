"""Changes by mail: one short letter to each confirmed address of an application, in the transaction of the change.

It says that something changed and where to read it, nothing else. A letter that still waits says that already, so the
events of one action, and of several in the same minute, make one.
"""

import logging

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from bureau import personal
from bureau.mail import letter_waits, queue_letter
from casework.models import Application, Subscription
from casework.numbers import first_number

logger = logging.getLogger(__name__)


def tell_change(application: Application, number: str = "") -> None:
    """``number`` is of the case that changed; "": several did. Never raises: the change itself goes on."""
    confirmed = Subscription.objects.filter(application=application).exclude(confirmed_at=None)
    for subscription in confirmed.select_related("person"):
        try:
            if not letter_waits(subscription.person):
                _write(subscription, number or first_number(application))
        except personal.PersonalDataLost:
            logger.error("subscription %s gets no letter: its personal record cannot be read", subscription.pk)


def ask_to_confirm(subscription: Subscription, token: str, number: str) -> None:
    """The first letter: nothing more comes before its link was followed."""
    with translation.override(subscription.language):
        subject = _("Changes to case %(number)s by mail: please confirm") % {"number": number}
        body = [
            _("Somebody gave this address, so that changes to case %(number)s are told by mail.") % {"number": number},
            _("Open this page and press the button, within two days:"),
            address_of("tell_me_confirm", token),
            _("Was it not you? Then do nothing: no letter follows, and this address is deleted."),
        ]
        queue_letter(subscription.person, subject, "\n\n".join(body), stop_at=address_of("tell_me_stop", token))


def address_of(name: str, token: str) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=[token])}"


def _write(subscription: Subscription, number: str) -> None:
    stop_at = address_of("tell_me_stop", personal.read(subscription.person)["token"])
    with translation.override(subscription.language):
        subject = _("Something changed in case %(number)s") % {"number": number}
        body = [
            _("Something changed in case %(number)s. Read it here, with the number and the end of your phone:")
            % {"number": number},
            f"{settings.SITE_URL}{reverse('track_case')}?number={number}",
            _("You no longer want these letters? Stop them here:"),
            stop_at,
        ]
        queue_letter(subscription.person, subject, "\n\n".join(body), stop_at=stop_at)
