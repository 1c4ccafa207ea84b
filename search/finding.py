"""One search for one viewer: the engine answers within the viewer's audience, the database has the last word."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from bureau.access import Actor
from search.audience import tokens_of
from search.contract import Hit, Page, Query, Reading, Understood
from search.elastic import outbox
from search.engines import engine
from search.errors import SearchUnavailable
from search.kinds import BY_NAME
from search.synonyms import wordings

logger = logging.getLogger(__name__)


def find(query: Query, viewer: Actor, *, engine_name: str = "") -> Page:
    """``query`` with the audience of ``viewer`` and with synonyms; hits that are no longer visible are left out.

    While a cluster is away, the database still looks up numbers, and the page says that it does no more.
    Raises BadCursor; SearchUnavailable when the database does not answer either.
    """
    asked = replace(query, audience=tokens_of(viewer), also=wordings(query.text))
    try:
        page = engine(engine_name).search(asked)
    except SearchUnavailable as error:
        if engine_name or not outbox.is_used():
            raise
        # The kind alone: what the cluster says may hold the words that somebody looked for.
        kind = type(error.__cause__).__name__
        logger.error("search cluster: %s, %s; the database looks up numbers", error.code, kind)
        page = _numbers_only(engine("database").search(asked), query.text)
    return replace(page, hits=visible(page.hits, viewer))


def find_whole(query: Query, viewer: Actor) -> Page:
    """The same for what people take away: a list that lacks what words would find raises SearchUnavailable."""
    page = find(query, viewer)
    if any(each.reading is Reading.NUMBERS_ONLY for each in page.understood):
        raise SearchUnavailable
    return page


def _numbers_only(page: Page, text: str) -> Page:
    said = Understood(Reading.NUMBERS_ONLY, text)
    return page if said in page.understood else replace(page, understood=(said, *page.understood))


def suggest(query: Query, viewer: Actor) -> tuple[Hit, ...]:
    """The first hits by number or title. Raises SearchUnavailable; while a cluster is away, numbers alone."""
    asked = replace(query, audience=tokens_of(viewer), also=wordings(query.text))
    try:
        hits = engine().suggest(asked)
    except SearchUnavailable:
        if not outbox.is_used():
            raise
        hits = engine("database").suggest(asked)
    return visible(hits, viewer)


def visible(hits: Iterable[Hit], viewer: Actor) -> tuple[Hit, ...]:
    """Those that ``viewer`` may see at this moment, each with its address. One query a kind."""
    found = list(hits)
    asked: dict[str, list[str]] = defaultdict(list)
    for hit in found:
        asked[hit.kind].append(hit.record_id)
    urls = {name: BY_NAME[name].shown(record_ids, viewer) for name, record_ids in asked.items() if name in BY_NAME}
    return tuple(
        replace(hit, url=urls[hit.kind][hit.record_id]) for hit in found if hit.record_id in urls.get(hit.kind, {})
    )
