"""What changed in what you must bring, in sentences for residents. Pure."""

from collections.abc import Iterator

from django.utils.translation import gettext, ngettext, pgettext

from cms.matters.facts import File, Material, MatterFacts, Situation
from cms.matters.pairs import Pairs, paired
from cms.matters.shown import form_words, listed, source_words


def material_pairs(before: MatterFacts, after: MatterFacts) -> Pairs[Material]:
    return paired(before.materials, after.materials, lambda material: material.name)


def situation_pairs(before: MatterFacts, after: MatterFacts) -> Pairs[Situation]:
    return paired(before.situations, after.situations, lambda situation: situation.name)


def material_changes(before: MatterFacts, after: MatterFacts) -> Iterator[str]:
    """What is newly asked for, what is asked for otherwise, what is dropped, and the situations that decide it."""
    pairs = material_pairs(before, after)
    yield from (_newly(material, after) for material in pairs.added)
    known = {old.key: new.key for old, new in situation_pairs(before, after).kept}
    for old, new in pairs.altered:
        yield from _way(old, new, after)
        yield from _need(old, new, known, after)
        yield from _name_and_sample(old, new)
    yield from (_no_longer(material) for material in pairs.removed)
    yield from _situations(before, after)


def form_pairs(before: MatterFacts, after: MatterFacts) -> Pairs[File]:
    return paired(before.forms, after.forms, lambda file: file.name)


def form_changes(before: MatterFacts, after: MatterFacts) -> Iterator[str]:
    """The files to download: a new one, another one under the old name, one that is gone."""
    pairs = form_pairs(before, after)
    yield from (gettext("New form to download: {form}.").format(form=each.name) for each in pairs.added)
    for old, new in pairs.altered:
        if old.name != new.name:
            yield gettext("The form {before} is now called {after}.").format(before=old.name, after=new.name)
        if is_replaced(old, new):
            yield gettext("There is a new version of the form {form}.").format(form=new.name)
    yield from (gettext("The form {form} is no longer used.").format(form=each.name) for each in pairs.removed)


def is_replaced(old: File, new: File) -> bool:
    """Whether readers should download it again; the same bytes at another address are the same file."""
    if old.sha256 and new.sha256:
        return old.sha256 != new.sha256
    return (old.url, old.kind, old.size, old.sha256) != (new.url, new.kind, new.size, new.sha256)


def to_bring_no_longer(before: MatterFacts, after: MatterFacts) -> tuple[str, ...]:
    """Why residents bring less: a clause for each paper that left their list."""
    pairs = material_pairs(before, after)
    fetched = (gettext("{material} is now fetched by us").format(material=new.name) for _, new in _handed_over(pairs))
    dropped = (each for each in pairs.removed if not each.is_shared)
    return (*fetched, *(gettext("{material} is no longer needed").format(material=each.name) for each in dropped))


def newly_to_bring(before: MatterFacts, after: MatterFacts) -> tuple[str, ...]:
    """Why residents bring more: a clause for each paper that joined their list."""
    pairs = material_pairs(before, after)
    added = (each for each in pairs.added if not each.is_shared)
    back = (new for old, new in pairs.kept if old.is_shared and not new.is_shared)
    return (
        *(gettext("{material} is new").format(material=each.name) for each in added),
        *(gettext("{material} is now yours to hand in").format(material=each.name) for each in back),
    )


def _handed_over(pairs: Pairs[Material]) -> Iterator[tuple[Material, Material]]:
    return ((old, new) for old, new in pairs.kept if new.is_shared and not old.is_shared)


def _newly(material: Material, facts: MatterFacts) -> str:
    if material.is_shared:
        return gettext("New, but not yours to bring: we fetch {material}.").format(material=material.name)
    return gettext("Newly needed: {material} ({terms}).").format(material=material.name, terms=_terms(material, facts))


def _no_longer(material: Material) -> str:
    if material.is_shared:
        return gettext("{material} is no longer needed, and we no longer fetch it.").format(material=material.name)
    return gettext("No longer needed: {material}.").format(material=material.name)


def _way(old: Material, new: Material, after: MatterFacts) -> Iterator[str]:
    """Who brings it, in which form, and by when."""
    if new.is_shared and not old.is_shared:
        yield gettext("You no longer hand in {material}; we fetch it.").format(material=old.name)
    elif old.is_shared and not new.is_shared:
        words = gettext("{material} is now yours to hand in ({terms}).")
        yield words.format(material=new.name, terms=_terms(new, after))
    elif not new.is_shared:
        yield from _form_and_source(old, new)
        yield from _deferral(old, new)


def _form_and_source(old: Material, new: Material) -> Iterator[str]:
    if (was := form_words(old)) != (now := form_words(new)):
        yield gettext("{material}: was {before}, now {after}.").format(material=new.name, before=was, after=now)
    if source_words(old) != (source := source_words(new)):
        yield gettext("{material} now comes from: {source}.").format(material=new.name, source=source)


def _deferral(old: Material, new: Material) -> Iterator[str]:
    if old.defer_days == new.defer_days:
        return
    if new.defer_days is None:
        words = gettext("{material} can no longer come later: hand it in when you apply.")
    elif old.defer_days is None:
        words = ngettext(
            "{material} may come later, within {after} working day.",
            "{material} may come later, within {after} working days.",
            new.defer_days,
        )
    else:
        words = ngettext(
            "{material} may come later: within {after} working day instead of {before}.",
            "{material} may come later: within {after} working days instead of {before}.",
            new.defer_days,
        )
    yield words.format(material=new.name, before=old.defer_days, after=new.defer_days)


def _need(old: Material, new: Material, known: dict[str, str], after: MatterFacts) -> Iterator[str]:
    if {known.get(key, key) for key in old.only_in} == set(new.only_in):
        return
    if not new.only_in:
        yield gettext("{material} is now needed in every situation.").format(material=new.name)
        return
    words = gettext("{material} is now needed only for: {situations}.")
    yield words.format(material=new.name, situations=_situation_names(new, after))


def _name_and_sample(old: Material, new: Material) -> Iterator[str]:
    if old.name != new.name and old.is_shared == new.is_shared:
        yield gettext("{before} is now called {after}.").format(before=old.name, after=new.name)
    if old.sample is None and new.sample is not None:
        yield gettext("There is now a sample of {material}.").format(material=new.name)
    elif old.sample is not None and new.sample is None:
        yield gettext("The sample of {material} was taken down.").format(material=new.name)
    elif old.sample and new.sample and is_replaced(old.sample, new.sample):
        yield gettext("There is a new sample of {material}.").format(material=new.name)


def _situations(before: MatterFacts, after: MatterFacts) -> Iterator[str]:
    pairs = situation_pairs(before, after)
    yield from (gettext("New situation: {situation}.").format(situation=each.name) for each in pairs.added)
    for old, new in pairs.altered:
        if old.name != new.name:
            yield gettext("The situation {before} is now called {after}.").format(before=old.name, after=new.name)
    words = gettext("The situation {situation} is no longer told apart.")
    yield from (words.format(situation=each.name) for each in pairs.removed)


def _terms(material: Material, facts: MatterFacts) -> str:
    """In which form, in which situations and by when, for a paper that is new to the reader."""
    terms = [form_words(material)]
    if material.only_in:
        terms.append(gettext("only for: {situations}").format(situations=_situation_names(material, facts)))
    if material.defer_days is not None:
        words = ngettext("may come {n} working day later", "may come {n} working days later", material.defer_days)
        terms.append(words.format(n=material.defer_days))
    return pgettext("between the terms of a paper", "; ").join(terms)


def _situation_names(material: Material, facts: MatterFacts) -> str:
    names = {situation.key: situation.name for situation in facts.situations}
    return listed(names.get(key, key) for key in material.only_in)
