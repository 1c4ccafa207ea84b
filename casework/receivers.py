"""What casework does when certificates announce something; inside their transaction, so only rows are written."""

from typing import Any

from django.dispatch import receiver

from casework.actions.give_out import finish_issue_steps
from certificates.models import Bundle
from certificates.signals import bundle_issued


@receiver(bundle_issued, dispatch_uid="casework.bundle_issued")
def note_issue(*, bundle: Bundle, **kwargs: Any) -> None:
    finish_issue_steps(bundle)
