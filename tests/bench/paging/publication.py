"""Whether a publication shows in the very next request, in every process and wherever the matter is shown."""

import statistics
import time

from tests.bench.paging import site
from tests.bench.paging.readers import ask
from tests.bench.paging.serving import Server, serving

SHOWN = {
    "guide": site.GUIDE,
    "list of guides": "/guides/",
    "card": "/q/M04/",
    "home": "/",
    "figures": "/figures/",
    "printed card": "/q/M04/a5.pdf",
}
ASKED = 12  # times, each on a new connection, so that both workers answer


def seen_at_once() -> dict[str, bool]:
    """By place: whether no answer after the publication is one of those before it."""
    with serving(workers=2) as server:
        before = {name: {ask(server, path) for _ in range(ASKED)} for name, path in SHOWN.items()}
        site.change_m04()
        after = {name: {ask(server, path) for _ in range(ASKED)} for name, path in SHOWN.items()}
    return {name: not before[name] & after[name] for name in SHOWN}


def seconds_after_publications(times: int) -> float:
    """Of the first reader of a guide after each of several publications: the median."""
    with serving() as server:
        ask(server, site.GUIDE)
        return statistics.median(_after_one(server) for _ in range(times))


def _after_one(server: Server) -> float:
    site.published()
    start = time.perf_counter()
    ask(server, site.GUIDE)
    return time.perf_counter() - start
