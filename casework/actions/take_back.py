"""Correcting what was entered wrongly: the entry stays, another takes it back, and where needed a right one follows."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau import audit
from bureau.access import require
from bureau.models import User
from bureau.roles import Verb
from casework.actions.recording import What, add_event
from casework.clock import Kind
from casework.errors import NothingToDo, NotInTime
from casework.hearing import Hearing
from casework.models import Case, CaseEvent
from casework.reading import locked_case, written

ABOUT_THE_CLOCK = (What.SUSPENDED, What.RESUMED)


def take_back(event_id: int, *, reason: str, actor: User, happened_at: datetime | None = None) -> Case:
    """Takes a stop or its end back; ``happened_at`` (aware): it did happen, but then.

    Raises NotAllowed, NothingToDo (taken back before, or no entry about the clock), NotInTime.
    """
    with transaction.atomic():
        event = CaseEvent.objects.filter(pk=event_id).select_related("by", "about").first()
        case = locked_case(event.case_id if event else 0, actor, Case.State.ACCEPTED)
        require(actor, Verb.DECIDE_CASE, case.application.office)
        is_held = not case.events.filter(what=What.TAKEN_BACK, about=event_id).exists()
        if event is None or event.what not in ABOUT_THE_CLOCK or not is_held:
            raise NothingToDo(number=case.number)
        why = written(reason)
        add_event(case, What.TAKEN_BACK, by=actor, about=event.pk, reason=why)
        if happened_at:
            _refuse_impossible(case, event, happened_at)
            add_event(
                case,
                CaseEvent.What(event.what),
                by=event.by,
                approved_by=actor,
                at=happened_at,
                kind=Kind(event.kind) if event.kind else None,
                limit=event.limit,
                hearing=Hearing(event.place, event.meets_at) if event.meets_at else None,
                about=event.about_id,
                reason=event.reason or why,
            )
        audit.record(case, "casework.take_back", actor=actor, office=case.application.office, data={"event": event.pk})
    return case


def _refuse_impossible(case: Case, event: CaseEvent, moment: datetime) -> None:
    if case.accepted_at and moment < case.accepted_at:
        raise NotInTime(what=event.get_what_display(), why=_("it lies before the acceptance."))
    if event.what == What.RESUMED and event.about and moment < event.about.at:
        raise NotInTime(
            what=event.get_what_display(),
            why=_("it lies before %(moment)s, when the clock stopped.")
            % {"moment": timezone.localtime(event.about.at)},
        )
