"""Fresh processes of a pool: Django started in them, gone when their parent is. Imports nothing that needs Django."""

import multiprocessing
import os
import threading

import django


def start_django() -> None:
    """Initializer of process pools: their processes are spawned, since a fork would copy threads and connections."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_leave_after, args=(parent,), daemon=True).start()
    django.setup()


def _leave_after(parent: multiprocessing.process.BaseProcess) -> None:
    """A parent that is killed with -9 cannot close its pool; its processes would wait for work for ever."""
    parent.join()
    os._exit(1)
