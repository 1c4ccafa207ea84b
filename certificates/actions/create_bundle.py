"""A new bundle: drafts of the chosen kinds, filled with what the project says already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from bureau import audit, calendar
from bureau.access import require
from bureau.models import User
from bureau.roles import Verb
from certificates.codes import new_public_id
from certificates.definition import TypeDefinition
from certificates.errors import EmptyBundle
from certificates.facts import Value, Values
from certificates.models import Bundle, Certificate, CertificateTypeVersion, Project
from certificates.rules import normalise
from documents.numbering import mark_issued, open_series, reserve

LARGEST_BUNDLE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One certificate to be: its kind at a version, the short name of its part, and what is known of its values."""

    type_version: CertificateTypeVersion
    part: str = ""
    values: Values = field(default_factory=dict)
    supersedes: Certificate | None = None
    replace_reason: str = ""


def create_bundle(
    project: Project, drafts: Sequence[Draft], *, actor: User, complete: bool = False, reference: str = ""
) -> Bundle:
    """Makes a draft bundle with 1 to 50 certificates. Raises NotAllowed or EmptyBundle."""
    require(actor, Verb.PREPARE_BUNDLE, project.office)
    if not 1 <= len(drafts) <= LARGEST_BUNDLE:
        raise EmptyBundle(count=len(drafts))
    with transaction.atomic():
        moment = calendar.now()
        bundle = Bundle.objects.create(
            project=project,
            reference=reference or _next_reference(project),
            complete=complete,
            prepared_by=actor,
            created_at=moment,
        )
        bundle.preparers.add(actor)
        Certificate.objects.bulk_create(
            [new_certificate(bundle, draft, position) for position, draft in enumerate(drafts, start=1)]
        )
        audit.record(
            bundle, "certificates.create_bundle", actor=actor, office=project.office, data={"certificates": len(drafts)}
        )
    return bundle


def new_certificate(bundle: Bundle, draft: Draft, position: int) -> Certificate:
    """An unsaved draft; what the project states already is filled in where the draft says nothing else."""
    definition = draft.type_version.definition
    return Certificate(
        public_id=new_public_id(),
        bundle=bundle,
        position=position,
        print_order=position,
        type_version=draft.type_version,
        type_code=definition.code,
        publicity=definition.publicity.value,
        part=draft.part,
        values=known_values(bundle.project, definition) | dict(draft.values),
        supersedes=draft.supersedes,
        replace_reason=draft.replace_reason,
    )


def known_values(project: Project, definition: TypeDefinition) -> dict[str, Value]:
    """Facts of the project under the keys that the kind uses for them."""
    parcels = [parcel.parcel_code for parcel in project.parcels.all()]
    facts: Mapping[str, Value] = {
        "project_name": project.name,
        "project_code": project.project_code,
        definition.holder_field: project.applicant,
        "holder_uscc": project.applicant_uscc,
        "location": project.location,
        "land_use": project.land_use,
        "acquisition": project.acquisition,
        "parcels": parcels,
    }
    return normalise(definition, {key: value for key, value in facts.items() if key in definition.by_key and value})


def _next_reference(project: Project) -> str:
    """Year and four digits, one series for all offices; references are numbers too and stand in the ledger."""
    year = calendar.today().year
    series = open_series(None, "BUNDLE", "证书项目")
    (entry,) = reserve(series, year, taken_for=[project.project_code], write=lambda value: f"{year}-{value:04}")
    mark_issued([entry])
    return entry.text
