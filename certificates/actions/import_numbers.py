"""Taking in supervision numbers (电子监管号) that the national system minted for a project."""

from collections.abc import Sequence

from django.db import transaction

from bureau import audit
from bureau.access import require
from bureau.models import Office, User
from bureau.roles import Verb
from certificates.definition import Minting, TypeDefinition
from certificates.errors import NumberElsewhere
from certificates.identifiers import PermitNumber
from certificates.models import Bundle, Certificate, CertificateType, ImportedNumber, Project
from documents import numbering
from documents.number_keys import folded

WAITING = (Bundle.State.DRAFT, Bundle.State.CHECKED, Bundle.State.APPROVED)


def import_numbers(project: Project, numbers: Sequence[tuple[str, str]], *, actor: User) -> list[ImportedNumber]:
    """Records (kind, number) pairs, all or none, and gives them to drafts of that kind that wait, in their order.

    Only numbers that the national system mints for this office's region: one in the form of the own series would some
    day be given a second time. Raises NumberMalformed, NumberElsewhere, NumberTaken, NotAllowed.
    """
    require(actor, Verb.IMPORT_NUMBERS, project.office)
    definitions = {
        each.code: each.current.definition
        for each in CertificateType.objects.filter(current__isnull=False).select_related("current")
        if each.current
    }
    with transaction.atomic():
        imported = []
        for code, number in numbers:
            definition = definitions.get(code)
            text = number.strip()
            if definition is None:
                raise numbering.NumberMalformed(number=f"{code} {text}")
            if definition.numbers.imported_form and "第" not in text:
                text = definition.numbers.imported_form.format(number=text.upper())
            _refuse_what_is_not_minted_for_us(text, definition, project.office)
            entry = numbering.import_number(project.office, code, text, taken_for=project.project_code)
            imported.append(ImportedNumber.objects.create(project=project, entry=entry))
        give_numbers(project)
        audit.record(
            project,
            "certificates.import_numbers",
            actor=actor,
            office=project.office,
            data={"numbers": [each.entry.text for each in imported]},
        )
    return imported


def _refuse_what_is_not_minted_for_us(text: str, definition: TypeDefinition, office: Office) -> None:
    permit = PermitNumber.parse(text)
    has_form = definition.numbers.minting is Minting.NATIONAL_FROM and definition.numbers.matches(folded(text))
    if not has_form or permit is None or not permit.number.is_national:
        raise numbering.NumberMalformed(number=text)
    if permit.number.region != office.region_code:
        raise NumberElsewhere(number=text, region=permit.number.region, own=office.region_code)


def give_numbers(project: Project) -> None:
    """Hands the project's unused imported numbers to drafts without one, kind by kind, in the order of both."""
    stock: dict[str, list[ImportedNumber]] = {}
    for each in project.imported_numbers.filter(entry__certificate=None).select_related("entry"):
        stock.setdefault(each.entry.code, []).append(each)
    waiting = Certificate.objects.filter(
        bundle__project=project, bundle__state__in=WAITING, type_code__in=stock, entry=None
    ).order_by("bundle", "position")
    served = []
    for certificate in waiting:
        if stock[certificate.type_code]:
            certificate.entry = stock[certificate.type_code].pop(0).entry
            served.append(certificate)
    Certificate.objects.bulk_update(served, ["entry"])
