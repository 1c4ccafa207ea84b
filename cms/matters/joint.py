"""Matters that are applied for together (一件事一次办), in the words of a guide: each paper once, days side by side.

Pure apart from gettext.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.matters.facts import Material, MatterFacts
from cms.matters.shown import (
    Figure,
    Reduction,
    days_words,
    fee_words,
    listed,
    materials_figure,
    reduction_rows,
    see_the_text,
    sentences,
    trips_figure,
)


@dataclass(frozen=True, slots=True)
class Needed:
    """A material and the codes of the matters that ask for it."""

    material: Material
    codes: tuple[str, ...]


def needed(several: Sequence[tuple[MatterFacts, str | None]]) -> tuple[Needed, ...]:
    """The materials of matters in their situations, each once: what two matters ask for is handed in once.

    Materials of different matters are the same when they have the same name. The office fetches what it fetches for
    one of them (国务院令第716号); else the stricter wish holds: more copies, the earlier day.
    """
    found: dict[tuple[str, int], Needed] = {}
    for facts, situation in several:
        seen: dict[str, int] = {}
        for material in facts.materials:
            if not material.is_needed_in(situation):
                continue
            key = material.name, seen.setdefault(material.name, 0)
            seen[material.name] += 1
            known = found.get(key)
            found[key] = (
                Needed(_joined(known.material, material), (*known.codes, facts.code))
                if known
                else Needed(material, (facts.code,))
            )
    return tuple(found.values())


def _joined(one: Material, other: Material) -> Material:
    if one.is_shared or other.is_shared:
        return one if one.is_shared else other
    deferrals = one.defer_days, other.defer_days
    return one.model_copy(
        update={
            "originals": max(one.originals, other.originals),
            "copies": max(one.copies, other.copies),
            "electronic": one.electronic or other.electronic,
            "help": one.help or other.help,
            "sample": one.sample or other.sample,
            "defer_days": None if None in deferrals else min(each for each in deferrals if each is not None),
        }
    )


def joint_strip(several: Sequence[MatterFacts], needed: Sequence[Needed]) -> tuple[Figure, ...]:
    """The five facts of matters that are handled side by side: the slowest, the sum, the list handed in once."""
    slowest = max(each.promised_days for each in several)
    fetched = sum(each.material.is_shared for each in needed)
    results = [each.result_name for each in several if each.result_name]
    together = ngettext("{n} matter, side by side", "{n} matters, side by side", len(several)).format(n=len(several))
    got = ngettext("{n} result", "{n} results", len(results)).format(n=len(results)) if results else see_the_text()
    return (
        Figure("days", _("How long"), days_words(slowest), together),
        Figure(
            "fee",
            _("Fee"),
            fee_words(sum((each.fee_yuan for each in several), Decimal(0))),
            sentences(dict.fromkeys(each.fee_note for each in several)),
        ),
        materials_figure(bool(needed), len(needed) - fetched, fetched),
        trips_figure(max(each.trips for each in several), ""),
        Figure("result", _("You receive"), got, listed(results)),
    )


def joint_reductions(several: Sequence[MatterFacts]) -> tuple[Reduction, ...]:
    """Before, one after another; now, together, in all situations. None unless every matter says what it took before.

    Links and fees are added up on both sides; of now, papers are handed in once, days and visits are those of the
    matter that takes most.
    """
    figures = [each.figures() for each in several]
    if not all(figures):
        return ()
    rows = {name: [each[name] for each in figures] for name in figures[0]}
    sums = {name: tuple(sum(column) for column in zip(*row, strict=True)) for name, row in rows.items()}
    joined = {
        "materials": Decimal(len(needed([(each, None) for each in several]))),
        "days": max(now for _before, now in rows["days"]),
        "trips": max(now for _before, now in rows["trips"]),
    }
    return reduction_rows({name: (before, joined.get(name, now)) for name, (before, now) in sums.items()})
