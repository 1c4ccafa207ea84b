"""How a case stands in one line for staff (domain.md §5.5): the level in words, days left, and with whom it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils.html import format_html, html_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bureau.calendar import CalendarUnknown, NumberedDays, today
from casework import due
from casework.clock import Clock, Level
from casework.giving_out import give_out_by
from casework.history import History, Stop
from casework.models import ApplicationMaterial, Case, CaseEvent
from casework.models.case_event import NAMES
from casework.steps import open_steps

ORDER = ("red", "orange", "yellow", "paused", "green", "none")
NEAR = 1  # working days to the limit of a stop at which it is said


@html_safe
@dataclass(frozen=True, slots=True)
class Standing:
    """``level`` names the colour; the words say the same without it."""

    level: str
    words: str

    def __str__(self) -> str:
        """As pages and lists show it: nothing where there is nothing to say."""
        if not self.words:
            return ""
        return format_html('<span class="standing standing--{}">{}</span>', self.level, self.words)


def with_standing(cases: QuerySet[Case]) -> QuerySet[Case]:
    """``cases`` with what `standing_of` reads, however many there are."""
    deferred = ApplicationMaterial.objects.filter(state=ApplicationMaterial.State.DEFERRED).order_by("position")
    deferred = deferred.only("application", "name", "supply_by", "needed_by")
    return (
        cases.select_related("application", "version")
        .defer("version__content")  # a process has read it already (MatterVersion.facts)
        .prefetch_related("events", Prefetch("application__materials", deferred, to_attr="deferred"))
    )


def standing_of(case: Case, days: NumberedDays) -> Standing:
    """The most serious of what can be said, and after its words those of all else; of a case `with_standing`."""
    said = sorted(_said(case, days), key=lambda each: ORDER.index(each.level))
    if not said:
        return Standing("none", "")
    return Standing(said[0].level, _("; ").join(each.words for each in said))


def _said(case: Case, days: NumberedDays) -> Iterator[Standing]:
    events = list(case.events.all())
    if case.state == Case.State.RECEIVED:
        yield _unanswered(case, History.of(events), days)
    if case.state == Case.State.DECIDED and (day := give_out_by(case, History.of(events), days)):
        yield _to_give_out(day)
    if case.state != Case.State.ACCEPTED:
        return
    if any(is_deemed(each) for each in events):
        yield Standing("red", _("counts as accepted: nobody answered in time"))
    if overdue := _overdue(case):
        yield Standing("orange", _("overdue: %(materials)s") % {"materials": _(", ").join(overdue)})
    history = History.of(events)
    if clock := due.clock_of(case, history, days):
        yield _by_clock(clock, history, due.open_stops(clock, history))
    for request in history.requests:  # a colour it has none: the clock is not touched yet
        words = _("asked to stop the clock: %(kind)s") if request.stop is None else _("asked to let it go on: %(kind)s")
        yield Standing("none", words % {"kind": NAMES[request.kind.value]})


def _by_clock(clock: Clock, history: History, stops: Sequence[Stop]) -> Standing:
    try:
        standing = clock.standing(today())
    except CalendarUnknown:
        return Standing("none", _("last day not known yet"))
    match standing.level:
        case Level.RED:
            return Standing("red", _("past the legal limit"))
        case Level.ORANGE:
            late = ngettext("%(n)s day past the promise", "%(n)s days past the promise", -standing.left)
            return Standing("orange", late % {"n": -standing.left})
    if stops:  # also on the day on which it was opened, which still counts
        return _stopped(clock, history, stops)
    left = ngettext("%(n)s day left", "%(n)s days left", standing.left) % {"n": standing.left}
    if standing.level is Level.PAUSED:  # the day on which it was let go on stands still to its end
        left = _("goes on from the next working day; %(left)s") % {"left": left}
    return Standing(standing.level.value, left)


def _stopped(clock: Clock, history: History, stops: Sequence[Stop]) -> Standing:
    """By the stop whose limit comes first; one that is about to end is a warning.

    What stands without a limit is confirmed again and again; behind the day for it, it is the supervisor's alert.
    """
    until, stop = min(((clock.ends(each.suspension), each) for each in stops), key=lambda pair: pair[0])
    words = _("stopped: %(kind)s") % {"kind": NAMES[stop.kind.value]}
    confirm_by = due.confirm_by(clock, history)
    if confirm_by and confirm_by < today():
        late = _("%(stopped)s; was to be confirmed by %(day)s")
        return Standing("orange", late % {"stopped": words, "day": confirm_by})
    if confirm_by == today():
        return Standing("paused", _("%(stopped)s; to be confirmed today") % {"stopped": words})
    day = clock.days.day(until)
    if day is None:  # it has no limit, or nobody can say yet
        return Standing("paused", words)
    is_near = until - clock.days.number(today()) <= NEAR
    words = _("%(stopped)s, at most until %(day)s") % {"stopped": words, "day": day}
    return Standing("yellow" if is_near else "paused", words)


def is_deemed(event: CaseEvent) -> bool:
    """An acceptance as of the receipt, because the time for an answer was over; any other is entered as it happens."""
    return event.what == CaseEvent.What.ACCEPTED and event.at < event.recorded_at


def _overdue(case: Case) -> list[str]:
    """What was to follow by a day that is over (容缺), and this case needs."""
    materials: list[ApplicationMaterial] = case.application.deferred  # type: ignore[attr-defined]  # with_standing
    return [
        each.name
        for each in materials
        if each.supply_by and each.supply_by < today() and case.version.code in each.needed_by
    ]


def _unanswered(case: Case, history: History, days: NumberedDays) -> Standing:
    if case.due is None:
        if due.waits(case, history, days):
            return Standing("paused", _("waits for the applicant"))
        return Standing("none", _("last day not known yet"))
    if case.due < today():
        return Standing("red", _("answer overdue"))
    return Standing("yellow" if case.due == today() else "green", _("answer by %(day)s") % {"day": case.due})


def _to_give_out(day: date) -> Standing:
    if day < today():
        return Standing("red", _("certificate overdue: it was to be given out by %(day)s") % {"day": day})
    return Standing("none", _("certificate to be given out by %(day)s") % {"day": day})


def with_whom(case: Case) -> str:
    """The steps that are open, each with its person if somebody has taken it; else the window that gives out."""
    words = [f"{step.name}（{step.assigned_to}）" if step.assigned_to else step.name for step in open_steps(case)]
    if case.state == Case.State.DECIDED and not words:
        return _("the window: to be given out")
    return _(", ").join(words)
