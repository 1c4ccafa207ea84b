"""Entering a project and its land, prior records and files."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from bureau import audit, calendar
from bureau.access import require
from bureau.models import User
from bureau.roles import Verb
from certificates.models import Attachment, Parcel, Project
from certificates.signals import project_changed
from documents import store


def save_project(project: Project, *, actor: User) -> Project:
    """Creates or changes a project after full validation. Raises NotAllowed, ValidationError (field by field)."""
    require(actor, Verb.ENTER_PROJECT, project.office)
    is_new = project.pk is None
    if is_new:
        project.created_by, project.created_at = actor, calendar.now()
    project.full_clean(exclude=["created_by", "created_at"])
    with transaction.atomic():
        project.save()
        project_changed.send(Project, project=project)
        audit.record(
            project,
            "certificates.create_project" if is_new else "certificates.edit_project",
            actor=actor,
            office=project.office,
        )
    return project


def enter_project_online(project: Project) -> Project:
    """A new project as its applicant states it, without an account, within the caller's transaction.

    Raises ValidationError, and IntegrityError where the office has a project with this code.
    """
    project.created_by, project.created_at = None, calendar.now()
    project.full_clean(exclude=["created_by", "created_at"], validate_unique=False, validate_constraints=False)
    project.save()
    project_changed.send(Project, project=project)
    audit.record(project, "certificates.create_project", actor=None, office=project.office)
    return project


def save_parcels(project: Project, parcels: Sequence[Mapping[str, Any]], *, actor: User) -> None:
    """Replaces the project's parcels: ``parcel_code``, ``area`` and, if known, ``corners`` of each."""
    require(actor, Verb.ENTER_PROJECT, project.office)
    rows = [Parcel(project=project, **each) for each in parcels]
    for row in rows:
        row.full_clean(validate_unique=False, validate_constraints=False)
    with transaction.atomic():
        project.parcels.all().delete()
        Parcel.objects.bulk_create(rows)
        audit.record(
            project, "certificates.edit_parcels", actor=actor, office=project.office, data={"parcels": len(rows)}
        )


def attach(
    project: Project, attachment: Attachment, *, content: bytes | None, media_type: str = "", actor: User
) -> Attachment:
    """Adds a prior record or a file; ``content`` is stored once, byte for byte, under its SHA-256."""
    require(actor, Verb.ENTER_PROJECT, project.office)
    attachment.project = project
    sha256 = store.write(content) if content is not None else ""
    with transaction.atomic():
        if content is not None:
            attachment.file = store.record(sha256, size=len(content), media_type=media_type)
        attachment.full_clean()
        attachment.save()
        audit.record(project, "certificates.attach", actor=actor, office=project.office, data={"name": attachment.name})
    return attachment


def remove_attachment(attachment: Attachment, *, actor: User) -> None:
    """Takes an attachment off the project; a stored file stays in the store."""
    project = attachment.project
    require(actor, Verb.ENTER_PROJECT, project.office)
    with transaction.atomic():
        data = {"name": attachment.name}
        audit.record(project, "certificates.remove_attachment", actor=actor, office=project.office, data=data)
        attachment.delete()
