"""The engines behind the contract, chosen by settings.SEARCH_ENGINE."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.contract import SearchEngine
from search.elastic.engine import ElasticsearchEngine
from search.engines.database import DatabaseEngine
from search.engines.fts5 import Fts5Engine

ENGINES: dict[str, type[SearchEngine]] = {each.name: each for each in (Fts5Engine, ElasticsearchEngine, DatabaseEngine)}


def engine(name: str = "") -> SearchEngine:
    """The engine called ``name``, or the one that the settings name."""
    wanted = name or settings.SEARCH_ENGINE
    if wanted not in ENGINES:
        raise ImproperlyConfigured(f"There is no search engine {wanted!r}; choose one of {', '.join(ENGINES)}.")
    return ENGINES[wanted]()
