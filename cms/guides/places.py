"""Where readers go and whom they ask, in their language. Posts answer, never people by name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext

from bureau.calendar import WorkCalendar
from bureau.opening import Opening
from bureau.windows import DutyPost, WindowFacts
from cms.site_facts import telephone_link

_SPAN = re.compile(r"\d{1,2}:\d\d–\d{1,2}:\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWindow:
    key: int
    kind: str  # of ServiceWindow.Kind
    language: str  # of name, where and address where it is not the reader's
    name: str
    where: str  # 政务服务中心 2 楼综合窗口
    address: str
    hours: tuple[SafeString, ...]
    opening: Opening
    phone: str
    phone_link: str
    map_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPost:
    key: int
    language: str  # of the name where it is not the reader's
    name: str
    has_stand_in: bool
    phone: str
    phone_link: str


def show_windows(windows: Iterable[WindowFacts], moment: datetime, calendar: WorkCalendar) -> tuple[ShownWindow, ...]:
    """In the order given. What they say of ``moment`` ends with the earliest ``opening.changes_at``."""
    return tuple(_window(window, window.opening(moment, calendar)) for window in windows)


def _window(window: WindowFacts, opening: Opening) -> ShownWindow:
    words = window.words(get_language() or "")
    with translation.override(words.language or get_language()):
        where = pgettext("place of a window", "{place}, {name}").format(place=words.place, name=words.name)
    return ShownWindow(
        key=window.key,
        kind=window.kind,
        language=words.language,
        name=words.name,
        where=where,
        address=words.address,
        hours=tuple(map(_unbroken, window.hours())),
        opening=opening,
        phone=window.phone,
        phone_link=telephone_link(window.phone),
        map_url=window.map_url,
    )


def show_post(post: DutyPost) -> ShownPost:
    name, foreign = post.named(get_language() or "")
    return ShownPost(
        key=post.key,
        language=foreign,
        name=name,
        has_stand_in=post.has_stand_in,
        phone=post.phone,
        phone_link=telephone_link(post.phone),
    )


def _unbroken(line: str) -> SafeString:
    """A line of hours that breaks between its spans, never within one."""
    return mark_safe(_SPAN.sub(r'<span class="nowrap">\g<0></span>', escape(line)))
