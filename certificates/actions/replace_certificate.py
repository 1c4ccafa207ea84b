"""Replacing an issued certificate (更正, 变更, 补发): a draft in a bundle of its own that supersedes it when issued."""

from django.db import transaction

from bureau import audit
from bureau.access import require
from bureau.models import User
from bureau.roles import Verb
from certificates.actions.create_bundle import Draft, create_bundle
from certificates.errors import CertificateNotInForce, ReplacementUnderway
from certificates.models import Bundle, Certificate

REPLACING = {Certificate.EndReason.CORRECTED, Certificate.EndReason.ALTERED, Certificate.EndReason.LOST}


def replace_certificate(certificate: Certificate, reason: Certificate.EndReason, *, actor: User) -> Bundle:
    """A draft with the same facts, to be mended, approved and issued by three people like any other.

    The old certificate stays in force, byte for byte, until the moment at which the new one is issued; the same day is
    early enough. Raises CertificateNotInForce, ReplacementUnderway, NotAllowed.
    """
    if reason not in REPLACING:
        raise ValueError(f"{reason} does not replace a certificate")
    project = certificate.bundle.project
    require(actor, Verb.PREPARE_BUNDLE, project.office)
    with transaction.atomic():
        old = Certificate.objects.select_for_update().get(pk=certificate.pk)
        if old.state != Certificate.State.ISSUED:
            raise CertificateNotInForce(certificate=old)
        underway = old.replacements.filter(state=Certificate.State.DRAFT).exclude(bundle__state=Bundle.State.WITHDRAWN)
        if (other := underway.select_related("bundle").first()) is not None:
            raise ReplacementUnderway(certificate=old, reference=other.bundle.reference)
        draft = Draft(
            type_version=old.type_version.type.current or old.type_version,
            part=old.part,
            values=old.values,
            supersedes=old,
            replace_reason=reason.value,
        )
        bundle = create_bundle(project, [draft], actor=actor)
        audit.record(
            old,
            "certificates.replace_certificate",
            actor=actor,
            office=project.office,
            data={"bundle": bundle.reference, "reason": reason.value},
        )
    return bundle
