"""Withdrawing (撤回): a bundle that will not be issued. Its own numbers are void with the reason, for good."""

from django.db import transaction

from bureau import audit
from bureau.access import may, require
from bureau.models import User
from bureau.roles import Verb
from certificates.actions.locking import locked_bundle, written_reason
from certificates.models import Bundle, Certificate, SealedDraft
from documents import numbering

State = Bundle.State


def withdraw_bundle(bundle_id: int, *, actor: User, reason: str) -> Bundle:
    """Ends a bundle before issue. Imported numbers go back to the project's stock: they were never on any paper.

    A worker that is sealing meanwhile finds its lease gone and publishes nothing. Raises NotAllowed, StateRefused.
    """
    with transaction.atomic():
        bundle = locked_bundle(bundle_id, actor, State.DRAFT, State.CHECKED, State.APPROVED, State.ISSUING)
        office = bundle.project.office
        untouched = bundle.state == State.DRAFT and may(actor, Verb.PREPARE_BUNDLE, office)
        if not untouched:
            require(actor, Verb.ISSUE_BUNDLE, office)
        bundle.withdraw_reason = written_reason(reason)[:500]
        certificates = list(bundle.certificates.exclude(entry=None).select_related("entry"))
        own = [each.entry for each in certificates if each.entry and not each.entry.is_imported]
        numbering.void(own, bundle.withdraw_reason[:200])
        imported = [each for each in certificates if each.entry and each.entry.is_imported]
        for certificate in imported:
            certificate.entry = None
        Certificate.objects.bulk_update(imported, ["entry"])
        SealedDraft.objects.filter(certificate__bundle=bundle).delete()
        bundle.state = State.WITHDRAWN
        bundle.lease_owner, bundle.lease_until = "", None
        bundle.save()
        audit.record(
            bundle,
            "certificates.withdraw_bundle",
            actor=actor,
            office=office,
            data={"void": [entry.text for entry in own]},
        )
    return bundle
