"""One search for one viewer: the engine answers within the viewer's audience, the database has the last word."""

import logging
from collections import defaultdict
from dataclasses import replace

from bureau.access import Actor
from search.audience import tokens_of
from search.contract import Page, Query, Reading, Understood
from search.elastic import outbox
from search.engines import engine
from search.errors import SearchUnavailable
from search.records import KINDS

logger = logging.getLogger(__name__)


def find(query: Query, viewer: Actor, *, engine_name: str = "") -> Page:
    """``query`` with the audience of ``viewer``; hits that are no longer visible are left out of the page.

    While a cluster is away, the database still looks up numbers, and the page says that it does no more.
    Raises BadCursor; SearchUnavailable when the database does not answer either.
    """
    asked = replace(query, audience=tokens_of(viewer))
    try:
        page = engine(engine_name).search(asked)
    except SearchUnavailable as error:
        if engine_name or not outbox.is_used():
            raise
        # The kind alone: what the cluster says may hold the words that somebody looked for.
        logger.error("search cluster: %s; the database looks up numbers", type(error.__cause__).__name__)
        page = _numbers_only(engine("database").search(asked), query.text)
    return recheck(page, viewer)


def _numbers_only(page: Page, text: str) -> Page:
    said = Understood(Reading.NUMBERS_ONLY, text)
    return page if said in page.understood else replace(page, understood=(said, *page.understood))


def recheck(page: Page, viewer: Actor) -> Page:
    asked: dict[str, list[str]] = defaultdict(list)
    for hit in page.hits:
        asked[hit.kind].append(hit.record_id)
    visible = {kind.name: kind.visible(asked[kind.name], viewer) for kind in KINDS if asked[kind.name]}
    return replace(page, hits=tuple(hit for hit in page.hits if hit.record_id in visible.get(hit.kind, set())))
