"""Handing files of an application out to staff: every time leaves a trace."""

from enum import StrEnum

from django.db import transaction

from bureau import audit
from bureau.access import may, require
from bureau.models import Office, User
from bureau.policy import may_here
from bureau.roles import Verb
from casework.errors import CaseNotFound, NothingToDo
from casework.models import Application, ApplicationMaterial, MaterialFile, SealedFile
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
        _require_papers(sealed.application, actor)
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


def download_material(file: MaterialFile, *, actor: User) -> StoredFile:
    """What was handed in, byte for byte. Raises CaseNotFound, NotAllowed."""
    material = file.material
    _require_papers(material.application, actor)
    _trail(material.application, actor, {"material": material.name, "sha256": file.file.sha256})
    return file.file


def download_pledge(material: ApplicationMaterial, *, actor: User) -> StoredFile:
    """What the applicant signed so that it may come later (容缺). Raises like the above; NothingToDo where none is."""
    _require_papers(material.application, actor)
    if material.pledge is None:
        raise NothingToDo(number=material.application)
    _trail(material.application, actor, {"pledge": material.name, "sha256": material.pledge.sha256})
    return material.pledge


def download_mandate(application: Application, *, actor: User) -> StoredFile:
    """What the applicant signed for the helper who filed it. Raises like the above; NothingToDo where nobody helped."""
    _require_papers(application, actor)
    if application.mandate is None:
        raise NothingToDo(number=application)
    _trail(application, actor, {"mandate": application.mandate.sha256})
    return application.mandate


def _trail(application: Application, actor: User, data: dict[str, str]) -> None:
    with transaction.atomic():
        audit.record(
            application,
            "casework.download_material",
            actor=actor,
            office=application.office,
            verb=Verb.VIEW_RECORDS,
            data=data,
        )


def may_read_papers(actor: User, office: Office) -> bool:
    """Papers of applicants are for who works on cases, and for the auditor; not for supervision (domain.md §7)."""
    return may_here(actor, Verb.RECEIVE_APPLICATION, office) or may_here(actor, Verb.READ_CLOSED_FIELDS, office)


def _require_papers(application: Application, actor: User) -> None:
    """`may_read_papers` as a refusal. Raises CaseNotFound, NotAllowed."""
    if not Application.objects.visible_to(actor).filter(pk=application.pk).exists():
        raise CaseNotFound(number=application.pk)
    if not may(actor, Verb.RECEIVE_APPLICATION, application.office):
        require(actor, Verb.READ_CLOSED_FIELDS, application.office, application)
