"""Projects, for the people who work on them. Everyone else finds their permits, by the project's name and code too."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bureau.access import Actor
from certificates.models import Project
from search.contract import Entry, office_audience, project_audience
from search.kinds.base import keys, numbers
from search.kinds.districts import district_of


class ProjectKind:
    name = "project"
    label = _("Project")

    def record_ids(self) -> QuerySet[Any, Any]:
        return keys(Project.objects.all())

    def entries(self, record_ids: Collection[str]) -> Iterator[Entry]:
        return map(self.entry, Project.objects.filter(pk__in=numbers(record_ids)))

    def shown(self, record_ids: Collection[str], viewer: Actor) -> Mapping[str, str]:
        found = Project.objects.visible_to(viewer).filter(pk__in=numbers(record_ids))
        return {str(pk): reverse("project:inspect", args=[pk]) for pk in found.values_list("pk", flat=True)}

    def entry(self, project: Project) -> Entry:
        words = [project.applicant, project.applicant_uscc, project.location, project.land_use]
        return Entry(
            kind=self.name,
            record_id=str(project.pk),
            sort_id=project.pk,
            number=project.project_code,
            title=project.name,
            body="\n".join(words),
            day=timezone.localtime(project.created_at).date(),
            audience=frozenset({office_audience(project.office_id), project_audience(project.pk)}),
            district=district_of(project.location),
            office=str(project.office_id),
            payload={"holder": project.applicant, "place": project.location},
        )
