"""What can be applied for online, and what a draft's wishes come to by today's versions of their matters."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from bureau.models import Office
from casework.actions.receive import Asked, materials_of
from casework.errors import ApplicationInvalid, NotOfOneOffice, NotOnline
from casework.filing import Wish
from cms.matters.joint import Needed
from cms.models import Matter


def asked_for(wishes: Sequence[Wish], office: Office | None = None) -> list[Asked]:
    """Each part is asked for by itself. Raises NotOnline, NotOfOneOffice, ApplicationInvalid (unknown situation).

    Without ``office``: whichever office the first matter belongs to.
    """
    found = Matter.objects.offered().filter(code__in={each.code for each in wishes})
    matters = {each.code: each for each in found.select_related("current_version", "office")}
    for wish in wishes:
        matter = matters.get(wish.code)
        if matter is None or matter.current_version is None or not matter.current_version.facts.is_filed_online:
            raise NotOnline(matter=matter or wish.code[:8])
        if matter.office != (office := office or matter.office):
            raise NotOfOneOffice()
        if wish.situation and wish.situation not in {each.key for each in matter.current_version.facts.situations}:
            raise ApplicationInvalid(problem=_("%(matter)s: choose one of its situations.") % {"matter": matter})
    return [
        Asked(matters[wish.code], situation=wish.situation, part=part)
        for wish in wishes
        for part in wish.parts or ("",)
    ]


def needed_for(asked: Sequence[Asked]) -> list[Needed]:
    """The materials of what ``asked_for`` answered, each once."""
    several = [(each.matter.current_version, each.situation or None) for each in asked]
    return materials_of([(version.facts, situation) for version, situation in several if version])


def versions_of(asked: Sequence[Asked]) -> str:
    """Which versions these are: who has read the list of one must not send by another."""
    return " ".join(sorted({f"{each.matter.code}.{each.matter.current_version_id}" for each in asked}))
