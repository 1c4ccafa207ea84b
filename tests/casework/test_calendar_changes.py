"""A changed calendar moves the due days of open cases with the next tick; cases that lack one are counted."""

from datetime import date, datetime

from bureau import calendar, scheduled
from bureau.models import CalendarOverride
from casework import due
from casework.actions.answer import ask_for_more
from casework.actions.stop_clock import approve_request, stop
from casework.clock import Kind
from tests.casework.kit import MORNING, Hall

CHRISTMAS = datetime(2026, 12, 28, 9)


def closed(day: date) -> CalendarOverride:
    return CalendarOverride.objects.create(day=day, is_working=False, reason="停电", source="通知")


def test_a_day_off_that_is_entered_moves_open_cases_with_the_next_tick(hall: Hall) -> None:
    case = hall.accepted_case()
    with calendar.at(datetime(2022, 8, 2, 9)):
        scheduled.tick()
        override = closed(date(2022, 8, 3))
        case.refresh_from_db()
        assert case.promised_due == date(2022, 8, 8)

        scheduled.tick()
        case.refresh_from_db()
        assert case.promised_due == date(2022, 8, 9)

        override.delete()
        scheduled.tick()
        case.refresh_from_db()
        assert case.promised_due == date(2022, 8, 8)


def test_cases_without_a_day_are_counted_if_a_year_is_missing_and_only_then(hall: Hall) -> None:
    known, waits, endless = hall.accepted_case(), hall.receive("M04").cases.get(), hall.accepted_case()
    with calendar.at(MORNING):
        ask_for_more(waits.application_id, actor=hall.person("clerk"))
        stop(endless.pk, Kind.FORCE_MAJEURE, reason="洪水。", actor=hall.person("chief"))
        approve_request(endless.events.get(what="asked").pk, case_id=endless.pk, actor=hall.person("supervisor"))
    assert known.due
    assert due.undated() == 0

    into_2027 = hall.accepted_case(at=CHRISTMAS)
    unanswered = hall.receive("M04", at=CHRISTMAS).cases.get()

    assert (into_2027.due, unanswered.due) == (None, None)
    assert due.undated() == 2
