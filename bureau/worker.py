"""The worker that does enqueued jobs, and its sign of life."""

import logging
import threading
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, connection
from django.dispatch import Signal
from django_tasks_db.management.commands.db_worker import Worker as DatabaseWorker
from django_tasks_db.models import DBTaskResult

from bureau.calendar import now
from bureau.models.work import WorkerSign

worker_started = Signal()  # sender Worker: what takes long to load can be loaded before the first job comes
logger = logging.getLogger(__name__)

ALIVE = timedelta(seconds=30)
BEAT = 5.0  # seconds


def worker_is_alive() -> bool:
    """Whether some worker was seen within the last 30 seconds; issuing in the browser asks first."""
    return WorkerSign.objects.filter(seen_at__gte=now() - ALIVE).exists()


class Heartbeat(threading.Thread):
    """Writes the sign of life from a thread of its own, so that a long job does not look like death."""

    def __init__(self, name: str) -> None:
        super().__init__(name="heartbeat", daemon=True)
        self.worker = name
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.is_set():
            try:
                WorkerSign.objects.update_or_create(name=self.worker, defaults={"seen_at": now()})
                WorkerSign.objects.filter(seen_at__lt=now() - timedelta(days=1)).delete()
            except DatabaseError:
                logger.warning("the worker's sign of life could not be written; trying again")
            finally:
                connection.close()
            self.ended.wait(BEAT)

    def stop(self) -> None:
        """Ends the thread and takes the sign away, so that nobody waits for a worker that has gone."""
        self.ended.set()
        self.join(timeout=BEAT)
        WorkerSign.objects.filter(name=self.worker).delete()


class Worker(DatabaseWorker):
    """django-tasks' worker; it keeps no texts of errors, because they may quote what people wrote."""

    def run_task(self, db_task_result: Any) -> None:
        super().run_task(db_task_result)
        stored = DBTaskResult.objects.filter(pk=db_task_result.pk).exclude(traceback="").first()
        if stored is not None:
            places = [line.strip() for line in stored.traceback.splitlines() if line.startswith("  File ")]
            DBTaskResult.objects.filter(pk=stored.pk).update(traceback="\n".join(places))
