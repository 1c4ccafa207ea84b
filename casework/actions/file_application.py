"""Sending a draft (网上申请): an application with its cases, materials and receipt at one moment, without an account.

From this moment the office has its five working days, in registration this day, as for what comes to the window.
"""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from bureau import audit
from bureau.models import Office
from casework.actions.draft_filing import locked_filing, typed_in, use_up
from casework.actions.hand_in import Arrived, enter_materials
from casework.actions.receive import Contact, check_request, take_in
from casework.errors import ApplicationInvalid, NeedsChanged, ProjectDisagrees
from casework.filing import PROJECT, Typed
from casework.models import Application, Filing
from casework.notices.receipt import write_receipt
from casework.online import asked_for, versions_of
from certificates.actions.save_project import enter_project_online
from certificates.models import Project
from documents import store
from documents.models import StoredFile
from documents.number_keys import folded


def file_application(public_id: str, *, versions: str) -> Application:
    """``versions`` of the matters that the applicant has read (online.versions_of).

    Pressed twice it answers with the same application: the draft is locked and used up. Raises DraftGone, NotOnline,
    NotOfOneOffice, NeedsChanged, ProjectDisagrees, ApplicationInvalid; nothing is made then, and the draft stays.
    """
    with transaction.atomic():
        filing = locked_filing(public_id)
        if filing.application is not None:
            return filing.application
        typed = typed_in(filing)
        asked = asked_for(typed.wishes, filing.office)
        if versions_of(asked) != versions:
            raise NeedsChanged()
        contact = _contact(typed)
        check_request(asked, contact)
        application = take_in(_project(filing.office, typed.fields), asked, contact=contact, by=None)
        came = enter_materials(application, _arrived(filing, application, typed), by=None)
        write_receipt(application, came, by=None)
        use_up(filing, application)
        audit.record(
            application,
            "casework.file",
            actor=None,
            office=application.office,
            data={
                "cases": list(application.cases.values_list("number", flat=True)),
                "materials": [each.material.position for each in came],
            },
        )
    return application


def agrees(office: Office, fields: Mapping[str, str]) -> bool:
    """Whether the office knows no project of this code, or one of this applicant. Of no more is ever told."""
    known = _known(office, fields)
    return known is None or _is_of(known, fields)


def _project(office: Office, fields: Mapping[str, str]) -> Project:
    """The office's, where applicant and code agree; else a new one, as it is stated. Raises ProjectDisagrees."""
    known = _known(office, fields)
    if known is None:
        try:
            with transaction.atomic():
                return enter_project_online(Project(office=office, **{name: fields.get(name, "") for name in PROJECT}))
        except ValidationError as error:
            raise ApplicationInvalid(problem=_in_words(error)) from error
        except IntegrityError:  # somebody was quicker
            known = _known(office, fields)
    if known is None or not _is_of(known, fields):
        raise ProjectDisagrees()
    return known


def _in_words(error: ValidationError) -> str:
    """Each problem after the name of its field."""
    named = {field.name: field.verbose_name for field in Project._meta.concrete_fields}
    lines = ((str(named.get(name, "")), " ".join(said)) for name, said in error.message_dict.items())
    return " ".join(_(": ").join(line) for line in lines)


def _known(office: Office, fields: Mapping[str, str]) -> Project | None:
    return Project.objects.filter(office=office, project_code=fields.get("project_code", "")).first()


def _is_of(project: Project, fields: Mapping[str, str]) -> bool:
    """Half and full width, and blanks, make no other name."""
    given = fields.get("applicant", ""), fields.get("applicant_uscc", "")
    return (folded(project.applicant), project.applicant_uscc) == (folded(given[0]), given[1])


def _contact(typed: Typed) -> Contact:
    given = typed.fields
    email = given.get("email", "")
    try:
        if email:
            validate_email(email)
    except ValidationError as error:
        raise ApplicationInvalid(problem=_("Mail: compare the address.")) from error
    return Contact(given.get("contact", ""), given.get("phone", ""), email, given.get("address", ""))


def _arrived(filing: Filing, application: Application, typed: Typed) -> dict[int, Arrived]:
    """Files of materials that are asked for, by the key of the application's material; they are stored for ever now."""
    keys = dict(application.materials.filter(is_shared=False).values_list("key", "pk"))
    found: dict[int, list[tuple[str, StoredFile]]] = {}
    for each in filing.files.all():
        if each.key in keys:
            stored = store.record(each.sha256, size=each.size, media_type=each.media_type)
            found.setdefault(keys[each.key], []).append((typed.files.get(each.pk, ""), stored))
    return {key: Arrived(files=tuple(files)) for key, files in found.items()}
