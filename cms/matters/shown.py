"""A matter in the words of guide, card and counter. Pure apart from gettext: facts in, lines ready to print out."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cms.matters.facts import Figures, File, Material, MatterFacts, OnlineLevel, Source, Step, StepRole

KILOBYTE = 1000
MEGABYTE = 1000 * KILOBYTE


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the five facts: 多久办好、收费、要交几份、跑几趟、办完拿到. The same five in the same order everywhere."""

    key: str
    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """One line of the checklist."""

    id: str
    name: str
    help: str
    form: str
    source: str
    tag: str = ""  # 可后补，5 天内
    sample_url: str = ""
    sample_words: str = ""


@dataclass(frozen=True, slots=True)
class SharedRow:
    """All that the office fetches itself, in one line (不用您交)."""

    names: str
    count: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """A station of the flow and the stretch that leads to it."""

    name: str
    who: str
    days: int  # of the stretch that leads here; working days
    words: str  # 当场, 3 天; empty for the first station, to which nothing leads
    note: str = ""
    before_clock: bool = False  # the stretch up to acceptance, before the clock runs
    may_pause: bool = False


@dataclass(frozen=True, slots=True)
class Reduction:
    """One of the five reductions, before and now."""

    label: str
    before: str
    now: str
    unit: str
    differs: bool


# Words


def see_the_text() -> str:
    """What stands in place of a fact that nobody entered: never a blank."""
    return _("see the text")


def days_words(days: int) -> str:
    """5 个工作日, or 当场 for what is decided at once (即办件)."""
    if days == 0:
        return _("on the spot")
    return ngettext("{n} working day", "{n} working days", days).format(n=days)


def short_days(days: int) -> str:
    """3 天: only where the page says once that days are working days."""
    return ngettext("{n} day", "{n} days", days).format(n=days)


def fee_words(yuan: Decimal) -> str:
    return _("{amount} yuan").format(amount=plain(yuan)) if yuan else _("no fee")


def count_words(count: int) -> str:
    """5 份."""
    return ngettext("{n} document", "{n} documents", count).format(n=count)


def bring_words(count: int) -> str:
    """What is said aloud when a situation changes the list."""
    if count == 0:
        return _("Nothing to hand in")
    return ngettext("{n} document to hand in", "{n} documents to hand in", count).format(n=count)


def online_words(level: OnlineLevel) -> str:
    words = {
        OnlineLevel.FULL: _("every step online"),
        OnlineLevel.PARTIAL: _("partly online"),
        OnlineLevel.NONE: _("at the window"),
    }
    return words[level]


def plain(value: Decimal | int) -> str:
    """A number without the zeros that its column adds: 550, 12.5."""
    words = f"{value:f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


def listed(words: Iterable[str]) -> str:
    """Items of a line: 土地证明、核准文件."""
    return pgettext("between items", ", ").join(dict.fromkeys(each for each in words if each))


def file_words(file: File, name: str = "") -> str:
    """样表（PDF，82 KB）: a link to a file says what will come, and how much."""
    return _("{name} ({kind}, {size})").format(name=name or file.name, kind=file.kind, size=file_size(file.size))


def file_size(size: int) -> str:
    if size >= MEGABYTE:
        return f"{plain(round(Decimal(size) / MEGABYTE, 1))} MB"
    return f"{max(1, round(size / KILOBYTE))} KB"


# Situations


def situation_of(facts: MatterFacts, chosen: Collection[str] = ()) -> str | None:
    """The situation that the reader chose, or the first; None where a matter has none."""
    return next((each.key for each in facts.situations if each.key in chosen), facts.default_situation)


# The five facts


def facts_strip(facts: MatterFacts, situation: str | None = None) -> tuple[Figure, ...]:
    to_bring, fetched = len(facts.to_bring(situation)), len(facts.fetched(situation))
    return (
        _days(facts),
        Figure("fee", _("Fee"), fee_words(facts.fee_yuan), facts.fee_note),
        materials_figure(bool(facts.materials), to_bring, fetched),
        trips_figure(facts.trips, facts.trips_note),
        Figure("result", _("You receive"), facts.result_name or see_the_text(), facts.result_note),
    )


def _days(facts: MatterFacts) -> Figure:
    if facts.is_instant and not facts.steps:  # a draft in which nobody has said yet how it goes
        return Figure("days", _("How long"), see_the_text())
    if facts.statutory_days == 0:
        law = ""
    elif facts.is_instant:
        law = _("by law at most {days}").format(days=days_words(facts.statutory_days))
    else:
        law = _("by law at most {n}").format(n=facts.statutory_days)
    return Figure("days", _("How long"), days_words(facts.promised_days), law)


def materials_figure(are_known: bool, to_bring: int, fetched: int) -> Figure:
    if not are_known:
        return Figure("materials", _("To hand in"), see_the_text())
    note = _("we fetch {n} more").format(n=fetched) if fetched else ""
    return Figure("materials", _("To hand in"), count_words(to_bring) if to_bring else _("nothing"), note)


def trips_figure(trips: int, note: str) -> Figure:
    words = ngettext("{n} visit", "{n} visits", trips).format(n=trips) if trips else _("no visit")
    return Figure("trips", _("Visits"), words, note)


def sentences(parts: Iterable[str]) -> str:
    return pgettext("between remarks", "; ").join(each for each in parts if each)


# Materials


def material_rows(facts: MatterFacts, situation: str | None = None) -> tuple[MaterialRow, ...]:
    """What the applicant hands in; what the office fetches is left to `shared_row`."""
    return rows_of(facts.to_bring(situation))


def shared_row(facts: MatterFacts, situation: str | None = None) -> SharedRow | None:
    return shared_row_of(facts.fetched(situation))


def rows_of(materials: Iterable[Material]) -> tuple[MaterialRow, ...]:
    return tuple(_material_row(each) for each in materials if not each.is_shared)


def shared_row_of(materials: Iterable[Material]) -> SharedRow | None:
    shared = [each.name for each in materials if each.is_shared]
    if not shared:
        return None
    words = ngettext("{n} document, we fetch it ourselves.", "{n} documents, we fetch them ourselves.", len(shared))
    return SharedRow(pgettext("between items", ", ").join(shared), words.format(n=len(shared)))


def _material_row(material: Material) -> MaterialRow:
    later = material.defer_days
    return MaterialRow(
        id=material.id,
        name=material.name,
        help=material.help,
        form=form_words(material),
        source=source_words(material),
        tag=""
        if later is None
        else ngettext("may follow within {n} day", "may follow within {n} days", later).format(n=later),
        sample_url=material.sample.url if material.sample else "",
        sample_words=file_words(material.sample, pgettext("filled-in form", "Sample")) if material.sample else "",
    )


def form_words(material: Material) -> str:
    """电子; 纸质原件; 纸质 2 份+电子."""
    originals, copies = material.originals, material.copies
    parts = []
    if originals == 1:
        parts.append(_("paper original"))
    elif originals:
        parts.append(_("{n} paper originals").format(n=originals))
    if copies == 1:
        parts.append(pgettext("of a paper", "copy"))
    elif copies:
        parts.append(_("{n} copies").format(n=copies))
    if material.electronic:
        parts.append(_("electronic"))
    return pgettext("paper and file", " + ").join(parts) or "—"


def source_words(material: Material) -> str:
    if material.source == Source.SHARED:
        return _("not from you")
    if material.source_note:
        return material.source_note
    return _("you") if material.source == Source.APPLICANT else _("surveyor or designer")


# Steps


def step_rows(facts: MatterFacts) -> tuple[StepRow, ...]:
    """The stations from handing in to the result. What is done together with the step before shares its station."""
    rows: list[StepRow] = []
    if facts.steps and facts.steps[0].role != StepRole.APPLICANT:
        where = _("at the window") if facts.online_level == OnlineLevel.NONE else _("online or at the window")
        rows.append(StepRow(_("Hand in"), where, 0, ""))
    accepted = False
    for step in facts.steps:
        if step.with_previous and rows:
            rows[-1] = _with(rows[-1], step, facts)
            continue
        starts_clock = not accepted and step.role != StepRole.APPLICANT
        accepted = accepted or starts_clock
        rows.append(_step_row(step, facts, before_clock=starts_clock, is_first=not rows))
    return tuple(rows)


def _step_row(step: Step, facts: MatterFacts, *, before_clock: bool, is_first: bool) -> StepRow:
    return StepRow(
        name=step.name,
        who=role_words(step.role),
        days=step.days,
        words="" if is_first else _stretch_words(step.days, before_clock or facts.is_instant),
        note=step.note,
        before_clock=before_clock,
        may_pause=step.may_pause,
    )


def _with(row: StepRow, step: Step, facts: MatterFacts) -> StepRow:
    days = row.days + step.days
    return StepRow(
        name=listed((row.name, step.name)),
        who=listed((row.who, role_words(step.role))),
        days=days,
        words=_stretch_words(days, row.before_clock or facts.is_instant) if row.words else "",
        note=sentences((row.note, step.note)),
        before_clock=row.before_clock,
        may_pause=row.may_pause or step.may_pause,
    )


def _stretch_words(days: int, at_once: bool) -> str:
    if days:
        return short_days(days)
    return _("on the spot") if at_once else _("the same day")


def role_words(role: StepRole) -> str:
    words = {
        StepRole.APPLICANT: pgettext("who does a step", "you"),
        StepRole.WINDOW_CLERK: pgettext("who does a step", "window"),
        StepRole.CASE_OFFICER: pgettext("who does a step", "case officer"),
        StepRole.CHIEF_APPROVER: pgettext("who does a step", "chief approver"),
        StepRole.ISSUER: pgettext("who does a step", "issuer"),
    }
    return words[role]


def limit_lines(facts: MatterFacts) -> tuple[str, ...]:
    """What else is to be known about the days."""
    lines = []
    if not facts.is_instant:
        lines.append(_("All days are working days; the day of acceptance does not count."))
    if facts.major:
        lines.append(
            _("{name}: {promised}, by law at most {statutory}.").format(
                name=facts.major.name,
                promised=days_words(facts.major.promised_days),
                statutory=facts.major.statutory_days,
            )
        )
    if facts.extension_days:
        words = ngettext(
            "The law allows {n} more working day once, if the head of the office approves it; you are told why.",
            "The law allows {n} more working days once, if the head of the office approves it; you are told why.",
            facts.extension_days,
        )
        lines.append(words.format(n=facts.extension_days))
    return tuple(lines)


# Before and now


def reductions(facts: MatterFacts) -> tuple[Reduction, ...]:
    """The five reductions as the guide shows them; none where nobody entered how it was."""
    return reduction_rows(facts.figures())


def reduction_rows(figures: Figures) -> tuple[Reduction, ...]:
    words = {
        "links": (pgettext("reductions", "Steps"), ""),
        "materials": (pgettext("reductions", "Papers"), pgettext("unit of papers", "docs")),
        "days": (pgettext("reductions", "Time"), pgettext("unit of time", "days")),
        "fee_yuan": (pgettext("reductions", "Fees"), pgettext("unit of fees", "yuan")),
        "trips": (pgettext("reductions", "Trips"), pgettext("unit of trips", "trips")),
    }
    return tuple(
        Reduction(words[name][0], plain(before), plain(now), words[name][1], before != now)
        for name, (before, now) in figures.items()
    )
