"""Giving the limit of the law more days (延期), told to the applicant with the reason (行政许可法 第四十二条)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from bureau import audit
from bureau.access import require
from bureau.calendar import now
from bureau.models import User
from bureau.roles import Verb
from casework import due
from casework.actions.recording import What, add_event
from casework.clock import Clock, effective
from casework.errors import ApplicationInvalid, CannotExtend
from casework.history import History
from casework.models import Case, Notice
from casework.notices import words
from casework.notices.writing import chinese, write
from casework.reading import locked_case, written

LONGEST = {True: 10, False: 15}  # working days; True: of the usual limit of 20, False: of that of 45
USUAL_LIMIT = 20


def extend(case_id: int, days: int, *, reason: str, actor: User) -> Case:
    """Once, as long as the limit is not over; the promise stays. Raises CannotExtend, ApplicationInvalid."""
    with transaction.atomic():
        case = locked_case(case_id, actor, Case.State.ACCEPTED)
        require(actor, Verb.DECIDE_CASE, case.application.office)
        why = written(reason)
        _require_possible(case)
        most = LONGEST[case.statutory_days <= USUAL_LIMIT]
        if not 1 <= days <= most:
            raise ApplicationInvalid(problem=_("Days more: give 1 to %(most)s working days.") % {"most": most})
        history = add_event(case, What.EXTENDED, by=actor, days=days, reason=why)
        with chinese():
            content = words.extended(case, days, why, due.clock_of(case, history, due.work_days()))
        write(Notice.Kind.EXTENSION, content, case.application, by=actor, case=case)
        audit.record(
            case,
            "casework.extend",
            actor=actor,
            office=case.application.office,
            verb=Verb.DECIDE_CASE,
            data={"days": days},
        )
    return case


def _require_possible(case: Case) -> None:
    history = History.of(case.events.all())
    if case.is_registration:
        raise CannotExtend(number=case.number, why=_("registration has no extension."))
    if case.extension_days:
        raise CannotExtend(number=case.number, why=_("its matter has the extension already."))
    if history.extension_days:
        raise CannotExtend(number=case.number, why=_("it was extended before."))
    clock = due.clock_of(case, history, due.work_days())
    if clock and (last := clock.statutory_due) and _is_over(clock, last):
        raise CannotExtend(number=case.number, why=_("its legal limit is over since %(day)s.") % {"day": last})


def _is_over(clock: Clock, last: date) -> bool:
    """With the closing of the counter on ``last``."""
    return effective(clock.days, now()) > clock.days.number(last)
