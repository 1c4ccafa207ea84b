"""Taking an edition of the provincial basic catalogue: all of its differences at one instant, or none."""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from bureau import audit, calendar
from bureau.errors import NotAllowed
from bureau.models import Office, User
from bureau.models.grants import offices_where
from bureau.roles import Verb
from cms.catalogue import errors, hold
from cms.catalogue.consequences import BoundMatter, Consequence, consequences, digest
from cms.catalogue.differences import Differences, differences
from cms.catalogue.reading import Reading, read_catalogue
from cms.catalogue.rows import Row
from cms.models import CatalogueEdition, CatalogueEntry, Matter
from documents import store
from documents.spreadsheet.cells import MEDIA_TYPE

ACTION = "cms.take_catalogue"
LONGEST_NAME, LONGEST_FILE_NAME = 80, 200
audit.label(ACTION, _("Catalogue taken"), _("An edition of the catalogue was taken"))
audit.label(
    "cms.hold_matter", _("Draft held to the catalogue"), _("A draft was made that says what the catalogue fixes")
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A file beside the catalogue as it stands: all that a person sees before taking it."""

    reading: Reading
    differences: Differences
    consequences: tuple[Consequence, ...]
    digest: str  # fingerprint of what is shown


def compare_catalogue(content: bytes) -> Comparison:
    """Raises SpreadsheetRefused, CellsWrong. Writes nothing."""
    reading = read_catalogue(content)
    reading.check()
    return compared(reading)


def compared(reading: Reading) -> Comparison:
    entries = list(CatalogueEntry.objects.all())
    found = differences(
        (each.row for each in entries if each.withdrawn_in_id is None),
        (each.row for each in entries if each.withdrawn_in_id is not None),
        reading.rows,
    )
    said = consequences(found, (BoundMatter(matter.pk, matter.facts()) for matter in _bound_drafts()))
    return Comparison(reading, found, said, digest(_last_number(), found, said))


def take_catalogue(content: bytes, *, name: str, file_name: str, shown: str, actor: User) -> CatalogueEdition:
    """Make the file's rows the catalogue, if what ``shown`` (a Comparison's digest) names is still what would happen.

    Entries that the file does not have are marked as withdrawn, never deleted. Each bound matter whose fixed values
    change gets a draft that states the new ones; another person publishes it. Raises NotAllowed, SpreadsheetRefused,
    CellsWrong, NameMissing, NameUsed, StaleCatalogue.
    """
    office = _office_of(actor)
    name = " ".join(name.split())
    if not name:
        raise errors.NameMissing()
    reading = read_catalogue(content)
    reading.check()
    store.write(content)
    try:
        with transaction.atomic():
            return _take(reading, content, name[:LONGEST_NAME], file_name[:LONGEST_FILE_NAME], shown, actor, office)
    except IntegrityError as lost:  # the next number was taken at the same moment
        raise errors.StaleCatalogue() from lost


def _office_of(actor: User) -> Office:
    """The catalogue is the whole house's: the verb at any office is enough, and that office is in the trail."""
    office = offices_where(actor, Verb.PUBLISH_CONTENT).first()
    if office is None:
        raise NotAllowed(verb=Verb.PUBLISH_CONTENT.label)
    return office


def _take(
    reading: Reading, content: bytes, name: str, file_name: str, shown: str, actor: User, office: Office
) -> CatalogueEdition:
    comparison = compared(reading)
    if comparison.digest != shown:
        raise errors.StaleCatalogue()
    if CatalogueEdition.objects.filter(name=name).exists():
        raise errors.NameUsed(name=name)
    store.record(reading.sha256, size=len(content), media_type=MEDIA_TYPE)
    edition = CatalogueEdition.objects.create(
        number=_last_number() + 1,
        name=name,
        file_name=file_name,
        sha256=reading.sha256,
        entries_count=len(reading.rows),
        taken_at=calendar.now(),
        taken_by=actor,
    )
    found = comparison.differences
    _write(edition, found)
    drafts = [each.matter.key for each in comparison.consequences if each.changes]
    for key in drafts:
        _hold_draft(key, edition, actor)
    counts = {"new": found.new, "changed": found.changed, "restored": found.restored, "withdrawn": found.withdrawn}
    data = {"number": edition.number, "sha256": edition.sha256, "drafts": len(drafts)}
    data |= {kind: len(group) for kind, group in counts.items()}
    audit.record(edition, ACTION, actor=actor, office=office, data=data, verb=Verb.PUBLISH_CONTENT)
    return edition


def _write(edition: CatalogueEdition, found: Differences) -> None:
    CatalogueEntry.objects.bulk_create(CatalogueEntry(edition=edition, **_values(row)) for row in found.new)
    entries = {each.code: each for each in CatalogueEntry.objects.filter(code__in=found.rewritten)}
    for code, row in found.rewritten.items():
        entry = entries[code]
        entry.edition, entry.withdrawn_in = edition, None
        for field, value in _values(row).items():
            setattr(entry, field, value)
    CatalogueEntry.objects.bulk_update(
        entries.values(), ["name", "kind", "basis", "statutory_days", "charges_fee", "edition", "withdrawn_in"]
    )
    CatalogueEntry.objects.filter(code__in=found.withdrawn_codes).update(withdrawn_in=edition)


def _values(row: Row) -> dict[str, Any]:
    return {field: getattr(row, field) for field in Row.__dataclass_fields__}


def _hold_draft(key: int, edition: CatalogueEdition, actor: User) -> None:
    """A new draft on top of the newest one; what editors wrote stays in it."""
    draft = Matter.objects.get(pk=key).get_latest_revision_as_object()
    hold(draft)
    draft.save_revision(user=actor, clean=False)  # it may promise too much now; publishing says so
    audit.record(draft, "cms.hold_matter", actor=actor, office=draft.office, data={"edition": edition.number})


def _bound_drafts() -> list[Matter]:
    """The newest drafts of the matters themselves that are bound to an entry; translations follow their versions."""
    matters = Matter.objects.sources().select_related("catalogue_entry", "latest_revision").order_by("code")
    drafts = [each.get_latest_revision_as_object() for each in matters]
    return [each for each in drafts if each.catalogue_entry]


def _last_number() -> int:
    last = CatalogueEdition.objects.order_by("-number").first()
    return last.number if last else 0
