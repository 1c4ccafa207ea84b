"""Files made to hurt whoever reads them: each gets its answer, in bounded memory, and never an exception."""

import hashlib
import json
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker

from certificates.verification.by_file import LARGEST_READ, check_file, check_path
from certificates.verification.outcome import Answer, Outcome, Reason
from documents.signing.configured import signer_from_settings
from tests.certificates.issued import WORKS_NUMBER, Issued, issued_for_a_module

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.faults]
MEGABYTE = 1024 * 1024
HEAD, TAIL = b"%PDF-1.7\n", b"\nstartxref\n0\n%%EOF\n"


@pytest.fixture(scope="module")
def issued(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Issued]:
    with django_db_blocker.unblock(), issued_for_a_module() as issued:
        yield issued


@pytest.fixture(autouse=True)
def bundle(issued: Issued, db: None) -> Issued:
    return issued


def check(content: bytes) -> Outcome:
    return check_file(BytesIO(content))


def filled(piece: bytes) -> bytes:
    """As large as a file may be, full of one thing."""
    return HEAD + piece * ((LARGEST_READ - 100) // len(piece)) + TAIL


def stream(content: bytes) -> bytes:
    return b"1 0 obj\n<</Filter /FlateDecode>>\nstream\n" + content + b"\nendstream\nendobj\n"


def flate_bomb() -> bytes:
    """One megabyte that inflates to a thousand, three hundred times."""
    return HEAD + stream(zlib.compress(b"\0" * (64 * MEGABYTE), 9)) * 250 + TAIL


def bomb_in_a_bomb() -> bytes:
    return HEAD + stream(zlib.compress(zlib.compress(b"\0" * (200 * MEGABYTE), 9), 9)) + TAIL


def deep_statement() -> bytes:
    deep = b'{"type_code":' + b"[" * 200_000 + b"]" * 200_000 + b"}"
    return HEAD + stream(zlib.compress(deep)) + TAIL


def statement_of(**values: object) -> Callable[[], bytes]:
    return lambda: HEAD + stream(zlib.compress(json.dumps(values).encode())) + TAIL


def carrying(piece: Callable[[], bytes]) -> Callable[[], bytes]:
    """With our certificate inside, so that its signatures are looked at."""

    def with_certificate() -> bytes:
        written = signer_from_settings().certificate_der.hex().encode()
        return piece()[: LARGEST_READ - len(written) - 100] + written + TAIL

    return with_certificate


BOMBS: dict[str, Callable[[], bytes]] = {
    "flate bomb": flate_bomb,
    "bomb in a bomb": bomb_in_a_bomb,
    "deep nesting": lambda: HEAD + b"[" * (10 * MEGABYTE) + b"]" * (9 * MEGABYTE) + TAIL,
    "deep dictionaries": lambda: filled(b"<</A "),
    "deep statement": deep_statement,
    "statement of another shape": statement_of(type_code=[1], number={"a": 1}, issuer=None),
    "statement with halves of characters": statement_of(type_code="WORKS", number="\ud800\0号", issuer="\udfff"),
    "a million objects": lambda: HEAD + b"".join(b"%d 0 obj\n<<>>\nendobj\n" % n for n in range(700_000)) + TAIL,
    "nothing but streams": lambda: filled(b"stream\n\x78"),
    "nothing but numbers": lambda: filled("建字第430900202299999号 ".encode()),
    "nothing but signs": lambda: filled("号".encode()),
    "nothing but signs in two bytes": lambda: filled("1号".encode("utf-16-be")),
    "nothing but hexadecimal titles": lambda: filled(b"<FEFF" + "1号".encode("utf-16-be").hex().encode() * 100 + b">"),
    "one endless title": lambda: filled(b"<FEFF" + b"53F7" * 1_000_000),
}
SIGNATURES: dict[str, Callable[[], bytes]] = {
    "a hundred thousand ranges": lambda: filled(b"/ByteRange [0 9 11 1]<>"),
    "a range over everything": lambda: HEAD + b"/ByteRange [0 9 999999999999 999999999999]" + TAIL,
    "a signature of ten megabytes": lambda: (
        HEAD + b"<" + b"30" * (9 * MEGABYTE) + b">/ByteRange [0 9 18874379 9]" + TAIL
    ),
    "a range that is no number": lambda: HEAD + b"/ByteRange [a b c d]" + TAIL,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_a_stranger_and_fills_no_memory(name: str) -> None:
    content = BOMBS[name]()
    assert len(content) <= LARGEST_READ, "made for the part that reads"
    tracemalloc.start()

    outcome = check(content)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (outcome.answer, outcome.reason) == (Answer.UNKNOWN, Reason.NOT_OURS)
    assert peak < 120 * MEGABYTE


@pytest.mark.parametrize("name", SIGNATURES)
def test_a_forged_signature_around_our_certificate_is_altered(name: str) -> None:
    outcome = check(carrying(SIGNATURES[name])())

    assert (outcome.answer, outcome.reason) == (Answer.ALTERED, Reason.BYTES_DIFFER)


def test_200_megabytes_are_compared_by_their_hash_alone(tmp_path: Path, issued: Issued) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.write(issued.of("WORKS").pdf)
        file.truncate(200 * MEGABYTE)  # no block of it is on disk
    tracemalloc.start()

    outcome = check_path(path)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (outcome.answer, outcome.reason) == (Answer.UNKNOWN, Reason.TOO_LARGE)
    assert peak < 60 * MEGABYTE


def test_every_place_where_one_of_our_files_can_break_off_is_survived(issued: Issued) -> None:
    pdf = issued.of("WORKS").pdf
    answers = {check(pdf[:length]).answer for length in range(0, len(pdf), len(pdf) // 60)}

    assert answers <= {Answer.ALTERED, Answer.UNKNOWN}


def test_one_flipped_bit_anywhere_is_never_genuine(issued: Issued) -> None:
    pdf = issued.of("WORKS").pdf
    for place in range(0, len(pdf), len(pdf) // 80):
        flipped = pdf[:place] + bytes([pdf[place] ^ 0x10]) + pdf[place + 1 :]
        assert hashlib.sha256(flipped).digest() != hashlib.sha256(pdf).digest()

        outcome = check(flipped)

        assert (outcome.answer, outcome.number) == (Answer.ALTERED, WORKS_NUMBER), place
