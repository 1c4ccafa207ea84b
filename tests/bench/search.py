"""Search in many records: ten kinds of query beside the engines' own time, changes, and an index made anew.

docs/benchmarks.md tells what each figure means.

    script/bench search [--certificates N] [--engine sqlite|elasticsearch] [--quick]
"""

import argparse
import sys
from dataclasses import replace
from importlib import import_module

from tests.bench.frame import connect, report
from tests.bench.searching.plan import QUICK, Plan

ENGINES = ["sqlite", "elasticsearch"]


def main() -> int:
    asked = argparse.ArgumentParser(prog="script/bench search", description=__doc__.splitlines()[0])
    asked.add_argument("--certificates", type=int, metavar="N", help="how many there are; 200,000 if not said")
    asked.add_argument("--engine", choices=ENGINES, help="only this one of both")
    asked.add_argument("--quick", action="store_true", help="3,000 certificates and few questions, to try it out")
    given = asked.parse_args()
    plan = QUICK if given.quick else Plan()
    if given.certificates:
        plan = replace(plan, certificates=given.certificates)
    connect()
    measured = import_module("tests.bench.searching.figures")  # only now, because models need Django started
    return report("search", measured.figures(plan, [given.engine] if given.engine else ENGINES))


if __name__ == "__main__":
    sys.exit(main())
