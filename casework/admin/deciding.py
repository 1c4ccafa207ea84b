"""What the person reads after deciding, on the page of the case as on that of the application."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin import messages

from casework.actions.decide import Decided


def say_bundle(request: HttpRequest, decided: Decided) -> None:
    """What came of the bundle that waited for the last decision."""
    if decided.bundle:
        words = _("Bundle %(bundle)s is approved and ready to issue.") % {"bundle": decided.bundle}
        messages.success(request, words)
    if decided.held:
        messages.error(request, f"{decided.held} {decided.held.next_step}")
