"""What certificates do when the house below announces something."""

from typing import Any

from django.dispatch import receiver

from bureau.models import User
from bureau.offices import office_opened
from bureau.worker import worker_started
from certificates.kinds.load import load_kinds
from certificates.sealing import warm_up


@receiver(office_opened, dispatch_uid="certificates.office_opened")
def give_kinds(*, administrator: User, **kwargs: Any) -> None:
    """A new house begins with the shipped kinds; those that are there stay as they are."""
    load_kinds(actor=administrator)


@receiver(worker_started, dispatch_uid="certificates.worker_started")
def open_processes(**kwargs: Any) -> None:
    warm_up()
