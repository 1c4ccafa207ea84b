"""Issued certificates. Listed kinds show everyone their public fields; titles are their office's (部令第80号)."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bureau.access import Actor
from certificates import disclosure
from certificates.definition import Publicity, TypeDefinition
from certificates.disclosure import Disclosed
from certificates.models import Certificate
from search.contract import PUBLIC, Entry, office_audience, project_audience
from search.kinds.base import addresses
from search.kinds.districts import district_of

NAMES_ANOTHER = frozenset({"land_permit", "works_permit"})  # rules of fields that hold another certificate's number


class CertificateKind:
    name = "certificate"
    label = _("Certificate")

    def record_ids(self) -> QuerySet[Any, Any]:
        ids: QuerySet[Any, Any] = _issued().order_by("pk").values_list("public_id", flat=True)
        return ids

    def entries(self, record_ids: Collection[str]) -> Iterator[Entry]:
        found = _issued().filter(public_id__in=record_ids).select_related("bundle__project", "type_version")
        return map(self.entry, found.order_by("pk"))

    def shown(self, record_ids: Collection[str], viewer: Actor) -> Mapping[str, str]:
        """Everyone reads the public page; what has none is read by its office, on the staff page."""
        found = _issued().filter(public_id__in=record_ids).visible_to(viewer)
        public, staff = addresses("certificate_page"), addresses("certificate_staff")
        return {
            public_id: public(public_id) if publicity == Publicity.LISTED.value else staff(pk)
            for public_id, pk, publicity in found.values_list("public_id", "pk", "publicity")
        }

    def entry(self, certificate: Certificate) -> Entry:
        definition, project = certificate.definition, certificate.bundle.project
        public = disclosure.for_everyone(certificate)
        shown = public or disclosure.for_checker(certificate, verify_shows_facts=True)
        offices = {office_audience(project.office_id), project_audience(project.pk)}
        place = shown.value("location")
        return Entry(
            kind=self.name,
            record_id=certificate.public_id,
            sort_id=certificate.pk,
            number=shown.number,
            title=shown.value(definition.subject_field) or shown.type_name,
            body="\n".join(_words(shown, definition, project.project_code if public else "")),
            day=certificate.facts.issued_on,
            audience=frozenset(offices | {PUBLIC} if public else offices),
            type=certificate.type_code,
            district=district_of(place),
            state=certificate.state,
            office=str(project.office_id),
            payload={
                "type_name": shown.type_name,
                "holder": shown.holder,
                "place": place,
                "size": shown.value(definition.size_field),
            },
        )


def _issued() -> Any:
    return Certificate.objects.exclude(state=Certificate.State.DRAFT)


def _words(shown: Disclosed, definition: TypeDefinition, project_code: str) -> Iterator[str]:
    """All that may be read, but the numbers of other certificates: a permit's number would find all that refer to it.

    Anyone may look for permits by project code, printed or not; on titles it is closed (domain.md §8, §2.2).
    """
    yield from (shown.type_name, shown.issuer, shown.holder, project_code)
    yield from (row.value for row in shown.rows if definition.by_key[row.key].rule not in NAMES_ANOTHER)
    for row in shown.rows:
        if definition.by_key[row.key].rule == "unit_code":  # printed in groups, typed in one
            yield row.value.replace(" ", "")
    yield from (cell for table in shown.tables for row in table.rows for cell in row)
