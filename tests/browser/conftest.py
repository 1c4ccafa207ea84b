"""Sites that run: gunicorn and a worker over a database and a folder of their own, and Chromium before them.

Nothing of Django runs in the test's own process. The sample is loaded once for a run; each site begins with a copy.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.desks import CHINESE, Desk
from tests.browser.running import (
    PATIENCE,
    Site,
    Watch,
    environment,
    free_port,
    sign_in,
    someone,
    wait_for,
)
from tests.databases import FILE, ON_POSTGRESQL, by_the_first_who_asks, copy_migrated, drop_database, make_database
from tests.environment import FOLDER, ROOT

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
PREPARED = "browser_prepared"


@pytest.fixture(scope="session")
def prepared() -> Path:
    """A data folder with the sample in it, made by the first process of the run that asks."""
    with by_the_first_who_asks(PREPARED) as folder:
        if folder:
            site = Site("", environment(folder, PREPARED))
            collecting = subprocess.Popen(
                [sys.executable, str(ROOT / "site" / "manage.py"), "collectstatic", "--no-input", "-v", "0"],
                env=site.environment,
            )
            copy_migrated(PREPARED if ON_POSTGRESQL else folder / FILE)
            site.manage("load_sample")
            assert collecting.wait() == 0
    return FOLDER / PREPARED


@pytest.fixture
def site(prepared: Path, tmp_path: Path) -> Iterator[Site]:
    """A site of the test's own, with web server and worker."""
    with running(prepared, tmp_path / "data") as site:
        yield site


@pytest.fixture(scope="module")
def shared_site(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One site for the tests of a module that only read."""
    with running(prepared, tmp_path_factory.mktemp("shared") / "data") as site:
        yield site


@contextmanager
def running(prepared: Path, folder: Path) -> Iterator[Site]:
    """A site over a copy of what was prepared, while the block lasts."""
    port = free_port()
    database = f"browser_{port}"
    shutil.copytree(prepared, folder, ignore=shutil.ignore_patterns("static", "ready"))
    (folder / "static").symlink_to(prepared / "static")
    make_database(database, PREPARED)
    site = Site(f"http://127.0.0.1:{port}", environment(folder, database, port))
    web = [sys.executable, "-m", "gunicorn", "--chdir", "site", "config.wsgi", "--bind", f"127.0.0.1:{port}"]
    web += ["--no-control-socket", "--threads", "4", "--graceful-timeout", "1", "--log-level", "warning"]
    worker = [sys.executable, "site/manage.py", "work"]
    parts = [subprocess.Popen(command, cwd=ROOT, env=site.environment) for command in (web, worker)]
    try:
        wait_for(site.url, parts[0])
        yield site
    finally:
        for part in parts:
            part.terminate()
        for part in parts:
            part.wait(PATIENCE)
        drop_database(database)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = os.environ.get("YIZHENG_TEST_CHROMIUM") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def places(site: Site) -> dict[str, Any]:
    """Keys of records in every state, made through the actions in the site's own database."""
    found: dict[str, Any] = json.loads(
        site.manage("shell", "-v", "0", "-c", "from tests.browser.states import make_states; make_states()")
    )
    return found


# Staff


@pytest.fixture(scope="module")
def keys(shared_site: Site) -> dict[str, Any]:
    say = "from tests.browser.content import say_keys; say_keys()"
    found: dict[str, Any] = json.loads(shared_site.manage("shell", "-v", "0", "-c", say))
    return found


@pytest.fixture(scope="module")
def watched() -> Watch:
    return Watch()


@pytest.fixture(scope="module")
def desk(browser: Browser, shared_site: Site, watched: Watch) -> Desk:
    """The page at which somebody sits who reads a language, signed in once."""
    desks: dict[tuple[str, str], Page] = {}

    def at(name: str, language: str = CHINESE) -> Page:
        if (name, language) not in desks:
            page = desks[name, language] = someone(browser, watched, 1280)
            page.context.add_cookies([{"name": "django_language", "value": language, "url": shared_site.url}])
            sign_in(page, shared_site, name)
        return desks[name, language]

    return at


@pytest.fixture
def nothing_complained(watched: Watch, shared_site: Site) -> Iterator[None]:
    watched.complaints.clear()
    yield
    assert watched.complaints == []
    assert watched.strange_addresses(shared_site) == []
