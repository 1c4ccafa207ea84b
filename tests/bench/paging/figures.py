"""The figures of the benchmark `pages`, in the order in which they are measured."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

from tests.bench.frame import Figure, say
from tests.bench.paging import site
from tests.bench.paging.first_view import first_view
from tests.bench.paging.plan import Plan
from tests.bench.paging.printing import printing
from tests.bench.paging.publication import seconds_after_publications, seconds_of_a_list, seen_at_once
from tests.bench.paging.queries import queries
from tests.bench.paging.readers import Subject, paces
from tests.bench.paging.serving import serving
from tests.bench.paging.site import BARE, GUIDE, PACKAGE

FROM_MEMORY, BUILT_ANEW = 8, 0.6  # times the requests per second of the bare page
MORE_QUERIES = 2
KILOBYTES, WITH_FONTS = 120, 350
UNCHANGED = 0.9
COLD = 0.5


@dataclass(frozen=True, slots=True)
class Beside:
    """Times the bare page's requests per second."""

    from_memory: float
    built_anew: float


def figures(plan: Plan) -> Iterator[Figure]:
    say("Loading the sample")
    site.open_site()
    few = yield from beside_bare(plan, "about ten guides")
    soon = yield from after_publication(plan, "about ten guides")
    yield from view_figures()
    yield from print_figures(plan)
    yield from publication_figures()
    say(f"Adding guides until there are {plan.guides:,}")
    name = f"{site.fill_up(plan.guides):,} guides"
    many = yield from beside_bare(plan, name)
    yield from after_publication(plan, name, beside=soon)
    for place, path in (("list of guides", "/guides/"), ("home", "/")):
        yield Figure(f"first {place} after a publication, {name}", seconds_of_a_list(path), "s")
    yield grown("from memory", name, few.from_memory, many.from_memory)
    yield grown("built anew", name, few.built_anew, many.built_anew)


def grown(way: str, name: str, few: float, many: float) -> Figure:
    return Figure(f"{way}, {name} beside ten", many, "times bare", baseline=few, goal=UNCHANGED, at_least=True)


def beside_bare(plan: Plan, name: str) -> Iterator[Figure]:
    say(f"Requests per second beside a bare page, {name}")
    with ExitStack() as servers:
        bare, kept, anew = paces(
            [
                Subject(servers.enter_context(serving(settings="tests.bench.paging.bare_settings")), BARE),
                Subject(servers.enter_context(serving()), GUIDE),
                Subject(servers.enter_context(serving(keep=False)), GUIDE),
            ],
            seconds=plan.seconds,
            rounds=plan.rounds,
        )
    for way, goal, ours in (("from memory", FROM_MEMORY, kept), ("built anew", BUILT_ANEW, anew)):
        yield Figure(f"{way}, {name}", ours.requests, "1/s", baseline=bare.requests, goal=goal, at_least=True)
        yield Figure(f"processor time, {way}, {name}", ours.processor, "ms", baseline=bare.processor)
    yield Figure(f"queries, from memory, {name}", queries(GUIDE, keep=True), "", goal=1)
    plain = queries(BARE, keep=False)
    yield Figure(f"queries of the bare page, {name}", plain, "")
    yield Figure(
        f"queries more than that, built anew, {name}", queries(GUIDE, keep=False) - plain, "", goal=MORE_QUERIES
    )
    return Beside(kept.requests / bare.requests, anew.requests / bare.requests)


def after_publication(plan: Plan, name: str, beside: float | None = None) -> Iterator[Figure]:
    seconds = seconds_after_publications(plan.publications)
    yield Figure(f"first guide after a publication, {name}", seconds, "s", baseline=beside)
    return seconds


def view_figures() -> Iterator[Figure]:
    say("First view in Chromium")
    with serving() as server:
        sizes = first_view([f"http://127.0.0.1:{server.port}{path}" for path in (GUIDE, PACKAGE)])
    written = sum(size for kind, size in sizes.items() if kind != "font") / 1024
    for kind in sorted(sizes):
        yield Figure(f"first view, {kind}", sizes[kind] / 1024, "KB")
    yield Figure("first view without fonts", written, "KB", goal=KILOBYTES)
    yield Figure("first view, all", sum(sizes.values()) / 1024, "KB", goal=WITH_FONTS)


def print_figures(plan: Plan) -> Iterator[Figure]:
    say("Notice cards as PDF")
    done = printing([f"M{number:02}" for number in range(1, plan.cards + 1)])
    yield Figure("notice card made for the first time", done.cold, "s", goal=COLD)
    yield Figure("the first one of a process", done.first, "s", goal=COLD)
    yield Figure("notice card from the store", done.stored, "s")


def publication_figures() -> Iterator[Figure]:
    say("A publication, and two processes that serve")
    for place, is_new in seen_at_once().items():
        yield Figure(f"a publication shows in the next request: {place}", float(is_new), "1 yes", goal=1, at_least=True)
