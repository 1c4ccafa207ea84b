"""What is kept of clocks: always what their events say, reckoned anew in batches, whatever the calendar becomes."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from bureau import calendar
from bureau.models import CalendarOverride
from casework import due
from casework.actions.stop_clock import stop
from casework.clock import Kind
from casework.history import History
from casework.models import Case
from casework.record_checks import first_strayed_case
from tests.bench.caseworking.filling import Filling
from tests.bench.caseworking.house import open_house
from tests.casework.kit import MORNING, Hall

pytestmark = pytest.mark.django_db

TUESDAY = datetime(2022, 8, 2, 9)


@pytest.fixture
def many(db: None) -> int:
    """Invented cases in all states, some stopped, some late, some extended."""
    Filling(open_house()).add(120)
    return Case.objects.count()


def kept(case: Case) -> dict[str, object]:
    return {each.name: getattr(case, each.name) for each in fields(due.Kept)}


def one_by_one() -> Iterator[tuple[dict[str, object], dict[str, object]]]:
    """What is kept of each case, and what its own objects say."""
    for case in Case.objects.order_by("pk"):
        said = due.kept_of(case, History.of(list(case.events.all())), due.work_days())
        yield kept(case), {name: getattr(said, name) for name in due.KEPT}


def close_on(day: date) -> None:
    CalendarOverride.objects.create(day=day, is_working=False, reason="样例", source="样例通知")


def test_what_batches_find_is_what_each_case_says_by_itself(many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(due, "BATCH", 7)
    assert due.first_stale() is None
    assert all(ours == slowly for ours, slowly in one_by_one())

    for days in (2, 9, 30, 300):
        close_on(date(2026, 3, 18) - timedelta(days=days))
    differing = {case.pk for case in due.stale_of(Case.objects.all())}

    pairs = dict(zip(Case.objects.order_by("pk").values_list("pk", flat=True), one_by_one(), strict=True))
    assert differing == {pk for pk, (ours, slowly) in pairs.items() if ours != slowly}
    assert 0 < len(differing) < many


def test_every_six_hours_open_cases_follow_the_calendar_and_every_day_all(hall: Hall) -> None:
    runs, ended = hall.accepted_case(), hall.decided(hall.accepted_case(), datetime(2022, 8, 5, 9))
    close_on(date(2022, 8, 3))

    assert due.refresh_open() == 1
    runs.refresh_from_db()
    assert runs.due == date(2022, 8, 9)
    assert ended.number in str(due.first_stale())

    assert due.refresh_all() == 1
    ended.refresh_from_db()
    assert ended.promised_due == date(2022, 8, 9)
    assert due.first_stale() is None


def test_a_day_that_becomes_a_working_day_again_brings_cases_back(hall: Hall) -> None:
    case = hall.accepted_case()
    before = kept(case)
    close_on(date(2022, 8, 3))
    due.refresh_open()

    CalendarOverride.objects.all().delete()

    assert due.refresh_open() == 1
    case.refresh_from_db()
    assert kept(case) == before


def test_reading_takes_two_queries_for_each_batch_however_many_events_there_are(hall: Hall) -> None:
    case, _other = hall.accepted_case(), hall.accepted_case()
    with CaptureQueriesContext(connection) as few:
        due.first_stale()
    with calendar.at(TUESDAY):
        stop(case.pk, Kind.PUBLIC_NOTICE, reason="公示。", actor=hall.person("officer"))

    with CaptureQueriesContext(connection) as more:
        due.first_stale()

    assert len(more) == len(few)


def test_a_case_belongs_to_the_office_of_its_application_for_good(hall: Hall) -> None:
    case = hall.receive("M04", at=MORNING).cases.get()
    assert case.office == case.application.office

    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(office=hall.bureau.sample.second_office)

    assert first_strayed_case() is None


def test_nobody_edits_the_days_of_a_case(hall: Hall) -> None:
    case = hall.accepted_case()

    for days in ("promised_days", "statutory_days", "extension_days"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(**{days: 4})
