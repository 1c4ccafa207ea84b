from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bureau.calendar import CalendarUnknown, WorkCalendar, at, now, today
from bureau.models import CalendarOverride

CALENDAR = WorkCalendar()
days = st.dates(date(2022, 1, 1), date(2026, 9, 30))
counts = st.integers(1, 30)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ((2022, 1, 31), (2022, 2, 6)),
        ((2022, 10, 1), (2022, 10, 7)),
        ((2022, 12, 31), (2022, 12, 31)),
        ((2026, 2, 15), (2026, 2, 23)),
        ((2026, 9, 25), (2026, 9, 27)),
    ],
)
def test_days_off_of_the_notice_do_not_count(first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    assert CALENDAR.working_days_between(date(*first) - timedelta(days=1), date(*last)) == 0


@pytest.mark.parametrize("day", [date(2022, 1, 29), date(2022, 10, 8), date(2026, 2, 28), date(2026, 10, 10)])
def test_swapped_weekends_count(day: date) -> None:
    assert day.weekday() >= 5
    assert CALENDAR.is_working_day(day)


def test_five_working_days_after_the_last_day_before_the_spring_festival_2026() -> None:
    assert CALENDAR.add_working_days(date(2026, 2, 14), 5) == date(2026, 2, 28)


def test_a_year_that_nobody_published_is_not_guessed() -> None:
    with pytest.raises(CalendarUnknown) as caught:
        CALENDAR.add_working_days(date(2026, 12, 30), 5)

    assert caught.value.year == 2027
    assert "2027" in str(caught.value)


@given(day=days, count=counts)
def test_the_day_found_is_a_working_day_and_so_many_lie_between(day: date, count: int) -> None:
    found = CALENDAR.add_working_days(day, count)

    assert CALENDAR.is_working_day(found)
    assert CALENDAR.working_days_between(day, found) == count


@given(day=days, first=counts, second=counts)
def test_counting_in_two_steps_is_counting_in_one(day: date, first: int, second: int) -> None:
    two_steps = CALENDAR.add_working_days(CALENDAR.add_working_days(day, first), second)

    assert two_steps == CALENDAR.add_working_days(day, first + second)


@given(day=days, count=counts, off=days)
def test_one_more_day_off_never_brings_a_day_forward(day: date, count: int, off: date) -> None:
    assert WorkCalendar({off: False}).add_working_days(day, count) >= CALENDAR.add_working_days(day, count)


@pytest.mark.django_db
def test_an_override_wins_over_the_notice_and_over_its_absence() -> None:
    CalendarOverride.objects.create(day=date(2022, 8, 12), is_working=False, reason="停电", source="通知")
    CalendarOverride.objects.create(day=date(2027, 1, 4), is_working=True, reason="年初", source="通知")
    calendar = CalendarOverride.calendar()

    assert not calendar.is_working_day(date(2022, 8, 12))
    assert calendar.is_working_day(date(2027, 1, 4))
    with pytest.raises(CalendarUnknown):
        calendar.is_working_day(date(2027, 1, 5))


def test_the_counter_lives_in_shanghai() -> None:
    with at(datetime(2022, 8, 12, 23, 59)):
        assert today() == date(2022, 8, 12)
        assert now().isoformat() == "2022-08-12T23:59:00+08:00"
