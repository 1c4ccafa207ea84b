"""What checks read of our records: only what was issued. Drafts, and what is sealed but not published, do not exist."""

from django.db import DatabaseError, InterfaceError
from django.db.models import QuerySet

from certificates.models import Certificate, QueryResult
from certificates.models.certificate import CertificateQuerySet

AWAY = (DatabaseError, InterfaceError)  # what Django raises when the database does not answer


def issued() -> CertificateQuerySet:
    """Every certificate that was ever issued, with what an answer about it shows."""
    rows = Certificate.objects.exclude(state=Certificate.State.DRAFT)
    return rows.select_related("type_version", "bundle__project__office", "entry", "pdf")


def with_file(sha256: str) -> Certificate | None:
    return issued().filter(pdf__sha256=sha256).order_by().first()


def results() -> "QuerySet[QueryResult]":
    """Every query result, with what an answer about it shows."""
    return QueryResult.objects.select_related("certificate__type_version", "certificate__bundle__project__office")


def result_with_file(sha256: str) -> QueryResult | None:
    return results().filter(file__sha256=sha256).order_by().first()


def replacement_of(certificate: Certificate) -> Certificate | None:
    """The listed certificate that replaced this one; of titles nobody learns the new number."""
    return Certificate.objects.listed().filter(supersedes=certificate).order_by().first()
