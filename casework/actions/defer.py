"""Letting a paper follow later (容缺受理): part of an acceptance, against a pledge that the applicant signed."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from bureau.calendar import today
from bureau.models import CalendarOverride
from casework.errors import ApplicationInvalid, NotToBeDeferred
from casework.models import ApplicationMaterial
from documents import store
from documents.uploads import taken

State = ApplicationMaterial.State


@dataclass(frozen=True, slots=True)
class Deferral:
    """What the applicant pledged (容缺): to supply the material by ``day``; ``pledge`` is the signed paper, scanned."""

    day: date
    pledge: bytes


def store_pledge(one: Deferral) -> tuple[str, str]:
    """Hash and media type. Written before the transaction, like all files."""
    media_type = taken(one.pledge, _("Signed pledge"))
    return store.write(one.pledge), media_type


def defer(material: ApplicationMaterial | None, one: Deferral, sha256: str, media_type: str) -> None:
    """Within the caller's transaction. Raises ApplicationInvalid, NotToBeDeferred."""
    if material is None:
        raise ApplicationInvalid(problem=_("Only a material of this application can follow later."))
    if not material.defer_days:
        raise NotToBeDeferred(material=material, why=_("it cannot follow later."))
    if material.state != State.MISSING:
        raise NotToBeDeferred(material=material, why=_("it is not missing."))
    if one.day < today():
        raise NotToBeDeferred(material=material, why=_("the day lies in the past."))
    if one.day > (last := _last_day(material.defer_days)):
        raise NotToBeDeferred(material=material, why=_("it must come by %(day)s.") % {"day": last})
    material.state, material.supply_by = State.DEFERRED, one.day
    material.pledge = store.record(sha256, size=len(one.pledge), media_type=media_type)
    material.save(update_fields=["state", "supply_by", "pledge"])


def _last_day(days: int) -> date:
    """So many working days after acceptance, which is today. Raises CalendarUnknown."""
    return CalendarOverride.calendar().add_working_days(today(), days)
