"""What an edition means for our matters: the drafts it rewrites and the matters whose entry goes. Pure."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass

from cms.catalogue.bound import deviations, held
from cms.catalogue.citations import written
from cms.catalogue.differences import Differences, FieldChange
from cms.catalogue.rows import Fixed
from cms.matters import rules
from cms.matters.facts import MatterFacts
from cms.matters.rules import Finding


@dataclass(frozen=True, slots=True)
class BoundMatter:
    """A matter as its newest draft stands; ``key`` is its primary key."""

    key: int
    facts: MatterFacts  # its basic_catalogue_code names the entry


@dataclass(frozen=True, slots=True)
class Consequence:
    """What happens to one matter when the edition is taken."""

    matter: BoundMatter
    withdrawn: bool  # its entry is gone: nothing is rewritten, but somebody must decide
    changes: tuple[FieldChange, ...] = ()  # of the new draft
    problems: tuple[Finding, ...] = ()  # what keeps the new draft from being published, and did not before


def consequences(found: Differences, matters: Iterable[BoundMatter]) -> tuple[Consequence, ...]:
    """Only the matters for which something changes, in the order given."""
    said = []
    for matter in matters:
        code = matter.facts.basic_catalogue_code
        if code in found.withdrawn_codes:
            said.append(Consequence(matter, withdrawn=True))
        elif (row := found.rewritten.get(code)) and (each := _rewritten(matter, row)):
            said.append(each)
    return tuple(said)


def digest(edition: int, found: Differences, said: Iterable[Consequence]) -> str:
    """One fingerprint of all that a person saw; ``edition`` is the number of the edition it was compared with."""
    matters = [
        (
            each.matter.key,
            each.withdrawn,
            [astuple(change) for change in each.changes],
            [problem.code for problem in each.problems],
        )
        for each in said
    ]
    rows = [
        [astuple(row) for row in found.new],
        [(astuple(each.before), astuple(each.after)) for each in (*found.changed, *found.restored)],
        [astuple(row) for row in found.withdrawn],
    ]
    return hashlib.sha256(json.dumps([edition, rows, matters], ensure_ascii=False).encode()).hexdigest()


def _rewritten(matter: BoundMatter, row: Fixed) -> Consequence | None:
    new = held(matter.facts, row)
    changes = _changes(matter.facts, new)
    before = {each.code for each in rules.findings(matter.facts)}
    problems = [each for each in rules.findings(new) if each.code not in before]
    problems += deviations(new, row)  # the fee that only a person can enter
    if not changes and not problems:
        return None
    return Consequence(matter, withdrawn=False, changes=changes, problems=tuple(problems))


def _changes(before: MatterFacts, after: MatterFacts) -> tuple[FieldChange, ...]:
    pairs = [
        ("name", before.name, after.name),
        ("basis", _basis(before), _basis(after)),
        ("statutory_days", str(before.statutory_days), str(after.statutory_days)),
        ("fee_yuan", f"{before.fee_yuan.normalize():f}", f"{after.fee_yuan.normalize():f}"),
    ]
    return tuple(FieldChange(*pair) for pair in pairs if pair[1] != pair[2])


def _basis(facts: MatterFacts) -> str:
    return written((each.law, each.articles) for each in facts.basis)
