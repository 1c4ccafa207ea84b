"""Where readers go and whom they ask, in their language. Posts answer, never people by name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

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
    name: str
    has_stand_in: bool
    phone: str
    phone_link: str


def show_windows(windows: Iterable[WindowFacts], moment: datetime, calendar: WorkCalendar) -> tuple[ShownWindow, ...]:
    """In the order given. What they say of ``moment`` ends with the earliest ``opening.changes_at``."""
    language = get_language() or ""
    return tuple(
        ShownWindow(
            key=window.key,
            kind=window.kind,
            name=window.name_in(language),
            where=pgettext("place of a window", "{place}, {name}").format(
                place=window.place_in(language), name=window.name_in(language)
            ),
            address=window.address_in(language),
            hours=tuple(map(_unbroken, window.hours())),
            opening=window.opening(moment, calendar),
            phone=window.phone,
            phone_link=telephone_link(window.phone),
            map_url=window.map_url,
        )
        for window in windows
    )


def show_post(post: DutyPost) -> ShownPost:
    return ShownPost(
        key=post.key,
        name=post.name_in(get_language() or ""),
        has_stand_in=post.has_stand_in,
        phone=post.phone,
        phone_link=telephone_link(post.phone),
    )


def _unbroken(line: str) -> SafeString:
    """A line of hours that breaks between its spans, never within one."""
    return mark_safe(_SPAN.sub(r'<span class="nowrap">\g<0></span>', escape(line)))
