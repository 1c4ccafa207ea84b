"""What is missing of an application: what nobody brought, and what came but is not as it should be."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from bureau.calendar import CalendarUnknown, today
from bureau.models import CalendarOverride
from casework.clock import LIMITS, Kind
from casework.errors import ApplicationInvalid
from casework.models import ApplicationMaterial, Case


@dataclass(frozen=True, slots=True)
class Missing:
    """``remark``: what is wrong with it; "" where it did not come at all."""

    material: ApplicationMaterial
    remark: str = ""

    def __str__(self) -> str:
        if not self.remark:
            return self.material.name
        return _("%(material)s: %(remark)s") % {"material": self.material.name, "remark": self.remark}


def missing_of(
    materials: Iterable[ApplicationMaterial], codes: Collection[str], remarks: Mapping[int, str]
) -> list[Missing]:
    """Of what the matters with these ``codes`` need; ``remarks`` by the key of the material.

    Never what the office fetches itself (国务院令第716号).
    """
    needed = (each for each in materials if not each.is_shared and set(codes) & set(each.needed_by))
    found = (Missing(each, remarks.get(each.pk, "").strip()) for each in needed)
    return [each for each in found if each.remark or each.material.state == ApplicationMaterial.State.MISSING]


def lacking(
    cases: Iterable[Case], materials: Iterable[ApplicationMaterial], remarks: Mapping[int, str] | None = None
) -> dict[Case, list[Missing]]:
    """Those of ``cases`` of which something is missing, each with what it is."""
    listed = list(materials)
    found = {case: missing_of(listed, {case.version.code}, remarks or {}) for case in cases}
    return {case: missing for case, missing in found.items() if missing}


def supply_day(day: date | None) -> date:
    """By when it is to come. Raises ApplicationInvalid."""
    if day is None or day < today():
        raise ApplicationInvalid(problem=_("Supply by: give a day from today on."))
    return day


def usual_supply_day() -> date | None:
    """What a clerk may change: as many working days as papers have that are asked for later (domain.md 5.2)."""
    try:
        return CalendarOverride.calendar().add_working_days(today(), LIMITS[Kind.CORRECTION])
    except CalendarUnknown:
        return None
