"""Where a run keeps its rows: SQLite in its data folder, or a private PostgreSQL as script/services starts it."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from tests.bench.frame import say

DATABASES = ["sqlite", "postgresql"]
SCRIPT = Path(__file__).resolve().parents[3] / "script" / "services"
NAME = "YIZHENG_DATABASE"


@contextmanager
def named(database: str) -> Iterator[bool]:
    """Whether it can be had: processes that start inside the block use it."""
    others = {key: value for key, value in os.environ.items() if not key.startswith(NAME)}
    with mock.patch.dict(os.environ, others, clear=True):
        if database == "sqlite":
            yield True
            return
        with _private_postgresql() as given:
            os.environ.update(given)
            yield bool(given)


@contextmanager
def _private_postgresql() -> Iterator[dict[str, str]]:
    """What names it; nothing where it cannot be started. Removed afterwards."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o711)  # its account must reach it
    environment = {**os.environ, "YIZHENG_DATA": str(folder)}
    try:
        if subprocess.run([SCRIPT, "start"], env=environment, stdout=sys.stderr).returncode:
            say("No PostgreSQL can be started here: its half is left out")
            yield {}
            return
        words = subprocess.check_output([SCRIPT, "env"], env=environment, text=True)
        yield dict(line.removeprefix("export ").split("=", 1) for line in words.splitlines())
    finally:
        subprocess.run([SCRIPT, "stop"], env=environment, stdout=sys.stderr)
        shutil.rmtree(folder, ignore_errors=True)
