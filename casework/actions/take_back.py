"""Correcting what was entered wrongly: the entry stays, another takes it back, and where needed a right one follows."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bureau import audit
from bureau.access import require
from bureau.models import User
from bureau.roles import Verb
from casework import due
from casework.actions.recording import What, add_event
from casework.actions.stop_clock import made_impossible
from casework.clock import Kind
from casework.errors import ApplicationInvalid, CannotTakeBack, NothingToDo
from casework.hearing import Hearing
from casework.history import History, held
from casework.models import Case, CaseEvent, Notice
from casework.models.case_event import NAMES
from casework.notices import words
from casework.notices.writing import chinese, write
from casework.reading import locked_case, written

ABOUT_THE_CLOCK = (What.SUSPENDED, What.RESUMED, What.EXTENDED)
GOES_ALONG = (What.ASKED, What.RESUMED, What.CONFIRMED, What.HEARING_MOVED)  # of what was entered about a stop


def take_back(event_id: int, *, reason: str, actor: User, happened_at: datetime | None = None) -> Case:
    """Takes a stop, its end or an extension back; the applicant is told.

    ``happened_at`` (aware) is of a stop or an end: it did happen, but then. What was entered about a stop stays with
    it. Raises NotAllowed, NothingToDo (taken back before, or no entry about the clock), NotInTime, CannotTakeBack, and
    what `stop` and `go_on` raise for a moment at which it could not have been.
    """
    with transaction.atomic():
        found = CaseEvent.objects.filter(pk=event_id).values_list("case", flat=True).first()
        case = locked_case(found or 0, actor, Case.State.ACCEPTED)
        require(actor, Verb.DECIDE_CASE, case.application.office)
        events = list(case.events.select_related("by", "approved_by", "about"))
        entry = next((each for each in held(events) if each.pk == event_id), None)
        if entry is None or entry.what not in ABOUT_THE_CLOCK:
            raise NothingToDo(number=case.number)
        why = written(reason)
        after = add_event(case, What.TAKEN_BACK, by=actor, about=entry.pk, reason=why)
        if happened_at:
            after = _enter_again(case, entry, held(events), happened_at, why, actor)
        _refuse_impossible(case, entry, History.of(events), after)
        _tell(case, entry, happened_at, after, why, actor)
        audit.record(
            case,
            "casework.take_back",
            actor=actor,
            office=case.application.office,
            verb=Verb.DECIDE_CASE,
            data={"event": entry.pk},
        )
    return case


def _enter_again(
    case: Case, entry: CaseEvent, events: Sequence[CaseEvent], moment: datetime, why: str, actor: User
) -> History:
    """``events``: those that held until now."""
    if entry.what == What.EXTENDED:
        raise ApplicationInvalid(problem=_("When: leave it empty; a right extension is entered anew."))
    history = _copy(case, entry, at=moment, about=entry.about_id, approved_by=actor, reason=entry.reason or why)
    again = case.events.latest("pk").pk
    for each in events:
        if each.about_id == entry.pk and each.what in GOES_ALONG:
            history = _copy(case, each, at=each.at, about=again, approved_by=each.approved_by, reason=each.reason)
    return history


def _copy(
    case: Case, event: CaseEvent, *, at: datetime, about: int | None, approved_by: User | None, reason: str
) -> History:
    return add_event(
        case,
        What(event.what),
        by=event.by,
        approved_by=approved_by,
        at=at,
        kind=Kind(event.kind) if event.kind else None,
        limit=event.limit,
        hearing=Hearing(event.place, event.meets_at, event.host) if event.meets_at else None,
        about=about,
        reason=reason,
        why_again=event.why_again,
    )


def _refuse_impossible(case: Case, entry: CaseEvent, before: History, after: History) -> None:
    others = {each.event: each for each in before.stops if each.event not in {entry.pk, entry.about_id}}
    for (stop, _what), error in made_impossible(case, before, after).items():
        if other := others.get(stop):
            kind, moment = NAMES[other.kind.value], f"{other.opened_at:%Y-%m-%d %H:%M}"
            raise CannotTakeBack(kind=kind, moment=moment, why=error)
        raise error


def _tell(case: Case, entry: CaseEvent, happened_at: datetime | None, after: History, why: str, actor: User) -> None:
    clock = due.clock_of(case, after, due.work_days())
    with chinese():
        content = words.corrected(case, entry, happened_at, why, clock)
    write(Notice.Kind.CHANGED, content, case.application, by=actor, case=case)
