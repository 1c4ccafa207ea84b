"""Where things stand on the line of days."""

import itertools
from datetime import date

import pytest

from cms.drawings.clock import draw_clock
from cms.drawings.clock_days import ClockDays, ClockPause
from cms.drawings.clock_stops import StopKind, stops_of
from tests.cms.clocks import EXPERTS, NOTICE, days, e09, plain


def august(day: int) -> date:
    return date(2022, 8, day)


def test_example_e09_has_a_column_for_each_of_its_17_working_days() -> None:
    drawing = draw_clock(e09())

    assert [column.first.day for column in drawing.columns] == [
        1,
        2,
        3,
        4,
        5,
        8,
        9,
        10,
        11,
        12,
        15,
        16,
        17,
        18,
        19,
        22,
        23,
    ]
    assert len(drawing.gaps) == 3  # the weekends
    assert not drawing.weeks
    assert drawing.fits == "medium"


def test_its_numbers_are_those_of_the_case() -> None:
    clock = e09()

    assert (clock.used(), clock.left(), clock.stopped_so_far()) == (1, 4, 9)
    assert clock.late_by == 11
    assert clock.day_one == august(2)


def test_paused_days_run_together_within_a_week_and_counted_days_stand_alone() -> None:
    kinds = [span.kind for span in draw_clock(e09()).spans]

    assert kinds == ["counted", "paused", "paused", "paused", "to_come", "to_come", "to_come", "to_come"]


def test_the_opening_day_counts_and_the_closing_day_is_paused() -> None:
    drawing = draw_clock(e09())
    columns = {column.first: column for column in drawing.columns}
    experts, notice = drawing.brackets

    assert experts.x == columns[august(3)].x
    assert experts.end == columns[august(12)].end
    assert notice.x == columns[august(10)].x
    assert notice.end == columns[august(17)].end


def test_days_that_two_pauses_stop_are_marked_once_between_their_brackets() -> None:
    drawing = draw_clock(e09())
    columns = {column.first: column for column in drawing.columns}
    (overlap,) = drawing.overlaps

    assert overlap.days == 3
    assert overlap.x == columns[august(10)].x
    assert overlap.x + overlap.width == pytest.approx(columns[august(12)].end, abs=0.01)
    assert (overlap.y, overlap.y + overlap.height) == (drawing.brackets[0].y, drawing.brackets[1].y)


def test_today_the_due_day_and_the_first_due_day_have_their_marks() -> None:
    drawing = draw_clock(e09())
    columns = {column.first: column for column in drawing.columns}

    assert drawing.today
    assert drawing.today.x == columns[august(15)].middle
    assert drawing.due
    assert drawing.due.x == columns[august(23)].end
    assert drawing.due_is_last
    assert drawing.original_due
    assert drawing.original_due.x == columns[august(8)].end


def test_on_a_day_off_the_flag_stands_after_the_last_working_day() -> None:
    drawing = draw_clock(e09(today=august(13)))
    columns = {column.first: column for column in drawing.columns}

    assert drawing.today
    assert drawing.today.x == columns[august(12)].end
    assert drawing.today.day == august(13)


def test_without_a_due_day_there_is_no_post() -> None:
    drawing = draw_clock(plain("accc", today=august(4), due=None))

    assert drawing.due is None
    assert drawing.original_due is None


def test_a_due_day_that_has_passed_stands_within_the_line() -> None:
    drawing = draw_clock(plain("accccooccc", today=august(10), due=august(5)))

    assert drawing.due
    assert drawing.due.x == drawing.columns[4].end
    assert not drawing.due_is_last


def test_nothing_leaves_the_drawing_and_no_two_columns_meet() -> None:
    columns = draw_clock(e09()).columns

    assert columns[0].x > 0
    assert columns[-1].end < 100
    assert all(one.end <= other.x + 0.002 for one, other in itertools.pairwise(columns))


def test_24_days_are_days_and_25_are_weeks() -> None:
    month = "accccoocccccoocccccoocccccoo"
    most = plain(month + "tttt", today=august(26), due=date(2022, 9, 1))
    more = plain(month + "ttttt", today=august(26), due=date(2022, 9, 2))

    assert [draw_clock(most).weeks, draw_clock(more).weeks] == [False, True]
    assert draw_clock(most).fits == "wide"


def test_in_weeks_a_column_says_how_far_the_count_has_come_and_kinds_run_together() -> None:
    weeks = "accccoocccccoopppppoocccttootttttoott"
    drawing = draw_clock(plain(weeks, today=august(24), due=date(2022, 9, 6)))

    assert [column.number for column in drawing.columns] == [4, 9, None, 14, 19, 21]
    assert [column.first for column in drawing.columns][:2] == [august(1), august(8)]
    assert [span.kind for span in drawing.spans] == ["counted", "paused", "counted", "to_come"]
    assert drawing.gaps == ()


def test_a_week_without_a_working_day_is_a_gap() -> None:
    weeks = "acccc" + "oo" + ("ccccc" + "oo") * 3 + "ooooooo" + "ttttt" + "oo" + "t"
    drawing = draw_clock(plain(weeks, august(26), None))

    assert len(drawing.columns) == 6
    assert len(drawing.gaps) == 1


def test_with_many_columns_only_some_days_say_their_number() -> None:
    drawing = draw_clock(plain("accccoocccccoocccccoocccc", august(25), None))

    assert [column.number for column in drawing.columns if column.number] == [1, 5, 10, 15, 18]


def test_a_pause_without_an_end_reaches_to_the_last_day_known() -> None:
    pause = ClockPause("不可抗力", august(3), None, days=5)
    clock = ClockDays(days(august(1), "accppoopp"), august(9), None, pauses=(pause,))
    drawing = draw_clock(clock)

    assert drawing.brackets[0].end == drawing.columns[-1].end


def test_a_pause_is_cut_at_its_limit() -> None:
    pause = ClockPause("补齐补正", august(2), august(12), days=3)
    drawing = draw_clock(ClockDays(days(august(1), "acpppoottt"), august(5), august(10), pauses=(pause,)))
    columns = {column.first: column for column in drawing.columns}

    assert drawing.brackets[0].end == columns[august(5)].end


def test_a_pause_that_stops_no_day_is_not_drawn() -> None:
    pause = ClockPause("批前公示", august(3), august(3), days=0)

    assert draw_clock(e09(pauses=[pause])).brackets == ()


def test_downwards_the_same_days_stand_between_what_happened() -> None:
    stops = stops_of(e09())

    assert [(stop.kind.value, stop.day.day, len(stop.boxes)) for stop in stops] == [
        ("accepted", 1, 1),
        ("opened", 2, 5),
        ("opened", 9, 3),
        ("closed", 12, 1),
        ("today", 15, 2),
        ("closed", 17, 4),
        ("due", 23, 0),
    ]
    assert sum(len(stop.boxes) for stop in stops) == 16  # all but the day of acceptance


def test_downwards_a_pause_says_what_was_counted_before_and_when_it_goes_on() -> None:
    by_pause = {(stop.kind, stop.pause): stop for stop in stops_of(e09())}

    assert by_pause[StopKind.OPENED, EXPERTS].overlap == 0
    assert by_pause[StopKind.OPENED, NOTICE].overlap == 3
    assert by_pause[StopKind.CLOSED, EXPERTS].goes_on is None  # the notice still stops it
    assert by_pause[StopKind.CLOSED, NOTICE].goes_on == august(18)
    assert by_pause[StopKind.CLOSED, NOTICE].to_come == 4


def test_today_stands_after_what_happened_on_it() -> None:
    stops = stops_of(e09(today=august(9)))

    assert [stop.kind.value for stop in stops if stop.day == august(9)] == ["opened", "today"]


def test_the_line_of_today_leaves_room_for_the_number_of_its_day() -> None:
    counted = draw_clock(plain("accccoot", august(5), august(8)))

    assert counted.today_has_number
    assert not draw_clock(e09()).today_has_number
