"""What each kind of notice says. Papers of the office are Chinese, whoever presses the button.

行政许可法 第三十二条, 第三十八条, 第四十二条, 第四十五条 say what must be told, 第四十八条 where and when a hearing is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.calendar import now
from casework import due
from casework.clock import Clock, Kind
from casework.hearing import Hearing
from casework.history import TELLING, History
from casework.missing import Missing
from casework.models import Application, Case, CaseEvent
from casework.models.case_event import NAMES
from casework.models.notice import Notice

REMEDY = 60, 6  # days for a review, months for a suit


@dataclass(frozen=True, slots=True)
class Content:
    """Paragraphs, then a list, then rows of label and value, then what closes it.

    Of what is missing also as data, for its short form on cards: remarks by the key of a material, and the day.
    """

    to: str
    paragraphs: Sequence[str]
    items: Sequence[str] = ()
    rows: Sequence[tuple[str, str]] = ()
    close: Sequence[str] = field(default_factory=tuple)
    remarks: Mapping[str, str] = field(default_factory=dict)
    supply_by: str = ""  # ISO

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, stored: dict[str, Any]) -> "Content":
        return cls(**{**stored, "rows": [tuple(row) for row in stored["rows"]]})


def receipt(application: Application, cases: Sequence[Case], came: Sequence[str], missing: Sequence[str]) -> Content:
    """``came`` and ``missing``: one line a material."""
    words = [
        _("Your application for %(project)s was received on %(day)s.")
        % {"project": application.project, "day": _day(application.received_at)},
        _("These papers came on %(day)s:") % {"day": _day(now())} if came else _("No papers came with it."),
    ]
    still = _("Still missing: %(materials)s.") % {"materials": _("; ").join(missing)}
    close = [still if missing else _("All papers that you have to hand in are there.")]
    days = due.work_days()
    waits = {case for case in cases if due.waits(case, History.of(case.events.all()), days)}
    if any(case.due for case in cases):
        close.append(_("Without an answer by then it counts as accepted."))
    if waits:
        close.append(_("Once everything is there, your application is accepted."))
    rows = [(case.number, _matter(case) if case in waits else _matter_and_answer(case)) for case in cases]
    return Content(_to(application), words, came, rows, [*close, _follow()])


def accepted(application: Application, cases: Sequence[Case], deferred: Sequence[str]) -> Content:
    rows = [(case.number, _matter_and_due(case)) for case in cases]
    follow = [_follow()]
    if not deferred:
        return Content(_to(application), [_("Your application was accepted; all papers are there.")], (), rows, follow)
    words = _("Your application was accepted. These papers may follow, as you pledged:")
    return Content(_to(application), [words], deferred, rows, follow)


def deemed(case: Case, to_come: Sequence[str]) -> Content:
    """Accepted by law, whatever papers there are; ``to_come``: those that are not there."""
    assert case.accepted_at is not None
    words = _("Your application counts as accepted since %(day)s, because nobody answered in time.")
    still = _("These papers are still to come; please hand them in soon:")
    complete = _("All papers that you have to hand in are there.")
    paragraphs = [words % {"day": _day(case.accepted_at)}, still if to_come else complete]
    return Content(_to(case.application), paragraphs, to_come, [(case.number, _matter_and_due(case))], [_follow()])


def refused(case: Case, reason: str) -> Content:
    words = _("Your application for this matter is not accepted, because: %(reason)s") % {"reason": reason}
    return Content(_to(case.application), [words], (), _of_case(case), [_remedy()])


def more(
    application: Application, cases: Sequence[Case], missing: Sequence[Missing], why_again: str, supply_by: date | None
) -> Content:
    words = [_("Before it can be accepted, please hand in the following. This is everything that is missing.")]
    if why_again:
        words.append(_("Why this was not named before: %(reason)s") % {"reason": why_again})
    if supply_by:
        words.append(_("Hand in by %(day)s; you need not apply again.") % {"day": _day(supply_by)})
    return Content(
        _to(application),
        words,
        items=[str(each) for each in missing],
        rows=[(case.number, _matter(case)) for case in cases],
        close=[_("Once everything is there, your application is accepted.")],
        remarks={each.material.key: each.remark for each in missing if each.remark},
        supply_by=supply_by.isoformat() if supply_by else "",
    )


def stopped(case: Case, event: CaseEvent, clock: Clock, until: date | None) -> Content:
    """Why the clock stands still, from when, at most how long; of papers and designs what is to come by which day."""
    words = [
        _("The clock of your case stands still from %(day)s on: %(kind)s.")
        % {"day": _day(event.at), "kind": NAMES[event.kind]}
    ]
    rows = [*_of_case(case), *_dues(case, clock)]
    if event.kind in TELLING:
        words.append(_("Please supply or revise the following. This is everything."))
        if event.why_again:
            words.append(_("Why this was not named before: %(reason)s") % {"reason": event.why_again})
    else:
        words.append(event.reason)
    if event.meets_at:
        words.append(_hearing(Hearing(event.place, event.meets_at, event.host)))
    if until is None:
        words.append(_("When it goes on cannot be said yet. We tell you every five working days."))
    elif event.kind in TELLING:
        words.append(
            _("Please hand it in by %(day)s. It goes on on the working day after that.") % {"day": _day(until)}
        )
    elif event.kind == Kind.HEARING:
        words.append(_("The clock goes on after %(day)s at the latest.") % {"day": _day(until)})
    else:
        words.append(
            _("It goes on after %(day)s at the latest. There is nothing for you to do.") % {"day": _day(until)}
        )
    points = event.reason.splitlines() if event.kind in TELLING else ()
    return Content(_to(case.application), words, points, rows)


def corrected(case: Case, entry: CaseEvent, happened_at: datetime | None, reason: str, clock: Clock | None) -> Content:
    """``entry`` was wrong; ``happened_at``: it did happen, but then. ``clock`` is right now."""
    stop = entry.about if entry.about and entry.what == CaseEvent.What.RESUMED else entry
    told, moment = {"kind": NAMES.get(stop.kind, ""), "day": _day(happened_at or entry.at)}, happened_at is not None
    match CaseEvent.What(entry.what), moment:
        case CaseEvent.What.EXTENDED, _moment:
            now_so = _("The legal limit of your case was not extended.")
        case CaseEvent.What.SUSPENDED, True:
            now_so = _("Right is: the clock of your case stood still from %(day)s on. (%(kind)s)") % told
        case CaseEvent.What.SUSPENDED, False:
            now_so = _("Right is: the clock of your case did not stand still from %(day)s on. (%(kind)s)") % told
        case _what, True:
            now_so = _("Right is: this was over on %(day)s. (%(kind)s)") % told
        case _:
            now_so = _("Right is: this was not over on %(day)s. (%(kind)s)") % told
    words = [_("An entry about the clock of your case was wrong and is corrected. %(reason)s") % {"reason": reason}]
    return Content(_to(case.application), [*words, now_so], (), [*_of_case(case), *_dues(case, clock)])


def still_stopped(case: Case, kind: Kind, reason: str, next_word: date | None) -> Content:
    words = [
        _("The clock of your case still stands still: %(kind)s. %(reason)s")
        % {"kind": NAMES[kind.value], "reason": reason}
    ]
    if next_word:
        words.append(_("We tell you again by %(day)s at the latest where it stands.") % {"day": _day(next_word)})
    else:
        words.append(_("We tell you again within five working days where it stands."))
    return Content(_to(case.application), words, (), _of_case(case))


def hearing_moved(case: Case, hearing: Hearing, reason: str) -> Content:
    words = [_("The hearing was moved, because: %(reason)s") % {"reason": reason}, _hearing(hearing)]
    return Content(_to(case.application), words, (), _of_case(case))


def extended(case: Case, days: int, reason: str, clock: Clock | None) -> Content:
    words = _("The legal limit of your case was extended by %(days)s working days, because: %(reason)s") % {
        "days": days,
        "reason": reason,
    }
    return Content(_to(case.application), [words], (), [*_of_case(case), *_dues(case, clock)])


def decision(case: Case) -> Content:
    is_granted = case.outcome == Case.Outcome.GRANTED
    words = [_("It is granted.") if is_granted else _("It is denied.")]
    if case.decision:
        words.append((_("Conditions: %(words)s") if is_granted else _("Reasons: %(words)s")) % {"words": case.decision})
    basis = "；".join(f"{each.law} {each.articles}".strip() for each in case.facts.basis)
    rows = [*_of_case(case), *([(_("Legal basis"), basis)] if basis else [])]
    return Content(_to(case.application), words, (), rows, [] if is_granted else [_remedy()])


KIND_OF_STOP = {
    Kind.CORRECTION: Notice.Kind.CORRECTION,
    Kind.REVISION: Notice.Kind.REVISION,
    Kind.HEARING: Notice.Kind.HEARING,
    Kind.EXPERT_REVIEW: Notice.Kind.SPECIAL,
    Kind.PUBLIC_NOTICE: Notice.Kind.SPECIAL,
    Kind.FORCE_MAJEURE: Notice.Kind.SPECIAL,
}


def _to(application: Application) -> str:
    return application.project.applicant


def _hearing(hearing: Hearing) -> str:
    """Also who holds it: the applicant may ask for another host (行政许可法 第四十八条)."""
    words = _("The hearing is on %(day)s at %(time)s; place: %(place)s.") % {
        "day": _day(hearing.meets_at),
        "time": f"{timezone.localtime(hearing.meets_at):%H:%M}",
        "place": hearing.place,
    }
    if hearing.host is None:
        return words
    host = _("Held by %(host)s; whoever has an interest of their own in this matter is replaced if you ask for it.")
    return f"{words}{host % {'host': hearing.host}}"


def _matter(case: Case) -> str:
    return f"{case.facts.name} {case.part}".strip()


def _matter_and_answer(case: Case) -> str:
    if case.due is None:
        return _("%(matter)s; the last day cannot be said yet") % {"matter": _matter(case)}
    return _("%(matter)s; answered by %(day)s at the latest") % {"matter": _matter(case), "day": _day(case.due)}


def _matter_and_due(case: Case) -> str:
    if case.promised_due is None:
        return _("%(matter)s; the last day cannot be said yet") % {"matter": _matter(case)}
    return _("%(matter)s; done by %(day)s at the latest") % {"matter": _matter(case), "day": _day(case.promised_due)}


def _of_case(case: Case) -> list[tuple[str, str]]:
    return [
        (_("Case number"), case.number),
        (_("Matter"), _matter(case)),
        (_("Project"), str(case.application.project)),
    ]


def _dues(case: Case, clock: Clock | None) -> list[tuple[str, str]]:
    if clock is None:
        return []
    days = ((_("Promised for"), clock.promised_due), (_("By law"), clock.statutory_due))
    return [(label, _day(day)) for label, day in days if day]


def _follow() -> str:
    return _("Follow every case at the address below, with its number and the end of your phone.")


def _remedy() -> str:
    days, months = REMEDY
    return _(
        "If you disagree, you may apply for a review within %(days)s days, or go to court within %(months)s months."
    ) % {"days": days, "months": months}


def _day(value: date | datetime) -> str:
    day = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return f"{day.year}年{day.month}月{day.day}日"
