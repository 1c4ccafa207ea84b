"""Stopping the clock and letting it go on (挂起、恢复): by whom casework.stopping says, with reason and limit."""

from django.db import transaction
from django.utils.translation import gettext as _

from bureau import audit
from bureau.access import may, require
from bureau.calendar import now
from bureau.models import User
from bureau.roles import Role, Verb
from casework import due
from casework.actions.recording import What, add_event
from casework.clock import Clock, Kind, Suspension
from casework.errors import (
    ApplicationInvalid,
    CannotStop,
    MaterialsMissing,
    NothingToDo,
    Separated,
    ToldBefore,
)
from casework.hearing import Hearing, require_possible
from casework.history import TELLING, History
from casework.impossible import Found, impossible
from casework.missing import missing_of
from casework.models import Case
from casework.models.case_event import NAMES
from casework.notices import words
from casework.notices.writing import chinese, write
from casework.points import points_of
from casework.reading import locked_case, written
from casework.separation import require_host
from casework.stopping import RULES, Rule

State = Case.State
LONGEST = 60  # working days that anybody may give as a limit where the kind has none


def stop(
    case_id: int,
    kind: Kind,
    *,
    reason: str,
    actor: User,
    limit: int | None = None,
    hearing: Hearing | None = None,
    why_again: str = "",
) -> Case:
    """Stops the clock now, or asks for it where another must approve. ``limit``: fewer working days than usual.

    A hearing is called with place and time. Where the applicant is to supply or revise something ``reason`` says what,
    one point a line; a second time needs ``why_again``. Raises NotAllowed, WrongState before acceptance, CannotStop
    from the promised day on, Separated, ToldBefore, HearingTooSoon, HearingTooLate.
    """
    rule = RULES[kind]
    with transaction.atomic():
        case = locked_case(case_id, actor, State.ACCEPTED)
        require(actor, rule.opener, case.application.office)
        keep_apart(case, rule, actor)
        why = points_of(case, kind, reason) if kind.value in TELLING else written(reason)
        history, clock = clock_now(case)
        if any(each.kind is kind and each.stop is None for each in history.requests):
            why_not = _("it is stopped, or about to be, for this already: %(kind)s.") % {"kind": NAMES[kind.value]}
            raise CannotStop(number=case.number, why=why_not)
        _refuse_stop(case, history, clock, kind, limit, why_again.strip())
        if (kind is Kind.HEARING) != (hearing is not None):
            raise ApplicationInvalid(problem=_("Place and time: a hearing has both, no other stop has them."))
        if hearing:
            last = clock.days.day(clock.ends(Suspension(kind, now(), limit=limit)))
            require_possible(hearing, clock.days, now(), last)
            require_host(case, hearing.host or actor)
            keep_apart(case, rule, hearing.host or actor)
        after = add_event(
            case,
            What.SUSPENDED if rule.approver is None else What.ASKED,
            by=actor,
            kind=kind,
            limit=limit,
            hearing=hearing,
            reason=why,
            why_again=why_again.strip(),
        )
        if rule.approver is None:
            _tell(case, after, actor)
        _trail(case, f"casework.{'stop' if rule.approver is None else 'ask_to_stop'}", actor, rule.opener, kind)
    return case


def approve_request(event_id: int, *, case_id: int, actor: User) -> Case:
    """Approves what a colleague asked for: the clock stops, or goes on, now. Never one's own request.

    What it asks for must be possible still: raises what `stop` and `go_on` raise.
    """
    with transaction.atomic():
        case = locked_case(case_id, actor, State.ACCEPTED)
        history, clock = clock_now(case)
        request = next((each for each in history.requests if each.event == event_id), None)
        if request is None:
            raise NothingToDo(number=case.number)
        asked = case.events.select_related("by").get(pk=event_id)
        verb = RULES[request.kind].approver or Verb.DECIDE_CASE
        require(actor, verb, case.application.office)
        if asked.by_id == actor.pk:
            raise Separated(why=_("You asked for this yourself, so another person approves it."))
        if request.stop is None:
            _refuse_stop(case, history, clock, request.kind, request.limit, asked.why_again)
            after = add_event(
                case,
                What.SUSPENDED,
                by=asked.by,
                approved_by=actor,
                kind=request.kind,
                limit=request.limit,
                about=event_id,
                reason=asked.reason,
                why_again=asked.why_again,
            )
            _tell(case, after, actor)
        else:
            refuse_new(case, history, history.with_end(request.stop, now()))
            add_event(case, What.RESUMED, by=asked.by, approved_by=actor, about=request.stop, reason=asked.reason)
        _trail(
            case,
            "casework.approve_stop" if request.stop is None else "casework.approve_go_on",
            actor,
            verb,
            request.kind,
        )
    return case


def go_on(case_id: int, stop_event: int, *, actor: User, reason: str = "") -> Case:
    """Lets the clock go on from the next working day; ``reason``: the opinion, the record, what came of it.

    Raises AlreadyGoesOn after the limit, CannotGoOn before a hearing, MaterialsMissing, NothingToDo, Separated.
    """
    with transaction.atomic():
        case = locked_case(case_id, actor, State.ACCEPTED)
        history, _clock = clock_now(case)
        found = next((each for each in history.stops if each.event == stop_event and each.closed_at is None), None)
        if found is None or any(each.stop == stop_event for each in history.requests):
            raise NothingToDo(number=case.number)
        rule = RULES[found.kind]
        verb = _closing_verb(rule, actor, case)
        keep_apart(case, rule, actor)
        refuse_new(case, history, history.with_end(found.event, now()))
        if found.kind is Kind.CORRECTION:
            _require_papers(case)
        why = written(reason) if rule.ends_in_writing else reason.strip()
        what = What.ASKED if rule.go_on_is_approved else What.RESUMED
        add_event(case, what, by=actor, about=found.event, reason=why)
        _trail(case, "casework.ask_to_go_on" if rule.go_on_is_approved else "casework.go_on", actor, verb, found.kind)
    return case


def clock_now(case: Case) -> tuple[History, Clock]:
    """Of a case that was accepted. Raises CannotStop where no day at all can be said."""
    history = History.of(case.events.all())
    return history, _clock_of(case, history)


def made_impossible(case: Case, before: History, after: History) -> Found:
    """By a change of the history; what was so ``before`` holds up nothing."""
    known = impossible(case.number, before, _clock_of(case, before))
    found = impossible(case.number, after, _clock_of(case, after))
    return {place: error for place, error in found.items() if place not in known}


def refuse_new(case: Case, before: History, after: History) -> None:
    """Raises the first thing that the change makes impossible."""
    for error in made_impossible(case, before, after).values():
        raise error


def keep_apart(case: Case, rule: Rule, actor: User) -> None:
    """Raises Separated: who reviews the case has nothing to do with its hearing."""
    to_review = case.steps.filter(role=Role.CASE_OFFICER, assigned_to=actor)
    if rule.never_the_reviewer and (case.was_reviewed_by(actor) or to_review.exists()):
        raise Separated(
            why=_("%(person)s reviews case %(number)s, so another person holds its hearing.")
            % {"person": actor, "number": case.number}
        )


def _refuse_stop(case: Case, history: History, clock: Clock, kind: Kind, limit: int | None, why_again: str) -> None:
    """Raises CannotStop, ToldBefore, and ApplicationInvalid for a limit that the kind does not have."""
    most = Suspension(kind, now()).limit_in(clock.terms.regime) or LONGEST
    if limit is not None and not 1 <= limit <= most:
        raise ApplicationInvalid(problem=_("At most: give 1 to %(most)s working days.") % {"most": most})
    refuse_new(case, history, history.with_stop(kind, now(), limit))
    if kind.value in TELLING and history.times_told and not why_again:
        raise ToldBefore(number=case.number)


def _require_papers(case: Case) -> None:
    missing = missing_of(case.application.materials.all(), {case.version.code}, {})
    if missing:
        raise MaterialsMissing(materials=_("; ").join(str(each) for each in missing))


def _tell(case: Case, history: History, actor: User) -> None:
    """The applicant, of the stop that was entered last."""
    event = case.events.filter(what=What.SUSPENDED).order_by("pk").last()
    clock = due.clock_of(case, history, due.work_days())
    assert event is not None
    assert clock is not None
    found = next(each for each in history.stops if each.event == event.pk)
    with chinese():
        content = words.stopped(case, event, clock, clock.days.day(clock.ends(found.suspension)))
    write(words.KIND_OF_STOP[found.kind], content, case.application, by=actor, case=case)


def _clock_of(case: Case, history: History) -> Clock:
    clock = due.clock_of(case, history, due.work_days())
    if clock is None:
        raise CannotStop(number=case.number, why=_("its days cannot be reckoned, since no calendar is known for them."))
    return clock


def _closing_verb(rule: Rule, actor: User, case: Case) -> Verb:
    if not rule.closers:
        raise CannotStop(number=case.number, why=_("it goes on by itself when the notice is over."))
    office = case.application.office
    for verb in rule.closers:
        if may(actor, verb, office):
            return verb
    require(actor, rule.closers[0], office)
    return rule.closers[0]


def _trail(case: Case, action: str, actor: User, verb: Verb, kind: Kind) -> None:
    audit.record(case, action, actor=actor, office=case.application.office, verb=verb, data={"kind": kind.value})
