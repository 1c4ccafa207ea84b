"""Many cases: each list and page beside plain Django, its queries counted, and the clocks of all open cases.

docs/benchmarks.md tells what each figure means.

    script/bench casework [--cases N] [--database sqlite|postgresql] [--rounds N] [--quick]
"""

import argparse
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from importlib import import_module

from bureau.processes import start_django
from tests.bench.caseworking.databases import DATABASES, named
from tests.bench.caseworking.plan import QUICK, Plan
from tests.bench.frame import Figure, connect, report


def main() -> int:
    asked = argparse.ArgumentParser(prog="script/bench casework", description=__doc__.splitlines()[0])
    asked.add_argument("--cases", type=int, metavar="N", help="how many there are, in thousands; 100,000 if not said")
    asked.add_argument("--database", choices=DATABASES, help="only this one of both")
    asked.add_argument("--quick", action="store_true", help="3,000 cases on SQLite and few rounds, to try it out")
    asked.add_argument("--rounds", type=int, metavar="N", help="how often each page is asked for; 40 if not said")
    given = asked.parse_args()
    plan = QUICK if given.quick else Plan()
    asked_for = {"cases": given.cases, "rounds": given.rounds}
    plan = replace(plan, **{name: number for name, number in asked_for.items() if number})
    wanted = [given.database] if given.database else DATABASES[:1] if given.quick else DATABASES
    return report("casework", [figure for database in wanted for figure in measured_on(database, plan)])


def measured_on(database: str, plan: Plan) -> list[Figure]:
    """In a process of its own: settings name one database."""
    with named(database) as there_is_one:
        if not there_is_one:
            return []
        fresh = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=fresh, initializer=start_django) as process:
            return process.submit(measure, database, plan).result()


def measure(database: str, plan: Plan) -> list[Figure]:
    connect()
    figures = import_module("tests.bench.caseworking.figures").figures  # only now, because models need Django started
    return list(figures(plan, database))


if __name__ == "__main__":
    sys.exit(main())
