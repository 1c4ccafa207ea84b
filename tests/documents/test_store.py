"""The store forgets what unfinished work left behind, and nothing else."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bureau import calendar, scheduled
from documents import store

pytestmark = pytest.mark.django_db
TODAY = datetime(2022, 8, 12, 9)


@pytest.fixture(autouse=True)
def own_store(settings: Any, tmp_path: Path) -> None:
    settings.STORE = tmp_path


def aged(tmp_path: Path, sha256: str, days: float) -> Path:
    (path,) = (each for each in tmp_path.glob("*/*/*") if sha256 in each.name)
    moment = (TODAY - timedelta(days=days)).timestamp()
    os.utime(path, (moment, moment))
    return path


def test_a_file_without_a_row_goes_after_a_day_and_one_with_a_row_stays(tmp_path: Path) -> None:
    kept = aged(tmp_path, store.put(b"kept", "text/plain").sha256, days=30)
    young = aged(tmp_path, store.write(b"just written"), days=0.9)
    orphan = aged(tmp_path, store.write(b"left behind"), days=1.1)

    with calendar.at(TODAY):
        assert store.remove_orphans() == 1

    assert kept.exists()
    assert young.exists()
    assert not orphan.exists()


def test_the_tick_removes_them_every_day() -> None:
    (piece,) = (each for each in scheduled.pieces() if each.work is store.remove_orphans)
    assert piece.every == timedelta(days=1)
