"""A real cluster with TLS and passwords, as script/elasticsearch starts it: the role of search/elastic/role.yml
suffices, and whoever is not let in gets an outage, never an empty answer."""

import base64
import logging
import os
import shlex
import shutil
import stat
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.test import Client
from elasticsearch import AuthorizationException, Elasticsearch

from search import index
from search.contract import PUBLIC, Query
from search.elastic import compare, indexes, outbox
from search.elastic.client import alias, client
from search.engines import engine
from search.errors import SearchUnavailable
from search.models import OutboxEntry
from tests.search.conftest import entry, found, indexes_in, put, remove

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def started(elasticsearch: list[str]) -> Iterator[Path]:
    """The data folder of a cluster with security on, started for this module."""
    folder = Path(tempfile.mkdtemp(prefix="yizheng-secure-"))
    folder.chmod(0o711)
    run(folder, "start", "--secure")
    yield folder
    run(folder, "stop")
    shutil.rmtree(folder)


def run(folder: Path, *arguments: str) -> str:
    command = [ROOT / "script/elasticsearch", *arguments]
    environment = os.environ | {"YIZHENG_DATA": str(folder)}
    return subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True).stdout


@pytest.fixture(scope="module")
def told(started: Path) -> dict[str, str]:
    """What `script/elasticsearch env` tells Yizheng."""
    lines = (shlex.split(line)[1].partition("=") for line in run(started, "env").splitlines())
    return {name: value for name, _, value in lines}


@pytest.fixture
def secured(told: dict[str, str], settings: Any, db: None) -> Iterator[None]:
    """The engine is that cluster, which Yizheng enters as it is told."""
    settings.ELASTICSEARCH = told["YIZHENG_ELASTICSEARCH"].split(",")
    for name in ("USER", "PASSWORD", "CA"):
        setattr(settings, f"ELASTICSEARCH_{name}", told[f"YIZHENG_ELASTICSEARCH_{name}"])
    with indexes_in(settings, f"yizheng-{uuid4().hex}"):
        yield


@pytest.fixture(params=["wrong password", "no account", "CA of others", "no CA", "name of others", "not TLS"])
def turned_away(request: pytest.FixtureRequest, secured: None, settings: Any, tmp_path: Path) -> Iterator[None]:
    """A cluster that one of the two sides does not trust."""
    names = ("ELASTICSEARCH", "ELASTICSEARCH_USER", "ELASTICSEARCH_PASSWORD", "ELASTICSEARCH_CA")
    right = {name: getattr(settings, name) for name in names}
    _change(settings, request.param, tmp_path)
    client.cache_clear()
    yield
    for name, value in right.items():
        setattr(settings, name, value)
    client.cache_clear()


def _change(settings: Any, what: str, folder: Path) -> None:
    address = settings.ELASTICSEARCH[0]
    match what:
        case "wrong password":
            settings.ELASTICSEARCH_PASSWORD = "correct horse"
        case "no account":
            settings.ELASTICSEARCH_USER = settings.ELASTICSEARCH_PASSWORD = ""
        case "CA of others":
            subprocess.run([sys.executable, ROOT / "script/trial_certificate.py", folder], check=True)
            settings.ELASTICSEARCH_CA = str(folder / "ca.pem")
        case "no CA":
            settings.ELASTICSEARCH_CA = ""
        case "name of others":
            settings.ELASTICSEARCH = [address.replace("127.0.0.1", "127.1")]  # the same machine
        case "not TLS":
            settings.ELASTICSEARCH, settings.ELASTICSEARCH_CA = [address.replace("https", "http")], ""


def test_the_role_suffices_for_all_that_is_done(issue: Any, secured: None) -> None:
    issue("WORKS", "建字第430900202200086号", works_name="冷却塔")
    outbox.flush()
    before = indexes.in_use()

    call_command("rebuild_search")
    issue("WORKS", "建字第430900202200087号", works_name="主厂房")
    outbox.flush()
    assert (found("冷却塔"), found("主厂房"), compare.first_difference()) == (["冷却塔"], ["主厂房"], None)

    call_command("rebuild_search", "--back")
    assert (indexes.in_use(), found("主厂房"), compare.first_difference()) == (before, ["主厂房"], None)

    call_command("rebuild_search")
    assert compare.first_difference() is None
    assert not client().indices.exists_alias(index=before, name=alias())


def test_what_is_removed_and_an_index_that_is_gone_are_told_as_without_security(secured: None) -> None:
    put([entry("冷却塔"), entry("主厂房", 2)])
    remove("certificate", ["c1"])
    assert (found("冷却塔"), found("主厂房"), compare.first_difference()) == ([], ["主厂房"], None)

    gone = indexes.in_use()
    client().indices.delete(index=gone)
    index.put([entry("栈桥", 3)])
    outbox.flush()

    assert OutboxEntry.objects.get().error == "404 index_not_found_exception"
    assert compare.first_difference() == f"the search index {gone} is gone from the cluster; run rebuild_search"


def test_who_is_turned_away_gets_an_outage_and_numbers_from_the_database(issue: Any, turned_away: None) -> None:
    issue("WORKS", "建字第430900202200086号")

    with pytest.raises(SearchUnavailable):
        engine().search(Query(text="冷却塔", audience=frozenset({PUBLIC})))
    with pytest.raises(SearchUnavailable):
        outbox.flush()
    assert compare.first_difference() == compare.NOT_COMPARED
    page = Client().get("/search/", {"q": "0086"}).content.decode()

    assert outbox.lag().waiting == OutboxEntry.objects.count() > 0
    assert "现在只能按编号查" in page
    assert "<mark>0086</mark>" in page


@pytest.mark.parametrize(
    "forbidden",
    [
        lambda cluster: cluster.search(index="others"),
        lambda cluster: cluster.index(index="others", document={"a": 1}),
        lambda cluster: cluster.indices.create(index="others"),
        lambda cluster: cluster.indices.delete(index="others"),
        lambda cluster: cluster.indices.put_alias(index=indexes.in_use(), name="others"),
        lambda cluster: cluster.indices.put_settings(index=alias(), settings={"number_of_replicas": 0}),
        lambda cluster: cluster.delete(index=alias(), id="certificate:c1"),
        lambda cluster: cluster.indices.put_index_template(name="ours", index_patterns=["*"]),
        lambda cluster: cluster.cluster.put_settings(transient={"action.auto_create_index": "false"}),
        lambda cluster: cluster.cluster.health(),
        lambda cluster: cluster.security.put_user(username="more", password="a long password", roles=["superuser"]),
        lambda cluster: cluster.security.put_role(name="yizheng", cluster=["all"]),
    ],
)
def test_the_role_allows_nothing_beyond(secured: None, forbidden: Callable[[Elasticsearch], Any]) -> None:
    with pytest.raises(AuthorizationException):
        forbidden(client())


def test_the_password_is_in_no_log_and_in_no_error(
    secured: None, settings: Any, started: Path, caplog: pytest.LogCaptureFixture
) -> None:
    password = settings.ELASTICSEARCH_PASSWORD
    spelled = {password, base64.b64encode(f"{settings.ELASTICSEARCH_USER}:{password}".encode()).decode()}
    settings.ELASTICSEARCH = [address.replace("127.0.0.1", "127.1") for address in settings.ELASTICSEARCH]
    with caplog.at_level(logging.DEBUG):
        found("冷却塔")
        client.cache_clear()
        with pytest.raises(SearchUnavailable) as refused:
            engine().search(Query(text="冷却塔", audience=frozenset({PUBLIC})))
        settings.ELASTICSEARCH = [address.replace("127.1", "127.0.0.1") for address in settings.ELASTICSEARCH]
        client.cache_clear()
    told = "".join(traceback.format_exception(refused.value)) + caplog.text + repr(client())
    told += "".join(path.read_text() for path in started.glob("services/elasticsearch/node-*/logs/*.log"))

    assert [each for each in spelled if each in told] == []


def test_secrets_are_for_the_owner_alone(started: Path) -> None:
    folder = started / "services/elasticsearch"
    secret = [folder / "secure/password", folder / "secure/node.key", folder / "node-1/config/node.key"]

    assert {stat.S_IMODE(path.stat().st_mode) for path in [*secret, folder / "node-1/config/users"]} == {0o600}
    assert stat.S_IMODE((folder / "secure").stat().st_mode) == 0o700
