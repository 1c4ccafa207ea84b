"""The steps of a case, done and to come, and what came of it, as its applicant reads them: no names of the house."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from casework.models import Case, CaseStep, HandOver
from certificates.models import Certificate
from cms.templatetags.clock import short_day

State = Case.State


@dataclass(frozen=True, slots=True)
class Link:
    """One step; ``state``: done, now or ahead."""

    name: str
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class Result:
    """The certificate in which the case ended, and where it is."""

    name: str
    number: str
    words: str


def links_of(case: Case) -> tuple[Link, ...]:
    """In their order; nothing of what never begins, because the case ended before. ``case`` with its steps."""
    return tuple(_links(case))


def _links(case: Case) -> Iterator[Link]:
    is_over = case.state in {State.REFUSED, State.WITHDRAWN, State.CONCLUDED} or case.outcome == Case.Outcome.DENIED
    for step in case.steps.all():
        if step.done_at:
            yield Link(step.name, "done", _done(step))
        elif not is_over:
            words = pgettext("step", "under way") if step.begun_at else pgettext("step", "to come")
            yield Link(step.name, "now" if step.begun_at else "ahead", words)


def _done(step: CaseStep) -> str:
    assert step.done_at is not None
    return _("done on %(day)s") % {"day": short_day(localtime(step.done_at).date())}


def result_of(case: Case) -> Result | None:
    """None before the certificate is issued. ``case`` with its certificate, application, office and hand-over."""
    certificate = case.certificate
    if certificate is None or certificate.state == Certificate.State.DRAFT:
        return None
    return Result(certificate.definition.name, certificate.number, _where(case))


def _where(case: Case) -> str:
    done: HandOver | None = getattr(case.application, "hand_over", None)
    if done is None:
        return _("Ready at the window: %(address)s") % {"address": case.application.office.address}
    day = short_day(localtime(done.at).date())
    if done.way == HandOver.Way.POST:
        return _("Sent on %(day)s, parcel %(number)s") % {"day": day, "number": done.tracking}
    return _("Handed out at the window on %(day)s") % {"day": day}
