"""Cases, for the people of the office that works on them; the applicant follows theirs at /progress/."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bureau.access import Actor
from casework.models import Case
from search.contract import Entry, office_audience
from search.kinds.base import keys, numbers
from search.kinds.districts import district_of


class CaseKind:
    name = "case"
    label = _("Case")

    def record_ids(self) -> QuerySet[Any, Any]:
        return keys(Case.objects.all())

    def entries(self, record_ids: Collection[str]) -> Iterator[Entry]:
        found = Case.objects.filter(pk__in=numbers(record_ids)).select_related("application__project", "version")
        return map(self.entry, found.order_by("pk"))

    def shown(self, record_ids: Collection[str], viewer: Actor) -> Mapping[str, str]:
        found = Case.objects.visible_to(viewer).filter(pk__in=numbers(record_ids))
        return {str(pk): reverse("case_staff", args=[pk]) for pk in found.values_list("pk", flat=True)}

    def entry(self, case: Case) -> Entry:
        """Nothing of the contact: personal data is in no index."""
        application, project = case.application, case.application.project
        words = [project.name, project.project_code, project.applicant, project.applicant_uscc, project.location]
        return Entry(
            kind=self.name,
            record_id=str(case.pk),
            sort_id=case.pk,
            number=case.number,
            title=f"{case.facts.name} {case.part}".strip(),
            body="\n".join([case.version.code, *words]),
            day=timezone.localtime(application.received_at).date(),
            audience=frozenset({office_audience(application.office_id)}),
            district=district_of(project.location),
            state=case.state,
            office=str(application.office_id),
            payload={"holder": project.applicant, "place": project.name},
        )
