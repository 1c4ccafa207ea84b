"""What readers of every layer ask about windows and duty posts: frozen statements, in few queries.

Posts answer, not people: nothing here says who holds a post.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from bureau.calendar import WorkCalendar
from bureau.english import words_for
from bureau.models.office import Office
from bureau.models.post import Post
from bureau.models.service_window import OpeningPeriod, ServiceWindow
from bureau.opening import Opening, Period, hours_words, opening


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowWords:
    """What a window is called and where it is, for one reader."""

    name: str
    place: str
    address: str
    language: str  # where it is not the reader's, else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowFacts:
    """One window in use, with its hours."""

    key: int
    office_key: int
    office_name: str
    kind: str  # of ServiceWindow.Kind
    name: str
    english_name: str
    place: str
    english_place: str
    address: str
    english_address: str
    phone: str
    map_url: str
    periods: tuple[Period, ...]

    def words(self, language: str) -> WindowWords:
        (name, place, address), told = words_for(
            language,
            (self.name, self.english_name),
            (self.place, self.english_place),
            (self.address, self.english_address),
        )
        return WindowWords(name=name, place=place, address=address, language=told)

    def hours(self) -> tuple[str, ...]:
        """Lines in the active language; none when no hours were entered."""
        return hours_words(self.periods)

    def opening(self, moment: datetime, calendar: WorkCalendar) -> Opening:
        return opening(self.periods, moment, calendar)


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyPost:
    """A post that the public may call (岗位)."""

    key: int
    office_key: int
    name: str
    english_name: str
    phone: str
    has_stand_in: bool  # B 岗 answers while A 岗 is away

    def named(self, language: str) -> tuple[str, str]:
        """Its name, and the language of it where that is not the reader's, else ""."""
        (name,), told = words_for(language, (self.name, self.english_name))
        return name, told


def windows_with_hours(office: Office | None = None) -> tuple[WindowFacts, ...]:
    """The windows in use of ``office``, or of all offices, in the order in which they are shown. Two queries."""
    windows = ServiceWindow.objects.filter(is_active=True).select_related("office")
    periods = OpeningPeriod.objects.filter(window__is_active=True)
    if office is not None:
        windows, periods = windows.filter(office=office), periods.filter(window__office=office)
    hours: dict[int, list[Period]] = defaultdict(list)
    for row in periods:
        hours[row.window_id].append(row.period())
    return tuple(_facts(window, tuple(hours[window.pk])) for window in windows)


def _facts(window: ServiceWindow, periods: tuple[Period, ...]) -> WindowFacts:
    return WindowFacts(
        key=window.pk,
        office_key=window.office_id,
        office_name=window.office.name,
        kind=window.kind,
        name=window.name,
        english_name=window.english_name,
        place=window.place,
        english_place=window.english_place,
        address=window.address or window.office.address,
        english_address=window.english_address,
        phone=window.phone or window.office.phone,
        map_url=window.map_url,
        periods=periods,
    )


def duty_posts(office: Office | None = None) -> tuple[DutyPost, ...]:
    """The posts of ``office``, or of all offices, that have a phone for the public. One query."""
    posts = Post.objects.exclude(phone="")
    if office is not None:
        posts = posts.filter(office=office)
    return tuple(
        DutyPost(
            key=post.pk,
            office_key=post.office_id,
            name=post.name,
            english_name=post.english_name,
            phone=post.phone,
            has_stand_in=post.stand_in_id is not None,
        )
        for post in posts
    )
