"""Putting the shipped kinds into the database, where a bureau may then change them."""

from bureau.models import User
from certificates.actions.publish_kind import publish_kind
from certificates.definition import FieldDefinition, TypeDefinition
from certificates.kinds import shipped_kinds
from certificates.models import CertificateField, CertificateType


def load_kinds(*, actor: User) -> list[CertificateType]:
    """Adds and publishes the kinds that are not there yet; those that are there stay as the bureau has them."""
    there: dict[str, CertificateType] = {kind.code: kind for kind in CertificateType.objects.all()}
    return [there.get(code) or _load(definition, actor) for code, definition in shipped_kinds().items()]


def _load(definition: TypeDefinition, actor: User) -> CertificateType:
    kind: CertificateType = CertificateType.objects.create(
        code=definition.code,
        name=definition.name,
        short_name=definition.short_name,
        layout=definition.layout.value,
        publicity=definition.publicity.value,
        minting=definition.numbers.minting.value,
        number_pattern=definition.numbers.pattern,
        number_form=definition.numbers.form,
        number_imported_form=definition.numbers.imported_form,
        number_year_of=definition.numbers.year_of,
        sentence=definition.sentence,
        duties="\n".join(definition.duties),
        holder_field=definition.holder_field,
        subject_field=definition.subject_field,
        size_field=definition.size_field,
        valid_years=definition.valid_years,
        prints_project_code=definition.prints_project_code,
    )
    CertificateField.objects.bulk_create([_field(kind, each, place) for place, each in enumerate(definition.fields)])
    publish_kind(kind, actor=actor)
    return kind


def _field(kind: CertificateType, definition: FieldDefinition, place: int) -> CertificateField:
    return CertificateField(
        type=kind,
        sort_order=place,
        key=definition.key,
        label=definition.label,
        kind=definition.kind.value,
        required=definition.required,
        visibility=definition.visibility.value,
        max_length=definition.max_length,
        decimals=definition.decimals,
        unit=definition.unit,
        print_unit=definition.print_unit,
        rule=definition.rule,
        choices="\n".join(definition.choices),
        columns=[
            {"key": c.key, "label": c.label, "kind": c.kind.value, "unit": c.unit, "decimals": c.decimals}
            for c in definition.columns
        ],
        printed=definition.printed,
        may_name_person=definition.may_name_person,
        shared=definition.shared,
        help=definition.help,
    )
