"""Handing a sealed file out to staff; every time leaves a trace."""

from enum import StrEnum

from django.db import transaction

from bureau import audit
from bureau.access import require
from bureau.models import User
from bureau.roles import Verb
from casework.models import SealedFile
from certificates.actions.read_records import require_paper
from certificates.models import Certificate
from documents.models import StoredFile


class Part(StrEnum):
    LIST = "list"
    CONTAINER = "container"


def download_file(sealed: SealedFile, part: Part, *, actor: User) -> StoredFile:
    """The list names files and hashes; the container holds whole papers, for who may read each. Raises NotAllowed."""
    office = sealed.application.office
    require(actor, Verb.VIEW_RECORDS, office, sealed)
    if part is Part.CONTAINER:
        papers = Certificate.objects.filter(case__application=sealed.application_id)
        for paper in papers.select_related("bundle__project__office", "type_version"):
            require_paper(paper, actor)
    with transaction.atomic():
        audit.record(
            sealed.application,
            "casework.download_file",
            actor=actor,
            office=office,
            verb=Verb.VIEW_RECORDS,
            data={"part": part.value},
        )
    return sealed.contents if part is Part.LIST else sealed.container
