"""What the applicant of a case still owes, and what they may send online (网上补交)."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from casework import due
from casework.clock import Kind
from casework.history import History, Stop
from casework.models import ApplicationMaterial, Case
from casework.notices.told import last_notice_of, still_told
from cms.templatetags.clock import short_day

State = Case.State
ANSWERED = frozenset({Kind.CORRECTION, Kind.REVISION})  # stops that end with what the applicant hands in


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paper of a case. ``remark``: what is wrong with the one that came."""

    material: ApplicationMaterial
    is_owed: bool
    remark: str = ""

    def __str__(self) -> str:
        name, day = self.material.name, self.material.supply_by
        if self.remark:
            return _("%(material)s: %(remark)s") % {"material": name, "remark": self.remark}
        if day and self.material.state == ApplicationMaterial.State.DEFERRED:
            return _("%(material)s, by %(day)s") % {"material": name, "day": short_day(day)}
        return name


def wanted_of(case: Case) -> Iterator[Wanted]:
    """What did not come, and what came but is not as it should be, until the case is given out or ended otherwise.

    While a stop waits for the applicant, also all other papers: a new one may be what answers it. ``case`` with its
    events and its application's materials.
    """
    if case.state in {State.REFUSED, State.WITHDRAWN, State.CONCLUDED} or case.outcome == Case.Outcome.DENIED:
        return
    materials = list(case.application.materials.all())
    told = still_told(last_notice_of(case), materials) if case.state == State.RECEIVED else {}
    answers = bool(_waiting(case))
    for each in materials:
        if each.is_shared or case.version.code not in each.needed_by:
            continue
        remark = told.get(each.pk, "") if each.is_there else ""
        is_owed = not each.is_there or bool(remark)
        if is_owed or answers:
            yield Wanted(each, is_owed, remark)


def points_asked(case: Case) -> list[str]:
    """What the stops that wait for the applicant ask for, as somebody wrote it."""
    waiting = {each.event for each in _waiting(case)}
    return [line for each in case.events.all() if each.pk in waiting for line in each.reason.splitlines()]


def _waiting(case: Case) -> list[Stop]:
    """Open stops that wait for the applicant."""
    if case.state != State.ACCEPTED:
        return []
    history = History.of(case.events.all())
    clock = due.clock_of(case, history, due.work_days())
    return [each for each in due.open_stops(clock, history) if each.kind in ANSWERED] if clock else []
