"""The product as it runs, for the tests beside this file: a site with its commands, and people before their screens."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.databases import FILE, ON_POSTGRESQL, drop_database
from tests.environment import ROOT

PASSWORD = "three counters and a seal"
PATIENCE = 60  # seconds for a server to answer


@dataclass(frozen=True)
class Site:
    """A running site: where it answers, and the environment that its commands share with it."""

    url: str
    environment: dict[str, str]

    def manage(self, *arguments: str, ok: bool = True) -> str:
        """What a command says; like ``script/manage`` against this site."""
        command = [sys.executable, str(ROOT / "site" / "manage.py"), *arguments]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert not ok or done.returncode == 0, done.stderr
        return done.stdout

    def sample(self) -> dict[str, Any]:
        """References of what the sample holds, as ``load_sample --json`` says them."""
        said: dict[str, Any] = json.loads(self.manage("load_sample", "--json"))
        return said

    def lose_records(self) -> None:
        """The database answers no more; nothing brings it back."""
        if ON_POSTGRESQL:
            drop_database(self.environment["YIZHENG_DATABASE_NAME"])
        else:
            (Path(self.environment["YIZHENG_DATA"]) / FILE).write_bytes(b"no database any more" * 100)


@dataclass
class Watch:
    """What browsers said while they were used: complaints of pages, and addresses they asked for."""

    complaints: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)

    def follow(self, page: Page) -> None:
        page.on("console", lambda said: self._hear(page, said.type, said.text))
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("request", lambda request: self.asked.add(request.url))

    def _hear(self, page: Page, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(f"{page.url}: {text}")

    def strange_addresses(self, site: Site) -> list[str]:
        """Of another host; ``blob:`` and ``data:`` and the browser's own pages leave for none."""
        outside = [each for each in self.asked if each.startswith(("http", "ws")) and not each.startswith(site.url)]
        return sorted(outside)


def environment(folder: Path, database: str, port: int = 0) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("YIZHENG_")}
    own |= {name: value for name, value in os.environ.items() if name.startswith("YIZHENG_DATABASE")}
    own |= {"YIZHENG_DATA": str(folder), "YIZHENG_SAMPLE": "yes", "YIZHENG_SAMPLE_PASSWORD": PASSWORD}
    if port:
        own["YIZHENG_SITE_URL"] = f"http://127.0.0.1:{port}"
    if ON_POSTGRESQL:
        own["YIZHENG_DATABASE_NAME"] = database
    return own


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    last = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < last:
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"The server at {url} does not answer.")


def someone(browser: Browser, watch: Watch, width: int, **options: Any) -> Page:
    """A person before a screen of that width: a browser of their own, with nothing in it."""
    height = 800 if width > 600 else 740
    given: dict[str, Any] = {"locale": "zh-CN", "viewport": {"width": width, "height": height}, **options}
    context = browser.new_context(**given)
    page = context.new_page()
    watch.follow(page)
    return page


@contextmanager
def leads_on(page: Page) -> Iterator[None]:
    """What is done in the block leads to another page; after it that page stands, with its style and its scripts.

    Playwright waits by itself only until a page begins, and not at all where a script thinks before it sends a form.
    """
    with page.expect_event("load"):
        yield


def sign_in(page: Page, site: Site, name: str) -> None:
    """By the form, as ``sample-<name>``."""
    page.goto(f"{site.url}/admin/login/")
    page.locator("[name=username]").fill(f"sample-{name}")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form button[type=submit]").click()
    page.wait_for_url(f"{site.url}/admin/")
