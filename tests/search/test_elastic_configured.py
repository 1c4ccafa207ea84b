"""How the settings may name the cluster: what is wrong is said, and no password goes anywhere for it."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from search.checks import cluster_check
from search.contract import PUBLIC, Query
from search.elastic.client import client
from search.engines import engine
from search.errors import SearchUnavailable

SECRET = "correct horse"
LOGIN = {"USER": "yizheng", "PASSWORD": SECRET}
AWAY, SAFE, NEAR = "http://search.example:9200", "https://search.example:9200", "http://localhost:9200"


@pytest.fixture
def configured(settings: Any) -> Any:
    """Sets the cluster: ``configured(SAFE, USER="yizheng")``; the rest is as it is when nothing is set."""

    def configure(*addresses: str, **more: str) -> None:
        settings.SEARCH_ENGINE, settings.ELASTICSEARCH = "elasticsearch", list(addresses)
        for name in ("USER", "PASSWORD", "CA"):
            setattr(settings, f"ELASTICSEARCH_{name}", more.pop(name, ""))
        settings.ELASTICSEARCH_PREFIX = more.pop("PREFIX", "yizheng")
        client.cache_clear()

    yield configure
    client.cache_clear()


@pytest.mark.parametrize(
    ("addresses", "more", "found"),
    [
        ([AWAY], {}, []),
        ([SAFE], LOGIN, []),
        ([NEAR, "http://127.0.0.1:9201", "http://[::1]:9200"], LOGIN, []),
        ([f"https://yizheng:{SECRET}@search.example:9200"], {}, ["search.E002"]),
        (["search.example:9200"], {}, ["search.E003"]),
        (["https://search.example"], {}, ["search.E003"]),
        (["https://search.example:many"], {}, ["search.E003"]),
        ([], {}, ["search.E003"]),
        ([SAFE], {"USER": "yizheng"}, ["search.E004"]),
        ([SAFE], {"PASSWORD": SECRET}, ["search.E004"]),
        ([AWAY], LOGIN, ["search.E005"]),
        ([SAFE, AWAY], LOGIN, ["search.E005"]),
        (["http://localhost.example:9200"], LOGIN, ["search.E005"]),
        ([NEAR], {"CA": "/nowhere/ca.pem"}, ["search.E006", "search.E007"]),
        ([SAFE], {"CA": "/nowhere/ca.pem"}, ["search.E007"]),
        ([SAFE], {"CA": __file__}, ["search.E007"]),
        ([SAFE], {"PREFIX": "Yizheng"}, ["search.E008"]),
        ([SAFE], {"PREFIX": ""}, ["search.E008"]),
        ([SAFE], {"PREFIX": "y" * 41}, ["search.E008"]),
    ],
)
def test_what_is_wrong_is_named(configured: Any, addresses: list[str], more: dict[str, str], found: list[str]) -> None:
    configured(*addresses, **more)

    messages = cluster_check(None)

    assert [each.id for each in messages] == found
    assert SECRET not in str(messages)


def test_settings_of_a_cluster_that_is_not_used_contradict_nothing(configured: Any, settings: Any) -> None:
    configured(AWAY, **LOGIN)
    settings.SEARCH_ENGINE = "database"

    assert cluster_check(None) == []


def test_a_cluster_that_is_wrongly_named_is_not_asked_and_is_an_outage(configured: Any) -> None:
    configured(AWAY, **LOGIN)

    with pytest.raises(ImproperlyConfigured, match="in the clear"):
        client()
    for asked in (engine().search, engine().suggest):
        with pytest.raises(SearchUnavailable):
            asked(Query(text="冷却塔", audience=frozenset({PUBLIC})))
