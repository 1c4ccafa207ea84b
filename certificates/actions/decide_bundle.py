"""The way of a bundle before issue: sent for approval (送批), approved (批准) or returned with the reason (退回)."""

from django.db import transaction

from bureau import audit, calendar
from bureau.access import require
from bureau.models import User
from bureau.roles import Verb
from certificates.actions.edit_bundle import make_draft
from certificates.actions.locking import locked_bundle, written_reason
from certificates.bundle_checks import check_bundle
from certificates.errors import FindingsLeft, FourEyes
from certificates.findings import must_fix
from certificates.four_eyes import require_may_approve
from certificates.models import Bundle
from certificates.turns import announce_turn

State = Bundle.State


def send_for_approval(bundle_id: int, *, actor: User) -> Bundle:
    """Checks the bundle and, without must-fix findings, hands it to the chief approvers. Raises FindingsLeft."""
    with transaction.atomic():
        bundle = locked_bundle(bundle_id, actor, State.DRAFT)
        require(actor, Verb.PREPARE_BUNDLE, bundle.project.office)
        refuse_findings(bundle)
        bundle.state = State.CHECKED
        bundle.checked_at = calendar.now()
        bundle.prepared_by = actor
        bundle.return_reason = ""
        bundle.save()
        bundle.preparers.add(actor)
        announce_turn(bundle)
        audit.record(bundle, "certificates.send_for_approval", actor=actor, office=bundle.project.office)
    return bundle


def approve_bundle(bundle_id: int, *, actor: User) -> Bundle:
    """Approves what another person prepared. The check runs again, since time and other bundles move on."""
    with transaction.atomic():
        bundle = locked_bundle(bundle_id, actor, State.CHECKED)
        require_may_approve(bundle, actor)
        refuse_findings(bundle)
        bundle.state = State.APPROVED
        bundle.approved_by = actor
        bundle.approved_at = calendar.now()
        bundle.save()
        announce_turn(bundle)
        audit.record(bundle, "certificates.approve_bundle", actor=actor, office=bundle.project.office)
    return bundle


def return_bundle(bundle_id: int, *, actor: User, reason: str) -> Bundle:
    """Gives a sent or approved bundle back to its preparer, with a reason that stays on its page."""
    with transaction.atomic():
        bundle = locked_bundle(bundle_id, actor, State.CHECKED, State.APPROVED)
        require(actor, Verb.APPROVE_BUNDLE, bundle.project.office)
        if bundle.preparers.filter(pk=actor.pk).exists():
            raise FourEyes(why=str(FourEyes.next_step))
        bundle.return_reason = written_reason(reason)[:500]
        make_draft(bundle)
        bundle.save()
        announce_turn(bundle)
        audit.record(bundle, "certificates.return_bundle", actor=actor, office=bundle.project.office)
    return bundle


def refuse_findings(bundle: Bundle) -> None:
    if left := must_fix(check_bundle(bundle)):
        raise FindingsLeft(reference=bundle.reference, count=len(left))
