"""Saying no to what a colleague asked of the clock, or taking back what one asked oneself: nothing comes of it."""

from django.db import transaction

from bureau import audit
from bureau.access import require
from bureau.models import User
from bureau.roles import Verb
from casework.actions.recording import What, add_event
from casework.errors import NothingToDo
from casework.history import History
from casework.models import Case
from casework.reading import locked_case, written
from casework.stopping import RULES


def decline_request(event_id: int, *, case_id: int, reason: str, actor: User) -> Case:
    """By who may approve it, and by who asked. Raises NotAllowed, ReasonMissing, NothingToDo (it was answered)."""
    with transaction.atomic():
        case = locked_case(case_id, actor, Case.State.ACCEPTED)
        history = History.of(case.events.all())
        request = next((each for each in history.requests if each.event == event_id), None)
        if request is None:
            raise NothingToDo(number=case.number)
        is_own = case.events.filter(pk=event_id, by=actor).exists()
        verb = RULES[request.kind].approver or Verb.DECIDE_CASE
        if not is_own:
            require(actor, verb, case.application.office)
        add_event(case, What.TAKEN_BACK, by=actor, about=event_id, reason=written(reason))
        audit.record(
            case,
            "casework.take_back_request" if is_own else "casework.decline_request",
            actor=actor,
            office=case.application.office,
            verb=None if is_own else verb,
            data={"kind": request.kind.value},
        )
    return case
