"""An extension moves the limit of the law, once, before it is over; the applicant reads the new day."""

from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from bureau import calendar
from casework import due
from casework.actions.extend import extend
from casework.actions.take_back import take_back
from casework.errors import ApplicationInvalid, CannotExtend, NothingToDo
from casework.models import Case, Notice
from casework.notices.words import Content
from casework.numbers import take_numbers
from tests.casework.kit import MORNING, Hall

TUESDAY = datetime(2022, 8, 2, 9)
LAST = datetime(2022, 8, 29, 17)  # at which the legal limit of a case of August the 1st is over


def extend_at(hall: Hall, case: Case, moment: datetime, days: int = 10, by: str = "chief") -> Case:
    with calendar.at(moment):
        return extend(case.pk, days, reason="案情复杂。", actor=hall.person(by))


def dues(case: Case) -> tuple[date | None, date | None]:
    case.refresh_from_db()
    return case.promised_due, case.statutory_due


def rows(case: Case) -> dict[str, str]:
    return dict(Content.of(case.notices.latest("pk").content).rows)


def test_an_extension_moves_the_limit_of_the_law_once(hall: Hall) -> None:
    case = hall.accepted_case()

    with pytest.raises(ApplicationInvalid):
        extend_at(hall, case, TUESDAY, days=11)
    with pytest.raises(PermissionDenied):
        extend_at(hall, case, TUESDAY, by="officer")
    extend_at(hall, case, TUESDAY)
    with pytest.raises(CannotExtend):
        extend_at(hall, case, TUESDAY, days=5)

    assert dues(case) == (date(2022, 8, 8), date(2022, 9, 13))
    assert due.first_stale() is None


def test_registration_is_not_extended(hall: Hall) -> None:
    with pytest.raises(CannotExtend):
        extend_at(hall, hall.accepted_case("M07"), MORNING)


def test_the_letter_names_the_new_legal_day(hall: Hall) -> None:
    case = extend_at(hall, hall.accepted_case(), TUESDAY)

    assert case.notices.latest("pk").kind == Notice.Kind.EXTENSION
    assert "2022年9月13日" in rows(case).values()


def test_a_limit_that_is_over_is_not_extended(hall: Hall) -> None:
    late, in_time = hall.accepted_case(), hall.accepted_case()

    for moment in (LAST.replace(minute=1), datetime(2022, 9, 30, 9)):
        with pytest.raises(CannotExtend):
            extend_at(hall, late, moment)
    extend_at(hall, in_time, LAST)


def test_what_its_matter_was_given_already_is_not_given_again(hall: Hall) -> None:
    case = hall.accepted_case()
    events = list(case.events.all())
    (entry,) = take_numbers(["试"])
    case.pk, case.entry, case.number, case.extension_days = None, entry, entry.text, 10
    case.save()
    for event in events:
        event.pk, event.case = None, case
        event.save()

    with pytest.raises(CannotExtend):
        extend_at(hall, case, TUESDAY)


def test_a_wrong_extension_is_taken_back_told_and_entered_anew(hall: Hall) -> None:
    case = extend_at(hall, hall.accepted_case(), TUESDAY, days=1)
    wrong = case.events.get(what="extended").pk

    with calendar.at(TUESDAY):
        with pytest.raises(ApplicationInvalid):
            take_back(wrong, reason="输错了。", actor=hall.person("chief"), happened_at=calendar.now())
        take_back(wrong, reason="输错了。", actor=hall.person("chief"))
        with pytest.raises(NothingToDo):
            take_back(wrong, reason="输错了。", actor=hall.person("chief"))

    assert dues(case)[1] == date(2022, 8, 29)
    assert case.notices.latest("pk").kind == Notice.Kind.CHANGED
    assert "2022年8月29日" in rows(case).values()
    extend_at(hall, case, TUESDAY)
    assert dues(case)[1] == date(2022, 9, 13)
