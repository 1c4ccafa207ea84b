"""Sealing spread over processes: the same papers, and no process is left behind or waited for in vain."""

import os
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest

from bureau import calendar
from certificates import sealing
from certificates.actions.issue_bundle import issue_bundle
from certificates.actions.issuing.claim import claim_bundle
from certificates.models import Bundle
from tests.kit import Bureau, open_bureau

MORNING = datetime(2026, 11, 20, 10, 0)


@pytest.fixture
def bureau(db: None, settings: pytest.FixtureRequest) -> Bureau:
    settings.SEALING_PROCESSES = 2  # type: ignore[attr-defined]
    with calendar.at(MORNING):
        return open_bureau()


def test_a_bundle_sealed_by_two_processes_is_issued_whole(bureau: Bureau) -> None:
    with calendar.at(MORNING):
        issued = issue_bundle(bureau.ready_bundle().pk, actor=bureau.person("issuer"), sealer=sealing.spread)

    assert issued.state == Bundle.State.ISSUED
    assert issued.certificates.exclude(pdf=None).count() == 7


def test_when_a_sealing_process_is_killed_the_rest_is_sealed_here(bureau: Bureau) -> None:
    with calendar.at(MORNING):
        claim = claim_bundle(bureau.ready_bundle().pk, actor=bureau.person("issuer"), owner="test")
        assert claim is not None
        drafts = claim.bundle.certificates.select_related("type_version", "entry").order_by("position")
        orders = [sealing.make_order(each, claim.bundle) for each in drafts]
    sealed = []

    for paper in sealing.spread(orders):
        if not sealed:
            for process in list(sealing._pool()._processes):
                os.kill(process, signal.SIGKILL)
        sealed.append(paper.certificate_id)

    assert sorted(sealed) == sorted(order.certificate_id for order in orders)


def test_processes_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        "import multiprocessing, os, time\n"
        "from concurrent.futures import ProcessPoolExecutor\n"
        "from bureau.processes import start_django\n"
        "if __name__ == '__main__':\n"
        "    context = multiprocessing.get_context('spawn')\n"
        "    pool = ProcessPoolExecutor(1, mp_context=context, initializer=start_django)\n"
        "    print(pool.submit(os.getpid).result(), flush=True)\n"
        "    time.sleep(60)\n"
    )
    root = Path(__file__).resolve().parents[2]
    environment = os.environ | {"PYTHONPATH": f"{root / 'site'}:{root}"}
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True, env=environment) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
    deadline = time.monotonic() + 10
    while Path(f"/proc/{child}").exists() and time.monotonic() < deadline:
        if "State:\tZ" in Path(f"/proc/{child}/status").read_text():
            break
        time.sleep(0.05)
    else:
        assert not Path(f"/proc/{child}").exists()
