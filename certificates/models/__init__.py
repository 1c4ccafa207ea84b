from certificates.models.bundle import Bundle
from certificates.models.certificate import Certificate, SealedDraft
from certificates.models.certificate_type import CertificateField, CertificateType, CertificateTypeVersion
from certificates.models.project import Attachment, ImportedNumber, Parcel, Project, ProjectUserGrant
from certificates.models.query_result import QueryResult

__all__ = [
    "Attachment",
    "Bundle",
    "Certificate",
    "CertificateField",
    "CertificateType",
    "CertificateTypeVersion",
    "ImportedNumber",
    "Parcel",
    "Project",
    "ProjectUserGrant",
    "QueryResult",
    "SealedDraft",
]
