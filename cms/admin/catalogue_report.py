"""The catalogue report as of now, over the matters that a person may see."""

from collections.abc import Iterator

from bureau.models.user import Actor
from cms.catalogue.report import OurMatter, Report, report
from cms.models import CatalogueEntry, Matter


def current_report(user: Actor) -> Report:
    """Entries without a matter are those that no matter of the whole house is bound to, whoever asks."""
    bound = Matter.objects.sources().filter(catalogue_entry__isnull=False).values("catalogue_entry")
    missing = CatalogueEntry.objects.filter(withdrawn_in=None).exclude(pk__in=bound).order_by("code")
    return report((each.row for each in missing), _matters(user))


def _matters(user: Actor) -> Iterator[OurMatter]:
    """What readers see; of what was never published, the newest draft. What was withdrawn is no matter of ours."""
    found = Matter.objects.sources().filter(pk__in=Matter.objects.visible_to(user).values("pk"))
    related = ("catalogue_entry__withdrawn_in", "current_version", "latest_revision")
    for matter in found.select_related(*related).order_by("code"):
        if matter.current_version is None:
            yield _our(matter.get_latest_revision_as_object(), published=False)
        elif matter.live:
            yield _our(matter, published=True)


def _our(matter: Matter, *, published: bool) -> OurMatter:
    entry = matter.catalogue_entry
    version = matter.current_version if published else None
    return OurMatter(
        key=matter.pk,
        facts=version.facts if version else matter.facts(),
        published=published,
        entry=entry.row if entry else None,
        withdrawn_in=str(entry.withdrawn_in) if entry and entry.withdrawn_in else "",
    )
