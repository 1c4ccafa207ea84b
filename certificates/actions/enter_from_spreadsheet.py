"""A bundle as a spreadsheet gives it: all of its certificates or none."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import prefetch_related_objects

from bureau import audit
from bureau.access import require
from bureau.models import User
from bureau.roles import Verb
from certificates.actions.create_bundle import Draft, create_bundle, new_certificate
from certificates.actions.edit_bundle import EDITABLE, make_draft
from certificates.actions.locking import locked_bundle
from certificates.models import Bundle, Certificate, Project
from certificates.spreadsheet.errors import CellsWrong, ReplacesIssued, StaleSpreadsheet
from certificates.spreadsheet.reading import Reading
from documents.models import LedgerEntry

ACTION = "certificates.enter_from_spreadsheet"


def enter_from_spreadsheet(project: Project, reading: Reading, *, actor: User, complete: bool = False) -> Bundle:
    """Makes a new draft bundle. Raises CellsWrong, NotAllowed, EmptyBundle; nothing is then saved."""
    require(actor, Verb.PREPARE_BUNDLE, project.office)
    _refuse_findings(reading)
    prefetch_related_objects([project], "parcels")
    with transaction.atomic():
        bundle = create_bundle(project, reading.drafts, actor=actor, complete=complete)
        _record(bundle, reading, actor)
    return bundle


def replace_from_spreadsheet(
    bundle_id: int, reading: Reading, *, revision: int, actor: User, complete: bool | None = None
) -> Bundle:
    """Puts what the spreadsheet says in the place of every draft of a bundle that can still be changed.

    Supervision numbers that the bundle has stay with it: each kind's go to its new drafts in their order, what is left
    over goes back to the project's stock. Raises CellsWrong, StaleSpreadsheet, ReplacesIssued, NotAllowed or
    StateRefused.
    """
    with transaction.atomic():
        bundle = locked_bundle(bundle_id, actor, *EDITABLE)
        require(actor, Verb.PREPARE_BUNDLE, bundle.project.office)
        _refuse_findings(reading)
        if bundle.revision != revision:
            raise StaleSpreadsheet(reference=bundle.reference)
        if bundle.certificates.filter(supersedes__isnull=False).exists():
            raise ReplacesIssued(reference=bundle.reference)
        _put_in_place(bundle, reading.drafts)
        if complete is not None:
            bundle.complete = complete
        bundle.revision += 1
        bundle.prepared_by = actor
        bundle.preparers.add(actor)
        make_draft(bundle)
        bundle.save()
        _record(bundle, reading, actor)
    return bundle


def _refuse_findings(reading: Reading) -> None:
    if musts := reading.musts:
        raise CellsWrong(count=len(musts))


def _put_in_place(bundle: Bundle, drafts: Sequence[Draft]) -> None:
    prefetch_related_objects([bundle.project], "parcels")
    numbers: dict[str, list[LedgerEntry]] = {}
    for entry, code in _numbers_of(bundle):
        numbers.setdefault(code, []).append(entry)
    bundle.certificates.all().delete()
    certificates = [new_certificate(bundle, draft, position) for position, draft in enumerate(drafts, start=1)]
    for certificate in certificates:
        if stock := numbers.get(certificate.type_code):
            certificate.entry = stock.pop(0)
    Certificate.objects.bulk_create(certificates)


def _numbers_of(bundle: Bundle) -> list[tuple[LedgerEntry, str]]:
    numbered = bundle.certificates.filter(entry__isnull=False).select_related("entry").order_by("position")
    return [(each.entry, each.type_code) for each in numbered if each.entry]


def _record(bundle: Bundle, reading: Reading, actor: User) -> None:
    audit.record(
        bundle,
        ACTION,
        actor=actor,
        office=bundle.project.office,
        data={"certificates": len(reading.drafts), "sha256": reading.sha256},
    )
