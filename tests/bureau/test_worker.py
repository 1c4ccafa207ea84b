import time
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from bureau.calendar import now
from bureau.models import OutgoingMail, User, WorkerSign
from bureau.worker import ALIVE, Heartbeat, worker_is_alive


@task(backend="jobs")
def write_letter(user: int) -> None:
    OutgoingMail.objects.create(recipient_id=user, subject="done", body="", created_at=now())


@task(backend="jobs")
def fail(secret: str) -> None:
    raise ValueError(f"张三 {secret}")


@pytest.mark.django_db
def test_a_worker_is_alive_while_its_sign_is_fresh() -> None:
    assert not worker_is_alive()

    sign = WorkerSign.objects.create(name="w", seen_at=now() - ALIVE + timedelta(seconds=5))
    assert worker_is_alive()

    sign.seen_at = now() - ALIVE - timedelta(seconds=1)
    sign.save()
    assert not worker_is_alive()


@pytest.mark.django_db(transaction=True)
def test_the_sign_comes_from_a_thread_of_its_own_and_goes_with_the_worker() -> None:
    heartbeat = Heartbeat("w")
    heartbeat.start()
    deadline = time.monotonic() + 10
    while not worker_is_alive() and time.monotonic() < deadline:
        time.sleep(0.05)
    alive = worker_is_alive()
    heartbeat.stop()

    assert alive
    assert not WorkerSign.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_worker_does_what_waits(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    user = User.objects.create_user("u")
    write_letter.enqueue(user.pk)

    call_command("work", "--until-empty", "--interval", "0")

    assert OutgoingMail.objects.filter(subject="done").exists()
    assert not WorkerSign.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_failed_job_keeps_places_in_the_code_and_no_words() -> None:
    fail.enqueue("430903")

    call_command("work", "--until-empty", "--interval", "0")

    result = DBTaskResult.objects.get()
    assert "test_worker.py" in result.traceback
    assert "张三" not in result.traceback
    assert connection.is_usable()
