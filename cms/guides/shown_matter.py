"""One matter as guide and card print it: every word and place is fixed here, templates only put them down."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.drawings.flow import LyingFlow, Stop, lying_flow, standing_flow
from cms.drawings.qr_path import QrPath, qr_path
from cms.guides.places import ShownPost, ShownWindow
from cms.matters.changes import Change
from cms.matters.facts import Basis, MatterFacts, Part
from cms.matters.joint import Needed, needed
from cms.matters.shown import (
    Figure,
    MaterialRow,
    Reduction,
    SharedRow,
    bring_words,
    facts_strip,
    file_words,
    limit_lines,
    reductions,
    rows_of,
    shared_row_of,
    situation_of,
    step_rows,
)
from cms.once import once
from cms.templatetags.face import full_day

NUMERALS = "一二三四五六七八九十"


class Published(Protocol):
    """What is asked of a cms.public_matters.PublicMatter."""

    @property
    def facts(self) -> MatterFacts: ...
    @property
    def code(self) -> str: ...
    @property
    def number(self) -> int: ...
    @property
    def valid_from(self) -> date: ...
    @property
    def translated(self) -> bool: ...
    @property
    def guide_url(self) -> str: ...
    @property
    def card_url(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidePart:
    """A matter of a guide with what is known around it; the views gather it."""

    public: Published
    windows: tuple[ShownWindow, ...] = ()
    post: ShownPost | None = None
    changes: tuple[Change, ...] = ()  # newest first
    only_when: str = ""  # in a package, the case in which it belongs to it, such as 划拨


@dataclass(frozen=True, slots=True)
class Option:
    key: str
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Segment:
    """A choice that changes the list of materials; ``kept`` is what was chosen elsewhere on the page."""

    id: str
    legend: str
    options: tuple[Option, ...]
    kept: tuple[str, ...] = ()
    changes_page: bool = False  # more than the list of materials hangs on it

    @property
    def chosen_name(self) -> str:
        return next(option.name for option in self.options if option.is_chosen)


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    words: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """The materials to hand in, each once, and in one line those that the office fetches."""

    key: str  # under which a device keeps what is ticked: code and situation
    rows: tuple[MaterialRow, ...]
    shared: SharedRow | None
    bring: str  # 要交 5 份
    forms: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    question: str
    answer: SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMatter:
    public: Published
    facts: MatterFacts
    number: int  # of the version that the facts are of
    anchor: str
    only_when: str
    situation: str | None
    segment: Segment | None
    strip: tuple[Figure, ...]
    checklist: Checklist
    lying: LyingFlow | None
    standing: tuple[Stop, ...]
    limits: tuple[str, ...]
    note: SafeString
    conditions: tuple[Part, ...]
    basis: tuple[Basis, ...]
    questions: tuple[ShownQuestion, ...]
    reductions: tuple[Reduction, ...]
    changes: tuple[Change, ...]
    windows: tuple[ShownWindow, ...]
    unresolved: tuple[ShownWindow, ...]  # “一次未办好” windows
    post: ShownPost | None
    apply_url: str
    versions_url: str
    paper_url: str  # the notice card as A5 PDF
    sheet_url: str  # the same on one A4 side
    qr: QrPath
    stands: SafeString  # 第 4 版，2022年8月10日核对，规划许可科负责
    numeral: str = ""  # in a package, of its section

    @property
    def name(self) -> str:
        return self.facts.name

    @property
    def own_url(self) -> str:
        """Where it is read by itself."""
        return self.public.guide_url or self.public.card_url


def show_matter(
    part: GuidePart, chosen: Collection[str] = (), *, facts: MatterFacts | None = None, number: int | None = None
) -> ShownMatter:
    """``facts`` and ``number``: those of an older version; else the present ones."""
    stated, public = facts or part.public.facts, part.public
    return ShownMatter(
        public=public,
        anchor=public.code.lower(),
        only_when=part.only_when,
        changes=part.changes,
        windows=tuple(window for window in part.windows if window.kind != "unresolved"),
        unresolved=tuple(window for window in part.windows if window.kind == "unresolved"),
        post=part.post,
        versions_url=f"{public.card_url}versions/",
        paper_url=f"{public.card_url}a5.pdf",
        sheet_url=f"{public.card_url}a4.pdf",
        qr=qr_path(f"{settings.SITE_URL}{public.card_url.rstrip('/')}"),
        **_said_by(stated, situation_of(stated, chosen), number or public.number),
    )


@once
def _said_by(facts: MatterFacts, situation: str | None, number: int) -> Mapping[str, Any]:
    """What the facts of one version say by themselves."""
    steps = step_rows(facts)
    return {
        "facts": facts,
        "number": number,
        "situation": situation,
        "segment": segment_of(facts, situation),
        "strip": facts_strip(facts, situation),
        "checklist": checklist([(facts, situation)], needed([(facts, situation)])),
        "lying": lying_flow(steps, pause_words()),
        "standing": standing_flow(steps),
        "limits": limit_lines(facts),
        "note": clean(facts.note),
        "conditions": facts.conditions,
        "basis": facts.basis,
        "questions": tuple(ShownQuestion(each.question, clean(each.answer)) for each in facts.questions),
        "reductions": reductions(facts),
        "apply_url": facts.online_url if facts.on_application else "",
        "stands": _stands(facts, number),
    }


def pause_words() -> str:
    """Two lines beside the hatch."""
    return _("For expert review or public notice the clock stops here.\nTracking the case shows for how long and why.")


def _stands(facts: MatterFacts, number: int) -> SafeString:
    """Which version this is, when it was last checked, and by whom."""
    parts = [_("version {number}").format(number=number)]
    if facts.checked_on:
        parts.append(format_html(_("checked on {day}"), day=full_day(facts.checked_on)))
    if facts.keeper:
        parts.append(_("kept by {keeper}").format(keeper=facts.keeper))
    if facts.is_sample:
        parts.append(_("sample"))
    return format_html_join(_(", "), "{}", ((part,) for part in parts))


def clean(html: str) -> SafeString:
    """Only what cms.harmless let through when the version was made ever stands in MatterFacts."""
    return mark_safe(html)


def segment_of(facts: MatterFacts, situation: str | None) -> Segment | None:
    """None where there is nothing to choose."""
    if len(facts.situations) < 2:
        return None
    options = tuple(Option(each.key, each.name, each.key == situation) for each in facts.situations)
    return Segment(facts.code.lower(), _("Which is your case?"), options)


def checklist(several: Sequence[tuple[MatterFacts, str | None]], wanted: Sequence[Needed]) -> Checklist:
    materials = [each.material for each in wanted]
    rows = rows_of(materials)
    return Checklist(
        key="+".join(f"{facts.code}:{situation}" if situation else facts.code for facts, situation in several),
        rows=rows,
        shared=shared_row_of(materials),
        bring=bring_words(len(rows)),
        forms=tuple(Link(form.url, file_words(form)) for facts, _situation in several for form in facts.forms),
    )


def numeral(number: int) -> str:
    """一、二 … as Chinese pages count their sections; beyond ten and in other languages in digits."""
    is_chinese = (get_language() or "").startswith("zh")
    return NUMERALS[number - 1] if is_chinese and number <= len(NUMERALS) else str(number)
