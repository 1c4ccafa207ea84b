"""A draft as its pages show it: matters and materials in the reader's words, files under their material."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest

from bureau.calendar import now
from bureau.models import Office
from casework.actions.draft_filing import typed_in
from casework.actions.receive import Asked
from casework.filing import Typed
from casework.models import Filing
from casework.online import asked_for, needed_for, versions_of
from cms.matters.facts import Material
from cms.matters.shown import MaterialRow, SharedRow, file_size, rows_of, shared_row_of
from cms.models import Matter
from cms.public_matters import PublicMatter, public_matters

OPENED = "filings"  # of the session: the keys of drafts that are open on this device, the present one last
MOST_OPEN = 5


@dataclass(frozen=True, slots=True)
class ShownFile:
    pk: int
    name: str
    size: str


@dataclass(frozen=True, slots=True)
class ShownMaterial:
    """``on_paper``: it may come on paper, now or later."""

    key: str
    row: MaterialRow
    files: tuple[ShownFile, ...]
    on_paper: bool


@dataclass(frozen=True)
class OpenFiling:
    """What is read of a draft for one page."""

    filing: Filing
    typed: Typed
    asked: Sequence[Asked]

    @cached_property
    def _needed(self) -> list[Material]:
        words = {each.id: each for matter in self.matters for each in matter.facts.materials}
        return [_in_words(each.material, words.get(each.material.id)) for each in needed_for(self.asked)]

    @cached_property
    def matters(self) -> list[PublicMatter]:
        codes = {each.matter.code for each in self.asked}
        return [each for each in public_matters() if each.code in codes]

    @cached_property
    def materials(self) -> list[ShownMaterial]:
        files: dict[str, list[ShownFile]] = {}
        for each in self.filing.files.all():
            name = self.typed.files.get(each.pk, "")
            files.setdefault(each.key, []).append(ShownFile(each.pk, name, file_size(each.size)))
        return [
            ShownMaterial(
                each.id, rows_of([each])[0], tuple(files.get(each.id, ())), bool(each.originals or each.copies)
            )
            for each in self._needed
            if not each.is_shared
        ]

    @property
    def missing(self) -> list[ShownMaterial]:
        return [each for each in self.materials if not each.files]

    @cached_property
    def fetched(self) -> SharedRow | None:
        return shared_row_of(self._needed)

    @property
    def versions(self) -> str:
        return versions_of(self.asked)

    def lines(self) -> list[str]:
        """Each case that will come of it: matter, situation, part."""
        names = {each.code: each.facts for each in self.matters}
        found = []
        for each in self.asked:
            facts = names[each.matter.code]
            situation = next((one.name for one in facts.situations if one.key == each.situation), "")
            found.append(" ".join(filter(None, [facts.name, situation, each.part])))
        return found


def _in_words(material: Material, words: Material | None) -> Material:
    """Numbers and key of the version in force, texts in the reader's language."""
    if words is None:
        return material
    texts = ("name", "help", "source_note", "sample")
    return material.model_copy(update={name: getattr(words, name) for name in texts})


def offered() -> list[PublicMatter]:
    """What can be applied for here, as residents look for it."""
    return [each for each in public_matters() if each.version.facts.is_filed_online]


def matters_online() -> dict[Office, list[PublicMatter]]:
    """The same by office."""
    found = offered()
    keys = {each.version.matter_id for each in found}
    office_of: Mapping[int, Office] = {
        each.pk: each.office for each in Matter.objects.filter(pk__in=keys).select_related("office").only("office")
    }
    offices: dict[Office, list[PublicMatter]] = {}
    for each in found:
        offices.setdefault(office_of[each.version.matter_id], []).append(each)
    return offices


# Which drafts are open on a device


def open_filing_here(request: HttpRequest, filing: Filing) -> None:
    """Under a new key of the session, so that nobody who knew the old one reads along."""
    request.session.cycle_key()
    _remember(request, filing.public_id)


def _remember(request: HttpRequest, public_id: str) -> None:
    others = [each for each in request.session.get(OPENED, []) if each != public_id]
    request.session[OPENED] = [*others, public_id][-MOST_OPEN:]


def named_in(request: HttpRequest) -> str:
    """The draft that a form is about: another tab may have begun another one since. "" where it is not open here."""
    named, opened = request.POST.get("draft", ""), request.session.get(OPENED, [])
    if named not in opened:
        return ""
    if opened[-1] != named:
        _remember(request, named)
    return named


def present(request: HttpRequest) -> Filing | None:
    """The draft that is open on this device and not sent yet."""
    opened = request.session.get(OPENED, [])
    found = Filing.objects.filter(public_id=opened[-1] if opened else "", application=None, lapses_at__gt=now())
    return found.select_related("typed", "office").first()


def read(filing: Filing) -> OpenFiling:
    """Raises NotOnline and its like where a matter is not to be had any more."""
    typed = typed_in(filing)
    return OpenFiling(filing, typed, asked_for(typed.wishes, filing.office))
