"""Materials that come (收材料): ticked as paper, as files, or fetched by the office; before acceptance and after it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from bureau import audit, calendar
from bureau.access import require
from bureau.models import User
from casework.actions.supplied import end_waiting, to_come
from casework.errors import ApplicationInvalid, NothingToDo
from casework.models import Application, ApplicationMaterial, Case, MaterialFile
from casework.notices.receipt import Came, receipt_is_due, write_receipt
from casework.reading import locked_application, verb_at_work
from documents import store
from documents.models import StoredFile
from documents.uploads import taken

State = ApplicationMaterial.State


@dataclass(frozen=True, slots=True)
class File:
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What came of one material: paper, files, or both."""

    on_paper: bool = False
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrived:
    """The same once its files are stored, each with the name that it came under."""

    on_paper: bool = False
    files: tuple[tuple[str, StoredFile], ...] = ()


def hand_in(application_id: int, came: Mapping[int, HandedIn], *, actor: User) -> Application:
    """``came`` by the key of the material. What the office fetches itself counts as fetched.

    Before an answer, whoever brings something gets a receipt for it, and the first time also who brings nothing. With
    the last paper that a case waited for, the time for its answer begins anew, or its clock goes on. Raises NotAllowed,
    ApplicationInvalid, NothingToDo once nothing can come any more, and what taking a file raises.
    """
    stored = {(key, file): _stored(file) for key, one in came.items() for file in one.files}
    with transaction.atomic():
        application = locked_application(application_id, actor)
        verb = verb_at_work(actor, application)
        require(actor, verb, application.office)
        if not application.cases.filter(
            state__in=[Case.State.RECEIVED, Case.State.ACCEPTED, Case.State.DECIDED]
        ).exists():
            raise NothingToDo(number=application)
        is_first = receipt_is_due(application)
        if not came and not is_first:
            raise ApplicationInvalid(problem=_("Tick what came on paper, or choose files."))
        arrived = {
            key: Arrived(one.on_paper, tuple(_recorded(file, *stored[key, file]) for file in one.files))
            for key, one in came.items()
        }
        brought = take(application, arrived, by=actor)
        if is_first or not all(each.material.is_shared for each in brought):
            write_receipt(application, brought, by=actor)
        audit.record(
            application,
            "casework.hand_in",
            actor=actor,
            office=application.office,
            verb=verb,
            data={"materials": [each.material.position for each in brought]},
        )
    return application


def take(application: Application, arrived: Mapping[int, Arrived], *, by: User | None) -> list[Came]:
    """`enter_materials`, and what begins with the last paper that a case waited for."""
    waited = to_come(application)
    brought = enter_materials(application, arrived, by=by)
    for case in sorted(waited - to_come(application), key=lambda each: each.pk):
        end_waiting(case, by=by)
    return brought


def enter_materials(application: Application, arrived: Mapping[int, Arrived], *, by: User | None) -> list[Came]:
    """The rows of what came, within the caller's transaction; ``by`` None: online. Raises ApplicationInvalid."""
    moment, brought = calendar.now(), []
    materials = {each.pk: each for each in application.materials.filter(pk__in=arrived)}
    for key, one in arrived.items():
        if not (one.on_paper or one.files) or key not in materials:
            raise ApplicationInvalid(problem=_("Say of each material whether it came on paper, or give its files."))
        material = materials[key]
        material.state = State.FETCHED if material.is_shared else State.HANDED_IN
        material.on_paper = material.on_paper or one.on_paper
        material.came_at = moment
        material.save(update_fields=["state", "on_paper", "came_at"])
        MaterialFile.objects.bulk_create(
            MaterialFile(material=material, file=file, name=name[-200:], added_at=moment, added_by=by)
            for name, file in one.files
        )
        brought.append(Came(material, one.on_paper, len(one.files)))
    return brought


def _recorded(file: File, sha256: str, media_type: str) -> tuple[str, StoredFile]:
    return file.name, store.record(sha256, size=len(file.content), media_type=media_type)


def _stored(file: File) -> tuple[str, str]:
    """Hash and media type, by its content. Written before the transaction: nothing slow runs inside it."""
    media_type = taken(file.content, file.name)
    return store.write(file.content), media_type
