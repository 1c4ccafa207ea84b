"""The environment that tests run in, set up before Django's settings are read (see addopts in pyproject.toml).

Every process of a run has a data folder of its own, so that runs and workers never meet; what the caller's shell says
about Yizheng does not count, except which database to use.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from hypothesis import settings as hypothesis_settings

RUN = "YIZHENG_TEST_RUN"  # the folder of the whole run: made by its first process, which also removes it
KEPT = ("YIZHENG_DATABASE", "YIZHENG_TEST_")

for name in [name for name in os.environ if name.startswith("YIZHENG_") and not name.startswith(KEPT)]:
    del os.environ[name]
OWNER = RUN not in os.environ
FOLDER = Path(os.environ.setdefault(RUN, "") or tempfile.mkdtemp(prefix="yizheng-tests-"))
os.environ[RUN] = str(FOLDER)
os.environ["YIZHENG_DATA"] = str(FOLDER / os.environ.get("PYTEST_XDIST_WORKER", "main"))
Path(os.environ["YIZHENG_DATA"]).mkdir(exist_ok=True)
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop beside live_server

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick, for accounts that last a test
settings.STATIC_ROOT.mkdir(exist_ok=True)

# The same examples in every run: a test that fails on some days only teaches people to run it again.
hypothesis_settings.register_profile("yizheng", derandomize=True, deadline=None, database=None)
hypothesis_settings.load_profile("yizheng")


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    if OWNER:
        shutil.rmtree(FOLDER, ignore_errors=True)


USES_DATABASE = {"db", "transactional_db", "live_server", "django_db_setup", "prepared"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests marked for one database are left out on the other; what the database cannot change runs on SQLite alone.

    That is what uses none, and what pages look like: on PostgreSQL Chromium only goes the whole ways. What takes long
    says it by the mark ``sqlite`` if Python alone makes it of rows that the same queries read on both: words, drawings,
    numbers of queries, who is turned away. Actions, locks, constraints, search and what strangers send run on both.

    Few tests that take long come first, and `script/test` keeps this order, so that none of them is left for one
    process while the others are done.
    """
    items.sort(key=lambda item: not (item.get_closest_marker("browser") or item.path.parent.name == "faults"))
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[connection.vendor]
    for item in items:
        if item.get_closest_marker(other):
            item.add_marker(pytest.mark.skip(reason=f"only on {other}"))
    if connection.vendor == "postgresql":
        config.hook.pytest_deselected(items=[item for item in items if is_alike(item)])
        items[:] = [item for item in items if not is_alike(item)]


def is_alike(item: pytest.Item) -> bool:
    looks = item.get_closest_marker("browser") and not item.get_closest_marker("whole_way")
    return bool(looks) or not uses_database(item)


def uses_database(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("django_db") or USES_DATABASE & set(getattr(item, "fixturenames", ())))
