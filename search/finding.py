"""One search for one viewer: the engine answers within the viewer's audience, the database has the last word."""

from collections import defaultdict
from dataclasses import replace

from bureau.access import Actor
from search.audience import tokens_of
from search.contract import Page, Query
from search.engines import engine
from search.records import KINDS


def find(query: Query, viewer: Actor, *, engine_name: str = "") -> Page:
    """``query`` with the audience of ``viewer``; hits that are no longer visible are left out of the page."""
    return recheck(engine(engine_name).search(replace(query, audience=tokens_of(viewer))), viewer)


def recheck(page: Page, viewer: Actor) -> Page:
    asked: dict[str, list[str]] = defaultdict(list)
    for hit in page.hits:
        asked[hit.kind].append(hit.record_id)
    visible = {kind.name: kind.visible(asked[kind.name], viewer) for kind in KINDS if asked[kind.name]}
    return replace(page, hits=tuple(hit for hit in page.hits if hit.record_id in visible.get(hit.kind, set())))
