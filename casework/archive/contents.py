"""What a closed file holds, in the order of its list: read from the rows at one moment, equal when nothing changed.

Nothing of the applicant's contact: that is deleted when the law no longer lets us keep it, and the list stays.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bureau.calendar import CalendarUnknown
from casework import due
from casework.history import History
from casework.models import Application, Case, CaseEvent, HandOver, Notice, Opinion
from casework.numbers import first_number
from documents.models import StoredFile

ENDINGS = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}
HASH = "SHA-256 "
END = (CaseEvent.What.DECIDED, CaseEvent.What.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Kept:
    """One file of the application and its place in the container."""

    place: str
    file: StoredFile


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    number: str
    sections: tuple[Section, ...]
    files: tuple[Kept, ...]


def contents_of(application: Application) -> Contents:
    """In the active language. Every notice has its file already."""
    gathered = _Gathered(application)
    sections = [
        Section(pgettext("part of a closed file", "Application"), tuple(_application(gathered))),
        Section(_("Cases"), tuple(_cases(gathered))),
        Section(_("Every event"), tuple(_events(gathered))),
        Section(_("Steps"), tuple(_steps(gathered))),
        Section(_("Opinions"), tuple(_opinions(gathered))),
        Section(_("Materials"), tuple(_materials(gathered))),
        Section(pgettext("case", "Notices"), tuple(_notices(gathered))),
        Section(_("Certificates"), tuple(_certificates(gathered))),
        Section(_("Hand-over"), tuple(_hand_over(gathered))),
    ]
    return Contents(first_number(application), tuple(each for each in sections if each.rows), tuple(gathered.files))


class _Gathered:
    """The cases, read once, and the files in the order in which the list names them."""

    def __init__(self, application: Application) -> None:
        self.application = application
        found = application.cases.select_related("version", "certificate__pdf", "certificate__type_version")
        people = (
            "events__by",
            "events__approved_by",
            "events__host",
            "steps__done_by",
            "steps__first_by",
            "opinions__entered_by",
        )
        self.cases = list(found.prefetch_related(*people).order_by("pk"))
        self.days = due.work_days()
        self.files: list[Kept] = []

    def keep(self, place: str, file: StoredFile | None) -> tuple[str, ...]:
        """Takes the file into the container; what the list says of it."""
        if file is None:
            return ()
        kept = Kept(place + ENDINGS.get(file.media_type, ""), file)
        self.files.append(kept)
        size = _("%(bytes)s bytes") % {"bytes": f"{file.size:,}"}
        return _(", ").join([kept.place, size]), f"{HASH}{file.sha256}"


def _application(gathered: _Gathered) -> Iterator[Row]:
    application = gathered.application
    project = application.project
    yield _row(_("Project"), project.name, project.project_code)
    yield _row(_("Applicant"), project.applicant)
    yield _row(_("Taken in"), _moment(application.received_at), application.received_by)
    if application.mandate:
        yield _row(_("Signed mandate"), application.helper, *gathered.keep("mandate", application.mandate))
    if application.promised_days is not None:
        days = _("%(days)d working days") % {"days": application.promised_days}
        yield _row(_("Promise of this application"), days, application.promise_reason)


def _cases(gathered: _Gathered) -> Iterator[Row]:
    for case in gathered.cases:
        matter = _("%(code)s, version %(version)d") % {"code": case.version.code, "version": case.version.number}
        fee = _("Fee %(yuan)s yuan, receipt %(receipt)s") % {"yuan": case.fee_yuan, "receipt": case.fee_receipt}
        yield _row(
            case.number,
            f"{case.facts.name} {case.part}",
            matter,
            f"{case.get_outcome_display()} {case.get_state_display()}",
            case.decision,
            _used(case, gathered),
            fee if case.fee_receipt else "",
        )


def _used(case: Case, gathered: _Gathered) -> str:
    """Days of the promised clock until the case was decided or withdrawn."""
    events = list(case.events.all())
    history = History.of(events)
    clock = due.clock_of(case, history, gathered.days)
    end = next((each.at for each in events if each.what in END), None)
    if clock is None or end is None:
        return ""
    try:
        used = clock.standing(timezone.localtime(end).date()).used
    except CalendarUnknown:
        return ""
    return _("Used %(used)d of %(promised)d working days") % {"used": used, "promised": case.promised_days}


def _events(gathered: _Gathered) -> Iterator[Row]:
    for case in gathered.cases:
        for event in case.events.all():
            limit = _("at most %(days)d working days") % {"days": event.limit} if event.limit else ""
            more = _("%(days)d working days more") % {"days": event.days} if event.days else ""
            late = _("entered %(moment)s") % {"moment": _moment(event.recorded_at)}
            approved = _("approved by %(person)s") % {"person": event.approved_by} if event.approved_by else ""
            host = _("held by %(person)s") % {"person": event.host} if event.host else ""
            yield _row(
                _moment(event.at),
                f"{case.number} {event.get_what_display()} {event.get_kind_display()}",
                event.reason,
                event.why_again,
                _(", ").join(filter(None, [limit, more, str(event.by or ""), approved, host])),
                late if event.recorded_at != event.at else "",
            )


def _steps(gathered: _Gathered) -> Iterator[Row]:
    for case in gathered.cases:
        for step in case.steps.all():
            done = f"{_moment(step.done_at)} {step.done_by or ''}" if step.done_at else _("not done")
            found = [step.finding] if step.first_by is None else [f"{who}：{words}" for who, words in step.findings]
            yield _row(f"{case.number} {step.position}", step.name, done, *found)


def _opinions(gathered: _Gathered) -> Iterator[Row]:
    opinions: list[Opinion] = [each for case in gathered.cases for each in case.opinions.all()]
    for opinion in opinions:
        answered = f"{_moment(opinion.answered_at)} {opinion.entered_by}" if opinion.answered_at else _("not answered")
        yield _row(opinion.of, _moment(opinion.asked_at), opinion.question, answered, opinion.answer)


def _materials(gathered: _Gathered) -> Iterator[Row]:
    found = gathered.application.materials.select_related("pledge").prefetch_related("files__file")
    for material in found:
        supply_by = _("to be supplied by %(day)s") % {"day": material.supply_by} if material.supply_by else ""
        state = material.get_state_display() if material.is_there or not material.is_shared else _("we fetch it")
        lines = [
            _(", ").join(filter(None, [state, _("on paper") if material.on_paper else ""])),
            _moment(material.came_at) if material.came_at else "",
            supply_by,
        ]
        if material.pledge:
            lines += [_("Signed pledge"), *gathered.keep(f"pledges/{material.position:02}", material.pledge)]
        for number, each in enumerate(material.files.all(), start=1):
            lines += [each.name, *gathered.keep(f"materials/{material.position:02}-{number}", each.file)]
        yield _row(f"{material.position} {material.name}", *lines)


def _notices(gathered: _Gathered) -> Iterator[Row]:
    found = gathered.application.notices.select_related(
        "entry", "case", "file", "sheet", "proof", "served_by"
    ).order_by("pk")
    for number, notice in enumerate(found, start=1):
        yield _row(
            notice.entry.text,
            f"{notice.get_kind_display()} {notice.case or ''}",
            _moment(notice.written_at),
            *gathered.keep(f"notices/{number:02}", notice.file),
            *gathered.keep(f"notices/{number:02}-a4", notice.sheet),
            _served(notice),
            *gathered.keep(f"notices/{number:02}-proof", notice.proof),
        )


def _served(notice: Notice) -> str:
    if notice.served_at is None:
        return _("not served")
    how = [notice.get_served_how_display(), _moment(notice.served_at), notice.tracking, str(notice.served_by or "")]
    return " ".join([_("Served"), *how])


def _certificates(gathered: _Gathered) -> Iterator[Row]:
    issued = (case.certificate for case in gathered.cases if case.certificate and case.certificate.pdf)
    for number, certificate in enumerate(issued, start=1):
        kind = f"{certificate.definition.name} {certificate.part}"
        day = f"{certificate.issued_on:%Y-%m-%d}" if certificate.issued_on else ""
        yield _row(certificate.number, kind, day, *gathered.keep(f"certificates/{number:02}", certificate.pdf))


def _hand_over(gathered: _Gathered) -> Iterator[Row]:
    found = HandOver.objects.filter(application=gathered.application).select_related("signature", "by").first()
    if found:
        words = f"{found.get_way_display()} {found.tracking}", f"{_moment(found.at)} {found.by}"
        yield _row(_("Results given out"), *words, *gathered.keep("hand-over/signature", found.signature))


def _row(label: str, *texts: object) -> Row:
    """A text may have several lines; empty ones are left out."""
    lines = (" ".join(line.split()) for text in texts for line in str(text or "").splitlines())
    return Row(label.strip(), tuple(filter(None, lines)))


def _moment(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""
