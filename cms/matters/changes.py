"""What differs from one version of a matter to the next, in words for residents and in their language. Pure.

Every field of MatterFacts is spoken of: by a sentence of its own where residents act on it, else by one of the two
counts at the end (texts reworded, and details such as codes and order).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext, ngettext

from cms.matters.facts import File, Material, MatterFacts, Statement
from cms.matters.material_changes import (
    form_changes,
    form_pairs,
    is_replaced,
    material_changes,
    material_pairs,
    newly_to_bring,
    situation_pairs,
    to_bring_no_longer,
)
from cms.matters.other_changes import (
    basis_changes,
    basis_pairs,
    condition_changes,
    day_changes,
    fee_changes,
    limit_changes,
    name_changes,
    result_changes,
    step_changes,
    step_pairs,
    visit_changes,
)
from cms.matters.pairs import paired
from cms.matters.shown import source_words

MOST_IMPORTANT_FIRST = (
    material_changes,
    day_changes,
    fee_changes,
    visit_changes,
    step_changes,
    condition_changes,
    result_changes,
    form_changes,
    limit_changes,
    basis_changes,
    name_changes,
)
TEXTS = ("summary", "note", "fee_note", "trips_note", "result_note", "slogan")
DETAILS = ("code", "topic", "order", "basic_catalogue_code", "implementation_code", "is_sample")


@dataclass(frozen=True, slots=True)
class Change:
    """What one version changed, for a list of versions."""

    number: int
    day: date
    sentences: tuple[str, ...]


def changes(before: MatterFacts, after: MatterFacts) -> tuple[str, ...]:
    """What residents should know about the newer version, most important first; nothing when nothing differs."""
    told = [sentence for sentences in MOST_IMPORTANT_FIRST for sentence in sentences(before, after)]
    if texts := _reworded(before, after):
        words = ngettext("{n} other text was reworded.", "{n} other texts were reworded.", texts)
        told.append(words.format(n=texts))
    if details := _details(before, after):
        words = ngettext("{n} detail changed, such as a code.", "{n} details changed, such as a code.", details)
        told.append(words.format(n=details))
    return tuple(told)


def summary(before: MatterFacts, after: MatterFacts) -> str:
    """One sentence for whoever holds the older version: what to bring more or less, and how much else changed."""
    told = changes(before, after.model_copy(update={"checked_on": before.checked_on}))  # of no use to who holds paper
    if not told:
        return gettext("The new version says the same.")
    fewer, more = to_bring_no_longer(before, after), newly_to_bring(before, after)
    lead, others = _lead(fewer, more), len(told) - len(fewer) - len(more)
    if not lead:
        lead, others = told[0].rstrip("。."), len(told) - 1
    if others == 0:
        return gettext("{lead}.").format(lead=lead)
    words = ngettext("{lead}; {n} other thing changed.", "{lead}; {n} other things changed.", others)
    return words.format(lead=lead, n=others)


def between(versions: Sequence[tuple[int, date, MatterFacts]], since: int) -> tuple[Change, ...]:
    """What each version after ``since`` changed, newest first; 0 tells the whole story from the first one on."""
    known = sorted(versions, key=lambda version: version[0])
    first = [Change(number, day, (gettext("First published."),)) for number, day, _ in known[:1]]
    later = [
        Change(number, day, changes(before, after) or (gettext("Nothing changed for you."),))
        for (_, _, before), (number, day, after) in pairwise(known)
    ]
    return tuple(change for change in reversed(first + later) if change.number > since)


def _lead(fewer: tuple[str, ...], more: tuple[str, ...]) -> str:
    if fewer and more:
        words = gettext("Compared with before, papers no longer asked for: {fewer}, newly asked for: {more}")
        return words.format(fewer=len(fewer), more=len(more))
    if not (reasons := fewer or more):
        return ""
    if fewer:
        words = ngettext("You bring {n} paper less", "You bring {n} papers less", len(fewer))
    else:
        words = ngettext("You bring {n} paper more", "You bring {n} papers more", len(more))
    lead = words.format(n=len(reasons))
    return gettext("{lead}: {reason}").format(lead=lead, reason=reasons[0]) if len(reasons) == 1 else lead


def _reworded(before: MatterFacts, after: MatterFacts) -> int:
    """How many texts read otherwise that no sentence speaks of."""
    questions = paired(before.questions, after.questions, lambda question: question.question)
    return sum(
        (
            _differing(before, after, TEXTS),
            sum(_differing(old, new, ("help",)) for old, new in material_pairs(before, after).kept),
            sum(_differing(old, new, ("note",)) for old, new in step_pairs(before, after).kept),
            sum(bool(_differing(old, new, ("question", "answer"))) for old, new in questions.kept),
            len(questions.added),
            len(questions.removed),
            bool(before.keeper and not after.keeper),
        )
    )


def _details(before: MatterFacts, after: MatterFacts) -> int:
    """How many things differ that residents need not act on: codes, order, addresses of files."""
    materials, forms = material_pairs(before, after), form_pairs(before, after)
    situations, basis = situation_pairs(before, after), basis_pairs(before, after)
    conditions = paired(before.conditions, after.conditions, lambda part: part.text)
    questions = paired(before.questions, after.questions, lambda question: question.question)
    lists = (materials, forms, situations, basis, conditions, questions)
    samples = [(old.sample, new.sample) for old, new in materials.kept]
    return sum(
        (
            _differing(before, after, DETAILS),
            bool(before.checked_on and not after.checked_on),
            sorted(before.windows) == sorted(after.windows) and before.windows != after.windows,
            sum(each.moved for each in lists),
            sum(_differing(old, new, ("key",)) for old, new in situations.kept),
            sum(_differing(old, new, ("url",)) for old, new in basis.kept),
            sum(_behind_the_counter(old, new) for old, new in materials.kept),
            sum(_same_file(old, new, ("url", "kind", "size")) for old, new in forms.kept),
            sum(_same_file(old, new, ("name", "url", "kind", "size")) for old, new in samples if old and new),
        )
    )


def _behind_the_counter(old: Material, new: Material) -> bool:
    """What readers do not see of a material: how the office fetches it, or what kind of source a named one is."""
    if old.is_shared and new.is_shared:
        return bool(_differing(old, new, ("originals", "copies", "electronic", "source_note", "defer_days")))
    if old.is_shared or new.is_shared:
        return False
    return old.source != new.source and source_words(old) == source_words(new)


def _same_file(old: File, new: File, otherwise: Iterable[str]) -> bool:
    """The same bytes, described otherwise."""
    return not is_replaced(old, new) and bool(_differing(old, new, otherwise))


def _differing(old: Statement, new: Statement, fields: Iterable[str]) -> int:
    return sum(getattr(old, field) != getattr(new, field) for field in fields)
