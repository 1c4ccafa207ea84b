"""Sealing the files of closed applications (归档): list and container are made first, then kept in one moment."""

import logging
from datetime import timedelta

from django.db import transaction

from bureau import audit, calendar
from bureau.errors import YizhengError
from bureau.scheduled import scheduled
from casework.archive.closed import to_seal
from casework.archive.contents import contents_of
from casework.archive.paper import PDF, Written, write_all, write_list
from casework.models import Application, SealedFile
from casework.notices.paper import file_of
from casework.notices.writing import chinese
from casework.reading import lock
from documents import store
from documents.models import StoredFile
from documents.signing.configured import signer_from_settings
from documents.signing.errors import SigningFailed

logger = logging.getLogger(__name__)


@scheduled(every=timedelta(minutes=10))
def seal_closed_files(limit: int = 50) -> int:
    """Seals what is closed and served; returns how many. What is cut off anywhere is done by the next run."""
    done = 0
    for application_id in list(to_seal(calendar.now()).values_list("pk", flat=True)[:limit]):
        try:
            done += seal_file(application_id)
        except YizhengError as error:  # its words may name files of people
            logger.error("the file of application %s was not sealed: %s", application_id, error.code)
            if isinstance(error, SigningFailed):
                break  # the others would fail alike
    return done


def seal_file(application_id: int) -> bool:
    """False when it is not to be sealed (now), or changed meanwhile. Raises what signing and storing raise."""
    now = calendar.now()
    application = to_seal(now).select_related("office", "project").filter(pk=application_id).first()
    if application is None:
        return False
    at, signer = now.replace(microsecond=0), signer_from_settings()
    for notice in application.notices.select_related(
        "application__office", "application__project", "entry", "case", "file", "letter__entry"
    ):
        file_of(notice)
    with chinese():
        contents = contents_of(application)
        listed = write_list(contents, application.office, signer=signer, at=at)
    container = write_all(contents, listed, signer=signer, at=at)
    contents_file = Written(sha256=store.write(listed), size=len(listed), media_type=PDF)
    with transaction.atomic():
        locked = lock(Application.objects.filter(pk=application_id))
        with chinese():
            is_same = contents_of(locked) == contents
        if not is_same or SealedFile.objects.filter(application=locked).exists():
            return False
        SealedFile.objects.create(
            application=locked,
            sealed_at=calendar.now(),
            contents=_recorded(contents_file),
            container=_recorded(container),
        )
        audit.record(
            locked, "casework.seal_file", actor=None, office=locked.office, data={"files": len(contents.files)}
        )
    return True


def _recorded(written: Written) -> StoredFile:
    return store.record(written.sha256, size=written.size, media_type=written.media_type)
