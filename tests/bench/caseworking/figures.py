"""The figures of the benchmark `casework` on one database, in the order in which they are measured."""

import gc
from collections.abc import Iterator

from django.db import connection

from casework import due
from casework.models import Case
from tests.bench.caseworking import asking, clocks
from tests.bench.caseworking.copying import copy
from tests.bench.caseworking.filling import Filling
from tests.bench.caseworking.house import open_house
from tests.bench.caseworking.plan import Plan
from tests.bench.caseworking.subjects import Subject, subjects
from tests.bench.frame import Figure, say, seconds
from tests.bench.searching.timing import beside

PAGE = 100.0  # milliseconds
ON_TOP = 5.0  # milliseconds, or once more what the baseline needs
CLOCKS = 2.0  # seconds


def figures(plan: Plan, database: str) -> Iterator[Figure]:
    say(f"{database}: writing {plan.few:,} cases")
    house = open_house()
    Filling(house).add(plan.few)
    with asking.site():
        few = {subject.name: asking.queries(subject) for subject in subjects(house)}
        gc.collect()
        gc.freeze()  # as the server does with what stays as long as the process (config/wsgi.py)
        say(f"{database}: copying them until there are {plan.cases:,}")
        took = seconds(lambda: copy(plan.cases // plan.few - 1))
        read_statistics()
        yield Figure(f"{database}: cases", Case.objects.count(), "")
        yield Figure(f"{database}: open cases", Case.objects.open().count(), "")
        yield Figure(f"{database}: copies written", took, "s")
        for subject in subjects(house):
            say(f"{database}: {subject.name}")
            yield from _asked(subject, f"{database}, {subject.name}", few[subject.name], plan)
        yield from clock_figures(plan, database)


def read_statistics() -> None:
    """What PostgreSQL does by itself soon after so many rows have come."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _asked(subject: Subject, name: str, few: int, plan: Plan) -> Iterator[Figure]:
    yield Figure(f"{name}: queries", asking.queries(subject), "", goal=few)
    each = [(asking.page(subject, address), asking.plain_page(subject, address)) for address in subject.addresses]
    yield from _beside(each, f"{name}", plan, subject)
    if subject.is_list:
        alone = [(asking.rows(subject, address), asking.plain_rows(subject, address)) for address in subject.addresses]
        for ours, plain in alone:
            assert ours() == plain(), f"{name}: the baseline has other rows"
        yield from _beside(alone, f"{name}, rows alone", plan, subject)


def _beside(pairs: list[tuple[asking.Work, asking.Work]], name: str, plan: Plan, subject: Subject) -> Iterator[Figure]:
    if not subject.has_baseline:
        pairs = [(ours, lambda: None) for ours, _plain in pairs]
    ours, plain = beside(pairs, rounds=max(1, plan.rounds // len(pairs)))
    has = subject.has_baseline
    yield Figure(f"{name}: p50", ours.p50, "ms", baseline=plain.p50 if has else None)
    yield Figure(f"{name}: p95", ours.p95, "ms", goal=PAGE)
    yield Figure(
        f"{name}: p50, processor time", ours.processor_p50, "ms", baseline=plain.processor_p50 if has else None
    )
    yield Figure(f"{name}: p95, processor time", ours.processor_p95, "ms")
    if has:
        goal = max(ON_TOP, plain.p50)
        yield Figure(f"{name}: p50 on top of plain Django", ours.p50 - plain.p50, "ms", goal=goal)


def clock_figures(plan: Plan, database: str) -> Iterator[Figure]:
    say(f"{database}: clocks")
    yield Figure(f"{database}: clocks that run, five events each", clocks.running(), "")
    reckoned, read = clocks.from_memory(), clocks.from_database
    yield from _whole(f"{database}: all of them reckoned", reckoned, plan, goal=CLOCKS)
    yield from _whole(f"{database}: read, reckoned and compared", read, plan)
    yield from _whole(f"{database}: due.refresh_open", due.refresh_open, plan)
    yield from _whole(f"{database}: due.refresh_all, check_records", due.first_stale, plan)


def _whole(name: str, work: asking.Work, plan: Plan, goal: float | None = None) -> Iterator[Figure]:
    ours, _nothing = beside([(work, lambda: None)], rounds=plan.repeats)
    yield Figure(name, ours.p50 / 1000, "s", goal=goal)
    yield Figure(f"{name}, processor time", ours.processor_p50 / 1000, "s")
