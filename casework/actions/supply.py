"""Papers that the applicant of a case sends online (网上补交), after the application came and until it ends.

Whoever sends shows a case number and the end of the phone, as for reading it (casework/public/opened.py); that is the
permission. What answers the office begins what the same paper would begin at the window.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from bureau import audit
from casework.actions.hand_in import Arrived, take
from casework.actions.supplied import end_correction
from casework.errors import ApplicationInvalid, CaseNotFound, NeedsChanged, TooManyFiles
from casework.models import Application, Case, MaterialFile, SealedFile
from casework.notices.receipt import write_receipt
from casework.reading import lock
from casework.supplying import wanted_now
from documents import store
from documents.models import StoredFile
from documents.uploads import Errors, Kept, keep_uploads

MOST_FILES = 60  # at a time
MOST_ONLINE = 300  # of one application


def supply(number: str, uploads: Mapping[int, Sequence["UploadedFile[Any]"]]) -> tuple[int, Errors[int]]:
    """``uploads`` by the key of their material, for the case of this number. What can be taken is.

    Returns how many files were taken, and why others were not. Raises CaseNotFound, ApplicationInvalid where nothing
    was chosen, NeedsChanged where such a paper is not asked for any more, TooManyFiles.
    """
    chosen = sum(map(len, uploads.values()))
    if not chosen:
        raise ApplicationInvalid(problem=_("Papers: choose at least one file."))
    if chosen > MOST_FILES:
        raise TooManyFiles(most=MOST_FILES)
    kept, refused = keep_uploads(uploads)
    with transaction.atomic():
        case = _locked(number)
        wanted = {each.material.pk for each in wanted_now(case) if each.comes_online}
        if any(key not in wanted for key, _file in kept):
            raise NeedsChanged()
        application = case.application
        online = MaterialFile.objects.filter(material__application=application, added_by=None)
        if online.count() + len(kept) > MOST_ONLINE:
            raise TooManyFiles(most=MOST_ONLINE)
        brought = take(application, _arrived(kept), by=None)
        for each in application.cases.filter(state=Case.State.ACCEPTED).order_by("pk"):
            end_correction(each)
        if brought:
            write_receipt(application, brought, by=None)
            audit.record(
                application,
                "casework.supply",
                actor=None,
                office=application.office,
                data={"materials": [each.material.position for each in brought]},
            )
    return len(kept), refused


def _locked(number: str) -> Case:
    """With its application, which is locked. Raises CaseNotFound, also of a closed file that was sealed."""
    try:
        application = lock(Application.objects.filter(pk__in=Case.objects.filter(number=number).values("application")))
    except Application.DoesNotExist as error:
        raise CaseNotFound(number=number) from error
    if SealedFile.objects.filter(application=application).exists():
        raise CaseNotFound(number=number)
    case = Case.objects.select_related("version").prefetch_related("events").get(number=number)
    case.application = application
    return case


def _arrived(kept: Sequence[tuple[int, Kept]]) -> dict[int, Arrived]:
    found: dict[int, list[tuple[str, StoredFile]]] = {}
    for key, file in kept:
        stored = store.record(file.sha256, size=file.size, media_type=file.media_type)
        found.setdefault(key, []).append((file.name, stored))
    return {key: Arrived(files=tuple(files)) for key, files in found.items()}
