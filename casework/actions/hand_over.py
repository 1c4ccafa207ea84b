"""Handing results over (出件): at the window against a signature, or by post with the parcel's number."""

from django.db import transaction
from django.utils.translation import gettext as _

from bureau import audit, personal
from bureau.access import require
from bureau.calendar import now
from bureau.models import User
from bureau.roles import Role, Verb
from casework import due
from casework.errors import ApplicationInvalid, NothingToDo, NotReadyToGo
from casework.models import Case, HandOver
from casework.reading import locked_application
from casework.steps import finish_steps
from certificates.models import Certificate
from documents import store
from documents.uploads import taken

State = Case.State
Way = HandOver.Way


def hand_over(
    application_id: int,
    way: HandOver.Way,
    *,
    actor: User,
    receiver: str = "",
    signature: bytes = b"",
    tracking: str = "",
) -> HandOver:
    """Gives all results out and concludes the cases. At the window the receiver signs; the post has a number.

    Raises NotAllowed, NothingToDo (given out before, or nothing was decided), NotReadyToGo (a case is open, a
    certificate not issued).
    """
    if way == Way.WINDOW and not signature:
        raise ApplicationInvalid(problem=_("Signed receipt: give it as PDF, PNG or JPEG."))
    media_type = taken(signature, _("Signed receipt")) if signature else ""
    if way == Way.POST and not tracking.strip():
        raise ApplicationInvalid(problem=_("Number of the parcel: give it, so that the applicant can follow it."))
    sha256 = store.write(signature) if signature else ""
    with transaction.atomic():
        application = locked_application(application_id, actor)
        require(actor, Verb.HAND_OUT, application.office)
        cases = list(application.cases.select_related("certificate", "version", "application__project").order_by("pk"))
        if HandOver.objects.filter(application=application).exists():
            raise NothingToDo(number=application)
        for case in cases:
            _require_ready(case)
        if not any(case.state == State.DECIDED for case in cases):
            raise NothingToDo(number=application)
        done = HandOver.objects.create(
            application=application,
            way=way,
            receiver=personal.keep({"name": receiver}) if receiver.strip() else None,
            signature=store.record(sha256, size=len(signature), media_type=media_type) if sha256 else None,
            tracking=tracking.strip()[:40],
            at=now(),
            by=actor,
        )
        for case in cases:
            if case.state == State.DECIDED:
                case.state = State.CONCLUDED
                finish_steps(case, Role.WINDOW_CLERK, at=done.at, by=actor)
                due.refresh(case)
        audit.record(
            application,
            "casework.hand_over",
            actor=actor,
            office=application.office,
            verb=Verb.HAND_OUT,
            data={"way": way.value},
        )
    return done


def _require_ready(case: Case) -> None:
    if case.state in {State.RECEIVED, State.ACCEPTED}:
        raise NotReadyToGo(number=case.number, why=_("it is not decided yet."))
    is_draft = case.certificate is not None and case.certificate.state == Certificate.State.DRAFT
    if case.outcome == Case.Outcome.GRANTED and case.facts.result_kind and (case.certificate is None or is_draft):
        raise NotReadyToGo(number=case.number, why=_("its certificate is not issued yet."))
