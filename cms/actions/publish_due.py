"""What was scheduled goes out and what expires goes away, each by itself, so that one that fails hinders no other."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import DraftStateMixin, Page, Revision

from bureau.calendar import now
from bureau.errors import Refused
from bureau.mail import queue_mail
from bureau.people import people_with
from bureau.roles import Verb
from bureau.scheduled import scheduled
from cms.four_eyes import office_for

logger = logging.getLogger(__name__)


@scheduled(every=timedelta(minutes=1))
def publish_due() -> int:
    """Returns how many objects were published or withdrawn. Safe to run twice."""
    return sum(_withdraw(obj) for obj in _expired()) + sum(_publish(revision) for revision in _due())


def _expired() -> Iterator[Any]:
    models = [
        model for model in apps.get_models() if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]
    for model in (Page, *models):
        yield from list(model._default_manager.filter(live=True, expire_at__lte=now()).order_by("expire_at"))


def _withdraw(obj: Any) -> int:
    with transaction.atomic():
        obj.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return 1


def _due() -> list[Revision]:
    return list(Revision.objects.filter(approved_go_live_at__lte=now()).order_by("approved_go_live_at"))


def _publish(revision: Revision) -> int:
    try:
        revision.publish(log_action="wagtail.publish.scheduled")
    except Refused as refused:
        logger.warning("scheduled publication of revision %s was refused: %s", revision.pk, refused.code)
        _take_back(revision, refused)
        return 0
    return 1


def _take_back(revision: Revision, refused: Refused) -> None:
    """Off the schedule, or it would be refused every minute; whoever may publish is told once."""
    office = office_for(revision.as_object())
    with transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
        if office is not None:
            queue_mail(
                people_with(Verb.PUBLISH_CONTENT, office),
                _("Not published: %(what)s") % {"what": revision.object_str},
                f"{refused} {refused.next_step}",
                office=office,
            )
