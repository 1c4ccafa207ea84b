"""Due days of cases, beside a slow walk from day to day that only knows the rules."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bureau.calendar import CLOSES, CalendarUnknown, WorkCalendar
from casework.clock import Clock, Kind, Level, Receipt, Regime, Suspension, Terms, effective, reckon

CALENDAR = WorkCalendar()
DAYS = CALENDAR.numbered
DAY = timedelta(days=1)
LAW = {Kind.EXPERT_REVIEW, Kind.HEARING, Kind.FORCE_MAJEURE}

FIRST, LAST = datetime(2022, 1, 4, 8), datetime(2023, 6, 30, 18)  # what follows lies within the years that are known
moments = st.datetimes(FIRST, LAST).map(lambda moment: moment.replace(second=0, microsecond=0))
spans = st.timedeltas(timedelta(0), timedelta(days=60))
terms = st.builds(
    Terms,
    promised_days=st.integers(0, 30),
    statutory_days=st.integers(1, 45),
    extension_days=st.sampled_from([0, 0, 10, 15]),
    regime=st.sampled_from(Regime),
)


@st.composite
def histories(draw: st.DrawFn) -> tuple[Terms, datetime, list[Suspension]]:
    accepted_at, found = draw(moments), []
    for _number in range(draw(st.integers(0, 5))):
        opened_at = accepted_at + draw(st.timedeltas(timedelta(days=-2), timedelta(days=40)))
        closed_at = draw(st.none() | spans.map(lambda span, opened_at=opened_at: opened_at + span))
        limit = draw(st.none() | st.integers(0, 20))
        found.append(Suspension(draw(st.sampled_from(Kind)), opened_at, closed_at, limit))
    return draw(terms), accepted_at, found


# The slow walk


def takes_effect(moment: datetime) -> date:
    day = moment.date()
    if moment.time() > CLOSES:
        day += DAY
    while not CALENDAR.is_working_day(day):
        day += DAY
    return day


def walk(after: date) -> Iterator[date]:
    """Working days behind a day, for three years: more than any history here needs."""
    return (day for day in (after + DAY * n for n in range(1, 1096)) if CALENDAR.is_working_day(day))


def days_of(suspension: Suspension, regime: Regime) -> set[date]:
    """The days that it takes out."""
    limit = suspension.limit_in(regime)
    closed = takes_effect(suspension.closed_at) if suspension.closed_at else date.max
    found: set[date] = set()
    for day in walk(takes_effect(suspension.opened_at)):
        if day > closed or (limit is not None and len(found) == limit):
            break
        found.add(day)
    return found


def due_by_walking(start: date, count: int, out: set[date]) -> date | None:
    left, day = count, start
    for day in walk(start) if count else ():
        left -= day not in out
        if not left:
            return day
    return None if left else day


def slowly(
    terms: Terms, accepted_at: datetime, suspensions: list[Suspension]
) -> tuple[date | None, date | None, list[int]]:
    """Both due days and what was refused, each suspension in the order in which it was opened."""
    start, taken, refused = takes_effect(accepted_at), list[tuple[Suspension, set[date]]](), []
    for at in sorted(range(len(suspensions)), key=lambda at: takes_effect(suspensions[at].opened_at)):
        each = suspensions[at]
        opened = takes_effect(each.opened_at)
        earlier = set[date]().union(*(out for other, out in taken if takes_effect(other.opened_at) < opened))
        due = due_by_walking(start, terms.promised_days, earlier)
        if each.opened_at < accepted_at or (due is not None and opened >= due):
            refused.append(at)
        else:
            taken.append((each, days_of(each, terms.regime)))
    law = LAW | ({Kind.PUBLIC_NOTICE} if terms.regime is Regime.REGISTRATION else set())
    promised = set[date]().union(*(out for _each, out in taken))
    statutory = set[date]().union(*(out for each, out in taken if each.kind in law))
    return (
        due_by_walking(start, terms.promised_days, promised),
        due_by_walking(start, terms.statutory_days + terms.extension_days, statutory),
        sorted(refused),
    )


def of(history: tuple[Terms, datetime, list[Suspension]]) -> Clock:
    return reckon(DAYS, *history)


# Properties


@given(histories())
def test_due_days_are_those_of_a_walk_from_day_to_day(history: tuple[Terms, datetime, list[Suspension]]) -> None:
    clock = of(history)

    assert (clock.promised_due, clock.statutory_due, list(clock.refused)) == slowly(*history)


@given(histories(), st.data())
def test_the_order_in_which_entries_are_listed_does_not_matter(
    history: tuple[Terms, datetime, list[Suspension]], data: st.DataObject
) -> None:
    given_terms, accepted_at, suspensions = history
    order = data.draw(st.permutations(range(len(suspensions))))

    clock, other = of(history), of((given_terms, accepted_at, [suspensions[at] for at in order]))

    assert (other.promised, other.statutory) == (clock.promised, clock.statutory)
    assert sorted(order[at] for at in other.refused) == list(clock.refused)


@given(histories(), st.integers(0, 40), st.sampled_from(Kind), st.none() | spans)
def test_one_suspension_more_never_brings_a_day_forward(
    history: tuple[Terms, datetime, list[Suspension]], after: int, kind: Kind, span: timedelta | None
) -> None:
    """It is opened last: an earlier one may be what lets a later one be opened at all."""
    given_terms, accepted_at, suspensions = history
    opened_at = max([accepted_at, *(each.opened_at for each in suspensions)]) + DAY * after
    more = Suspension(kind, opened_at, opened_at + span if span is not None else None)

    before, behind = of(history), of((given_terms, accepted_at, [*suspensions, more]))

    for name in ("promised_due", "statutory_due"):
        was, became = getattr(before, name), getattr(behind, name)
        assert was is None or became is None or became >= was
        assert was is not None or became is None


@given(histories())
def test_the_same_suspension_twice_counts_once(history: tuple[Terms, datetime, list[Suspension]]) -> None:
    given_terms, accepted_at, suspensions = history

    twice = of((given_terms, accepted_at, [*suspensions, *suspensions]))

    assert (twice.promised, twice.statutory) == (of(history).promised, of(history).statutory)


@given(histories(), st.integers(0, 200))
def test_what_is_left_ends_on_the_due_day(history: tuple[Terms, datetime, list[Suspension]], later: int) -> None:
    clock = of(history)
    day = takes_effect(history[1]) + DAY * later
    standing = clock.standing(day)

    assert standing.used + standing.left == history[0].promised_days
    if clock.promised_due:
        assert (standing.left > 0) == (day < clock.promised_due)
        assert (standing.level in (Level.ORANGE, Level.RED)) == (
            day > clock.promised_due or (clock.statutory_due is not None and day > clock.statutory_due)
        )


@given(moments, st.none() | moments, st.sampled_from(Regime))
def test_who_is_not_asked_for_more_in_time_is_accepted(
    received_at: datetime, notice_at: datetime | None, regime: Regime
) -> None:
    last = takes_effect(received_at)
    if regime is Regime.LICENCE:
        *_, last = (day for day, _n in zip(walk(last), range(5), strict=False))
    in_time = notice_at is not None and takes_effect(notice_at) <= last

    receipt = Receipt(received_at, notice_at)

    assert DAYS.day(receipt.deadline(DAYS, regime)) == last
    assert receipt.accepted_at(DAYS, regime) == (None if in_time else received_at)
    assert receipt.accepted_at(DAYS, regime, as_of=last - DAY) is None


# Single days


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2022, 9, 30, 17, 0, 0), date(2022, 9, 30)),
        (datetime(2022, 9, 30, 17, 0, 1), date(2022, 10, 8)),
        (datetime(2022, 10, 1, 9), date(2022, 10, 8)),
        (datetime(2022, 10, 7, 17, 1), date(2022, 10, 8)),
    ],
)
def test_what_happens_after_five_or_on_a_day_off_takes_effect_on_the_next_working_day(
    moment: datetime, day: date
) -> None:
    assert reckon(DAYS, Terms(5, 20), moment).accept_day == day


def test_a_promise_of_no_days_is_due_on_the_day_of_acceptance_and_cannot_be_suspended() -> None:
    accepted_at = datetime(2022, 8, 1, 9)

    clock = reckon(DAYS, Terms(0, 20), accepted_at, [Suspension(Kind.HEARING, accepted_at)])

    assert clock.promised_due == date(2022, 8, 1)
    assert clock.refused == (0,)


@pytest.mark.parametrize(
    ("left", "level"), [(6, Level.GREEN), (5, Level.YELLOW), (0, Level.YELLOW), (-1, Level.ORANGE)]
)
def test_long_promises_warn_five_days_before(left: int, level: Level) -> None:
    clock = reckon(DAYS, Terms(30, 45), datetime(2022, 8, 1, 9))
    due = DAYS.number(clock.promised_due)
    day = DAYS.day(due - left)

    assert day is not None
    assert clock.standing(day).level is level
    assert clock.standing(day).left == left


def test_the_weekend_after_a_suspension_began_is_paused_and_that_after_its_end_is_not() -> None:
    accepted_at, friday = datetime(2022, 8, 1, 9), datetime(2022, 8, 5, 9)
    clock = reckon(DAYS, Terms(10, 20), accepted_at, [Suspension(Kind.REVISION, friday, friday + timedelta(days=7))])

    assert [clock.standing(date(2022, 8, day)).level for day in (5, 6, 7, 12, 13)] == [
        Level.GREEN, Level.PAUSED, Level.PAUSED, Level.PAUSED, Level.GREEN,
    ]  # fmt: skip


def test_a_clock_that_runs_into_an_unpublished_year_says_which() -> None:
    clock = reckon(DAYS, Terms(3, 20), datetime(DAYS.last.year, 12, 21, 9))

    assert clock.promised_due == date(DAYS.last.year, 12, 24)
    assert clock.statutory_due is None
    assert clock.binding_due == clock.promised_due
    assert clock.missing_year == DAYS.last.year + 1
    with pytest.raises(CalendarUnknown):
        clock.standing(DAYS.last + DAY)


def test_a_suspension_in_an_unpublished_year_moves_nothing_that_is_known() -> None:
    year = DAYS.last.year
    late = Suspension(Kind.CORRECTION, datetime(year + 1, 1, 5, 9))

    due_before = reckon(DAYS, Terms(3, 3), datetime(year, 12, 21, 9), [late])
    due_after = reckon(DAYS, Terms(30, 45), datetime(year, 12, 21, 9), [late])

    assert due_before.refused == (0,)
    assert due_before.missing_year is None
    assert due_after.promised_due is None
    assert due_after.missing_year == year + 1


def test_an_override_moves_the_day() -> None:
    closed = WorkCalendar({date(2022, 8, 3): False}).numbered

    assert reckon(closed, Terms(5, 20), datetime(2022, 8, 1, 9)).promised_due == date(2022, 8, 9)


def test_overrides_for_a_whole_year_make_it_known() -> None:
    year = DAYS.last.year + 1
    every = [date(year, 1, 1) + DAY * n for n in range(366) if (date(year, 1, 1) + DAY * n).year == year]
    known = WorkCalendar({day: day.weekday() < 5 for day in every}).numbered

    assert known.last == date(year, 12, 31)
    assert reckon(known, Terms(10, 20), datetime(year - 1, 12, 24, 9)).missing_year is None


@given(st.dates(date(2004, 4, 1), date(2026, 12, 31)))
def test_numbers_of_days_count_working_days(day: date) -> None:
    number = DAYS.number(day)

    assert number - DAYS.number(day - 90 * DAY) == CALENDAR.working_days_between(day - 90 * DAY, day)
    assert DAYS.number_from(day) == number + (not CALENDAR.is_working_day(day))


@given(moments, st.times(time(9), time(23)))
def test_what_happens_until_the_counter_closes_is_in_time_whenever_that_is(moment: datetime, closes: time) -> None:
    days, closing = replace(DAYS, closes=closes), datetime.combine(moment, closes)

    assert effective(days, closing) == days.number_from(moment.date())
    assert effective(days, closing + timedelta(seconds=1)) == days.number_from(moment.date() + DAY)
