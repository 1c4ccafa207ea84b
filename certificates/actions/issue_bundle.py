"""Issuing (签发): claim, seal, publish. All certificates of a bundle appear at one instant, or none (design §4)."""

import os
import socket
from uuid import uuid4

from django.db import transaction

from bureau import calendar
from bureau.errors import YizhengError
from bureau.models import User
from certificates.actions.issuing.claim import LEASE, Claim, claim_bundle
from certificates.actions.issuing.publish import publish_bundle
from certificates.errors import LeaseLost
from certificates.models import Bundle, SealedDraft
from certificates.sealing import Sealed, Sealer, here, make_order


def issue_bundle(bundle_id: int, *, actor: User, sealer: Sealer = here) -> Bundle:
    """Publishes every certificate of a bundle at one instant, or none of them.

    Safe to call again after a crash at any point, by anyone who may issue: reserved numbers and sealed files are found
    and used again, and an issued bundle is returned as it is. Raises NotAllowed, StateRefused, FindingsLeft,
    IssueUnderway (a rule says no), SigningFailed or StoreFull (numbers stay reserved; call again when it is mended),
    LeaseLost (another worker has it).
    """
    owner = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
    while claim := claim_bundle(bundle_id, actor=actor, owner=owner):
        try:
            _seal(claim, sealer)
            published = publish_bundle(claim, actor=actor)
        except LeaseLost:
            raise
        except YizhengError as error:
            _let_go(claim, error)
            raise
        if published is not None:
            return published
    return Bundle.objects.visible_to(actor).get(pk=bundle_id)


def _seal(claim: Claim, sealer: Sealer) -> None:
    """Renders and signs what is not sealed yet. No transaction is open; each finished paper is noted at once."""
    drafts = claim.bundle.certificates.filter(sealed=None).select_related("type_version", "entry").order_by("position")
    orders = [make_order(draft, claim.bundle) for draft in drafts]
    for sealed in sealer(orders):
        _note(claim, sealed)


def _note(claim: Claim, sealed: Sealed) -> None:
    """One more paper is ready: progress for who watches, a renewed lease, and nothing to do twice after a crash."""
    with transaction.atomic():
        renewed = Bundle.objects.filter(pk=claim.bundle.pk, state=Bundle.State.ISSUING, lease_owner=claim.owner).update(
            lease_until=calendar.now() + LEASE
        )
        if not renewed:
            raise LeaseLost(reference=claim.bundle.reference)
        SealedDraft.objects.create(
            certificate_id=sealed.certificate_id,
            issue_day=claim.day,
            number=sealed.number,
            statement=sealed.statement,
            check_code_hash=sealed.check_code_hash,
            sha256=sealed.sha256,
            size=sealed.size,
            pages=sealed.pages,
            milliseconds=sealed.milliseconds,
        )


def _let_go(claim: Claim, error: YizhengError) -> None:
    """The lease ends now, so that the next try need not wait; the page shows what stopped it. Numbers stay reserved."""
    Bundle.objects.filter(pk=claim.bundle.pk, state=Bundle.State.ISSUING, lease_owner=claim.owner).update(
        lease_until=calendar.now(), issue_problem=f"{error} {error.next_step}"[:500]
    )
