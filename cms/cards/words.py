"""The figures and papers of a matter in words, as a card says them, in the active language. Pure."""

from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from cms.matters.facts import Material, MatterFacts, Promise, Source
from cms.matters.shown import days_words, facts_strip, listed, short_days


def long_day(day: date) -> str:
    return date_format(day, "j F Y" if get_language() == "en" else "Y年n月j日")


def comma() -> str:
    return ", " if get_language() == "en" else "，"


def semicolon() -> str:
    return "; " if get_language() == "en" else "；"


def run_on(sentences: list[str]) -> str:
    return (" " if get_language() == "en" else "").join(sentences)


def strip(facts: MatterFacts) -> tuple[tuple[str, str], ...]:
    """Label and value of the facts that stand first everywhere; what is received has a part of its own."""
    labels = {"materials": pgettext("card", "To hand in")}  # shorter than on the screen
    return tuple(
        (labels.get(fact.key, fact.label), capfirst(fact.value))
        for fact in facts_strip(facts, facts.default_situation)
        if fact.key != "result"
    )


def form(material: Material) -> str:
    """纸质 2 份+电子, 原件, 复印件 1 份"""
    parts = list(_papers(material))
    return "+".join(parts) if get_language() != "en" else " + ".join(parts)


def _papers(material: Material) -> Iterator[str]:
    if material.originals == 1 and not material.copies and not material.electronic:
        yield pgettext("card", "original")
    elif material.originals:
        yield ngettext("%(n)s on paper", "%(n)s on paper", material.originals) % {"n": material.originals}
    if material.copies:
        yield ngettext("%(n)s copy", "%(n)s copies", material.copies) % {"n": material.copies}
    if material.electronic:
        yield pgettext("card", "file")


def remarks(material: Material) -> str:
    """What is to be known about one paper, behind its name: 加盖设计单位章，可后补，5 个工作日内."""
    parts = [material.help.rstrip("。.")] if material.help else []
    if material.source_note and material.source == Source.ADVISER:  # what the applicant has needs no source
        parts.append(_("from: %(who)s") % {"who": material.source_note})
    if material.defer_days is not None:
        parts.append(_("may follow within %(days)s") % {"days": days_words(material.defer_days)})
    return comma().join(parts)


def stretch(count: int) -> str:
    """Between two stations, where the card says once that days are working days."""
    return short_days(count) if count else pgettext("step of a card", "on the spot")


def limits(facts: MatterFacts) -> str:
    """法律规定最多 20 个工作日，我们承诺 5 个, with what may stop the clock."""
    sentences = [_limit(facts)]
    if facts.extension_days:
        sentences.append(_("With approval the law allows %(days)s more.") % {"days": days_words(facts.extension_days)})
    if facts.major:
        sentences.append(_major(facts.major))
    if any(step.may_pause for step in facts.steps):
        sentences.append(
            _(
                "The clock stops for expert review, hearings, public notices and missing papers; you read online and "
                "in writing why, and for how long."
            )
        )
    return run_on(sentences)


def _limit(facts: MatterFacts) -> str:
    most = days_words(facts.statutory_days)
    if facts.is_instant:
        return _("The law allows %(most)s; we do it on the spot.") % {"most": most}
    return _("The law allows %(most)s; we promise %(n)s.") % {"most": most, "n": facts.promised_days}


def _major(promise: Promise) -> str:
    return _("%(name)s: the law allows %(most)s, we promise %(n)s.") % {
        "name": promise.name,
        "most": days_words(promise.statutory_days),
        "n": promise.promised_days,
    }


def grounds(facts: MatterFacts) -> str:
    """Fee, visits and law in one small paragraph; what has nothing to say is left out."""
    sentences = []
    if facts.trips_note and not facts.needs_no_visit:
        sentences.append(_("Visit: %(why)s.") % {"why": facts.trips_note.rstrip("。.")})
    if facts.fee_note:
        sentences.append(_("Fee: %(note)s.") % {"note": facts.fee_note.rstrip("。.")})
    if facts.fee_basis:
        sentences.append(_("Basis of the fee: %(basis)s.") % {"basis": facts.fee_basis.rstrip("。.")})
    if facts.basis:
        gap = " " if get_language() == "en" else ""
        laws = [f"{each.law}{gap}{each.articles}" for each in facts.basis]
        sentences.append(_("Legal basis: %(laws)s.") % {"laws": listed(laws)})
    return run_on(sentences)


def fetched() -> str:
    return _("we fetch these, do not hand in")


def result(facts: MatterFacts) -> str:
    return run_on([_ended(each) for each in (facts.result_name, facts.result_note) if each])


def _ended(text: str) -> str:
    return text if text[-1] in "。.！？!?" else text + ("." if get_language() == "en" else "。")
