"""A year whose notice the house enters itself: who says so, and takes it back. Nothing of it is guessed."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bureau import audit
from bureau.calendar import official_years
from bureau.errors import NotAllowed, Refused
from bureau.models import CalendarOverride, EnteredYear, Office, User
from bureau.models.grants import offices_where
from bureau.roles import Verb

audit.label("bureau.enter_year", _("Year entered to its end"), _("A year's days off were entered to its end"))
audit.label("bureau.take_back_year", _("Entered year taken back"), _("An entered year was taken back"))


class YearCannotBeEntered(Refused):
    code = "bureau.year_cannot_be_entered"
    message = _("%(why)s")
    next_step = _("Choose a year that is not published yet, and name the notice.")


@transaction.atomic
def enter_year(year: int, *, source: str, actor: User) -> EnteredYear:
    """Says that the overrides hold every day off and every swapped day of ``year``, by the notice ``source``.

    From then on its other days are those of an ordinary week. Raises NotAllowed, YearCannotBeEntered.
    """
    office = _office(actor)
    if year in official_years() or EnteredYear.objects.filter(year=year).exists():
        raise YearCannotBeEntered(why=_("The days off of %(year)s are known already.") % {"year": year})
    if not CalendarOverride.objects.filter(day__year=year, is_working=False).exists():
        raise YearCannotBeEntered(
            why=_("Enter the days off of %(year)s first, then say that all are there.") % {"year": year}
        )
    if not source.strip():
        raise YearCannotBeEntered(why=_("Source: name number and date of the notice."))
    entered = EnteredYear.objects.create(year=year, source=source.strip())
    audit.record(entered, "bureau.enter_year", actor=actor, office=office, data={"year": year})
    return entered


@transaction.atomic
def take_back_year(year: int, *, actor: User) -> None:
    """Its days are unknown again, but for the overrides. Raises NotAllowed; without effect where none was entered."""
    office = _office(actor)
    for entered in EnteredYear.objects.select_for_update().filter(year=year):
        audit.record(entered, "bureau.take_back_year", actor=actor, office=office, data={"year": year})
        entered.delete()


def _office(actor: User) -> Office:
    """The first where ``actor`` manages the calendar, which is that of the whole house."""
    office = offices_where(actor, Verb.MANAGE_CALENDAR).first()
    if office is None:
        raise NotAllowed(verb=Verb.MANAGE_CALENDAR.label)
    return office
