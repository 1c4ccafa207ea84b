"""Three different people prepare, approve and issue a bundle (invariant 5). Nobody's rank changes that.

Upper layers may forbid further people to issue: they join in `AppConfig.ready`.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from bureau.access import may
from bureau.models import User
from bureau.roles import Verb
from certificates.errors import FourEyes
from certificates.models import Bundle

Forbidden = Callable[[Bundle], set[int]]
"""Keys of people who may not issue a bundle."""

_forbidden: list[Forbidden] = []


def forbid_issuing(forbidden: Forbidden) -> None:
    """Adds people who may not issue, once."""
    if forbidden not in _forbidden:
        _forbidden.append(forbidden)


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
    if any(actor.pk in people(bundle) for people in _forbidden):
        return _("You decided a case behind this bundle, so another person issues it.")
    if not office.preparer_may_issue and bundle.preparers.filter(pk=actor.pk).exists():
        return _("You prepared this bundle, so another issuer issues it.")
    return ""


def require_may_approve(bundle: Bundle, actor: User) -> None:
    if why := why_not_approve(bundle, actor):
        raise FourEyes(why=why)


def require_may_issue(bundle: Bundle, actor: User) -> None:
    if why := why_not_issue(bundle, actor):
        raise FourEyes(why=why)
