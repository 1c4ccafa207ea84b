"""The one way in which an event of a case comes about: the row, and what is kept of the clock, in one transaction."""

from datetime import datetime

from django.utils.translation import gettext as _

from bureau.calendar import now
from bureau.models import User
from casework import due
from casework.clock import Kind
from casework.errors import NotInTime
from casework.hearing import Hearing
from casework.history import History
from casework.models import Case, CaseEvent
from casework.progress import TOLD
from casework.telling import tell_change

What = CaseEvent.What


def add_event(
    case: Case,
    what: CaseEvent.What,
    *,
    by: User | None,
    at: datetime | None = None,
    kind: Kind | None = None,
    limit: int | None = None,
    days: int | None = None,
    hearing: Hearing | None = None,
    about: int | None = None,
    reason: str = "",
    why_again: str = "",
    approved_by: User | None = None,
) -> History:
    """``case`` carries its new state already. What happens now has no ``at``. Raises NotInTime for the future."""
    moment = now()
    if at and at > moment:
        raise NotInTime(what=what.label, why=_("this moment lies in the future."))
    CaseEvent.objects.create(
        case=case,
        what=what,
        at=at or moment,
        recorded_at=moment,
        by=by,
        approved_by=approved_by,
        kind=kind.value if kind else "",
        limit=limit,
        days=days,
        place=hearing.place if hearing else "",
        meets_at=hearing.meets_at if hearing else None,
        host=(hearing.host or by) if hearing else None,
        about_id=about,
        reason=reason,
        why_again=why_again,
    )
    if what in TOLD:
        tell_change(case.application, case.number)
    return due.refresh(case)
