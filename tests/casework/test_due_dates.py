"""`due_dates FILE`: worked examples, and what is wrong in a file."""

import json
from datetime import time
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from bureau.calendar import WorkCalendar
from bureau.models import CalendarOverride
from casework.clock_file import due_dates
from casework.errors import ClockCaseInvalid
from tests.casework.clock_examples import EXAMPLES, START, Case, example

DAYS = WorkCalendar().numbered
ALWAYS = {"id", "accept_day", "day_one", "promised_due", "statutory_due", "binding_due", "suspended_days"}
SOMETIMES = {"notice_deadline", "refused", "missing_year", "used", "left", "level"}


@pytest.mark.parametrize(("case", "expected"), EXAMPLES, ids=[case["id"] for case, _expected in EXAMPLES])
def test_worked_example(case: Case, expected: Case) -> None:
    [answer] = due_dates([case], DAYS)

    assert answer | expected == answer
    assert ALWAYS <= answer.keys() <= ALWAYS | SOMETIMES
    assert answer.keys() & SOMETIMES - {"used"} == expected.keys() & SOMETIMES - {"used"}
    assert ("used" in answer) == ("as_of" in case)


@pytest.mark.parametrize(
    ("closes", "accept_day"),
    [({}, "2022-08-02"), ({"closes": "17:30"}, "2022-08-01"), ({"closes": "16:00"}, "2022-08-02")],
    ids=str,
)
def test_the_counter_closes_at_five_unless_the_entry_says_otherwise(closes: Case, accept_day: str) -> None:
    [answer] = due_dates([{**example("A", "2022-08-01T17:30", 5, 20), **closes}], WorkCalendar(closes=time(9)).numbered)

    assert answer["accept_day"] == accept_day


def test_there_are_twenty_four_examples() -> None:
    assert [case["id"] for case, _expected in EXAMPLES] == [f"E{number:02}" for number in range(1, 25)]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"accepted_at": None}, "received_at"),
        ({"accepted_at": "2022-13-01T09:00"}, "accepted_at"),
        ({"accepted_at": 20220801}, "accepted_at"),
        ({"accepted_at": "2022-08-01T09:00+08:00"}, "accepted_at"),
        ({"promised_days": "5"}, "promised_days"),
        ({"promised_days": True}, "promised_days"),
        ({"promised_days": -1}, "promised_days"),
        ({"statutory_days": 10**9}, "statutory_days"),
        ({"statutory_days": None}, "statutory_days"),
        ({"regime": "permit"}, "regime"),
        ({"as_of": "soon"}, "as_of"),
        ({"closes": "late"}, "closes"),
        ({"closes": 18}, "closes"),
        ({"suspensions": {"kind": "hearing"}}, "suspensions"),
        ({"suspensions": ["hearing"]}, "-"),
        ({"suspensions": [{"kind": "holiday", "opened_at": START}]}, "kind"),
        ({"suspensions": [{"kind": "hearing"}]}, "opened_at"),
        ({"suspensions": [{"kind": "hearing", "opened_at": START, "closed_at": "2022-07-01T09:00"}]}, "closed_at"),
    ],
)
def test_what_is_wrong_is_named_with_its_case_and_field(change: Case, field: str) -> None:
    with pytest.raises(ClockCaseInvalid) as caught:
        due_dates([example("A", START, 5, 20), {**example("B", START, 5, 20), **change}], DAYS)

    assert caught.value.params["case"].startswith("B")
    assert caught.value.params["field"] == field


@pytest.mark.parametrize("document", [{}, "text", 7, None, [1], [[]]])
def test_what_is_no_list_of_cases_is_refused(document: object) -> None:
    with pytest.raises(ClockCaseInvalid):
        due_dates(document, DAYS)


def test_a_time_before_everything_known_is_said_and_not_guessed() -> None:
    [answer] = due_dates([example("old", "1999-08-01T09:00", 5, 20)], DAYS)

    assert answer["promised_due"] is None
    assert answer["missing_year"] == 1999


def test_a_day_that_cannot_be_counted_has_no_level() -> None:
    [answer] = due_dates([example("late", "2026-12-21T09:00", 5, 5, as_of="2027-01-04")], DAYS)

    assert (answer["promised_due"], answer["level"], answer["missing_year"]) == ("2026-12-28", None, 2027)


@pytest.fixture
def written(tmp_path: Path) -> Any:
    def write(text: str) -> Path:
        path = tmp_path / "cases.json"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.django_db
class TestCommand:
    def test_it_prints_one_json_list_with_the_overrides_of_the_house(self, written: Any) -> None:
        CalendarOverride.objects.create(day="2022-08-03", is_working=False, reason="停电", source="样例")
        out = StringIO()

        call_command("due_dates", written(json.dumps([example("A", START, 5, 20)])), stdout=out)

        [answer] = json.loads(out.getvalue())
        assert (answer["id"], answer["promised_due"]) == ("A", "2022-08-09")

    @pytest.mark.parametrize(("text", "status"), [("{", 1), ("{}", 1), ('[{"id": "A"}]', 1)])
    def test_a_file_that_holds_no_cases_is_refused(self, written: Any, text: str, status: int) -> None:
        with pytest.raises(CommandError) as caught:
            call_command("due_dates", written(text))

        assert caught.value.returncode == status

    def test_a_file_that_is_not_there_is_wrong_use(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError) as caught:
            call_command("due_dates", tmp_path / "nothing.json")

        assert caught.value.returncode == 2
