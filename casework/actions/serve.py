"""Serving a notice (送达): at the window against a signature, by post with its number, online by being opened."""

from django.db import transaction
from django.utils.translation import gettext as _

from bureau import audit
from bureau.access import require
from bureau.calendar import now
from bureau.models import User
from bureau.roles import Verb
from casework.errors import ApplicationInvalid, CaseNotFound, NothingToDo
from casework.models import Application, Notice, SealedFile
from casework.reading import lock, locked_application
from documents import store
from documents.uploads import taken

Way = Notice.Way
OPENED_LATE = "casework.open_sealed_notice"


def serve(notice_id: int, way: Notice.Way, *, actor: User, proof: bytes = b"", tracking: str = "") -> Notice:
    """Raises NotAllowed, NothingToDo (served before), ApplicationInvalid where the proof is missing."""
    if way == Way.WINDOW and not proof:
        raise ApplicationInvalid(problem=_("Signed receipt: give it as PDF, PNG or JPEG."))
    if way == Way.POST and not tracking.strip():
        raise ApplicationInvalid(problem=_("Number of the letter: give it, so that its way can be shown."))
    media_type = taken(proof, _("Signed receipt")) if proof else ""
    sha256 = store.write(proof) if proof else ""
    with transaction.atomic():
        found = Notice.objects.filter(pk=notice_id).values_list("application", flat=True).first()
        if found is None:
            raise CaseNotFound(number=notice_id)
        application = locked_application(found, actor)
        require(actor, Verb.ANSWER_APPLICATION, application.office)
        notice = Notice.objects.select_related("entry").get(pk=notice_id)
        if notice.served_at:
            raise NothingToDo(number=notice)
        notice.served_at, notice.served_how, notice.served_by = now(), way, actor
        notice.proof = store.record(sha256, size=len(proof), media_type=media_type) if sha256 else None
        notice.tracking = tracking.strip()[:40]
        notice.save(update_fields=["served_at", "served_how", "served_by", "proof", "tracking"])
        audit.record(
            application,
            "casework.serve",
            actor=actor,
            office=application.office,
            data={"notice": notice.entry.text, "way": way.value},
        )
    return notice


def note_opened(notice: Notice) -> None:
    """The applicant opened it online: that serves it, if nothing has yet. Nothing about who is kept.

    What was sealed stays as it was sealed: that a letter was opened after that, the trail says once.
    """
    if notice.served_at:
        return
    with transaction.atomic():
        application = lock(Application.objects.filter(pk=notice.application_id))
        fresh = Notice.objects.select_related("entry").get(pk=notice.pk)
        if fresh.served_at:
            return
        if not SealedFile.objects.filter(application=application).exists():
            fresh.served_at, fresh.served_how = now(), Way.ONLINE
            fresh.save(update_fields=["served_at", "served_how"])
        elif not audit.history(application).filter(action=OPENED_LATE, data__notice=fresh.entry.text).exists():
            audit.record(
                application, OPENED_LATE, actor=None, office=application.office, data={"notice": fresh.entry.text}
            )
