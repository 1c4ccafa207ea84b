"""Transaction B: the one instant at which all certificates of a bundle become issued."""

from django.db import IntegrityError, transaction

from bureau import audit, calendar
from bureau.models import User
from certificates.actions.issuing.claim import Claim
from certificates.definition import Layout
from certificates.errors import FindingsLeft, LeaseLost
from certificates.facts import CertificateFacts
from certificates.models import Bundle, Certificate, SealedDraft
from certificates.signals import bundle_issued, certificate_ended
from documents import numbering, store
from documents.number_keys import number_key

PDF = "application/pdf"


def publish_bundle(claim: Claim, *, actor: User) -> Bundle | None:
    """Publishes what is sealed. None when midnight has passed since the claim: the papers carry the wrong day.

    Raises LeaseLost when another worker has taken over or the bundle was withdrawn, FindingsLeft.
    """
    with transaction.atomic():
        locked = Bundle.objects.select_for_update(of=("self",)).select_related("project__office")
        bundle = locked.get(pk=claim.bundle.pk)
        if bundle.state != Bundle.State.ISSUING or bundle.lease_owner != claim.owner:
            raise LeaseLost(reference=bundle.reference)
        if bundle.issue_day != calendar.today():
            return None
        certificates = list(
            bundle.certificates.select_related("type_version", "entry", "sealed", "supersedes").order_by("position")
        )
        for certificate in certificates:
            _issue(certificate, certificate.sealed)
        for certificate in certificates:
            if certificate.supersedes:  # before the new one: a unit has one title in force
                _end_replaced(certificate.supersedes, certificate, actor)
        _write(bundle, certificates)
        numbering.mark_issued(each.entry for each in certificates if each.entry)
        SealedDraft.objects.filter(certificate__bundle=bundle).delete()
        bundle.state = Bundle.State.ISSUED
        bundle.issued_by = actor
        bundle.issued_at = calendar.now()
        bundle.lease_owner, bundle.lease_until = "", None
        bundle.save()
        bundle_issued.send(Bundle, bundle=bundle)
        audit.record(
            bundle,
            "certificates.issue_bundle",
            actor=actor,
            office=bundle.project.office,
            data={"numbers": [each.number for each in certificates]},
        )
    return bundle


def _write(bundle: Bundle, certificates: list[Certificate]) -> None:
    """Raises FindingsLeft when another bundle took the number or the unit since the check: the page shows which."""
    try:
        Certificate.objects.bulk_update(certificates, _ISSUED_FIELDS)
    except IntegrityError as error:
        raise FindingsLeft(reference=bundle.reference, count=1) from error


_ISSUED_FIELDS = [
    "state",
    "number",
    "number_key",
    "holds_unit",
    "statement",
    "check_code_hash",
    "pdf",
    "pages",
    "issued_on",
    "expires_on",
]


def _issue(certificate: Certificate, sealed: SealedDraft) -> None:
    facts = CertificateFacts.from_json(sealed.statement)
    certificate.state = Certificate.State.ISSUED
    certificate.number = facts.number
    certificate.number_key = number_key(facts.number)
    if certificate.definition.layout is Layout.TITLE:
        certificate.holds_unit = str(certificate.values.get("unit_code", ""))
    certificate.statement = sealed.statement
    certificate.check_code_hash = sealed.check_code_hash
    certificate.pdf = store.record(sealed.sha256, size=sealed.size, media_type=PDF)
    certificate.pages = sealed.pages
    certificate.issued_on = facts.issued_on
    certificate.expires_on = facts.expires_on


def _end_replaced(old: Certificate, new: Certificate, actor: User) -> None:
    """The replaced one stays retrievable byte for byte; only its state and the day change."""
    old.state = Certificate.State.SUPERSEDED
    old.ended_on = new.issued_on
    old.end_reason = new.replace_reason
    old.save(update_fields=["state", "ended_on", "end_reason"])
    audit.record(
        old,
        "certificates.supersede_certificate",
        actor=actor,
        office=new.bundle.project.office,
        data={"new": new.number},
    )
    certificate_ended.send(Certificate, certificate=old)
