"""Renders, signs and stores one certificate: the slow part of issuing, outside any transaction and without a database.

An order is plain data, so that the same function runs here or in another process.
"""

import atexit
import multiprocessing
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TypeAlias

from django.conf import settings

from bureau import calendar
from bureau.processes import start_django
from certificates.codes import check_code_hash, new_check_code
from certificates.definition import TypeDefinition
from certificates.facts import CertificateFacts, make_facts
from certificates.models import Bundle, Certificate
from certificates.printing import DRAWINGS, SEAL_PLACE, STYLESHEET, certificate_html
from documents import store
from documents.rendering.finishing import SignaturePlace
from documents.rendering.fonts import font_configuration
from documents.rendering.pdf import Attachment, render_pdf
from documents.signing.configured import signer_from_settings

FACTS_FILE = "facts.json"
SEAL_FIELD = "Seal"


@dataclass(frozen=True, slots=True, kw_only=True)
class SealOrder:
    """Everything that one paper is made from."""

    certificate_id: int
    public_id: str
    definition: str  # JSON of TypeDefinition
    statement: str  # canonical JSON of CertificateFacts
    signed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A signed PDF in the store; nobody knows of it until its bundle is published."""

    certificate_id: int
    number: str
    statement: str
    check_code_hash: str
    sha256: str
    size: int
    pages: int
    milliseconds: int


Sealer: TypeAlias = Callable[[Sequence[SealOrder]], Iterable[Sealed]]


def make_order(certificate: Certificate, bundle: Bundle) -> SealOrder:
    """The order for a draft whose number is reserved and whose bundle's issue day is fixed."""
    return SealOrder(
        certificate_id=certificate.pk,
        public_id=certificate.public_id,
        definition=certificate.type_version.body,
        statement=facts_of(certificate, bundle).canonical_json().decode(),
        signed_at=calendar.now(),
    )


def facts_of(certificate: Certificate, bundle: Bundle) -> CertificateFacts:
    """What the draft will state. Raises ValueError while it has no number or its bundle no issue day."""
    if certificate.entry is None or bundle.issue_day is None:
        raise ValueError(f"certificate {certificate.pk} has no number or no issue day yet")
    project, office = bundle.project, bundle.project.office
    return make_facts(
        certificate.definition,
        certificate.values,
        number=certificate.entry.text + certificate.local_suffix,
        project_code=project.project_code,
        issuer=office.name,
        issuer_uscc=office.uscc,
        issued_on=bundle.issue_day,
    )


def seal(order: SealOrder) -> Sealed:
    """One paper: HTML, PDF/A with its facts inside, signature, store. Raises SigningFailed, StoreFull and the like."""
    started = time.perf_counter()
    definition = TypeDefinition.from_text(order.definition)
    facts = CertificateFacts.from_json(order.statement)
    signer = signer_from_settings()
    code = new_check_code()
    html = certificate_html(
        facts,
        definition,
        check_code=code,
        address=check_address(order.public_id, code),
        sample=signer.is_sample,
        draft=False,
    )
    rendered = render_pdf(
        html,
        stylesheets=[STYLESHEET],
        drawings=DRAWINGS,
        attachments=[Attachment(name=FACTS_FILE, content=order.statement.encode(), description=facts.type_name)],
        created=order.signed_at,
        signature=SignaturePlace(label=f"{facts.issuer}电子签名", field=SEAL_FIELD, rectangle=SEAL_PLACE),
    )
    signed = signer.sign_pdf(rendered.bytes, field=SEAL_FIELD, at=order.signed_at)
    return Sealed(
        certificate_id=order.certificate_id,
        number=facts.number,
        statement=order.statement,
        check_code_hash=check_code_hash(order.public_id, code),
        sha256=store.write(signed),
        size=len(signed),
        pages=rendered.pages,
        milliseconds=round((time.perf_counter() - started) * 1000),
    )


def check_address(public_id: str, code: str) -> str:
    """Where the QR code leads; until the signed token joins, the address carries the check code (design §5)."""
    return f"{settings.SITE_URL}/v/{public_id}/{code}/"


def here(orders: Sequence[SealOrder]) -> Iterator[Sealed]:
    """Seals in this process, one after the other."""
    return map(seal, orders)


def spread(orders: Sequence[SealOrder]) -> Iterator[Sealed]:
    """Seals in as many processes as there are cores; they stay for the next bundle. For long-lived workers.

    When one of the processes dies, the rest is sealed here, and the next bundle gets new processes.
    """
    if settings.SEALING_PROCESSES < 2 or len(orders) < 2:
        yield from here(orders)
        return
    waiting = {_pool().submit(seal, order): order for order in orders}
    try:
        for done in as_completed(list(waiting)):
            yield done.result()
            del waiting[done]
    except BrokenProcessPool:
        _pool.cache_clear()
        yield from here(list(waiting.values()))
    finally:
        for each in waiting:
            each.cancel()


def warm_up() -> None:
    """Starts the processes that `spread` will use, with their fonts loaded: the first bundle need not wait for them."""
    if settings.SEALING_PROCESSES >= 2:
        for _ in range(settings.SEALING_PROCESSES):
            _pool().submit(font_configuration)


@cache
def _pool() -> ProcessPoolExecutor:
    pool = ProcessPoolExecutor(
        settings.SEALING_PROCESSES, mp_context=multiprocessing.get_context("spawn"), initializer=start_django
    )
    atexit.register(pool.shutdown, wait=False, cancel_futures=True)
    return pool
