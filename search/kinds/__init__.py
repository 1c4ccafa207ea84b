"""What can be found: each kind of record says in one small class what it contributes, with which audience.

A new kind joins KINDS, and search.receivers says which changes it follows.
"""

from collections.abc import Iterable

from search.kinds.base import Kind
from search.kinds.cases import CaseKind
from search.kinds.certificates import CertificateKind
from search.kinds.matters import CardKind, MatterKind
from search.kinds.offices import OfficeKind
from search.kinds.pages import DRAFTS, GUIDES, NOTICES, TEXTS
from search.kinds.projects import ProjectKind

__all__ = [
    "BY_NAME",
    "CARDS",
    "CASES",
    "CERTIFICATES",
    "DRAFTS",
    "GUIDES",
    "KINDS",
    "MATTERS",
    "NOTICES",
    "OFFICES",
    "PROJECTS",
    "TEXTS",
    "split_kinds",
]
CERTIFICATES, PROJECTS, CASES, OFFICES = CertificateKind(), ProjectKind(), CaseKind(), OfficeKind()
CARDS, MATTERS = CardKind(), MatterKind()
KINDS: tuple[Kind, ...] = (
    GUIDES,
    CARDS,
    CERTIFICATES,
    NOTICES,
    OFFICES,
    TEXTS,
    PROJECTS,
    CASES,
    MATTERS,
    DRAFTS,
)
BY_NAME: dict[str, Kind] = {kind.name: kind for kind in KINDS}


def split_kinds(wanted: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Kinds of records (certificate, guide) and kinds of certificates (WORKS), which people ask for in one word."""
    asked = tuple(dict.fromkeys(wanted))
    return tuple(each for each in asked if each in BY_NAME), tuple(each for each in asked if each not in BY_NAME)
