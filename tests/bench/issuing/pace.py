"""How long a bundle of seven takes on one core, beside the baseline, in turns."""

import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

from bureau.models import User
from certificates.actions.issue_bundle import issue_bundle
from certificates.models import Bundle
from certificates.sealing import Sealed, SealOrder, seal
from documents import store
from documents.signing.configured import keys_folder
from documents.signing.software import CERTIFICATE_FILE, KEY_FILE, make_sample_key
from tests.bench.issuing.plain import Plain, page_count, pages_of

Made = TypeVar("Made")
Seconds: TypeAlias = tuple[float, float]  # by the clock, and of the processor


@dataclass(frozen=True, slots=True)
class Pace:
    """Medians over bundles."""

    seconds: float
    processor: float
    sealing: float  # of `seconds`: rendering, signing, storing; the rest is the database
    plain_seconds: float
    plain_processor: float
    sizes: tuple[int, ...]
    plain_sizes: tuple[int, ...]


@dataclass
class Sealing:
    """The usual sealer, which also remembers how long it took."""

    seconds: list[float] = field(default_factory=list)

    def __call__(self, orders: Sequence[SealOrder]) -> Iterator[Sealed]:
        total = 0.0
        for order in orders:
            start = time.perf_counter()
            sealed = seal(order)
            total += time.perf_counter() - start
            yield sealed
        self.seconds.append(total)


def measure(kind: str, keys: list[int]) -> Pace:
    """The first bundle only warms up."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    _sign_with(kind)
    issuer, plain, sealing = User.objects.get(username="sample-issuer"), Plain(), Sealing()
    ours: list[Seconds] = []
    theirs: list[Seconds] = []
    sizes: list[int] = []
    plain_sizes: list[int] = []
    for key in keys:
        bundle, time_of_ours = _timed(lambda key=key: issue_bundle(key, actor=issuer, sealer=sealing))
        pages = pages_of(bundle)
        pdfs, time_of_theirs = _timed(lambda pages=pages: plain(pages))
        _compare(bundle, pdfs)
        ours.append(time_of_ours)
        theirs.append(time_of_theirs)
        sizes += [each.pdf.size for each in bundle.certificates.select_related("pdf")]
        plain_sizes += map(len, pdfs)
    seconds, processor = _medians(ours[1:])
    plain_seconds, plain_processor = _medians(theirs[1:])
    return Pace(
        seconds=seconds,
        processor=processor,
        sealing=statistics.median(sealing.seconds[1:]),
        plain_seconds=plain_seconds,
        plain_processor=plain_processor,
        sizes=tuple(sizes),
        plain_sizes=tuple(plain_sizes),
    )


def _sign_with(kind: str) -> None:
    for name in (KEY_FILE, CERTIFICATE_FILE):
        (keys_folder() / name).unlink(missing_ok=True)
    make_sample_key(keys_folder(), kind=kind)


def _timed(work: Callable[[], Made]) -> tuple[Made, Seconds]:
    start, used = time.perf_counter(), time.process_time()
    made = work()
    return made, (time.perf_counter() - start, time.process_time() - used)


def _medians(timed: list[Seconds]) -> Seconds:
    return statistics.median(one for one, _ in timed), statistics.median(two for _, two in timed)


def _compare(bundle: Bundle, pdfs: list[bytes]) -> None:
    """Both sides print the same pages, or the comparison says nothing."""
    ours = [page_count(store.read(each.pdf)) for each in bundle.certificates.select_related("pdf").order_by("position")]
    theirs = [page_count(pdf) for pdf in pdfs]
    if ours != theirs:
        raise RuntimeError(f"{bundle}: {ours} pages of ours, {theirs} of the baseline")
