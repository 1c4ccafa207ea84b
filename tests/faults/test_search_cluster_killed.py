"""A real cluster of the tests' own, killed while it is written, filled and read (kill -9), and started anew.

Whatever is in the middle of it, nothing is lost: afterwards the cluster holds exactly what the database says.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import connections

from bureau import records
from bureau.models import Office
from certificates.models import Project
from search import index
from search.contract import Page, Query, Reading
from search.elastic import client as connection
from search.elastic import indexes, outbox
from search.elastic.client import client
from search.elastic.compare import NOT_COMPARED
from search.errors import SearchUnavailable
from search.finding import find
from search.kinds import PROJECTS
from search.models import SearchIndex
from search.rebuilding import first_missing_record
from tests.environment import ROOT
from tests.faults.processes import Signal, in_another_process, wait_for
from tests.search.conftest import MORNING, indexes_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]

MANY = 3000
WORKS = "建字第430900202200086号"


class OwnCluster:
    """A cluster that may be killed, in a folder of its own."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="yizheng-killed-"))
        self.folder.chmod(0o711)  # the account of Elasticsearch reaches its part of it

    def run(self, *arguments: str) -> str:
        environment = os.environ | {"YIZHENG_DATA": str(self.folder)}
        command = [ROOT / "script/elasticsearch", *arguments]
        return subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True).stdout

    def addresses(self) -> list[str]:
        return self.run("addresses").strip().split(",")

    def kill(self, node: str = "node-1") -> None:
        os.kill(int((self.folder / f"services/elasticsearch/{node}/pid").read_text()), signal.SIGKILL)


@pytest.fixture(scope="module")
def own(elasticsearch: list[str]) -> Iterator[OwnCluster]:
    cluster = OwnCluster()
    yield cluster
    cluster.run("stop")
    shutil.rmtree(cluster.folder)


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine is no fault."""
    monkeypatch.setattr(connection, "PATIENCE", 30)


@pytest.fixture
def one_node(own: OwnCluster, settings: Any, db: None, unhurried: None) -> Iterator[OwnCluster]:
    own.run("start")
    settings.ELASTICSEARCH = own.addresses()
    with indexes_in(settings, f"test-{uuid4().hex}"):
        yield own
        own.run("start")


@pytest.fixture
def three_nodes(own: OwnCluster, settings: Any, db: None, unhurried: None) -> Iterator[OwnCluster]:
    own.run("stop")
    own.run("start", "--nodes", "3")
    settings.ELASTICSEARCH = own.addresses()
    with indexes_in(settings, f"test-{uuid4().hex}"):
        client().cluster.health(wait_for_status="green", wait_for_events="languid")
        yield own


@pytest.fixture
def projects(office: Office) -> list[Project]:
    """Written, and none of them sent."""
    made = Project.objects.bulk_create(
        Project(office=office, project_code=f"{at:06}", name=f"样例工程{at}", created_at=MORNING) for at in range(MANY)
    )
    index.put(map(PROJECTS.entry, made))
    return made


def broken() -> list[str]:
    """What check_records finds, of the search index and of all the rest."""
    return [each.broken for each in records.check_all() if each.broken]


# In a flush


def test_killed_in_a_flush_it_holds_everything_after_the_next(one_node: OwnCluster, projects: list[Project]) -> None:
    """A moment after the third batch is on its way."""
    send, batches = outbox.send, count(1)

    def flush() -> None:
        def killing(batch: Any, **options: Any) -> int:
            if next(batches) == 3:
                threading.Timer(0.01, one_node.kill).start()
            return send(batch, **options)

        outbox.send = killing
        outbox.flush()

    assert wait_for(in_another_process(flush)) == 2  # SearchUnavailable
    left = outbox.lag()
    assert 0 < left.waiting <= MANY - 2 * outbox.BATCH
    assert left.since is not None
    assert broken() == [NOT_COMPARED]

    one_node.run("start")
    assert broken() == [f"{left.waiting} changes have not reached the search cluster; run tick, or see what it refuses"]
    assert outbox.flush() == left.waiting
    assert broken() == []


def test_two_flushes_of_one_backlog_at_once_send_it_whole(one_node: OwnCluster, projects: list[Project]) -> None:
    processes = [in_another_process(outbox.flush) for _ in range(2)]

    assert [wait_for(process) for process in processes] == [0, 0]
    assert outbox.lag().waiting == 0
    assert broken() == []


# In a rebuild


def test_killed_in_a_rebuild_it_is_gone_on_with(one_node: OwnCluster, projects: list[Project]) -> None:
    outbox.flush()
    before, copy, batches = indexes.in_use(), indexes._copy, count(1)

    def rebuild() -> None:
        def killing(*copied: Any) -> None:
            if next(batches) == 2:
                threading.Timer(0.01, one_node.kill).start()
            copy(*copied)

        indexes._copy = killing
        with pytest.raises(CommandError) as refused:
            call_command("rebuild_search")
        os._exit(100 + refused.value.returncode)

    assert wait_for(in_another_process(rebuild)) == 101
    cut_off = SearchIndex.objects.get(filled_at=None)
    assert cut_off.copied_to > 0

    one_node.run("start")
    assert indexes.in_use() == before
    copied: list[int] = []
    indexes.fill(copied.append)
    assert copied[-1] <= MANY + 1 - indexes.BATCH  # the first batch was not copied twice
    assert indexes.in_use() == cut_off.name
    assert broken() == []


# In a query


def test_killed_in_a_query_nobody_is_told_that_nothing_was_found(one_node: OwnCluster, issue: Any) -> None:
    issue("WORKS", WORKS, works_name="冷却塔")
    outbox.flush(refresh=True)
    turns, answers = count(1), []

    def ask() -> None:
        try:
            for _turn in range(60):
                if next(turns) == 100:  # of all four threads
                    one_node.kill()
                answers.extend(kind_of(ask_for(text)) for text in ("冷却塔", "0086"))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(answers) == {"right", "numbers only"}


def ask_for(text: str) -> Page:
    return find(Query(text=text, kind=("certificate",), audience=frozenset()), AnonymousUser())


def kind_of(page: Page) -> str:
    """The database finds the number and, as it says, no words."""
    if any(each.reading is Reading.NUMBERS_ONLY for each in page.understood):
        return "numbers only"
    return "right" if page.total == len(page.hits) == 1 else "wrong"


# One of three


def test_when_one_of_three_nodes_is_killed_no_reader_fails_and_nothing_is_lost(
    three_nodes: OwnCluster, projects: list[Project], issue: Any
) -> None:
    """Killed is the node where everything is written first."""
    issue("WORKS", WORKS, works_name="冷却塔")
    outbox.flush(refresh=True)
    [primary] = [each for each in client().cat.shards(index=indexes.in_use(), format="json") if each["prirep"] == "p"]
    begun, killed = [Signal() for _ in range(3)], [Signal() for _ in range(3)]
    work = [partial(write, projects), read, read]
    processes = [in_another_process(partial(go_on, *each)) for each in zip(work, begun, killed, strict=True)]
    for each in begun:
        each.wait()
    three_nodes.kill(primary["node"])
    for each in killed:
        each.say()

    assert [wait_for(process) for process in processes] == [0, 0, 0]
    outbox.retry_all()
    outbox.flush()
    assert first_missing_record() is None


def go_on(work: Callable[[int], None], begun: Signal, killed: Signal) -> None:
    """For a while before the kill, and a while after it."""
    turns = count()
    for _turn in range(10):
        work(next(turns))
    begun.say()
    while not killed.is_said():
        work(next(turns))
    for _turn in range(40):
        work(next(turns))


def write(projects: list[Project], turn: int) -> None:
    """What cannot be sent waits."""
    part = projects[turn * 10 % MANY :][:10]
    for project in part:
        project.name = f"样例工程{project.pk} 第{turn}次"
    Project.objects.bulk_update(part, ["name"])
    index.put(map(PROJECTS.entry, part))
    with suppress(SearchUnavailable):
        outbox.flush()


def read(_turn: int) -> None:
    assert kind_of(ask_for("冷却塔")) == "right"
