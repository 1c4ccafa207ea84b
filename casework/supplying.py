"""What the applicant of a case still owes, and what they may send online (网上补交)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from casework import due
from casework.clock import Clock, Kind
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

    @property
    def comes_online(self) -> bool:
        """Not where the original counts, which only paper is."""
        return self.material.electronic or not self.material.originals

    def __str__(self) -> str:
        name, day = self.material.name, self.material.supply_by
        if self.remark:
            return _("%(material)s: %(remark)s") % {"material": name, "remark": self.remark}
        if day and self.material.state == ApplicationMaterial.State.DEFERRED:
            return _("%(material)s, by %(day)s") % {"material": name, "day": short_day(day)}
        return name


def wanted_of(case: Case, waiting: Collection[Stop]) -> Iterator[Wanted]:
    """What did not come, and what came but is not as it should be, until the case is given out or ended otherwise.

    While a stop waits for the applicant (``waiting``), also all other papers: a new one may be what answers it.
    ``case`` with its events and its application's materials.
    """
    if case.state in {State.REFUSED, State.WITHDRAWN, State.CONCLUDED} or case.outcome == Case.Outcome.DENIED:
        return
    materials = list(case.application.materials.all())
    told = still_told(last_notice_of(case), materials) if case.state == State.RECEIVED else {}
    for each in materials:
        if each.is_shared or case.version.code not in each.needed_by:
            continue
        remark = told.get(each.pk, "") if each.is_there else ""
        is_owed = not each.is_there or bool(remark)
        if is_owed or waiting:
            yield Wanted(each, is_owed, remark)


def points_asked(case: Case, waiting: Collection[Stop]) -> list[str]:
    """What the stops that wait for the applicant ask for, as somebody wrote it."""
    stops = {each.event for each in waiting}
    return [line for each in case.events.all() if each.pk in stops for line in each.reason.splitlines()]


def waiting_stops(case: Case, history: History, clock: Clock | None) -> list[Stop]:
    """Open stops that wait for the applicant."""
    if clock is None or case.state != State.ACCEPTED:
        return []
    return [each for each in due.open_stops(clock, history) if each.kind in ANSWERED]


def wanted_now(case: Case) -> list[Wanted]:
    """`wanted_of` a case of which nothing was reckoned yet."""
    history = History.of(case.events.all())
    return list(wanted_of(case, waiting_stops(case, history, due.clock_of(case, history, due.work_days()))))
