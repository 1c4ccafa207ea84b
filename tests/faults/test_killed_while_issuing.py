"""Issuing while processes die (kill -9), two people press at once, the store is full or the key is away.

Each test works in real processes on a real database; a killed one has no chance to tidy up.
"""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth.models import AnonymousUser

from bureau import calendar, records
from bureau.errors import YizhengError
from certificates.actions import ask_issue as asking
from certificates.actions import issue_bundle as issuing
from certificates.actions.ask_issue import ask_issue
from certificates.actions.issue_bundle import issue_bundle
from certificates.actions.issuing import claim, publish
from certificates.actions.sweep_leases import sweep_leases
from certificates.errors import IssueUnderway, LeaseLost, NoWorker
from certificates.models import Bundle, Certificate
from documents import store
from documents.models import LedgerEntry
from tests.faults.processes import in_another_process, wait_for
from tests.kit import Bureau, open_bureau

pytestmark = pytest.mark.django_db(transaction=True)

MORNING = datetime(2026, 11, 20, 10, 0)
AFTER_THE_LEASE = MORNING + claim.LEASE + timedelta(seconds=1)

# Where the process dies: module, function, before or after it, at which call. The words say what is done by then.
STEPS: dict[str, tuple[Any, str, str, int]] = {
    "before anything is claimed": (issuing, "claim_bundle", "before", 1),
    "with numbers reserved but not committed": (claim, "_reserve_numbers", "after", 1),
    "with the bundle claimed": (issuing, "claim_bundle", "after", 1),
    "before the first file is written": (store, "write", "before", 1),
    "with a file written that nobody noted": (store, "write", "after", 3),
    "with four papers sealed": (issuing, "_note", "after", 4),
    "with all seven sealed": (issuing, "publish_bundle", "before", 1),
    "in the publishing transaction": (publish, "_issue", "after", 5),
    "before the publishing transaction is committed": (publish.bundle_issued, "send", "after", 1),
    "after everything is published": (issuing, "publish_bundle", "after", 1),
}


@pytest.fixture
def bureau() -> Iterator[Bureau]:
    with calendar.at(MORNING):
        yield open_bureau()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def dying_at(step: tuple[Any, str, str, int]) -> None:
    """Arms the present process: it kills itself at the step."""
    owner, name, when, at_call = step
    real, calls = getattr(owner, name), []

    def armed(*args: Any, **kwargs: Any) -> Any:
        calls.append(name)
        if when == "before" and len(calls) == at_call:
            die()
        result = real(*args, **kwargs)
        if when == "after" and len(calls) == at_call:
            die()
        return result

    setattr(owner, name, armed)


def public_certificates() -> int:
    return Certificate.objects.visible_to(AnonymousUser()).count()


def reserved() -> list[str]:
    own = LedgerEntry.objects.exclude(code="BUNDLE").order_by("pk")
    return list(own.values_list("text", flat=True))


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())
def test_after_kill_9_the_next_call_issues_all_seven_with_the_same_numbers(
    bureau: Bureau, step: tuple[Any, str, str, int]
) -> None:
    bundle = bureau.ready_bundle()

    def killed() -> None:
        dying_at(step)
        issue_bundle(bundle.pk, actor=bureau.person("issuer"))

    assert wait_for(in_another_process(killed)) == -signal.SIGKILL
    assert public_certificates() in {0, 5}  # never some
    numbers = reserved()
    with calendar.at(AFTER_THE_LEASE):
        issued = issue_bundle(bundle.pk, actor=bureau.person("issuer-2"))

    assert issued.state == Bundle.State.ISSUED
    assert public_certificates() == 5
    assert numbers == [] or sorted(numbers) == sorted(each.number for each in issued.certificates.all())
    assert LedgerEntry.objects.exclude(code="BUNDLE").count() == 7
    assert [(each.check, each.broken) for each in records.check_all() if each.broken] == []


def test_while_the_lease_of_a_dead_worker_runs_nobody_else_begins(bureau: Bureau) -> None:
    bundle = bureau.ready_bundle()

    def killed() -> None:
        dying_at(STEPS["with four papers sealed"])
        issue_bundle(bundle.pk, actor=bureau.person("issuer"))

    wait_for(in_another_process(killed))

    with pytest.raises(IssueUnderway):
        issue_bundle(bundle.pk, actor=bureau.person("issuer-2"))


def test_the_sweeper_hands_the_bundle_of_a_dead_worker_to_a_living_one(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = bureau.ready_bundle()

    def killed() -> None:
        dying_at(STEPS["with four papers sealed"])
        issue_bundle(bundle.pk, actor=bureau.person("issuer"))

    wait_for(in_another_process(killed))
    assert sweep_leases() == 0

    with calendar.at(AFTER_THE_LEASE):
        assert sweep_leases() == 1
        assert sweep_leases() == 0  # it is in the queue already
        assert asking.issue_in_worker.call(bundle.pk, bureau.person("issuer").pk) == "issued"

    assert public_certificates() == 5


def test_a_worker_that_slept_through_its_lease_publishes_nothing(bureau: Bureau) -> None:
    bundle = bureau.ready_bundle()
    issuer, other = bureau.person("issuer"), bureau.person("issuer-2")
    slow = claim.claim_bundle(bundle.pk, actor=issuer, owner="slow")
    assert slow is not None
    with calendar.at(AFTER_THE_LEASE):
        issue_bundle(bundle.pk, actor=other)

    with pytest.raises(LeaseLost):
        publish.publish_bundle(slow, actor=issuer)

    assert Bundle.objects.get(pk=bundle.pk).issued_by == other


def test_two_people_pressing_at_once_issue_it_once(bureau: Bureau) -> None:
    bundle = bureau.ready_bundle()
    people = [bureau.person("issuer"), bureau.person("issuer-2")]

    def press(actor: Any) -> Callable[[], object]:
        return lambda: issue_bundle(bundle.pk, actor=actor)

    processes = [in_another_process(press(person)) for person in people]
    endings = sorted(wait_for(process) for process in processes)

    assert endings in ([0, 2], [0, 0])  # the second is refused, or finds it issued
    assert LedgerEntry.objects.filter(state=LedgerEntry.State.ISSUED).exclude(code="BUNDLE").count() == 7
    assert public_certificates() == 5


def test_numbers_taken_by_two_processes_at_once_have_neither_gap_nor_double(bureau: Bureau) -> None:
    bundles = [bureau.ready_bundle() for _ in range(2)]
    issuer = bureau.person("issuer")

    processes = [
        in_another_process(lambda pk=bundle.pk: issue_bundle(pk, actor=issuer))  # type: ignore[misc]
        for bundle in bundles
    ]

    assert [wait_for(process) for process in processes] == [0, 0]
    works = LedgerEntry.objects.filter(code="WORKS").order_by("value").values_list("value", flat=True)
    assert list(works) == [1, 2, 3, 4, 5, 6, 7, 8]


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder that takes no more: a tiny file system, or without the right to mount one, a folder that is closed."""
    folder = tmp_path / "store"
    folder.mkdir()
    mounted = (
        os.geteuid() == 0
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", folder], check=False, capture_output=True
        ).returncode
    )
    if not mounted:
        folder.chmod(0o500)
        if os.access(folder, os.W_OK):
            pytest.skip("root without the right to mount can write everywhere")
    yield folder
    if mounted:
        subprocess.run(["umount", folder], check=True)
    else:
        folder.chmod(0o700)


def test_a_full_store_stops_the_issue_and_room_lets_it_go_on(bureau: Bureau, full_disk: Path, settings: Any) -> None:
    bundle = bureau.ready_bundle()
    roomy = settings.STORE
    settings.STORE = full_disk

    with pytest.raises(store.StoreFull):
        issue_bundle(bundle.pk, actor=bureau.person("issuer"))

    assert public_certificates() == 0
    numbers = reserved()
    settings.STORE = roomy
    issued = issue_bundle(bundle.pk, actor=bureau.person("issuer"))
    assert sorted(numbers) == sorted(each.number for each in issued.certificates.all())


def office_key(path: Path, *, password: bytes, until: datetime) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "SAMPLE office key")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(until)
        .sign(key, hashes.SHA256())
    )
    encryption = serialization.BestAvailableEncryption(password)
    path.write_bytes(serialization.pkcs12.serialize_key_and_certificates(b"office", key, certificate, None, encryption))
    return path


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("missing", "documents.key_missing"),
        ("expired", "documents.key_expired"),
        ("wrong password", "documents.key_locked"),
        ("no key", "documents.key_unreadable"),
    ],
)
def test_without_a_good_key_nothing_is_issued_and_the_numbers_wait_for_it(
    bureau: Bureau, settings: Any, tmp_path: Path, fault: str, code: str
) -> None:
    good = datetime(2040, 1, 1, tzinfo=UTC)
    path = office_key(tmp_path / "office.p12", password=b"right", until=good)
    if fault == "expired":
        office_key(path, password=b"right", until=datetime(2021, 1, 1, tzinfo=UTC))
    if fault == "no key":
        path.write_bytes(b"not a key")
    settings.SIGNING_KEY_FILE = str(path) if fault != "missing" else str(tmp_path / "gone.p12")
    settings.SIGNING_KEY_PASSWORD = "wrong" if fault == "wrong password" else "right"
    bundle = bureau.ready_bundle()

    with pytest.raises(YizhengError) as refused:
        issue_bundle(bundle.pk, actor=bureau.person("issuer"))

    assert refused.value.code == code
    assert public_certificates() == 0
    assert len(reserved()) == 7
    settings.SIGNING_KEY_FILE = str(office_key(tmp_path / "new.p12", password=b"right", until=good))
    settings.SIGNING_KEY_PASSWORD = "right"
    assert issue_bundle(bundle.pk, actor=bureau.person("issuer")).state == Bundle.State.ISSUED


def test_without_a_living_worker_the_button_says_so_and_nothing_is_queued(bureau: Bureau) -> None:
    bundle = bureau.ready_bundle()

    with pytest.raises(NoWorker):
        ask_issue(bundle.pk, actor=bureau.person("issuer"))

    bundle.refresh_from_db()
    assert bundle.state == Bundle.State.APPROVED
