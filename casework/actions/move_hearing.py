"""Another place or time for a hearing that was called: a new event and a new letter, in time like the first."""

from dataclasses import replace

from django.db import transaction

from bureau import audit
from bureau.access import require
from bureau.calendar import now
from bureau.models import User
from casework import due
from casework.actions.recording import What, add_event
from casework.actions.stop_clock import clock_now, keep_apart
from casework.clock import Kind
from casework.errors import NothingToDo
from casework.hearing import Hearing, require_possible
from casework.models import Case, Notice
from casework.notices import words
from casework.notices.writing import chinese, write
from casework.reading import locked_case, written
from casework.separation import require_host
from casework.stopping import RULES

RULE = RULES[Kind.HEARING]


def move_hearing(case_id: int, stop_event: int, hearing: Hearing, *, reason: str, actor: User) -> Case:
    """It may lie behind the limit of its stop: the clock then goes on without it, and says so by itself.

    Raises NotAllowed, Separated, NothingToDo (no such hearing stops the clock), HearingTooSoon, CalendarUnknown.
    """
    with transaction.atomic():
        case = locked_case(case_id, actor, Case.State.ACCEPTED)
        require(actor, RULE.opener, case.application.office)
        keep_apart(case, RULE, actor)
        history, clock = clock_now(case)
        found = next((each for each in due.open_stops(clock, history) if each.event == stop_event), None)
        if found is None or found.kind is not Kind.HEARING:
            raise NothingToDo(number=case.number)
        why = written(reason)
        require_possible(hearing, clock.days, now())
        hearing = replace(hearing, host=hearing.host or _host(case))
        require_host(case, hearing.host or actor)
        keep_apart(case, RULE, hearing.host or actor)
        add_event(case, What.HEARING_MOVED, by=actor, about=found.event, hearing=hearing, reason=why)
        with chinese():
            content = words.hearing_moved(case, hearing, why)
        write(Notice.Kind.HEARING, content, case.application, by=actor, case=case)
        audit.record(
            case,
            "casework.move_hearing",
            actor=actor,
            office=case.application.office,
            verb=RULE.opener,
            data={"event": found.event},
        )
    return case


def _host(case: Case) -> User | None:
    """Of the hearing as it was called or moved last; one that was called before hosts were entered has none."""
    of_hearings = case.events.exclude(meets_at=None).select_related("host").order_by("pk")
    last = of_hearings.last()
    return last.host if last else None
