"""Reading that leaves a trace: files handed out, and closed fields read by an auditor (domain.md §7)."""

from collections.abc import Sequence

from django.db import transaction

from bureau import audit
from bureau.access import may, require
from bureau.errors import NotAllowed
from bureau.models import User
from bureau.roles import Verb
from certificates.definition import TypeDefinition, Visibility
from certificates.errors import NothingIssued
from certificates.models import Bundle, Certificate
from documents import store


def download_certificates(certificates: Sequence[Certificate], *, actor: User, look: bool = False) -> list[bytes]:
    """The signed files of issued certificates, byte for byte. Raises NotAllowed, NothingIssued, FileMissing.

    ``look`` means on screen, as part of the work on the case: who works on cases here leaves no trace then.
    """
    files = []
    for certificate in certificates:
        require_paper(certificate, actor)
        if certificate.pdf is None:
            raise NothingIssued(certificate=certificate)
        files.append(store.read(certificate.pdf))
    with transaction.atomic():
        for certificate in certificates:
            if look and _works_on_cases(actor, certificate):
                continue
            audit.record(certificate, "certificates.download_certificate", actor=actor, verb=Verb.VIEW_RECORDS)
    return files


def read_closed_fields(bundle: Bundle, *, actor: User) -> None:
    """Notes that somebody outside the case opened fields that are never published."""
    require(actor, Verb.READ_CLOSED_FIELDS, bundle.project.office)
    with transaction.atomic():
        audit.record(bundle, "certificates.read_closed_fields", actor=actor, office=bundle.project.office)


def require_paper(certificate: Certificate, actor: User) -> None:
    """Whole papers of kinds with closed fields are for who may read these, and for who hands results out."""
    office = certificate.bundle.project.office
    require(actor, Verb.VIEW_RECORDS, office)
    if not has_closed_fields(certificate.definition):
        return
    if not may(actor, Verb.READ_CLOSED_FIELDS, office) and not may(actor, Verb.HAND_OUT, office):
        raise NotAllowed(verb=Verb.READ_CLOSED_FIELDS.label)


def has_closed_fields(definition: TypeDefinition) -> bool:
    return any(each.visibility is Visibility.CLOSED for each in definition.fields)


def _works_on_cases(actor: User, certificate: Certificate) -> bool:
    office = certificate.bundle.project.office
    return any(may(actor, verb, office) for verb in (Verb.PREPARE_BUNDLE, Verb.APPROVE_BUNDLE, Verb.ISSUE_BUNDLE))
