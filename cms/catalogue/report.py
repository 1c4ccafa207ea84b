"""Where our matters and the catalogue do not agree: what deviates, is missing, was withdrawn. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.catalogue.bound import deviations
from cms.catalogue.rows import Row
from cms.matters.facts import MatterFacts
from cms.matters.rules import Finding


@dataclass(frozen=True, slots=True)
class OurMatter:
    """A matter for the report: the version that readers see, or the draft where nothing is published yet."""

    key: int
    facts: MatterFacts
    published: bool
    entry: Row | None  # as it stands now, whatever edition the version knew
    withdrawn_in: str = ""  # name of the edition without the entry


@dataclass(frozen=True, slots=True)
class Deviation:
    matter: OurMatter
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Four lists; all empty means that the matters and the catalogue agree."""

    deviating: tuple[Deviation, ...]  # published, and something else than the entry
    withdrawn: tuple[OurMatter, ...]  # bound to an entry that is no longer in the catalogue
    unbound: tuple[OurMatter, ...]  # without an entry
    missing: tuple[Row, ...]  # in the catalogue, without a matter of ours

    @property
    def total(self) -> int:
        return len(self.deviating) + len(self.withdrawn) + len(self.unbound) + len(self.missing)

    def lines(self) -> Iterator[tuple[str, str, str, str]]:
        """As a table: what it is, the code, the name, what to do."""
        for deviation in self.deviating:
            said = " ".join(str(each.words) for each in deviation.findings)
            yield str(DEVIATES), deviation.matter.facts.code, deviation.matter.facts.name, said
        for matter in self.withdrawn:
            words = _("Its entry is not in %(edition)s. Bind it to another one, or withdraw the matter.")
            yield str(WITHDRAWN), matter.facts.code, matter.facts.name, words % {"edition": matter.withdrawn_in}
        for matter in self.unbound:
            yield str(UNBOUND), matter.facts.code, matter.facts.name, _("Bind it to its entry.")
        for row in self.missing:
            words = _("Make a matter and bind it, or leave it if the bureau does not perform it.")
            yield str(MISSING), row.code, row.name, words


DEVIATES: str | Promise = gettext_lazy("deviates from the catalogue")
WITHDRAWN: str | Promise = gettext_lazy("withdrawn from the catalogue")
UNBOUND: str | Promise = gettext_lazy("without an entry of the catalogue")
MISSING: str | Promise = gettext_lazy("in the catalogue, without a matter")


def report(entries: Iterable[Row], matters: Iterable[OurMatter]) -> Report:
    """``entries``: those in force."""
    ours = tuple(matters)
    taken = {each.entry.code for each in ours if each.entry}
    published = (each for each in ours if each.published and each.entry and not each.withdrawn_in)
    found = ((each, deviations(each.facts, each.entry)) for each in published if each.entry)
    return Report(
        deviating=tuple(Deviation(each, findings) for each, findings in found if findings),
        withdrawn=tuple(each for each in ours if each.withdrawn_in),
        unbound=tuple(each for each in ours if each.entry is None),
        missing=tuple(each for each in entries if each.code not in taken),
    )
