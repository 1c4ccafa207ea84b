"""Whether a publication shows in the very next request, in every process and wherever the matter is shown."""

import statistics
import time

from tests.bench.paging import site
from tests.bench.paging.readers import ask
from tests.bench.paging.serving import Server, serving

SHOWN = {
    "guide": site.GUIDE,
    "guide of a package": site.PACKAGE,
    "list of guides": "/guides/",
    "card": "/q/M04/",
    "versions of the card": "/q/M04/versions/",
    "home": "/",
    "figures": "/figures/",
    "printed card, A5": "/q/M04/a5.pdf",
    "printed card, A4": "/q/M04/a4.pdf",
    "poster": "/q/M04/poster.pdf",
    "feed": "/changes.xml",
}
IN_ENGLISH = ("guide", "card", "home", "printed card, A5")
PLACES = {name: (path, "zh-hans") for name, path in SHOWN.items()}
PLACES |= {f"{name}, in English": (SHOWN[name], "en") for name in IN_ENGLISH}
ASKED = 12  # times, each on a new connection, so that both workers answer


def seen_at_once() -> dict[str, bool]:
    """By place: whether no answer after the publication is one of those before it."""
    with serving(workers=2) as server:
        before = {name: {ask(server, *place) for _ in range(ASKED)} for name, place in PLACES.items()}
        site.change_m04()
        after = {name: {ask(server, *place) for _ in range(ASKED)} for name, place in PLACES.items()}
    return {name: not before[name] & after[name] for name in PLACES}


def seconds_after_publications(times: int) -> float:
    """Of the first reader of a guide after each of several publications of its matter: the median."""
    with serving() as server:
        ask(server, site.GUIDE)
        return statistics.median(_after_one(server) for _ in range(times))


def _after_one(server: Server) -> float:
    site.change_m04()
    start = time.perf_counter()
    ask(server, site.GUIDE)
    return time.perf_counter() - start


def seconds_of_a_list(path: str) -> float:
    """Of the first reader of a list of all guides, and of their matters, after a publication."""
    with serving() as server:
        ask(server, path)
        site.published()
        start = time.perf_counter()
        ask(server, path)
        return time.perf_counter() - start
