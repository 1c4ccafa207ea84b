"""What must hold of projects, bundles and certificates as stored; asked by `check_records`."""

import hashlib

from django.db.models import Count, F, Q
from django.utils import timezone

from bureau import records
from certificates.facts import CertificateFacts
from certificates.models import Bundle, Certificate, CertificateType, QueryResult
from documents.models import LedgerEntry


def join() -> None:
    records.register("bundles", first_split_bundle)
    records.register("certificates", first_contradiction)
    records.register("query results", first_impossible_result)
    records.register("ledger and certificates", first_loose_number)


def first_split_bundle() -> str | None:
    """A bundle is issued whole or not at all (invariant 1)."""
    drafts = Count("certificates", filter=Q(certificates__state=Certificate.State.DRAFT))
    counted = Bundle.objects.annotate(drafts=drafts, whole=Count("certificates"))
    half = counted.filter(
        Q(state=Bundle.State.ISSUED, drafts__gt=0) | ~Q(state=Bundle.State.ISSUED) & ~Q(drafts=F("whole"))
    )
    found = half.order_by("pk").first()
    return f"bundle {found.reference} is issued in part" if found else None


def first_contradiction() -> str | None:
    """The columns beside a statement say what the statement says, and its kind's version has the same bytes."""
    issued = Certificate.objects.exclude(state=Certificate.State.DRAFT).select_related("pdf", "entry", "type_version")
    for certificate in issued.order_by("pk").iterator(chunk_size=500):
        facts = CertificateFacts.from_json(certificate.statement)
        same = (
            facts.canonical_json().decode() == certificate.statement
            and facts.number == certificate.number
            and facts.issued_on == certificate.issued_on
            and facts.expires_on == certificate.expires_on
            and facts.type_version == certificate.definition.version
            and certificate.entry is not None
            and certificate.number.startswith(certificate.entry.text)
        )
        if not same:
            digest = hashlib.sha256(certificate.statement.encode()).hexdigest()[:12]
            return f"certificate {certificate.number} contradicts its statement {digest}"
    return None


def first_impossible_result() -> str | None:
    """A query result told what its certificate was on that day; that its file is the one made then, the store says."""
    results = QueryResult.objects.select_related("certificate").order_by("pk")
    for result in results.iterator(chunk_size=500):
        day, certificate = timezone.localtime(result.asked_at).date(), result.certificate
        ended = certificate.ended_on or certificate.expires_on
        if result.told == QueryResult.Told.AUTHENTIC:
            possible = ended is None or day <= ended
        else:
            possible = ended is not None and day >= ended
        if not possible or certificate.issued_on is None or day < certificate.issued_on:
            return f"query result {result.number} told {result.told}, which certificate {certificate.number} was not"
    return None


def first_loose_number() -> str | None:
    """Every issued number has its certificate, and every certificate's number is issued."""
    of_certificates = Q(code__in=CertificateType.objects.values("code"))
    issued = Q(of_certificates, state=LedgerEntry.State.ISSUED)
    loose = LedgerEntry.objects.filter(issued, certificate=None).order_by("pk").first()
    if loose:
        return f"number {loose.text} is issued, but no certificate has it"
    wrong = Certificate.objects.exclude(state=Certificate.State.DRAFT).exclude(entry__state=LedgerEntry.State.ISSUED)
    found = wrong.order_by("pk").first()
    return f"certificate {found.number} is issued, but its number is not" if found else None
