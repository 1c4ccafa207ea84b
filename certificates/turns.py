"""Whose turn it is with a bundle, and telling them: a letter in the outbox, written with the change itself."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from bureau.mail import queue_mail
from bureau.models import User
from bureau.people import people_with
from bureau.roles import Verb
from certificates.models import Bundle


def people_in_turn(bundle: Bundle) -> list[User]:
    """Who may take the next step: mend, approve or issue; nobody once it is issued or withdrawn."""
    office = bundle.project.office
    prepared = set(bundle.preparers.values_list("pk", flat=True))
    match bundle.state:
        case Bundle.State.DRAFT:
            return [bundle.prepared_by] if bundle.prepared_by else []
        case Bundle.State.CHECKED:
            return [each for each in people_with(Verb.APPROVE_BUNDLE, office) if each.pk not in prepared]
        case Bundle.State.APPROVED | Bundle.State.ISSUING:
            barred = {bundle.approved_by_id} | (set() if office.preparer_may_issue else prepared)
            return [each for each in people_with(Verb.ISSUE_BUNDLE, office) if each.pk not in barred]
    return []


def announce_turn(bundle: Bundle) -> None:
    """Writes to the people whose turn it is now; also to the preparer when the bundle came back."""
    words = {
        Bundle.State.DRAFT: _("Bundle %(reference)s came back to you: %(reason)s"),
        Bundle.State.CHECKED: _("Bundle %(reference)s waits for your approval."),
        Bundle.State.APPROVED: _("Bundle %(reference)s is approved and can be issued."),
    }.get(Bundle.State(bundle.state))
    if words is None:
        return
    text = words % {"reference": bundle.reference, "reason": bundle.return_reason}
    address = f"{settings.SITE_URL}{reverse('bundle', args=[bundle.pk])}"
    queue_mail(people_in_turn(bundle), text, f"{text}\n\n{address}\n", office=bundle.project.office)
