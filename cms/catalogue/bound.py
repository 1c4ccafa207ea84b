"""What the catalogue fixes on a matter: held there while it is edited, and named where a version deviates. Pure."""

import uuid
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cms.catalogue.citations import Citation, citations, written
from cms.catalogue.rows import Fixed
from cms.matters.facts import Basis, MatterFacts
from cms.matters.rules import Finding

FIELDS = ("name", "statutory_days", "basis")  # of Matter; of the fee only whether there is one


def hold(matter: Any) -> None:
    """Puts what its catalogue entry fixes into ``matter`` (a Matter that is not saved here).

    Name, statutory days and basis become the entry's; where the entry knows no fee there is none. Citations that were
    there already keep their id and the address of their text. A matter without an entry, and a translation, whose
    numbers are those of the published version, stay as they are.
    """
    entry: Fixed | None = matter.catalogue_entry
    if entry is None or (matter.locale_id and matter.is_translation):  # one that was never saved has no locale yet
        return
    matter.name = entry.name
    matter.statutory_days = entry.statutory_days
    if not entry.charges_fee:
        matter.fee_yuan = Decimal(0)
    wanted = citations(entry.basis)
    if _cited(matter.basis) != wanted:
        matter.basis = _rewritten(matter.basis, wanted)


def held(facts: MatterFacts, entry: Fixed) -> MatterFacts:
    """What ``facts`` become once they are held to ``entry``; as `hold`, for showing it beforehand."""
    basis = tuple(Basis(id=str(each), law=each.law, articles=each.articles) for each in citations(entry.basis))
    fee = facts.fee_yuan if entry.charges_fee else Decimal(0)
    fixed = {"name": entry.name, "statutory_days": entry.statutory_days, "basis": basis, "fee_yuan": fee}
    return facts.model_copy(update=fixed)


def deviations(facts: MatterFacts, entry: Fixed) -> tuple[Finding, ...]:
    """Where ``facts`` state something else than the entry they are bound to."""
    return tuple(_deviations(facts, entry))


def _deviations(facts: MatterFacts, entry: Fixed) -> Iterator[Finding]:
    if facts.name != entry.name:
        words = _("The catalogue calls this matter {fixed}, here it is {here}.")
        yield _finding("name", format_lazy(words, fixed=entry.name, here=facts.name))
    if facts.statutory_days != entry.statutory_days:
        words = _("The catalogue allows {fixed} working days by law, here it says {here}.")
        yield _finding("statutory_days", format_lazy(words, fixed=entry.statutory_days, here=facts.statutory_days))
    cited = tuple((each.law, each.articles) for each in facts.basis)
    if written(cited) != written(citations(entry.basis)):
        words = _("The legal basis differs. In the catalogue: {fixed}. Here: {here}.")
        here = "；".join(written(cited).splitlines()) or "—"
        yield _finding("basis", format_lazy(words, fixed="；".join(map(str, citations(entry.basis))), here=here))
    if facts.fee_yuan and not entry.charges_fee:
        words = _("The catalogue knows no fee for this matter, here it is {here} yuan.")
        yield _finding("fee_yuan", format_lazy(words, here=facts.fee_yuan))
    if entry.charges_fee and not facts.fee_yuan:
        yield _finding("fee_yuan", _("The catalogue says that there is a fee, here there is none. Enter it."))


def _finding(field: str, words: str | Promise) -> Finding:
    return Finding(f"cms.catalogue_{field}", field, words)


def _cited(basis: Any) -> tuple[Citation, ...]:
    return tuple(_citation(block) for block in basis or ())


def _citation(block: Any) -> Citation:
    """Without the blanks that people type between law and article."""
    return Citation("".join(block.value["law"].split()), "".join(block.value["articles"].split()))


def _rewritten(basis: Any, wanted: tuple[Citation, ...]) -> list[dict[str, Any]]:
    """The stream anew, as StreamField keeps it. A new citation's id follows from its words: holding twice is once."""
    here = {_citation(block): block for block in basis or ()}
    addresses = {citation.law: block.value["url"] for citation, block in here.items()}
    return [
        {
            "type": "citation",
            "value": {"law": each.law, "articles": each.articles, "url": addresses.get(each.law) or ""},
            "id": here[each].id if each in here else str(uuid.uuid5(uuid.NAMESPACE_URL, str(each))),
        }
        for each in wanted
    ]
