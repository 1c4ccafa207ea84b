"""Records that are renamed, hidden or deleted by another process while the index is made anew: the change stays."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction

from bureau.models import Office, ServiceWindow
from cms.models import ContentVersion
from search import index
from search.elastic import indexes, outbox
from search.kinds import OFFICES
from search.models import SearchRecord
from search.rebuilding import first_missing_record, rebuild, rebuild_rows
from tests.faults.processes import Signal, Waiting, in_another_process, wait_for, waiting

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]

CHANGES: dict[str, Callable[[ServiceWindow], object]] = {
    "renamed": lambda window: rename(window, "改了名的窗口"),
    "hidden": lambda window: use(window, is_active=False),
    "shown again": lambda window: use(window, is_active=True),
    "deleted": lambda window: window.delete(),
}


def rename(window: ServiceWindow, name: str) -> None:
    window.name = name
    window.save()


def use(window: ServiceWindow, *, is_active: bool) -> None:
    window.is_active = is_active
    window.save()


@pytest.fixture
def windows(db: None) -> dict[str, ServiceWindow]:
    """For each change a window that has its row, and one whose row is wrong: it is missing, or should be."""
    made = {}
    for change in CHANGES:
        for row in ("right", "wrong"):
            made[f"{change} {row}"] = make_window(f"{change} {row}", is_active=change != "shown again")
    lost = [str(window.pk) for name, window in made.items() if name.endswith("wrong") and window.is_active]
    SearchRecord.objects.filter(record_id__in=lost).delete()
    entry = OFFICES.entries([str(made["renamed right"].pk)])
    hidden = SearchRecord.of(next(entry))
    hidden.record_id = str(made["shown again wrong"].pk)
    hidden.save()
    return made


def make_window(name: str, *, is_active: bool = True) -> ServiceWindow:
    """An office each, or a change of one would mend the rows of the others."""
    at = Office.objects.count() + 1
    office = Office.objects.create(
        name=f"样例局{at}", short_name=f"局{at}", code=f"office-{at}", uscc=f"{at:018}", region_code="430900"
    )
    return ServiceWindow.objects.create(office=office, name=name, is_active=is_active)


def change_all(windows: dict[str, ServiceWindow]) -> None:
    with transaction.atomic():
        ContentVersion.bump()  # and locked, as when one action changes records of several kinds
        for name, window in windows.items():
            CHANGES[name.rpartition(" ")[0]](window)


def until_somebody_waits() -> None:
    """For a lock of PostgreSQL. SQLite tells nobody who waits, so a moment must do there."""
    if connection.vendor == "sqlite":
        time.sleep(0.3)
        return
    with connection.cursor() as cursor:
        for _time in range(30):
            cursor.execute(
                "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) "
                "WHERE NOT granted AND datname = current_database()"
            )
            if cursor.fetchone() != (0,):
                return
            time.sleep(0.1)


def test_a_change_that_is_not_committed_yet_stays(windows: dict[str, ServiceWindow]) -> None:
    lost = {}
    for name in windows:
        changed = Signal()
        process = in_another_process(partial(change_slowly, {name: windows[name]}, changed))
        changed.wait()
        rebuild_rows()
        assert wait_for(process) == 0
        lost[name] = first_missing_record()

    assert lost == dict.fromkeys(windows)


def change_slowly(windows: dict[str, ServiceWindow], changed: Signal) -> None:
    with transaction.atomic():
        change_all(windows)
        changed.say()
        until_somebody_waits()


def test_a_change_that_comes_while_rows_are_written_stays(
    windows: dict[str, ServiceWindow], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Records are read, then one changes, then what was read is written."""
    read, lost = OFFICES.entries, {}
    for name in windows:
        other = waiting(partial(change_all, {name: windows[name]}))

        def slowly(record_ids: Any, other: Waiting = other) -> Iterator[Any]:
            entries = list(read(record_ids))
            if not other.go.said:
                other.go.say()
                until_somebody_waits()
            yield from entries

        with monkeypatch.context() as patch:
            patch.setattr(OFFICES, "entries", slowly)
            rebuild_rows()
        assert wait_for(other.process) == 0
        lost[name] = first_missing_record()

    assert lost == dict.fromkeys(windows)


def test_changes_between_two_batches_stay(windows: dict[str, ServiceWindow], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "BATCH", 2)
    change_while_rebuilding(windows, rebuild_rows)

    assert first_missing_record() is None


@pytest.mark.usefixtures("cluster")
def test_changes_stay_in_the_cluster_too(windows: dict[str, ServiceWindow], monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of them while rows are written, half while they are copied; each is sent before it is copied, or after."""
    monkeypatch.setattr(index, "BATCH", 2)
    monkeypatch.setattr(indexes, "BATCH", 2)
    change_while_rebuilding(windows, rebuild)
    outbox.flush()

    assert first_missing_record() is None


def change_while_rebuilding(windows: dict[str, ServiceWindow], work: Callable[[Any], object]) -> None:
    """After each batch another process changes one more."""
    others = [waiting(partial(change_and_send, {name: window})) for name, window in windows.items()]

    def progress(_count: int) -> None:
        if others:
            others.pop().work()

    work(progress)
    for other in others:
        other.work()


def change_and_send(windows: dict[str, ServiceWindow]) -> None:
    change_all(windows)
    if outbox.is_used():
        outbox.flush()
