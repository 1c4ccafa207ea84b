"""The clock of a case: from what was recorded to the days on which it is due. Pure; nothing here is stored or guessed.

Everything is counted in numbers of working days (`bureau.calendar.NumberedDays`). The day of acceptance is day 0. A
suspension takes the days (o, c] out: o is the day it was opened on, which still counts, c the one it was closed on.

Two clocks run: the promise of the bureau stops for every suspension, the limit of the law only for those that the law
names. Sources: 行政许可法 第三十二条 (acceptance), 第四十二条 (limits), 第四十五条 (what does not count),
第八十二条 (working days); 民法典 第二百零一条, 第二百零三条 (where a day begins and ends).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby

from bureau.calendar import DAY, CalendarUnknown, NumberedDays

TO_ASK_FOR_MORE = 5  # working days after receipt; without a correction notice the application is accepted
LONG = 30  # working days of a promise from which the yellow warning comes earlier
WARNED = {False: 1, True: 5}  # working days left at which it comes; True: of a long promise
NEVER = 10**9


class Regime(StrEnum):
    LICENCE = "licence"
    REGISTRATION = "registration"


class Kind(StrEnum):
    """Why a clock stands still (挂起)."""

    EXPERT_REVIEW = "expert_review"
    PUBLIC_NOTICE = "public_notice"
    HEARING = "hearing"
    CORRECTION = "correction"
    REVISION = "revision"
    FORCE_MAJEURE = "force_majeure"


class Level(StrEnum):
    """How a case stands on a day; the first that holds of red, orange, paused, yellow."""

    GREEN = "green"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"
    PAUSED = "paused"


LIMITS = {  # working days, if nothing else was set; force majeure has none
    Kind.EXPERT_REVIEW: 15,
    Kind.PUBLIC_NOTICE: 7,
    Kind.HEARING: 20,
    Kind.CORRECTION: 10,
    Kind.REVISION: 15,
}
LIMITS_IN_REGISTRATION = {**LIMITS, Kind.PUBLIC_NOTICE: 15}
STOPS_THE_LAW = {Kind.EXPERT_REVIEW, Kind.HEARING, Kind.FORCE_MAJEURE}
STOPS_THE_LAW_IN_REGISTRATION = STOPS_THE_LAW | {Kind.PUBLIC_NOTICE}


@dataclass(frozen=True, slots=True)
class Terms:
    """Within how many working days a case is to be decided. An extension is of the law's limit alone."""

    promised_days: int
    statutory_days: int
    extension_days: int = 0
    regime: Regime = Regime.LICENCE


@dataclass(frozen=True, slots=True)
class Suspension:
    """``closed_at`` None: still open, so it ends at its limit. ``limit`` None: that of its kind. Local times."""

    kind: Kind
    opened_at: datetime
    closed_at: datetime | None = None
    limit: int | None = None

    def limit_in(self, regime: Regime) -> int | None:
        if self.limit is not None:
            return self.limit
        return (LIMITS_IN_REGISTRATION if regime is Regime.REGISTRATION else LIMITS).get(self.kind)

    def stops_the_law(self, regime: Regime) -> bool:
        return self.kind in (STOPS_THE_LAW_IN_REGISTRATION if regime is Regime.REGISTRATION else STOPS_THE_LAW)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was handed in, before anybody accepted it; ``notice_at`` is when everything missing was named (补正).

    Once all of that has come there is a new one, and the time for an answer begins anew.
    """

    received_at: datetime
    notice_at: datetime | None = None

    def deadline(self, days: NumberedDays, regime: Regime) -> int:
        """The number of the last day for the notice: in registration that of the receipt."""
        received = effective(days, self.received_at)
        return received if regime is Regime.REGISTRATION else min(received + TO_ASK_FOR_MORE, days.beyond)

    def waits(self, days: NumberedDays, regime: Regime) -> bool:
        """For the applicant, who was told in time what is missing."""
        return self.notice_at is not None and effective(days, self.notice_at) <= self.deadline(days, regime)

    def is_over(self, days: NumberedDays, regime: Regime, moment: datetime) -> bool:
        """Whether what the office says at ``moment`` comes too late: it counts as accepted already."""
        return not self.waits(days, regime) and effective(days, moment) > self.deadline(days, regime)

    def accepted_at(self, days: NumberedDays, regime: Regime, as_of: date | None = None) -> datetime | None:
        """When it counts as accepted, because nobody asked for more in time. None: it does not, or not yet."""
        if self.waits(days, regime) or (as_of and days.number(as_of) < self.deadline(days, regime)):
            return None
        return self.received_at


@dataclass(frozen=True, slots=True)
class Spans:
    """Days that do not count: (after, until] of their numbers, apart from each other, ascending."""

    each: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, spans: Iterable[tuple[int, int]]) -> "Spans":
        """What overlaps becomes one, so that nothing is counted twice; what is empty, nothing."""
        joined: list[tuple[int, int]] = []
        for after, until in sorted(spans):
            if joined and after <= joined[-1][1]:
                joined[-1] = joined[-1][0], max(joined[-1][1], until)
            elif until > after:
                joined.append((after, until))
        return cls(tuple(joined))

    def up_to(self, number: int) -> int:
        """How many of these days there are up to and with ``number``."""
        return sum(min(until, number) - after for after, until in self.each if after < number)

    def hold(self, number: int) -> bool:
        return any(after < number <= until for after, until in self.each)

    def due(self, start: int, days: int) -> int:
        """The number of the day on which ``days`` are over that are counted after ``start``; NEVER if none is."""
        due = start + days
        for after, until in self.each:
            if due > after:
                due = min(due - after + until, NEVER)
        return due


@dataclass(frozen=True, slots=True)
class Standing:
    """At the end of a day: working days of the promise used and left (below 0 when it is over), and the level."""

    used: int
    left: int
    level: Level


@dataclass(frozen=True, slots=True)
class Clock:
    """What follows from the records of a case. A day that nobody can say is None; `missing_year` tells why."""

    days: NumberedDays
    terms: Terms
    start: int  # number of the day of acceptance
    promised: Spans
    statutory: Spans
    refused: tuple[int, ...]  # places of the suspensions that could not be opened

    @property
    def accept_day(self) -> date | None:
        return self.days.day(self.start)

    @property
    def day_one(self) -> date | None:
        return self.days.day(self.start + 1)

    @property
    def promised_due(self) -> date | None:
        return self.days.day(self._promised_due)

    @property
    def statutory_due(self) -> date | None:
        return self.days.day(self._statutory_due)

    @property
    def binding_due(self) -> date | None:
        """The earlier of the two: one that cannot be said lies behind every day that is known."""
        return min((day for day in (self.promised_due, self.statutory_due) if day), default=None)

    @property
    def suspended_days(self) -> int:
        """Of the promise; without a suspension that neither a record nor a limit ends."""
        return sum(until - after for after, until in self.promised.each if until < NEVER)

    @property
    def missing_year(self) -> int | None:
        """The first year whose days off must be published before all of these days can be said."""
        reached = (self.start + 1, self._promised_due, self._statutory_due)
        return self.days.missing_year if any(self.days.beyond <= each < NEVER for each in reached) else None

    def ends(self, suspension: Suspension) -> int:
        """The number of its last day: that of its close, or of its limit; NEVER where it has neither."""
        opened = effective(self.days, suspension.opened_at)
        return _until(self.days, suspension, opened, suspension.limit_in(self.terms.regime))

    def standing(self, day: date) -> Standing:
        """Raises CalendarUnknown for a day after the last one that is known."""
        if day > self.days.last:
            raise CalendarUnknown(self.days.missing_year)
        number = self.days.number(day)
        used = max(0, number - self.start - self.promised.up_to(number))
        left = self.terms.promised_days - used
        return Standing(used, left, self._level(day, left))

    def _level(self, day: date, left: int) -> Level:
        if self.statutory_due and day > self.statutory_due:
            return Level.RED
        if self.promised_due and day > self.promised_due:
            return Level.ORANGE
        if self.promised.hold(self.days.number_from(day)):
            return Level.PAUSED
        return Level.YELLOW if left <= WARNED[self.terms.promised_days >= LONG] else Level.GREEN

    @property
    def _promised_due(self) -> int:
        return self.promised.due(self.start, self.terms.promised_days)

    @property
    def _statutory_due(self) -> int:
        return self.statutory.due(self.start, self.terms.statutory_days + self.terms.extension_days)


def reckon(days: NumberedDays, terms: Terms, accepted_at: datetime, suspensions: Sequence[Suspension] = ()) -> Clock:
    """The clock of a case that was accepted; all times are local.

    A suspension is refused where nothing can stop any more: before acceptance, and from the day on which the promise is
    due by what was suspended before. Each is cut at its limit by itself before they are joined.
    Raises CalendarUnknown for times before the first day that is known.
    """
    start = effective(days, accepted_at)
    opened = [effective(days, each.opened_at) for each in suspensions]
    promised, statutory, refused = list[tuple[int, int]](), list[tuple[int, int]](), list[int]()
    for after, places in groupby(sorted(range(len(suspensions)), key=opened.__getitem__), key=opened.__getitem__):
        is_over = after - start - Spans.of(promised).up_to(after) >= terms.promised_days
        for at in places:
            each = suspensions[at]
            if is_over or each.opened_at < accepted_at:
                refused.append(at)
                continue
            span = after, _until(days, each, after, each.limit_in(terms.regime))
            promised.append(span)
            if each.stops_the_law(terms.regime):
                statutory.append(span)
    return Clock(days, terms, start, Spans.of(promised), Spans.of(statutory), tuple(sorted(refused)))


def _until(days: NumberedDays, suspension: Suspension, after: int, limit: int | None) -> int:
    closed = effective(days, suspension.closed_at) if suspension.closed_at else NEVER
    return closed if limit is None else min(closed, after + limit)


def effective(days: NumberedDays, moment: datetime) -> int:
    """The number of the working day on which what happened at ``moment``, a local time, takes effect."""
    return days.number_from(moment.date() + DAY if moment.time() > days.closes else moment.date())
