"""The paper that we keep of an issued certificate: whether it still is what was issued and signed."""

from certificates.models import Certificate
from documents import store
from documents.signing.errors import PdfUnreadable
from documents.signing.inspection import inspect_signature


def kept_paper_is_whole(certificate: Certificate) -> bool:
    """Its bytes have the recorded hash, and its signature covers every one of them. False also when it cannot be read.

    The record says whose signature it is: it was written in the moment of issuing, and never changes.
    """
    if certificate.pdf is None:
        return False
    try:
        report = inspect_signature(store.read(certificate.pdf), trusted=())
    except (store.FileMissing, PdfUnreadable, OSError):
        return False
    return report.valid and report.whole_document
