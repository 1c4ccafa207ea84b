"""What the applicant of a case may read about it: where it stands, what the clock did and why, what to do now.

Nothing of others, no opinions and no findings of the house (政府信息公开条例 第十六条), no names.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from bureau.calendar import CalendarUnknown, now, today
from casework import due
from casework.clock import Clock, Kind, Standing
from casework.clock_days import clock_days
from casework.giving_out import give_out_by
from casework.hearing import Hearing
from casework.history import History, Stop, held
from casework.models import Case, CaseEvent
from casework.models.case_event import NAMES
from casework.steps import open_steps
from casework.supplying import points_asked, waiting_stops, wanted_of
from cms.drawings.clock import ClockDrawing, draw_clock
from cms.drawings.clock_stops import Stop as DrawnStop
from cms.drawings.clock_stops import stops_of
from cms.templatetags.clock import short_day

What, State = CaseEvent.What, Case.State
TOLD = frozenset(What) - {What.ASKED, What.TAKEN_BACK}  # what the applicant reads an event of


@dataclass(frozen=True, slots=True)
class Figure:
    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of 'every step', as the template includes/events.html reads it."""

    at: datetime
    words: str
    clock: str = ""
    used: int = 0
    expected: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    case: Case
    title: str
    state: str  # a key of cms.clock_words.CLOCK_STATES
    given: dict[str, Any]  # the names in its words
    figures: tuple[Figure, ...]
    drawing: ClockDrawing | None
    stops: tuple[DrawnStop, ...]
    rows: tuple[Row, ...]
    to_bring: tuple[str, ...]
    points: tuple[str, ...]  # what is asked for while the clock stands still
    may_send: bool  # papers, online
    hearing: Hearing | None  # that is to come

    @property
    def total(self) -> int:
        return self.case.promised_days


def progress_of(case: Case) -> Progress:
    """``case`` with its events, steps and its application's materials. Words in the active language."""
    events = list(case.events.all())
    history, day = History.of(events), today()
    clock = due.clock_of(case, history, due.work_days())
    days = clock_days(clock, history, day) if clock else None
    standing = _standing(clock, _asked_on(history, day)) if clock else None
    waiting = waiting_stops(case, history, clock)
    wanted = list(wanted_of(case, waiting))
    owing = sum(each.is_owed for each in wanted)
    state, given = _state(case, history, clock, standing, owing)
    return Progress(
        case=case,
        title=case.facts.name,
        state=state,
        given=given,
        figures=tuple(_figures(case, clock, standing, history)) if clock and standing else (),
        drawing=draw_clock(days) if days else None,
        stops=stops_of(days) if days else (),
        rows=tuple(_rows(case, events, history, clock)),
        to_bring=tuple(str(each) for each in wanted if each.is_owed),
        points=tuple(points_asked(case, waiting)),
        may_send=any(each.comes_online for each in wanted),
        hearing=_hearing(history) if clock and case.state == State.ACCEPTED else None,
    )


def _asked_on(history: History, day: date) -> date:
    """A clock that has ended stays as it was then."""
    return history.ended_at.date() if history.ended_at else day


def _standing(clock: Clock, day: date) -> Standing | None:
    try:
        return clock.standing(day)
    except CalendarUnknown:
        return None


# The banner


def _state(
    case: Case, history: History, clock: Clock | None, standing: Standing | None, owing: int
) -> tuple[str, dict[str, Any]]:
    if case.state == State.RECEIVED:
        if due.waits(case, history, due.work_days()):
            return "asked_for_more", {}
        return ("received", {"date": short_day(case.due)}) if case.due else ("received_open", {})
    if case.state == State.REFUSED:
        return "not_accepted", {}
    if case.state == State.WITHDRAWN:
        return "withdrawn", {}
    if case.outcome == Case.Outcome.DENIED:
        return "refused", {}
    if case.outcome == Case.Outcome.GRANTED:
        return "decided", {"n": standing.used if standing else 0, "promised": case.promised_days}
    if clock is None or standing is None:
        return "due_unknown", {"n": case.promised_days, "year": due.work_days().missing_year}
    return _running(case, history, clock, standing, owing)


def _running(case: Case, history: History, clock: Clock, standing: Standing, owing: int) -> tuple[str, dict[str, Any]]:
    if stops := due.open_stops(clock, history):
        return _paused(clock, stops, owing)
    if clock.promised_due is None:
        return "due_unknown", {"n": standing.left, "year": clock.missing_year}
    if clock.statutory_due and today() > clock.statutory_due:
        return "law_missed", {}
    if standing.left < 0:
        given = {"n": -standing.left, "date": short_day(clock.statutory_due) if clock.statutory_due else ""}
        return "promise_missed", given | {"reason": _("being looked into"), "post": case.application.office.phone}
    return "running", {"n": standing.left, "date": short_day(clock.promised_due), "stage": _stage(case)}


def _paused(clock: Clock, stops: Sequence[Stop], owing: int) -> tuple[str, dict[str, Any]]:
    """The words of the stop that ends last; ``owing``: how many papers the applicant still has to hand in."""
    last = max(stops, key=lambda stop: clock.ends(stop.suspension))
    until = clock.days.day(clock.ends(last.suspension))
    reason = str(NAMES[last.kind.value])
    if last.meets_at and last.meets_at >= now():
        day, time = short_day(last.meets_at.date()), f"{last.meets_at:%H:%M}"
        return "paused_hearing", {"reason": reason, "day": day, "time": time, "place": last.place}
    if until is None:
        return "paused_open", {"reason": reason}
    if last.kind in {Kind.CORRECTION, Kind.REVISION}:
        return "paused_for_you", {"n": max(owing, 1), "date": short_day(until)}
    resumes = clock.days.day(clock.days.number(until) + 1)
    return "paused_owing" if owing else "paused", {
        "reason": reason,
        "resumes": short_day(resumes) if resumes else "",
        "date": short_day(clock.promised_due) if clock.promised_due else "",
    }


def _stage(case: Case) -> str:
    return _(", ").join(step.name for step in open_steps(case)) or _("decision")


# The strip


def _figures(case: Case, clock: Clock, standing: Standing, history: History) -> Iterator[Figure]:
    stopped = clock.promised.up_to(clock.days.number(_asked_on(history, today())))
    yield Figure(
        pgettext("clock", "Used"), _days(standing.used), _("of %(days)s") % {"days": _days(case.promised_days)}
    )
    if history.ended_at is None:
        yield Figure(_("Left"), _days(max(standing.left, 0)))
    reasons = dict.fromkeys(str(NAMES[stop.kind.value]) for stop in _counted(clock, history))
    yield Figure(_("Stopped"), _days(stopped), _(", ").join(reasons))
    if history.decided_at:
        yield Figure(_("Decided on"), short_day(history.decided_at.date()))
        promised = short_day(clock.promised_due) if clock.promised_due else _("not known yet")
        yield Figure(_("Promised for"), promised)
        if day := give_out_by(case, history, clock.days):
            late = _("overdue; please call us") if day < today() else ""
            yield Figure(_("Certificate given out by"), short_day(day), late)
    elif history.withdrawn_at:
        yield Figure(_("Withdrawn on"), short_day(history.withdrawn_at.date()))
    else:
        due_day = short_day(clock.promised_due) if clock.promised_due else _("not known yet")
        by_law = (
            _("by law %(day)s at the latest") % {"day": short_day(clock.statutory_due)} if clock.statutory_due else ""
        )
        yield Figure(_("Done at the latest"), due_day, by_law)


def _days(number: int) -> str:
    return ngettext("{n} day", "{n} days", number).format(n=number)


# Every step


def _rows(case: Case, events: Sequence[CaseEvent], history: History, clock: Clock | None) -> Iterator[Row]:
    for event in sorted(held(events), key=lambda each: (each.at, each.pk)):
        words = _words(event, events)
        if words:
            used = _used(clock, localtime(event.at).date())
            yield Row(localtime(event.at), words, _clock_words(event, clock, history), used)
    if clock and case.state == Case.State.ACCEPTED:
        yield from sorted(_expected(clock, history), key=lambda row: row.at.replace(tzinfo=None))


def _words(event: CaseEvent, events: Sequence[CaseEvent]) -> str:
    """ "" for what the applicant is not told, such as a request within the house."""
    about = next((each for each in events if each.pk == event.about_id), None)
    told = {
        What.RECEIVED: _("Received."),
        What.ASKED_FOR_MORE: _("You were told what is missing."),
        What.SUPPLIED: _("Everything that was missing came."),
        What.ACCEPTED: _("Accepted.") if event.by_id else _("Counts as accepted: nobody answered in time."),
        What.REFUSED: _("Not accepted: %(reason)s") % {"reason": event.reason},
        What.SUSPENDED: _("%(kind)s begins.") % {"kind": NAMES.get(event.kind, "")},
        What.RESUMED: _("%(kind)s is over.") % {"kind": NAMES.get(about.kind if about else "", "")},
        What.CONFIRMED: _("%(kind)s still goes on: %(reason)s")
        % {"kind": NAMES.get(about.kind if about else "", ""), "reason": event.reason},
        What.HEARING_MOVED: _("The hearing was moved: %(reason)s") % {"reason": event.reason},
        What.EXTENDED: _("The legal limit was extended by %(days)s: %(reason)s")
        % {"days": _days(event.days or 0), "reason": event.reason},
        What.DECIDED: _("Decided."),
        What.WITHDRAWN: _("Withdrawn."),
    }
    return str(told.get(What(event.what), ""))


def _clock_words(event: CaseEvent, clock: Clock | None, history: History) -> str:
    if clock is None:
        return ""
    if event.what == What.ACCEPTED and clock.day_one:
        return _of_acceptance(clock, clock.day_one, localtime(event.at).date())
    stop = next((each for each in _counted(clock, history) if each.event in {event.pk, event.about_id}), None)
    if event.what == What.SUSPENDED and stop:
        limit = stop.suspension.limit_in(clock.terms.regime)
        return _("stopped, at most %(days)s") % {"days": _days(limit)} if limit else _("stopped")
    if event.what == What.RESUMED and stop:
        return _goes_on(clock, clock.ends(stop.suspension))
    return ""


def _of_acceptance(clock: Clock, day_one: date, entered: date) -> str:
    """After hours, or on a day off, it counts as of the next working day. A stop over day 1 says when it ends."""
    if clock.promised.hold(clock.days.number(day_one)):
        return ""
    if clock.accept_day and clock.accept_day > entered:
        return _("counts as of %(day)s; %(first)s is day 1") % {
            "day": short_day(clock.accept_day),
            "first": short_day(day_one),
        }
    return _("%(day)s is day 1") % {"day": short_day(day_one)}


def _counted(clock: Clock, history: History) -> list[Stop]:
    """Stops that stop the clock: not those for which nothing was left, as a day off entered later can make it."""
    return [each for at, each in enumerate(history.stops) if at not in clock.refused]


def _goes_on(clock: Clock, ended: int) -> str:
    if clock.promised.hold(ended + 1):
        return _("another stop goes on")
    day = clock.days.day(ended + 1)
    return _("goes on on %(day)s") % {"day": short_day(day)} if day else ""


def _used(clock: Clock | None, day: date) -> int:
    standing = _standing(clock, day) if clock else None
    return standing.used if standing else 0


def _expected(clock: Clock, history: History) -> Iterator[Row]:
    """What will happen if nothing else does: stops that end by their limit, and the last day."""
    if hearing := _hearing(history):
        words = _("Hearing, %(place)s") % {"place": hearing.place}
        yield Row(localtime(hearing.meets_at), words, "", _used(clock, hearing.meets_at.date()), True)
    if (day := due.confirm_by(clock, history)) and day >= today():
        yield Row(_closing(day, clock), _("We tell you where it stands"), "", _used(clock, day), True)
    for stop in due.open_stops(clock, history):
        if until := clock.days.day(clock.ends(stop.suspension)):
            words = _("%(kind)s is over") % {"kind": NAMES[stop.kind.value]}
            yield Row(
                _closing(until, clock), words, _goes_on(clock, clock.ends(stop.suspension)), _used(clock, until), True
            )
    if clock.promised_due and clock.promised_due >= today():
        yield Row(_closing(clock.promised_due, clock), _("Done at the latest"), "", clock.terms.promised_days, True)


def _closing(day: date, clock: Clock) -> datetime:
    return datetime.combine(day, clock.days.closes)


def _hearing(history: History) -> Hearing | None:
    """The one that is still to come, of a stop that nobody has ended."""
    for stop in history.stops:
        if stop.closed_at is None and stop.meets_at and stop.meets_at >= now():
            return Hearing(stop.place, stop.meets_at)
    return None
