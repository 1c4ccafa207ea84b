"""A stop that has no limit is confirmed again every few working days, and the applicant is told each time."""

from django.db import transaction
from django.utils.translation import gettext as _

from bureau import audit
from bureau.access import require
from bureau.models import User
from casework import due
from casework.actions.recording import What, add_event
from casework.actions.stop_clock import clock_now
from casework.errors import NothingToDo, Separated
from casework.models import Case, Notice
from casework.notices import words
from casework.notices.writing import chinese, write
from casework.reading import locked_case, written
from casework.stopping import RULES


def confirm_stop(case_id: int, stop_event: int, *, reason: str, actor: User) -> Case:
    """``reason``: why the clock still stands; the applicant reads it. The clock itself is not touched.

    Raises NotAllowed, Separated (one opened it), NothingToDo (it is over, or of a kind that has a limit).
    """
    with transaction.atomic():
        case = locked_case(case_id, actor, Case.State.ACCEPTED)
        history, clock = clock_now(case)
        found = next((each for each in due.open_stops(clock, history) if each.event == stop_event), None)
        rule = RULES[found.kind] if found else None
        if found is None or rule is None or rule.confirm_every is None or rule.approver is None:
            raise NothingToDo(number=case.number)
        require(actor, rule.approver, case.application.office)
        if case.events.filter(pk=found.event, by=actor).exists():
            raise Separated(why=_("You stopped this clock yourself, so another person confirms it."))
        why = written(reason)
        add_event(case, What.CONFIRMED, by=actor, about=found.event, reason=why)
        with chinese():
            content = words.still_stopped(case, found.kind, why, case.confirm_by)
        write(Notice.Kind.SPECIAL, content, case.application, by=actor, case=case)
        audit.record(
            case,
            "casework.confirm_stop",
            actor=actor,
            office=case.application.office,
            verb=rule.approver,
            data={"kind": found.kind.value},
        )
    return case
