"""How far a notice has come, and what must hold before it is published: plain functions."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from bureau import calendar
from cms.notices.facts import NoticeFacts, Period, Stage, findings, midnight_after
from cms.notices.shown import left_words

AUGUST = Period(date(2022, 8, 8), date(2022, 8, 17))
SECOND = timedelta(seconds=1)
days = st.dates(date(2020, 1, 1), date(2040, 1, 1))
periods = st.builds(lambda first, more: Period(first, first + timedelta(days=more)), days, st.integers(0, 60))
around_a_change = st.tuples(periods, st.integers(-2, 63), st.sampled_from([-SECOND, timedelta(0), SECOND]))


@pytest.mark.parametrize(
    ("moment", "stage", "left"),
    [
        (datetime(2022, 8, 7, 15, 59, 59, tzinfo=UTC), Stage.COMING, None),
        (datetime(2022, 8, 7, 16, 0, tzinfo=UTC), Stage.OPEN, "还剩 9 天"),
        (datetime(2022, 8, 15, 15, 59, 59, tzinfo=UTC), Stage.OPEN, "还剩 2 天"),
        (datetime(2022, 8, 15, 16, 0, tzinfo=UTC), Stage.OPEN, "还剩 1 天"),
        (datetime(2022, 8, 17, 15, 59, 59, tzinfo=UTC), Stage.OPEN, "今天最后一天"),
        (datetime(2022, 8, 17, 16, 0, tzinfo=UTC), Stage.ENDED, None),
    ],
)
def test_days_change_at_midnight_in_beijing(moment: datetime, stage: Stage, left: str | None) -> None:
    with calendar.at(moment), translation.override("zh-hans"):
        day = calendar.today()

        assert AUGUST.stage(day) == stage
        assert left is None or left_words(AUGUST, day) == left


@given(around_a_change)
def test_it_is_open_from_the_first_midnight_to_the_one_after_its_last_day(
    chosen: tuple[Period, int, timedelta],
) -> None:
    period, day, aside = chosen
    opens = midnight_after(period.from_day - timedelta(days=1))
    closes = midnight_after(period.to_day)
    moment = opens + timedelta(days=day) + aside

    with calendar.at(moment):
        is_open = period.stage(calendar.today()) == Stage.OPEN

    assert is_open == (opens <= moment < closes)


@given(around_a_change)
def test_what_is_said_holds_until_the_moment_that_is_named_and_no_longer(
    chosen: tuple[Period, int, timedelta],
) -> None:
    period, day, aside = chosen
    moment = midnight_after(period.from_day) + timedelta(days=day) + aside

    def said(at: datetime) -> tuple[Stage, int | None]:
        today = timezone.localtime(at).date()
        stage = period.stage(today)
        return stage, period.days_left(today) if stage == Stage.OPEN else None

    until = period.holds_until(timezone.localtime(moment).date())

    if until is None:
        assert said(moment)[0] == Stage.ENDED
    else:
        assert moment < until
        assert said(until - SECOND) == said(moment)
        assert said(until) != said(moment) or said(moment)[0] == Stage.COMING


READY = NoticeFacts(kind="pre_decision", from_day=AUGUST.from_day, to_day=AUGUST.to_day, how_to_object="书面提。")


def codes(**changes: object) -> list[str]:
    facts = {name: getattr(READY, name) for name in NoticeFacts.__dataclass_fields__} | changes
    return [finding.code for finding in findings(NoticeFacts(**facts))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"from_day": None}, "cms.notice_without_first_day"),
        ({"to_day": None}, "cms.notice_without_last_day"),
        ({"how_to_object": " "}, "cms.notice_without_way"),
        ({"has_drawing": True}, "cms.drawing_without_words"),
        ({"result_kind": "pre_decision"}, "cms.result_of_another_kind"),
    ],
)
def test_what_is_missing_is_named(changes: dict[str, object], code: str) -> None:
    assert codes() == []
    assert codes(**changes) == [code]


def test_what_nobody_can_object_to_needs_no_period() -> None:
    assert codes(kind="announcement", from_day=None, to_day=None, how_to_object="") == []
