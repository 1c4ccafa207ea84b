import os
import socket

from django.core.management.base import BaseCommand, CommandParser

from bureau.worker import Heartbeat, Worker, worker_started


class Command(BaseCommand):
    help = "Do enqueued jobs until stopped, and show a sign of life every few seconds."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--until-empty", action="store_true", help="Stop when nothing waits any more.")
        parser.add_argument("--interval", type=float, default=0.5, help="Seconds between two looks at the queue.")

    def handle(self, *, until_empty: bool, interval: float, **options: object) -> None:
        name = f"{socket.gethostname()[:40]}-{os.getpid()}"
        worker = Worker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=interval,
            batch=until_empty,
            backend_name="jobs",
            startup_delay=False,
            max_tasks=None,
            worker_id=name,
        )
        heartbeat = Heartbeat(name)
        worker.configure_signals()
        heartbeat.start()
        worker_started.send(Worker)
        try:
            worker.run()
        finally:
            heartbeat.stop()
