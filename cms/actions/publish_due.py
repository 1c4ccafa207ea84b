"""What was scheduled goes out and what expires goes away, each by itself, so that one that fails hinders no other."""

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import DraftStateMixin, Page, Revision

from bureau.calendar import now
from bureau.errors import Refused
from bureau.mail import queue_mail
from bureau.people import people_with
from bureau.roles import Verb
from bureau.scheduled import scheduled
from cms.four_eyes import office_for

logger = logging.getLogger(__name__)

CLASHES = gettext_lazy(
    "It clashes with something else that is published: another one has the same code or address. Open it, change "
    "that, and send it again."
)


@scheduled(every=timedelta(minutes=1))
def publish_due() -> int:
    """Returns how many objects were published or withdrawn. Safe to run twice.

    Raises ExceptionGroup with what failed for another reason than the object's own, once all others are done; those
    are tried again the next time.
    """
    done, failed = 0, []
    for step in _steps():
        try:
            done += step()
        except (ValidationError, DatabaseError) as error:
            failed.append(error)
    if failed:
        raise ExceptionGroup("not published or withdrawn", failed)
    return done


def _steps() -> Iterator[Callable[[], int]]:
    yield from (partial(_withdraw, obj) for obj in _expired())
    yield from (partial(_publish, revision) for revision in _due())


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
    except (Refused, ValidationError, IntegrityError) as error:
        logger.warning("scheduled publication of revision %s was refused", revision.pk, exc_info=error)
        _take_back(revision, _why(error))
        return 0
    return 1


def _why(error: Refused | ValidationError | IntegrityError) -> str:
    if isinstance(error, Refused):
        return f"{error} {error.next_step}"
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return str(CLASHES)


def _take_back(revision: Revision, why: str) -> None:
    """Off the schedule, or it would be refused every minute; whoever may publish is told once."""
    office = office_for(revision.as_object())
    with transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
        if office is not None:
            queue_mail(
                people_with(Verb.PUBLISH_CONTENT, office),
                _("Not published: %(what)s") % {"what": revision.object_str},
                why,
                office=office,
            )
