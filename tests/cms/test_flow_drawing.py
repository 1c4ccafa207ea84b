"""The way of a case as a line: places follow days and words fit, whether it lies, stands or runs beside others."""

import re
from itertools import pairwise

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cms.drawings.flow import EDGE, RING, WIDTH, cut_days, hatch, lying_flow, standing_flow, width_of, wrapped
from cms.drawings.parallel_flow import NARROW, Lane, parallel_flow
from cms.drawings.qr_path import qr_path
from cms.matters.shown import StepRow
from documents.rendering.qr import QUIET, QrCode

HAND_IN = StepRow("提交", "网上或窗口", 0, "")
ACCEPT = StepRow("受理", "窗口", 0, "当场", before_clock=True)
REVIEW = StepRow("审查", "审查员", 3, "3 天", may_pause=True)
DECIDE = StepRow("决定", "首席审批员", 1, "1 天")
ISSUE = StepRow("发证", "制证员", 1, "1 天")
PERMIT = (HAND_IN, ACCEPT, REVIEW, DECIDE, ISSUE)
REGISTRATION = (HAND_IN, ACCEPT, StepRow("审查", "审查员", 2, "2 天"), DECIDE)
DAYS = ("受理", "1 天", "2 天", "3 天", "4 天", "5 天")


def numbers(path: str) -> list[int]:
    return [int(each) for each in re.findall(r"\d+", path)]


def spans(path: str) -> list[tuple[int, int]]:
    """Where each stretch of a line begins and ends."""
    return [(int(start), int(end)) for start, end in re.findall(r"M(\d+) \d+H(\d+)", path)]


# Lying


def test_a_stretch_of_three_days_is_longer_and_cut_twice() -> None:
    flow = lying_flow(PERMIT)

    assert flow
    review, decide, issue = spans(flow.line)
    assert review[1] - review[0] > decide[1] - decide[0]
    assert decide[1] - decide[0] == pytest.approx(issue[1] - issue[0], abs=1)
    cuts = [int(x) for x in re.findall(r"M(\d+) ", flow.cuts)]
    assert len(cuts) == 2
    assert all(review[0] < cut < review[1] for cut in cuts)


def test_what_lies_before_acceptance_is_dashed_and_has_no_days() -> None:
    flow = lying_flow(PERMIT)

    assert flow
    assert spans(flow.before) == [(EDGE + RING, spans(flow.line)[0][0] - 2 * RING)]
    assert [words.words for words in flow.days] == ["当场", "3 天", "1 天", "1 天"]


def test_the_first_and_the_last_words_lean_on_the_border() -> None:
    flow = lying_flow(PERMIT)

    assert flow
    assert [(name.words, name.anchor) for name in flow.names] == [
        ("提交", "start"),
        ("受理", "middle"),
        ("审查", "middle"),
        ("决定", "middle"),
        ("发证", "end"),
    ]
    assert (flow.names[0].x, flow.names[-1].x) == (EDGE - RING, WIDTH - EDGE + RING)
    assert flow.names[0].place == 'x="6" y="74"'


def test_a_bracket_stands_only_under_what_may_pause() -> None:
    pausing = lying_flow(PERMIT, "要评审或公示时，时钟在这里暂停；\n查进度时看得到。")
    steady = lying_flow(REGISTRATION, "要评审或公示时，时钟在这里暂停。")

    assert pausing
    assert pausing.note
    assert steady
    assert pausing.brackets.count("M") == 1
    assert [line.words for line in pausing.note.lines] == ["要评审或公示时，时钟在这里暂停；", "查进度时看得到。"]
    assert (steady.brackets, steady.note) == ("", None)


def test_the_note_of_a_late_pause_moves_left_until_its_words_fit() -> None:
    words = "要评审或公示时，时钟在这里暂停；停几天、为什么，查进度时都看得到。"
    late = (HAND_IN, ACCEPT, DECIDE, StepRow("公示", "审查员", 1, "1 天", may_pause=True))

    flow = lying_flow(late, words)

    assert flow
    assert flow.note
    assert flow.note.words_x + width_of(words, 14) <= WIDTH
    assert flow.note.frame_x < spans(flow.line)[-1][0]


def test_a_long_name_takes_two_lines_and_moves_what_stands_below() -> None:
    long = StepRow("现场踏勘、专家评审和部门联合审查", "审查员", 1, "1 天")

    flow = lying_flow((HAND_IN, ACCEPT, long, DECIDE, ISSUE))
    usual = lying_flow(PERMIT)

    assert flow
    assert usual
    assert "".join(name.words for name in flow.names if name.x == flow.names[2].x) == long.name
    assert flow.who[0].y > usual.who[0].y


def test_more_stations_than_fit_are_not_drawn_lying() -> None:
    assert lying_flow((HAND_IN, ACCEPT, *[DECIDE] * 6)) is None
    assert lying_flow(()) is None
    assert lying_flow((HAND_IN,)) is None


@given(st.lists(st.integers(0, 400), min_size=1, max_size=6))
def test_the_line_stays_inside_and_goes_forwards_whatever_the_days(days: list[int]) -> None:
    flow = lying_flow((HAND_IN, *(StepRow("环节", "审查员", count, f"{count} 天") for count in days)))

    assert flow
    drawn = spans(flow.line)
    assert len(drawn) == len(days)
    assert drawn[0][0] == EDGE + RING
    assert drawn[-1][1] == WIDTH - EDGE - RING
    assert all(start < end for start, end in drawn)
    assert all(before[1] < after[0] for before, after in pairwise(drawn))


# Standing


def test_the_standing_line_tells_the_same_downwards() -> None:
    stops = standing_flow(PERMIT)

    assert [(stop.name, stop.words, stop.leads_on) for stop in stops] == [
        ("提交", "", "before"),
        ("受理", "当场", "days"),
        ("审查", "3 天", "days"),
        ("决定", "1 天", "days"),
        ("发证", "1 天", ""),
    ]
    assert [(stop.days, stop.cuts) for stop in stops[:3]] == [(1, ""), (3, "M0 1h6M0 2h6"), (1, "")]


def test_many_days_are_cut_by_the_week() -> None:
    assert list(cut_days(5)) == [1, 2, 3, 4]
    assert list(cut_days(30)) == [5, 10, 15, 20, 25]
    assert list(cut_days(0)) == []


def test_a_draft_without_steps_has_nothing_to_stand() -> None:
    assert standing_flow(()) == ()


# Side by side


def test_matters_side_by_side_share_one_axis_of_days() -> None:
    flow = parallel_flow([Lane("建设工程规划许可", PERMIT), Lane("首次登记", REGISTRATION)], DAYS)

    assert flow
    days = {tick.words: tick.x for tick in flow.ticks}
    assert list(days) == list(DAYS)
    review, *_rest, registered = spans(flow.line)
    assert review == (days["受理"] + RING, days["3 天"] - RING)
    assert registered[1] == days["3 天"] - RING
    stages = {(stage.words, stage.x) for stage in flow.stages}
    assert {("发证", days["5 天"]), ("决定", days["4 天"]), ("决定", days["3 天"])} <= stages


def test_who_is_ready_early_waits_for_the_last() -> None:
    flow = parallel_flow([Lane("建设工程规划许可", PERMIT), Lane("首次登记", REGISTRATION)], DAYS)

    assert flow
    days = {tick.words: tick.x for tick in flow.ticks}
    assert spans(flow.waits) == [(days["3 天"] + RING, days["5 天"])]


def test_what_is_reached_on_one_day_stands_under_one_ring() -> None:
    together = (HAND_IN, ACCEPT, StepRow("审查", "审查员", 0, "当天"), DECIDE)

    with translation.override("en"):
        flow = parallel_flow([Lane("抵押权登记", together)], ("受理", "1 天"))

    assert flow
    assert [stage.words for stage in flow.stages] == ["受理, 审查", "决定"]


@pytest.mark.parametrize(("narrow", "width"), [(False, WIDTH), (True, NARROW)])
def test_both_widths_keep_inside_their_borders(narrow: bool, width: int) -> None:
    flow = parallel_flow([Lane("建设工程规划许可", PERMIT), Lane("首次登记", REGISTRATION)], DAYS, narrow=narrow)

    assert flow
    assert flow.width == width
    assert all(RING <= words.x <= width - RING for words in flow.stages)
    assert all(words.x + width_of(words.words, 16) <= width for words in flow.names)
    assert max(words.y for words in (*flow.names, *flow.stages)) < flow.height


def test_a_long_axis_names_only_some_days() -> None:
    slow = (HAND_IN, ACCEPT, StepRow("审查", "审查员", 30, "30 天"))

    flow = parallel_flow([Lane("重大项目", slow)], [str(day) for day in range(31)])

    assert flow
    assert [tick.words for tick in flow.ticks] == ["0", "5", "10", "15", "20", "25", "30"]


def test_what_takes_no_day_is_not_drawn_side_by_side() -> None:
    assert parallel_flow([Lane("查询", (HAND_IN, ACCEPT))], ("受理",)) is None
    assert parallel_flow([], DAYS) is None


# Small parts


def test_latin_words_stay_whole_and_closing_signs_never_begin_a_line() -> None:
    assert wrapped("online or at the window", 80, 14) == ["online or", "at the", "window"]
    assert wrapped("网上、窗口，都行", 28, 14) == ["网", "上、", "窗", "口，", "都行"]
    assert wrapped("", 100, 14) == []


@given(st.integers(0, 600), st.integers(0, 200), st.integers(1, 300), st.integers(1, 20))
def test_the_hatch_stays_inside_its_frame(x: int, y: int, width: int, height: int) -> None:
    for from_x, from_y, to_x, to_y in zip(*[iter(numbers(hatch(x, y, width, height)))] * 4, strict=True):
        assert x <= from_x <= to_x <= x + width
        assert y <= to_y <= from_y <= y + height


def test_the_path_of_a_qr_code_has_its_modules() -> None:
    drawn = qr_path("https://yiyang.example/q/M04")
    matrix = QrCode.of("https://yiyang.example/q/M04").matrix

    dark = {
        (int(column) + at, int(row))
        for column, row, length in re.findall(r"M(\d+) (\d+)h(\d+)v1", drawn.path)
        for at in range(int(length))
    }

    expected = {
        (column + QUIET, row + QUIET)
        for row, modules in enumerate(matrix)
        for column, module in enumerate(modules)
        if module
    }
    assert dark == expected
    assert drawn.side == len(matrix) + 2 * QUIET
    assert drawn.typed == "yiyang.example/q/M04"
