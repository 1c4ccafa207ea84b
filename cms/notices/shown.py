"""A notice as lists and its own page say it, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.guides.shown_matter import Link
from cms.notices.facts import Period, Stage

Text = str | Promise
STATES = {  # of cms.answers.TONES; what nobody can object to stays plain
    Stage.OPEN: "open",
    Stage.ENDED: "closed",
}


class Notice(Protocol):
    """What is read of cms.models.NoticePage."""

    kind: str
    title: str
    published_on: date

    @property
    def period(self) -> Period | None: ...

    def get_url(self) -> str | None: ...

    def get_kind_display(self) -> Text: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    """``left``: how long people may still object; "" where they may not, and the day of publication stands there."""

    title: str
    url: str
    language: str  # of the title where nobody has translated it; else empty
    left: str
    day: date
    tag: Text
    state: str  # of the tag, as in cms.answers.TONES


def stage_of(notice: Notice, today: date) -> Stage | None:
    """None for what nobody can object to."""
    return notice.period.stage(today) if notice.period else None


def left_words(period: Period, today: date) -> str:
    """As long as the period is open: 还剩 2 天."""
    days = period.days_left(today)
    if days == 0:
        return _("Last day today")
    return ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}


def show_row(notice: Notice, today: date, *, title: str = "", language: str = "") -> NoticeRow:
    """``title``: the translated one; ``language``: that of the notice's own where the reader's differs."""
    stage, period = stage_of(notice, today), notice.period
    return NoticeRow(
        title=title or notice.title,
        url=notice.get_url() or "",
        language="" if title else language,
        left=left_words(period, today) if period and stage == Stage.OPEN else "",
        day=notice.published_on,
        tag=tag_words(notice, stage),
        state=STATES.get(stage, "") if stage else "",
    )


def tag_words(notice: Notice, stage: Stage | None) -> Text:
    words: Mapping[Stage | None, Text] = {
        Stage.COMING: _("Not yet open"),
        Stage.OPEN: _("Open for objections"),
        Stage.ENDED: _("Ended"),
    }
    return words[stage] if stage else notice.get_kind_display()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDrawing:
    """A picture and the same in large; ``width`` and ``height`` in pixels, for its proportions."""

    url: str
    large_url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNotice:
    """``left`` is empty unless people may object today; drawing and files are those that may be seen today."""

    kind: Text
    stage: Stage | None
    left: str
    period: Period | None
    published_on: date
    drawing: ShownDrawing | None
    files: tuple[Link, ...]
    result: NoticeRow | None  # the notice of the decision, once the period is over
