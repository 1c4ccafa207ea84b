"""A certificate is in the applicant's hands within ten working days of the decision (行政许可法 第四十四条)."""

from datetime import date, datetime

import pytest
from django.test import Client

from bureau import calendar
from casework import due
from casework.admin.standing import Standing, standing_of, with_standing
from casework.giving_out import give_out_by
from casework.history import History
from casework.models import Case
from casework.progress import progress_of
from tests.casework.kit import Hall

DECIDED = datetime(2022, 8, 4, 9)
BY, LATE = datetime(2022, 8, 18, 9), datetime(2022, 8, 19, 9)


def day_of(case: Case) -> date | None:
    return give_out_by(case, History.of(case.events.all()), due.work_days())


def standing_at(case: Case, moment: datetime) -> Standing:
    with calendar.at(moment):
        return standing_of(with_standing(Case.objects.all()).get(pk=case.pk), due.work_days())


def note_at(case: Case, moment: datetime) -> dict[str, str]:
    with calendar.at(moment):
        return {each.value: each.note for each in progress_of(Case.objects.get(pk=case.pk)).figures}


def test_ten_working_days_are_counted_from_the_decision(hall: Hall) -> None:
    assert day_of(hall.decided(hall.accepted_case(), DECIDED)) == date(2022, 8, 18)
    after_closing = hall.decided(hall.accepted_case(), DECIDED.replace(hour=18))
    assert day_of(after_closing) == date(2022, 8, 19)


def test_staff_and_applicant_read_the_day_and_that_it_is_over(hall: Hall) -> None:
    case = hall.decided(hall.accepted_case(), DECIDED)

    assert "2022-08-18" in standing_at(case, BY).words
    assert standing_at(case, BY).level == "none"
    assert standing_at(case, LATE).level == "red"
    assert note_at(case, BY)["8月18日"] == ""
    assert note_at(case, LATE)["8月18日"]


@pytest.mark.parametrize("end", ["denied", "given out", "under way"])
def test_nothing_is_to_be_given_out_of_what_is_denied_given_out_or_open(hall: Hall, end: str) -> None:
    case = hall.accepted_case()
    if end != "under way":
        outcome = Case.Outcome.DENIED if end == "denied" else Case.Outcome.GRANTED
        case = hall.decided(case, DECIDED, outcome)
    if end == "given out":
        Case.objects.filter(pk=case.pk).update(state=Case.State.CONCLUDED)
        case.refresh_from_db()

    assert day_of(case) is None


def test_a_year_that_is_not_published_is_not_guessed(hall: Hall) -> None:
    case = hall.decided(hall.accepted_case(at=datetime(2026, 12, 21, 9)), datetime(2026, 12, 24, 9))

    assert day_of(case) is None


@pytest.mark.sqlite
def test_the_day_stands_on_the_public_page(hall: Hall, client: Client) -> None:
    case = hall.decided(hall.accepted_case(), DECIDED)

    with calendar.at(BY):
        page = client.post("/progress/", {"number": case.number, "tail": "4321"}, follow=True).content.decode()

    assert "8月18日" in page
