"""When windows are open: worked examples, and a slow model that looks at every quarter of an hour."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from bureau.calendar import WorkCalendar
from bureau.opening import Opening, Period, day_and_time, hours_words, opening

CALENDAR = WorkCalendar()
WEEKDAYS = [Period("working_days", time(9), time(12)), Period("working_days", time(13, 30), time(17))]
SATURDAY = Period("sat", time(9), time(12), is_extended=True)


def local(*parts: int) -> datetime:
    return timezone.make_aware(datetime(*parts))


def state(
    periods: Sequence[Period], moment: tuple[int, ...], calendar: WorkCalendar = CALENDAR
) -> tuple[bool, tuple[int, ...] | None]:
    found = opening(periods, local(*moment), calendar)
    at = found.changes_at
    return found.is_open, at and (at.year, at.month, at.day, at.hour, at.minute)


@pytest.mark.parametrize(
    ("moment", "is_open", "changes"),
    [
        ((2022, 8, 12, 8, 59), False, (2022, 8, 12, 9, 0)),
        ((2022, 8, 12, 9, 0), True, (2022, 8, 12, 12, 0)),
        ((2022, 8, 12, 11, 59, 59), True, (2022, 8, 12, 12, 0)),
        ((2022, 8, 12, 12, 0), False, (2022, 8, 12, 13, 30)),
        ((2022, 8, 12, 16, 59), True, (2022, 8, 12, 17, 0)),
        ((2022, 8, 12, 17, 0), False, (2022, 8, 15, 9, 0)),
        ((2022, 8, 13, 10, 0), False, (2022, 8, 15, 9, 0)),
    ],
)
def test_an_ordinary_week(moment: tuple[int, ...], is_open: bool, changes: tuple[int, ...]) -> None:
    assert state(WEEKDAYS, moment) == (is_open, changes)


def test_before_the_national_day_the_next_opening_is_the_swapped_saturday() -> None:
    assert state(WEEKDAYS, (2022, 9, 30, 17, 0)) == (False, (2022, 10, 8, 9, 0))


def test_saturday_hours_rest_on_a_saturday_inside_a_holiday() -> None:
    assert state([SATURDAY], (2022, 10, 1, 10, 0)) == (False, (2022, 10, 8, 9, 0))


def test_saturday_hours_are_kept_on_an_ordinary_saturday() -> None:
    assert state([*WEEKDAYS, SATURDAY], (2022, 10, 15, 10, 0)) == (True, (2022, 10, 15, 12, 0))
    assert state([*WEEKDAYS, SATURDAY], (2022, 10, 15, 12, 0)) == (False, (2022, 10, 17, 9, 0))


def test_a_swapped_saturday_has_the_hours_of_working_days_and_its_own() -> None:
    periods = [*WEEKDAYS, Period("sat", time(8, 30), time(12, 30))]

    assert state(periods, (2022, 10, 8, 8, 30)) == (True, (2022, 10, 8, 12, 30))
    assert state(periods, (2022, 10, 8, 12, 30)) == (False, (2022, 10, 8, 13, 30))
    assert state(periods, (2022, 10, 8, 14, 0)) == (True, (2022, 10, 8, 17, 0))


def test_a_monday_that_is_off_has_no_monday_hours() -> None:
    assert state([Period("mon", time(9), time(17))], (2022, 10, 3, 10, 0)) == (False, (2022, 10, 10, 9, 0))


@pytest.mark.parametrize("second", [(11, 14), (12, 14)])
def test_periods_that_overlap_or_touch_are_one(second: tuple[int, int]) -> None:
    periods = [Period("working_days", time(second[0]), time(second[1])), Period("fri", time(9), time(12))]

    assert state(periods, (2022, 8, 12, 10, 0)) == (True, (2022, 8, 12, 14, 0))


def test_a_day_that_the_office_took_off_is_closed_on_any_weekday() -> None:
    calendar = WorkCalendar({date(2022, 8, 12): False, date(2022, 8, 13): False})

    assert state([*WEEKDAYS, SATURDAY], (2022, 8, 12, 10, 0), calendar) == (False, (2022, 8, 15, 9, 0))


def test_a_sunday_that_the_office_works_has_the_hours_of_working_days() -> None:
    calendar = WorkCalendar({date(2022, 8, 14): True})

    assert state(WEEKDAYS, (2022, 8, 14, 10, 0), calendar) == (True, (2022, 8, 14, 12, 0))


def test_the_search_stops_where_nobody_has_published_the_days_off() -> None:
    assert state(WEEKDAYS, (2026, 12, 31, 16, 0)) == (True, (2026, 12, 31, 17, 0))
    assert state(WEEKDAYS, (2026, 12, 31, 17, 0)) == (False, None)


def test_in_a_year_without_notice_no_window_is_said_to_be_open() -> None:
    assert state(WEEKDAYS, (2027, 1, 5, 10, 0)) == (False, None)
    assert state([SATURDAY], (2027, 1, 4, 10, 0)) == (False, None)


def test_days_that_the_office_entered_itself_are_known() -> None:
    new_year = {date(2027, 1, day): day == 4 for day in range(1, 5)}

    assert state(WEEKDAYS, (2026, 12, 31, 17, 0), WorkCalendar(new_year)) == (False, (2027, 1, 4, 9, 0))


def test_without_hours_nothing_is_known() -> None:
    assert state([], (2022, 8, 12, 10, 0)) == (False, None)


def test_the_moment_may_come_in_another_time_zone() -> None:
    found = opening(WEEKDAYS, datetime(2022, 8, 12, 1, 30, tzinfo=UTC), CALENDAR)

    assert found == Opening(True, local(2022, 8, 12, 12, 0))


# The notice for October 2022 (domain.md §5.3), written out once more
OFF = {date(2022, 10, day) for day in range(1, 8)}
SWAPPED = {date(2022, 10, 8), date(2022, 10, 9)}
QUARTER = timedelta(minutes=15)
NAMES = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
HORIZON = timedelta(days=25)

quarters = st.integers(0, 95).map(lambda number: time(number // 4, number % 4 * 15))
spans = st.tuples(quarters, quarters).filter(lambda pair: pair[0] < pair[1])
periods_of_a_week = st.lists(
    st.builds(lambda days, span: Period(days, *span), st.sampled_from(["working_days", *NAMES]), spans), max_size=5
)
moments = st.integers(0, 14 * 96).map(lambda number: local(2022, 9, 26) + number * QUARTER)


def open_slowly(periods: Sequence[Period], moment: datetime) -> bool:
    """By the words of the rule, for one moment."""
    here = timezone.localtime(moment)
    day = here.date()
    is_worked = day in SWAPPED or (day.weekday() < 5 and day not in OFF)
    kinds = {"working_days"} if is_worked else set()
    if day not in OFF:
        kinds.add(NAMES[day.weekday()])
    return any(each.days in kinds and each.opens <= here.time() < each.closes for each in periods)


def first_difference(periods: Sequence[Period], moment: datetime) -> datetime | None:
    """The first quarter of an hour at which the answer is another; None within the horizon."""
    now_open = open_slowly(periods, moment)
    after = moment
    while after < moment + HORIZON:
        after += QUARTER
        if open_slowly(periods, after) != now_open:
            return after
    return None


@given(periods=periods_of_a_week, moment=moments)
def test_the_answer_is_that_of_the_slow_model_and_changes_when_that_changes(
    periods: list[Period], moment: datetime
) -> None:
    found = opening(periods, moment, CALENDAR)

    assert found.is_open == open_slowly(periods, moment)
    assert found.changes_at == first_difference(periods, moment)


# Words


def test_hours_in_chinese() -> None:
    assert hours_words([*WEEKDAYS, SATURDAY]) == ("周一至周五 9:00–12:00、13:30–17:00", "周六 9:00–12:00（延时服务）")


def test_hours_in_english() -> None:
    with translation.override("en"):
        assert hours_words([*WEEKDAYS, SATURDAY]) == (
            "Monday to Friday 9:00–12:00, 13:30–17:00",
            "Saturday 9:00–12:00 (extended hours)",
        )


def test_days_with_the_same_hours_share_a_line_and_touching_hours_become_one() -> None:
    morning = [Period(day, time(9), time(12)) for day in ("mon", "tue", "wed", "sat", "sun")]
    noon = [Period(day, time(12), time(14)) for day in ("sat", "sun")]

    assert hours_words([*noon, *morning]) == ("周一至周三 9:00–12:00", "周六、周日 9:00–14:00")


def test_no_hours_are_no_words() -> None:
    assert hours_words([]) == ()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", ["今天 13:30", "11月26日（周四）9:00", "2027年1月4日（周一）9:00"]),
        ("en", ["today 13:30", "Thursday 26 November, 9:00", "Monday 4 January 2027, 9:00"]),
    ],
)
def test_the_next_opening_in_words(language: str, words: list[str]) -> None:
    moments = [local(2026, 11, 25, 13, 30), local(2026, 11, 26, 9, 0), local(2027, 1, 4, 9, 0)]

    with translation.override(language):
        assert [day_and_time(moment, date(2026, 11, 25)) for moment in moments] == words
