"""How a case stands in one line for staff: the level in words, days left, and with whom it is."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bureau.calendar import CalendarUnknown, NumberedDays, today
from casework import due
from casework.clock import Level
from casework.history import History
from casework.models import Case
from casework.models.case_event import NAMES


@dataclass(frozen=True, slots=True)
class Standing:
    """``level`` names the colour; the words say the same without it."""

    level: str
    words: str


def standing_of(case: Case, days: NumberedDays) -> Standing:
    """From the case's events, which the list has fetched with it."""
    if case.state == Case.State.RECEIVED:
        return _unanswered(case)
    history = History.of(case.events.all())
    clock = due.clock_of(case, history, days)
    if clock is None or case.state != Case.State.ACCEPTED:
        return Standing("none", "")
    try:
        standing = clock.standing(today())
    except CalendarUnknown:
        return Standing("none", _("last day not known yet"))
    stops = due.open_stops(clock, history)
    match standing.level:
        case Level.RED:
            return Standing("red", _("past the legal limit"))
        case Level.ORANGE:
            late = ngettext("%(n)s day past the promise", "%(n)s days past the promise", -standing.left)
            return Standing("orange", late % {"n": -standing.left})
    if stops:  # also on the day on which it was opened, which still counts
        return _stopped(str(NAMES[stops[-1].kind.value]), due.confirm_by(clock, history))
    left = ngettext("%(n)s day left", "%(n)s days left", standing.left) % {"n": standing.left}
    return Standing(standing.level.value, left)


def _stopped(kind: str, confirm_by: date | None) -> Standing:
    """``confirm_by``: when the supervisor is to confirm it again; behind that day it is their alert."""
    if confirm_by and confirm_by < today():
        words = _("stopped: %(kind)s; was to be confirmed by %(day)s")
        return Standing("orange", words % {"kind": kind, "day": confirm_by})
    if confirm_by == today():
        return Standing("paused", _("stopped: %(kind)s; to be confirmed today") % {"kind": kind})
    return Standing("paused", _("stopped: %(kind)s") % {"kind": kind})


def _unanswered(case: Case) -> Standing:
    if case.due is None:
        return Standing("paused", _("waits for the applicant"))
    if case.due < today():
        return Standing("red", _("answer overdue"))
    return Standing("yellow" if case.due == today() else "green", _("answer by %(day)s") % {"day": case.due})


def with_whom(case: Case) -> str:
    """The steps that are open, each with its person if somebody has taken it."""
    open_steps = [step for step in case.steps.all() if step.begun_at and step.done_at is None]
    words = [f"{step.name}（{step.assigned_to}）" if step.assigned_to else step.name for step in open_steps]
    return _(", ").join(words)
