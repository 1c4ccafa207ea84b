"""gunicorn as script/server starts it, and what its workers have cost."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 60  # seconds
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    pid: int

    @property
    def processor(self) -> float:
        """Seconds of processor time that the workers have used."""
        workers = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return sum(_processor(int(worker)) for worker in workers)


@contextmanager
def serving(*, settings: str = "config.settings", keep: bool = True, workers: int = 1) -> Iterator[Server]:
    """``keep``: whole pages are kept, as they are outside of benchmarks."""
    port = _free_port()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": settings,
        "YIZHENG_PAGE_CACHE": "yes" if keep else "no",
        "YIZHENG_SAMPLE": "yes",
    }
    command = [sys.executable, "-m", "gunicorn", "--chdir", "site", "config.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--no-control-socket", "--workers", str(workers), "--threads", "4", "--keep-alive", "30"]
    command += ["--graceful-timeout", "1", "--log-level", "warning", "--pythonpath", str(ROOT)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=sys.stderr)
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz", process)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    last = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < last:
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The server at {url} does not answer.")


def _processor(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK  # utime and stime, see proc(5)
