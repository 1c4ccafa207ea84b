"""A private Elasticsearch for one run, as script/elasticsearch starts it."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from django.test import override_settings

from search.elastic.client import client
from tests.bench.frame import say

PATIENCE = 60.0  # seconds: on a busy machine a slow answer is a figure, not an outage
SCRIPT = Path(__file__).resolve().parents[3] / "script" / "elasticsearch"


@contextmanager
def cluster() -> Iterator[bool]:
    """Whether there is one: inside the block it is the engine that the settings name. Removed afterwards."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o711)  # its account must reach it
    environment = {**os.environ, "YIZHENG_DATA": str(folder)}
    try:
        if subprocess.run([SCRIPT, "start"], env=environment, stdout=sys.stderr).returncode:
            say("No Elasticsearch can be started here: its half is left out")
            yield False
            return
        addresses = subprocess.check_output([SCRIPT, "addresses"], env=environment, text=True).strip().split(",")
        patient = mock.patch("search.elastic.client.PATIENCE", PATIENCE)
        with patient, override_settings(SEARCH_ENGINE="elasticsearch", ELASTICSEARCH=addresses):
            client.cache_clear()
            yield True
            client.cache_clear()
    finally:
        subprocess.run([SCRIPT, "stop"], env=environment, stdout=sys.stderr)
        shutil.rmtree(folder, ignore_errors=True)
