"""What begins with the last paper that a case waited for (补齐): the time for the answer anew, or its clock goes on."""

from collections.abc import Collection

from bureau.access import may
from bureau.models import User
from casework import due
from casework.actions.recording import What, add_event
from casework.actions.stop_clock import go_on
from casework.clock import Kind
from casework.history import History, Stop
from casework.missing import missing_of
from casework.models import Application, ApplicationMaterial, Case
from casework.notices.told import last_notice_of, still_told
from casework.stopping import RULES

State = Case.State


def to_come(application: Application) -> set[Case]:
    """The cases that are not decided of which something is missing."""
    materials = list(application.materials.all())
    cases = application.cases.filter(state__in=[State.RECEIVED, State.ACCEPTED]).select_related("version")
    return {case for case in cases.order_by("pk") if _is_to_come(case, materials)}


def end_waiting(case: Case, *, by: User | None) -> None:
    """Within the caller's transaction, once everything of ``case`` has come; nothing where it waited for nobody.

    ``by`` None: the applicant sent it online. What a correction then waits for `end_correction` looks at.
    """
    days = due.work_days()
    history = History.of(case.events.all())
    if case.state == State.RECEIVED:
        if due.waits(case, history, days):
            add_event(case, What.SUPPLIED, by=by)
        return
    clock = due.clock_of(case, history, days)
    for stop in due.open_stops(clock, history) if clock else ():
        if stop.kind is not Kind.CORRECTION or not _asks_for_papers_alone(case, stop):
            continue
        if by and any(may(by, verb, case.application.office) for verb in RULES[Kind.CORRECTION].closers):
            go_on(case.pk, stop.event, actor=by)


def end_correction(case: Case) -> None:
    """The same for what came online, with nobody of the office to look: each paper that the stop names came since.

    Also one that was there before and is to be replaced. Within the caller's transaction.
    """
    history = History.of(case.events.all())
    clock = due.clock_of(case, history, due.work_days())
    for stop in due.open_stops(clock, history) if clock else ():
        if stop.kind is Kind.CORRECTION and _asks_for_papers_alone(case, stop) and _all_came_since(case, stop):
            add_event(case, What.RESUMED, by=None, about=stop.event)


def _all_came_since(case: Case, stop: Stop) -> bool:
    named = case.application.materials.filter(name__in=_points(case, stop))
    return all(each.is_there and each.came_at and each.came_at > stop.opened_at for each in named)


def _points(case: Case, stop: Stop) -> list[str]:
    return case.events.get(pk=stop.event).reason.splitlines()


def _is_to_come(case: Case, materials: Collection[ApplicationMaterial]) -> bool:
    """What nobody brought; before acceptance also what came and, as the applicant was told, is not in order."""
    told = still_told(last_notice_of(case), materials) if case.state == State.RECEIVED else {}
    return bool(missing_of(materials, {case.version.code}, told))


def _asks_for_papers_alone(case: Case, stop: Stop) -> bool:
    """Whether other points that somebody wrote are met no list can say: the window lets the clock go on then."""
    return set(_points(case, stop)) <= set(case.application.materials.values_list("name", flat=True))
