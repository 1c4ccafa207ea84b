"""Processes of a test's own, forked, with connections of their own."""

import os
import select
import traceback
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connections

from bureau.errors import YizhengError
from search.elastic.client import client

PATIENCE = 60  # seconds


def in_another_process(work: Callable[[], object]) -> int:
    """Runs ``work`` in a forked process; returns the process. Nobody may be in a transaction."""
    connections.close_all()
    client.cache_clear()
    process = os.fork()
    if process:
        return process
    status = 0
    try:
        work()
    except YizhengError:
        status = 2
    except BaseException:  # noqa: BLE001  a forked copy of the test run must end here, whatever happened
        traceback.print_exc()
        status = 1
    finally:
        os._exit(status)


def wait_for(process: int) -> int:
    """How it ended: 0 done, 2 refused, -9 killed."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


class Signal:
    """One process says a word, once, and another waits for it. Made before either is forked."""

    def __init__(self) -> None:
        self._heard, self._says = os.pipe()
        self.said = False

    def say(self) -> None:
        self.said = True
        os.write(self._says, b".")

    def is_said(self) -> bool:
        return bool(select.select([self._heard], [], [], 0)[0])

    def wait(self) -> None:
        """Raises TimeoutError when nobody says it: then the test has failed, and nobody is left behind."""
        if not select.select([self._heard], [], [], PATIENCE)[0]:
            raise TimeoutError


@dataclass(frozen=True)
class Waiting:
    """A process that is there already and does its work when it is told to."""

    process: int
    go: Signal

    def work(self) -> None:
        """Returns when the work is done."""
        self.go.say()
        assert wait_for(self.process) == 0


def waiting(work: Callable[[], object]) -> Waiting:
    go = Signal()

    def when_told() -> None:
        go.wait()
        work()

    return Waiting(in_another_process(when_told), go)
