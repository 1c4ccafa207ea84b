"""Guides beside a bare Wagtail page: requests per second, queries, first view, publications, printed cards.

docs/benchmarks.md tells what each figure means.

    script/bench pages [--quick]
"""

import argparse
import sys
from importlib import import_module

from tests.bench.frame import connect, report
from tests.bench.paging.plan import QUICK, Plan


def main() -> int:
    asked = argparse.ArgumentParser(prog="script/bench pages", description=__doc__.splitlines()[0])
    asked.add_argument("--quick", action="store_true", help="shorter turns and fewer guides, less sure figures")
    plan = QUICK if asked.parse_args().quick else Plan()
    connect()
    measured = import_module("tests.bench.paging.figures")  # only now, because models need Django started
    return report("pages", measured.figures(plan))


if __name__ == "__main__":
    sys.exit(main())
