import json
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from bureau import scheduled
from bureau.calendar import at, now
from bureau.models import ScheduledRun

pytestmark = pytest.mark.django_db
MORNING = datetime(2022, 8, 12, 9)


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Only the work of the test is scheduled; what ran is in this list."""
    monkeypatch.setattr(scheduled, "_pieces", {})
    return []


def test_work_runs_when_due_and_not_before(done: list[str]) -> None:
    scheduled.scheduled(every=timedelta(hours=1), name="hourly")(lambda: done.append("hourly"))
    for minutes in (0, 30, 59, 60, 61, 121):
        with at(MORNING + timedelta(minutes=minutes)):
            scheduled.tick()

    assert len(done) == 3


def test_a_failure_is_written_down_and_hinders_nothing_else(done: list[str]) -> None:
    scheduled.scheduled(every=timedelta(hours=1), name="a")(lambda: 1 / 0)
    scheduled.scheduled(every=timedelta(hours=1), name="b")(lambda: done.append("b"))
    out = StringIO()

    with pytest.raises(SystemExit) as caught:
        call_command("tick", "--json", stdout=out)

    assert caught.value.code == 1
    assert done == ["b"]
    assert [outcome["error"] for outcome in json.loads(out.getvalue())["done"]] == [
        "ZeroDivisionError: division by zero",
        "",
    ]
    assert ScheduledRun.objects.get(name="a").error


def test_what_another_process_is_doing_is_left_alone_until_its_lease_ends(done: list[str]) -> None:
    scheduled.scheduled(every=timedelta(minutes=1), name="slow")(lambda: done.append("slow"))
    with at(MORNING):
        ScheduledRun.objects.create(name="slow", claimed_until=now() + scheduled.LEASE)
        scheduled.tick()
        assert done == []
    with at(MORNING + scheduled.LEASE):
        scheduled.tick()

    assert done == ["slow"]


def test_work_may_tick_within_its_own_run_without_running_twice(done: list[str]) -> None:
    def nested() -> None:
        done.append("nested")
        scheduled.tick()

    scheduled.scheduled(every=timedelta(minutes=1), name="nested")(nested)
    scheduled.tick()

    assert done == ["nested"]


def test_what_is_wanted_soon_is_done_with_the_next_tick_also_when_asked_for_during_a_run(done: list[str]) -> None:
    def asked_again() -> None:
        done.append("done")
        assert scheduled.is_behind("asked")
        if len(done) == 1:
            scheduled.run_soon("asked")

    scheduled.scheduled(every=timedelta(hours=6), name="asked")(asked_again)
    with at(MORNING):
        scheduled.tick()
        assert scheduled.is_behind("asked")
        scheduled.tick()
        scheduled.tick()

    assert done == ["done", "done"]
    assert not scheduled.is_behind("asked")


def test_work_whose_process_died_is_done_when_its_lease_ends(done: list[str]) -> None:
    scheduled.scheduled(every=timedelta(hours=6), name="died")(lambda: done.append("died"))
    with at(MORNING):
        ScheduledRun.objects.create(
            name="died", claimed_until=now() + scheduled.LEASE, due_at=now() + timedelta(hours=6)
        )
        scheduled.tick()
    with at(MORNING + scheduled.LEASE):
        scheduled.tick()

    assert done == ["died"]
