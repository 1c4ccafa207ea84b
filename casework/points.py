"""What a stop asks of the applicant, listed at once: papers that are missing, points to be revised (一次性告知)."""

from django.utils.translation import gettext as _

from casework.clock import Kind
from casework.errors import ApplicationInvalid
from casework.missing import missing_of
from casework.models import Case


def points_of(case: Case, kind: Kind, typed: str) -> str:
    """One a line: of a correction what is missing, then what was ``typed``. Raises ApplicationInvalid for none."""
    points = [line.strip() for line in typed.splitlines() if any(each.isalnum() for each in line)]
    if kind is Kind.CORRECTION:
        missing = missing_of(case.application.materials.all(), {case.version.code}, {})
        points = [*(str(each) for each in missing), *points]
    if not points:
        raise ApplicationInvalid(problem=_("Points: say what is to be supplied or revised, one point a line."))
    return "\n".join(points)
