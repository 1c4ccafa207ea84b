"""The figures of the benchmark `search`, in the order in which they are measured."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import override_settings

from bureau.models import Office
from search import finding, schema
from search.contract import Query
from search.engines.fts5 import forget_counts
from search.models import SearchRecord
from tests.bench.frame import Figure, say, seconds
from tests.bench.searching.alone import BareElasticsearch, BareSqlite
from tests.bench.searching.cluster import cluster
from tests.bench.searching.filling import fill
from tests.bench.searching.plan import Plan
from tests.bench.searching.questions import Questions, questions
from tests.bench.searching.timing import beside
from tests.bench.searching.writing import rebuild_beside_bulk, updates

ON_TOP = 5.0  # milliseconds, or once more what the engine itself needs
UPDATE = 3.0
REBUILD = 1.5


def figures(plan: Plan, engines: list[str]) -> Iterator[Figure]:
    say(f"Writing {plan.certificates:,} invented certificates")
    took = seconds(lambda: fill(plan.certificates))
    yield Figure("records", SearchRecord.objects.count(), "")
    yield Figure("all rows written for the first time", took, "s")
    if "sqlite" in engines:
        with override_settings(SEARCH_ENGINE="sqlite"):
            yield from answers(plan, "sqlite", BareSqlite())
            yield from update_figures(plan, "")
            yield Figure("full text of SQLite made anew", seconds(_index_anew), "s")
    if "elasticsearch" in engines:
        with cluster() as there_is_one:
            if there_is_one:
                yield from cluster_figures(plan)


def cluster_figures(plan: Plan) -> Iterator[Figure]:
    say("Filling an index in the cluster, and one by helpers.bulk")
    ours, plain = rebuild_beside_bulk()
    yield Figure("index in the cluster made anew", ours, "s", baseline=plain, goal=REBUILD)
    yield from answers(plan, "elasticsearch", BareElasticsearch())
    yield from update_figures(plan, ", noted for the cluster")


def answers(plan: Plan, engine: str, alone: BareSqlite | BareElasticsearch) -> Iterator[Figure]:
    for asked in questions(plan.texts):
        say(f"{engine}: {asked.name}")
        yield from _answered(asked, engine, alone, plan.rounds)


def _answered(asked: Questions, engine: str, alone: BareSqlite | BareElasticsearch, rounds: int) -> Iterator[Figure]:
    ours, plain = beside(
        [
            (partial(_through_application, query, asked.suggests), alone.sends(query, suggests=asked.suggests))
            for query in asked.queries
        ],
        rounds=rounds,
        before=None if asked.counted else forget_counts,
    )
    name = f"{engine}, {asked.name}"
    yield Figure(f"{name}: most hits", max(_hits(query, asked.suggests) for query in asked.queries), "")
    yield Figure(f"{name}: p50", ours.p50, "ms", baseline=plain.p50)
    yield Figure(f"{name}: p50, processor time", ours.processor_p50, "ms", baseline=plain.processor_p50)
    yield Figure(f"{name}: p95, processor time", ours.processor_p95, "ms", baseline=plain.processor_p95)
    yield Figure(f"{name}: p50 on top of the engine", ours.p50 - plain.p50, "ms", goal=max(ON_TOP, plain.p50))
    yield Figure(f"{name}: p95 on top of the engine", ours.p95 - plain.p95, "ms", goal=max(ON_TOP, plain.p95))
    yield Figure(f"{name}: p95", ours.p95, "ms", goal=asked.most if engine == "sqlite" else None)
    if isinstance(alone, BareElasticsearch):
        yield Figure(f"{name}: p50 as the cluster counts", alone.took_p50(), "ms")


def _through_application(query: Query, suggests: bool) -> object:
    """As a page asks for everyone: synonyms, audience, engine, and every hit asked for again at its record."""
    return finding.suggest(query, AnonymousUser()) if suggests else finding.find(query, AnonymousUser())


def _hits(query: Query, suggests: bool) -> int:
    if suggests:
        return len(finding.suggest(query, AnonymousUser()))
    return finding.find(replace(query, cursor=""), AnonymousUser()).total


def update_figures(plan: Plan, how: str) -> Iterator[Figure]:
    say(f"{plan.updates} changes{how}")
    offices = list(Office.objects.order_by("pk").values_list("pk", flat=True))
    inside, whole = updates(plan.certificates, offices, plan.updates)
    yield Figure(f"one record's change in its transaction{how}: p50", inside.p50, "ms", goal=UPDATE)
    yield Figure(f"one record's change in its transaction{how}: p95", inside.p95, "ms", goal=UPDATE)
    yield Figure(f"one record's change in its transaction{how}: p95, processor time", inside.processor_p95, "ms")
    yield Figure(f"the whole transaction{how}: p50", whole.p50, "ms")


def _index_anew() -> None:
    schema.remove(connection)
    schema.install(connection)
