"""What must hold before a matter is published. Pure: facts in, findings out, all at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise as LazyText
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cms.matters.facts import Material, MatterFacts, Step, StepRole

REGISTERED = ("TITLE", "PROOF")  # kinds of certificates that come out of the land register
STAGES = {StepRole.CASE_OFFICER: 1, StepRole.CHIEF_APPROVER: 2, StepRole.ISSUER: 3}
HANDING_OUT = 3  # the window's last stage, where it is not in the first turn; beside the issuer's


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong and what to do, and the field of Matter where it is mended."""

    code: str
    field: str
    words: str | LazyText


def findings(facts: MatterFacts) -> tuple[Finding, ...]:
    """Every reason why these facts may not be published; none means they may."""
    return (*_limits(facts), *_steps(facts), *_materials(facts), *_completeness(facts))


def _limits(facts: MatterFacts) -> Iterator[Finding]:
    """承诺时限 lies within 法定时限 and its approved extension (domain.md K10)."""
    allowed = facts.statutory_days + facts.extension_days
    if facts.promised_days > allowed:
        words = _(
            "The promise of {promised} working days is longer than the {allowed} that the law allows. Shorten it."
        )
        yield Finding(
            "cms.promise_over_law",
            "promised_days",
            format_lazy(words, promised=facts.promised_days, allowed=allowed),
        )
    if facts.major and facts.major.promised_days > facts.major.statutory_days:
        words = _(
            "The promise for major cases, {promised} working days, is longer than the law's {allowed}. Shorten it."
        )
        yield Finding(
            "cms.major_promise_over_law",
            "major_promised_days",
            format_lazy(words, promised=facts.major.promised_days, allowed=facts.major.statutory_days),
        )


def _steps(facts: MatterFacts) -> Iterator[Finding]:
    if not facts.steps:
        yield Finding("cms.no_steps", "steps", _("Enter the steps: at least who accepts and who decides."))
        return
    total = sum(step.days for step in facts.steps)
    if total != facts.promised_days:
        words = _("The steps take {total} working days together, the promise is {promised}. Make the two equal.")
        yield Finding("cms.steps_do_not_add_up", "steps", format_lazy(words, total=total, promised=facts.promised_days))
    if facts.steps[0].with_previous:
        words = _("The first step cannot be done with the one before.")
        yield Finding("cms.first_step_has_no_previous", "steps", words)
    for step in facts.steps:
        if step.on_site and step.role is not StepRole.CASE_OFFICER:
            words = _("{step} is checked on the spot, so it is a step of the case officers.")
            yield Finding("cms.on_site_without_officers", "steps", format_lazy(words, step=step.name))
    if wrong := _out_of_order(facts.steps):
        words = _(
            "{step} cannot come after {before}: first acceptance, review, decision, then certificate and handing out."
        )
        yield Finding("cms.steps_out_of_order", "steps", format_lazy(words, step=wrong[1].name, before=wrong[0].name))


def _out_of_order(steps: Sequence[Step]) -> tuple[Step, Step] | None:
    """A step, and the next one, for which it would wait while that waits for it; None where each step has its turn.

    The window accepts in the first turn and hands out in the last; the decision is taken once, after all review.
    """
    turn, last, stage_of_last, turn_of_last = 0, None, 0, 0
    for step in (each for each in steps if each.role is not StepRole.APPLICANT):
        turn += not (step.with_previous and turn)
        stage = STAGES.get(step.role, 0 if turn == 1 else HANDING_OUT)
        is_second_decision = stage == stage_of_last == STAGES[StepRole.CHIEF_APPROVER] and turn > turn_of_last
        if last and (stage < stage_of_last or is_second_decision):
            return last, step
        last, stage_of_last, turn_of_last = step, stage, turn
    return None


def _materials(facts: MatterFacts) -> Iterator[Finding]:
    known = [situation.key for situation in facts.situations]
    if len(set(known)) < len(known):
        yield Finding("cms.situation_twice", "situations", _("Two situations have the same key. Give each its own."))
    for material in facts.materials:
        if unknown := [key for key in material.only_in if key not in known]:
            words = _("{material} names the situation {unknown}, which is not in the list above.")
            yield Finding(
                "cms.unknown_situation",
                "materials",
                format_lazy(words, material=material.name, unknown="、".join(unknown)),
            )
        yield from _deferral(material, facts)
        if not material.is_shared and not (material.originals or material.copies or material.electronic):
            words = _("{material}: say in which form it is handed in.")
            yield Finding("cms.material_without_form", "materials", format_lazy(words, material=material.name))


def _deferral(material: Material, facts: MatterFacts) -> Iterator[Finding]:
    """容缺: within the time of the whole matter, and never in registration (domain.md C7)."""
    if material.defer_days is None:
        return
    if facts.result_kind in REGISTERED:
        words = _("{material} may not come later: registration accepts only complete materials.")
        yield Finding("cms.deferred_in_registration", "materials", format_lazy(words, material=material.name))
    elif not material.is_shared and material.defer_days > _latest(facts):
        words = _("{material} may come {days} working days later, but the whole matter takes {promised}.")
        yield Finding(
            "cms.deferred_past_promise",
            "materials",
            format_lazy(words, material=material.name, days=material.defer_days, promised=_latest(facts)),
        )


def _latest(facts: MatterFacts) -> int:
    return max(facts.promised_days, facts.major.promised_days if facts.major else 0)


def _completeness(facts: MatterFacts) -> Iterator[Finding]:
    """What the law wants told at once (行政许可法 第三十条) and what every reader asks."""
    wanted = {
        "basis": (facts.basis, _("Name the law that this matter rests on.")),
        "materials": (facts.materials, _("Enter the full list of materials.")),
        "result_name": (facts.result_name, _("Say what the applicant gets in the end.")),
        "who": (facts.who, _("Say who may apply.")),
    }
    for field, (value, words) in wanted.items():
        if not value:
            yield Finding(f"cms.{field}_missing", field, words)
    if facts.fee_yuan and not facts.fee_basis:
        yield Finding("cms.fee_without_basis", "fee_basis", _("A fee needs its legal basis."))
