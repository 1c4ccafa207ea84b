"""A guide (办事指南) of one matter, or of several that are applied for together (一件事一次办), ready to print."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.drawings.parallel_flow import Lane, ParallelFlow, parallel_flow
from cms.guides.places import ShownPost, ShownWindow
from cms.guides.shown_matter import (
    Checklist,
    GuidePart,
    Option,
    Segment,
    ShownMatter,
    checklist,
    numeral,
    pause_words,
    show_matter,
)
from cms.matters.changes import Change
from cms.matters.facts import MatterFacts
from cms.matters.joint import joint_reductions, joint_strip, needed
from cms.matters.shown import Figure, Reduction, days_words, short_days, step_rows
from cms.once import Written, written_for

Place = TypeVar("Place", ShownWindow, ShownPost)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Addresses of what a reader can do from here; an empty one is not offered."""

    apply_url: str = ""
    book_url: str = ""
    help_url: str = ""
    offices_url: str = ""

    def apply_to(self, matters: Iterable[ShownMatter]) -> str:
        """Our own form with those of ``matters`` that it takes; "" where it takes none."""
        codes = [matter.public.code for matter in matters if matter.facts.is_filed_online]
        return f"{self.apply_url}?{urlencode({'m': codes}, doseq=True)}" if self.apply_url and codes else ""


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Several matters on one time axis, wide and narrow, with the sentence that says what they show."""

    finding: str
    pause: str  # what the hatch means; empty where nothing can pause
    wide: ParallelFlow | None
    narrow: ParallelFlow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownGuide:
    title: str
    lead: str
    matters: tuple[ShownMatter, ...]
    strip: tuple[Figure, ...]
    segments: tuple[Segment, ...]
    checklist: Checklist
    together: SideBySide | None  # of a package
    reductions: tuple[Reduction, ...]  # of a package as a whole
    numbers: Mapping[str, str]  # section to the numeral before its heading; what has none is not shown
    windows: tuple[ShownWindow, ...]
    unresolved: tuple[ShownWindow, ...]
    posts: tuple[ShownPost, ...]
    ways: Ways
    written: Written  # parts that say only what the facts say, kept by the tag `once`

    @property
    def is_package(self) -> bool:
        return self.together is not None

    @property
    def first(self) -> ShownMatter:
        return self.matters[0]

    @property
    def apply_url(self) -> str:
        """One form for all: that of the first matter which has one, else ours."""
        named = next((matter.apply_url for matter in self.matters if matter.apply_url), "")
        return named or self.ways.apply_to(self.matters)

    @property
    def is_translated(self) -> bool:
        return all(matter.public.translated for matter in self.matters)

    @property
    def comes_with_another(self) -> bool:
        """Nobody applies for it alone."""
        return not any(matter.facts.on_application for matter in self.matters)

    @property
    def is_sample(self) -> bool:
        return any(matter.facts.is_sample for matter in self.matters)

    @property
    def holds_until(self) -> datetime | None:
        """When the page would say something else of its windows; None when that is not known."""
        return earliest((*self.windows, *self.unresolved))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCard:
    """The notice card of one matter on a phone, the present one or an older version."""

    matter: ShownMatter
    ways: Ways
    paper_number: int | None = None  # of the paper card in the reader's hand
    paper_summary: str = ""  # what is new since
    ended_on: date | None = None  # of an older version: the day on which the next one began

    @property
    def apply_url(self) -> str:
        return self.matter.apply_url or self.ways.apply_to([self.matter])

    @property
    def is_current(self) -> bool:
        return self.matter.number == self.matter.public.number

    @property
    def paper_is_old(self) -> bool:
        return self.is_current and self.paper_number is not None and self.paper_number < self.matter.number

    @property
    def paper_is_current(self) -> bool:
        return self.is_current and self.paper_number == self.matter.number

    @property
    def holds_until(self) -> datetime | None:
        return earliest((*self.matter.windows, *self.matter.unresolved))


@dataclass(frozen=True, slots=True)
class VersionLine:
    number: int
    day: date
    url: str
    is_current: bool
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownVersions:
    """Every version of a card, newest first."""

    name: str
    code: str
    card_url: str
    lines: tuple[VersionLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OldVersion:
    facts: MatterFacts
    number: int
    ended_on: date


def earliest(windows: Iterable[ShownWindow]) -> datetime | None:
    return min((window.opening.changes_at for window in windows if window.opening.changes_at), default=None)


def show_guide(
    parts: Sequence[GuidePart],
    *,
    title: str = "",
    lead: str = "",
    chosen: Collection[str] = (),
    ways: Ways | None = None,
) -> ShownGuide:
    """``chosen``: keys of situations as the address carries them (``?s=``), of any of the matters.

    ``title`` and ``lead`` stand in for those of the first matter.
    """
    cases, taken = _taken(parts, chosen)
    matters = tuple(_in_case(cases, part, chosen) for part in taken)
    first = matters[0]
    is_package = len(matters) > 1
    numbers = _numbers(matters)
    if is_package:
        matters = tuple(replace(matter, numeral=numbers[matter.anchor]) for matter in matters)
    several = [(matter.facts, matter.situation) for matter in matters]
    facts = [matter.facts for matter in matters]
    wanted = needed(several) if is_package else ()
    segments = _segments(cases, matters)
    return ShownGuide(
        title=title or first.name,
        lead=lead or first.facts.summary,
        matters=matters,
        strip=joint_strip(facts, wanted) if is_package else first.strip,
        segments=segments,
        checklist=checklist(several, wanted) if is_package else first.checklist,
        together=_side_by_side(matters) if is_package else None,
        reductions=joint_reductions(facts) if is_package else (),
        numbers=numbers,
        windows=_once(window for matter in matters for window in matter.windows),
        unresolved=_once(window for matter in matters for window in matter.unresolved),
        posts=_once(matter.post for matter in matters if matter.post),
        ways=ways or Ways(),
        written=written_for(ways, segments, *map(_said, matters)),
    )


def _said(matter: ShownMatter) -> Hashable:
    """All that the parts of a guide in the tag `once` hang on; when a window opens and closes stands outside."""
    ask = tuple((window.name, window.phone) for window in matter.unresolved)
    facts = matter.facts, matter.number, matter.situation, matter.only_when, matter.changes, matter.own_url
    return facts, matter.post, ask, matter.qr.address


def show_card(
    part: GuidePart,
    *,
    chosen: Collection[str] = (),
    ways: Ways | None = None,
    paper_number: int | None = None,
    paper_summary: str = "",
) -> ShownCard:
    """``paper_number``: ``?v=`` of the scanned paper; ``paper_summary``: cms.matters.changes.summary since then."""
    return ShownCard(
        matter=show_matter(part, chosen),
        ways=ways or Ways(),
        paper_number=paper_number,
        paper_summary=paper_summary,
    )


def show_old_card(part: GuidePart, old: OldVersion, *, chosen: Collection[str] = ()) -> ShownCard:
    matter = show_matter(part, chosen, facts=old.facts, number=old.number)
    return ShownCard(matter=matter, ways=Ways(), ended_on=old.ended_on)


def show_versions(part: GuidePart) -> ShownVersions:
    """``part.changes`` tell the whole story: between(versions, since=0)."""
    public = part.public
    return ShownVersions(
        name=public.facts.name,
        code=public.code,
        card_url=public.card_url,
        lines=tuple(_version_line(change, part) for change in part.changes),
    )


def _version_line(change: Change, part: GuidePart) -> VersionLine:
    is_current = change.number == part.public.number
    url = part.public.card_url if is_current else f"{part.public.card_url}versions/{change.number}/"
    return VersionLine(change.number, change.day, url, is_current, change.sentences)


def _taken(parts: Sequence[GuidePart], chosen: Collection[str]) -> tuple[Segment | None, list[GuidePart]]:
    """The matters of the reader's case, where a package has several such as 划拨 and 出让; and that choice."""
    cases = list(dict.fromkeys(part.only_when for part in parts if part.only_when))
    if len(cases) < 2:
        return None, list(parts)
    case = next((each for each in cases if each in chosen), cases[0])
    options = tuple(Option(each, each, each == case) for each in cases)
    segment = Segment("case", _("Which is your case?"), options, changes_page=True)
    return segment, [part for part in parts if part.only_when in ("", case)]


def _in_case(cases: Segment | None, part: GuidePart, chosen: Collection[str]) -> ShownMatter:
    """A matter, which asks no more for what the case already says: 划拨 of the package is its 划拨取得."""
    case = next((option.name for option in cases.options if option.is_chosen), "") if cases else ""
    said = [each.key for each in part.public.facts.situations if case and case.lower() in each.name.lower()]
    if len(said) != 1:
        return show_matter(part, chosen)
    return replace(show_matter(part, said), segment=None)


def _segments(cases: Segment | None, matters: Sequence[ShownMatter]) -> tuple[Segment, ...]:
    """Each is a form of its own and carries along what was chosen in the others."""
    found = [cases] if cases else []
    for matter in matters:
        if matter.segment:
            legend = matter.name + _(": ") + matter.segment.legend if len(matters) > 1 else matter.segment.legend
            found.append(replace(matter.segment, legend=legend))
    keys = {segment.id: next(each.key for each in segment.options if each.is_chosen) for segment in found}
    return tuple(
        replace(segment, kept=tuple(key for other, key in keys.items() if other != segment.id)) for segment in found
    )


def _numbers(matters: Sequence[ShownMatter]) -> dict[str, str]:
    first = matters[0]
    if len(matters) > 1:
        has_before = all(matter.reductions for matter in matters)
        sections = ["together", "materials", "steps", *["before"] * has_before, *(each.anchor for each in matters)]
    else:
        has = {
            "who": first.facts.who or first.conditions or first.note,
            "materials": True,
            "steps": first.standing,
            "before": first.reductions or first.changes,
            "basis": first.basis,
            "questions": first.questions,
        }
        sections = [name for name, is_there in has.items() if is_there]
    return {name: numeral(at) for at, name in enumerate(sections, 1)}


def _side_by_side(matters: Sequence[ShownMatter]) -> SideBySide:
    longest = max(matter.facts.promised_days for matter in matters)
    words = ngettext(
        "{n} matter is handled side by side; you receive the results together, after {days}.",
        "{n} matters are handled side by side; you receive the results together, after {days}.",
        len(matters),
    )
    lanes = [Lane(matter.name, step_rows(matter.facts)) for matter in matters]
    labels = [_("Accepted"), *(short_days(day) for day in range(1, longest + 1))]
    return SideBySide(
        words.format(n=len(matters), days=days_words(longest)),
        pause_words() if any(step.may_pause for lane in lanes for step in lane.steps) else "",
        parallel_flow(lanes, labels),
        parallel_flow(lanes, labels, narrow=True),
    )


def _once(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple({place.key: place for place in places}.values())
