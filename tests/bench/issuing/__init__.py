"""Parts of the benchmark `issue`, most of them run in a fresh process: none carries the memory of another."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from typing import Any

from bureau.processes import start_django


def run(part: str, *arguments: object) -> Any:
    """What `measure` of a module of this folder gives in a process of its own."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=fresh, initializer=start_django) as process:
        return process.submit(run_here, part, *arguments).result()


def run_here(part: str, *arguments: object) -> Any:
    """The same in this process; for what starts processes of its own, whose end would wait for theirs."""
    return import_module(f"{__name__}.{part}").measure(*arguments)  # only now, because models need Django started
