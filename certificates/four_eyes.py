"""Three different people prepare, approve and issue a bundle (invariant 5). Nobody's rank changes that."""

from django.utils.translation import gettext as _

from bureau.access import may
from bureau.models import User
from bureau.roles import Verb
from certificates.errors import FourEyes
from certificates.models import Bundle


def why_not_approve(bundle: Bundle, actor: User) -> str:
    """Why ``actor`` may not approve; "" when nothing stands in the way."""
    if not may(actor, Verb.APPROVE_BUNDLE, bundle.project.office):
        return _("Approving is for the chief approver.")
    if bundle.preparers.filter(pk=actor.pk).exists():
        return _("You prepared this bundle, so another chief approver decides.")
    return ""


def why_not_issue(bundle: Bundle, actor: User) -> str:
    """Why ``actor`` may not issue; "" when nothing stands in the way."""
    office = bundle.project.office
    if not may(actor, Verb.ISSUE_BUNDLE, office):
        return _("Issuing is for the issuer's post.")
    if bundle.approved_by_id == actor.pk:
        return _("You approved this bundle, so another person issues it.")
    if not office.preparer_may_issue and bundle.preparers.filter(pk=actor.pk).exists():
        return _("You prepared this bundle, so another issuer issues it.")
    return ""


def require_may_approve(bundle: Bundle, actor: User) -> None:
    if why := why_not_approve(bundle, actor):
        raise FourEyes(why=why)


def require_may_issue(bundle: Bundle, actor: User) -> None:
    if why := why_not_issue(bundle, actor):
        raise FourEyes(why=why)
