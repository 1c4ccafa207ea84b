"""What each kind of record contributes to search, with which audience. A new kind joins KINDS."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Protocol

from django.utils import timezone

from bureau.access import Actor
from certificates import disclosure
from certificates.definition import TypeDefinition
from certificates.disclosure import Disclosed
from certificates.models import Certificate, Project
from search.contract import PUBLIC, Entry, office_audience, project_audience

# 益阳市赫山区样例镇 -> 赫山区; a 小区 or 园区 is no district.
DISTRICT = re.compile(
    r"^(?:[^省]{2,8}省)?(?:[^市州盟]{1,8}[市州盟])?([^省市州盟]{1,6}?(?:(?<![小社园发新景校厂矿])区|[县市旗]))"
)
NAMES_ANOTHER = frozenset({"land_permit", "works_permit"})  # rules of fields that hold another certificate's number


class Kind(Protocol):
    """One kind of record that can be found."""

    name: str

    def entries(self) -> Iterator[Entry]:
        """All there are now: what the index should hold."""
        ...

    def visible(self, record_ids: Iterable[str], viewer: Actor) -> set[str]:
        """Those that ``viewer`` may see at this moment, whatever the index says."""
        ...


class CertificateKind:
    """Issued certificates. Listed kinds show everyone their public fields; titles are their office's (部令第80号)."""

    name = "certificate"

    def entries(self) -> Iterator[Entry]:
        issued = Certificate.objects.exclude(state=Certificate.State.DRAFT).order_by("pk")
        return map(self.entry, issued.select_related("bundle__project", "type_version").iterator(chunk_size=500))

    def visible(self, record_ids: Iterable[str], viewer: Actor) -> set[str]:
        found = Certificate.objects.visible_to(viewer).filter(public_id__in=list(record_ids))
        return set(found.exclude(state=Certificate.State.DRAFT).values_list("public_id", flat=True))

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
            payload={
                "type_name": shown.type_name,
                "holder": shown.holder,
                "place": place,
                "size": shown.value(definition.size_field),
            },
        )


class ProjectKind:
    """Projects, for the people who work on them."""

    name = "project"

    def entries(self) -> Iterator[Entry]:
        return map(self.entry, Project.objects.order_by("pk").iterator(chunk_size=500))

    def visible(self, record_ids: Iterable[str], viewer: Actor) -> set[str]:
        ids = [int(each) for each in record_ids]
        return set(map(str, Project.objects.visible_to(viewer).filter(pk__in=ids).values_list("pk", flat=True)))

    def entry(self, project: Project) -> Entry:
        words = [project.applicant, project.applicant_uscc, project.location, project.land_use]
        return Entry(
            kind=self.name,
            record_id=str(project.pk),
            sort_id=project.pk,
            number=project.project_code,
            title=project.name,
            body="\n".join(words),
            day=_local_day(project),
            audience=frozenset({office_audience(project.office_id), project_audience(project.pk)}),
            district=district_of(project.location),
            payload={"holder": project.applicant, "place": project.location},
        )


CERTIFICATES, PROJECTS = CertificateKind(), ProjectKind()
KINDS: tuple[Kind, ...] = (CERTIFICATES, PROJECTS)


def split_kinds(wanted: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Kinds of records (certificate, project) and kinds of certificates (WORKS), which people ask for in one word."""
    names = {kind.name for kind in KINDS}
    asked = tuple(dict.fromkeys(wanted))
    return tuple(each for each in asked if each in names), tuple(each for each in asked if each not in names)


def district_of(place: str) -> str:
    """The county or district that a place begins with, '' when it names none."""
    found = DISTRICT.match(place)
    return found[1] if found else ""


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


def _local_day(project: Project) -> date:
    return timezone.localtime(project.created_at).date()
