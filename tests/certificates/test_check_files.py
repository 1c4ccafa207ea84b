"""A check by file: our own bytes, what was made of them, and strangers."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, connection

from certificates.models import Certificate
from certificates.sealing import make_order, seal
from certificates.verification.by_file import check_file, check_path, check_sha256
from certificates.verification.outcome import Answer, Outcome, Reason
from documents import store
from documents.rendering.finishing import SignaturePlace
from documents.rendering.pdf import Attachment, render_pdf
from documents.signing.configured import signer_from_settings
from documents.signing.software import load_sample_signer, make_sample_key
from tests.certificates import alterations
from tests.certificates.issued import TITLE_NUMBER, WORKS_NUMBER, Issued
from tests.kit import certificate

pytestmark = pytest.mark.django_db
STRANGER = "湘(2022)益阳市不动产权第7654321号"  # of our form, never given


@pytest.fixture(autouse=True)
def bundle(issued: Issued, db: None) -> Issued:
    return issued


def check(content: bytes) -> Outcome:
    return check_file(BytesIO(content))


def said(content: bytes) -> tuple[Answer, Reason, str]:
    outcome = check(content)
    return outcome.answer, outcome.reason, outcome.number


def away(*args: object) -> None:
    raise OperationalError("the database does not answer")


def test_each_of_the_seven_files_is_genuine(issued: Issued) -> None:
    outcomes = [check(paper.pdf) for paper in issued.papers]

    assert {outcome.answer for outcome in outcomes} == {Answer.AUTHENTIC}
    assert [outcome.number for outcome in outcomes] == [paper.number for paper in issued.papers]


def test_the_hash_alone_is_enough(issued: Issued) -> None:
    paper = issued.of("TITLE")

    assert check_sha256(hashlib.sha256(paper.pdf).hexdigest().upper()).number == TITLE_NUMBER
    assert check_sha256("0" * 64).answer is Answer.UNKNOWN
    assert check_sha256("not a hash").answer is Answer.UNKNOWN


@pytest.mark.parametrize("kind", ["WORKS", "TITLE"])
@pytest.mark.parametrize("alter", alterations.ALL, ids=lambda alter: alter.__name__)
def test_an_altered_file_of_ours_is_altered_and_named(
    issued: Issued, alter: Callable[[bytes], bytes], kind: str
) -> None:
    paper = issued.of(kind)

    assert said(alter(paper.pdf)) == (Answer.ALTERED, Reason.BYTES_DIFFER, paper.number)


def test_a_locked_copy_is_never_genuine(issued: Issued) -> None:
    assert check(alterations.encrypted(issued.of("WORKS").pdf)).answer in {Answer.ALTERED, Answer.UNKNOWN}


@pytest.mark.parametrize("hexadecimal", [False, True])
def test_a_strangers_file_that_names_one_of_our_permits_is_altered(hexadecimal: bool) -> None:
    pdf = alterations.only_its_title(WORKS_NUMBER, hexadecimal=hexadecimal)

    assert said(pdf) == (Answer.ALTERED, Reason.BYTES_DIFFER, WORKS_NUMBER)


def test_a_permit_number_that_nobody_gave_is_unknown() -> None:
    assert said(alterations.only_its_title("建字第430900202299999号")) == (Answer.UNKNOWN, Reason.NOT_OURS, "")


def test_files_that_name_titles_do_not_tell_whether_the_number_exists() -> None:
    """Anybody can write a number into a file: given or not, the answer has to be the same (domain.md §8)."""
    given, never_given = (check(alterations.only_its_title(number)) for number in (TITLE_NUMBER, STRANGER))

    assert (
        (given.answer, given.reason)
        == (never_given.answer, never_given.reason)
        == (
            Answer.ALTERED,
            Reason.BYTES_DIFFER,
        )
    )


def test_a_title_of_another_place_is_none_of_ours() -> None:
    assert said(alterations.only_its_title("湘(2022)长沙市不动产权第0018231号"))[0] is Answer.UNKNOWN


def forged(statement: bytes, folder: Path) -> bytes:
    """Signed by another authority that chose the same names."""
    make_sample_key(folder)
    pdf = render_pdf(
        '<html lang="zh-Hans"><head><title>证</title></head><body><h1>证</h1></body></html>',
        attachments=[Attachment(name="facts.json", content=statement, description="证")],
        created=signer_from_settings().valid_from,
        signature=SignaturePlace(label="签名"),
    )
    signer = load_sample_signer(folder)
    return signer.sign_pdf(pdf.bytes, field="Signature", at=signer.valid_from)


def test_another_authority_with_the_same_names_is_found_out(issued: Issued, tmp_path: Path) -> None:
    pdf = forged(issued.of("WORKS").certificate.statement.encode(), tmp_path)

    assert said(pdf) == (Answer.ALTERED, Reason.BYTES_DIFFER, WORKS_NUMBER)


def test_a_sealed_paper_of_an_unpublished_bundle_is_unknown(issued: Issued) -> None:
    """Sealed, in the store, its number reserved: outside it does not exist (invariant 1)."""
    bundle = issued.bureau.ready_bundle()
    draft = certificate(bundle, "WORKS")
    draft.entry = issued.of("WORKS").certificate.entry  # any number; facts are made from it
    bundle.issue_day = date(2022, 8, 12)
    order = make_order(draft, bundle)
    order_of_a_new_number = order.statement.replace("430900202200086", "430900202288888")
    sealed = seal(replace(order, statement=order_of_a_new_number))
    pdf = store.path_of(sealed.sha256).read_bytes()

    assert said(pdf) == (Answer.UNKNOWN, Reason.NOT_OURS, "")
    assert check_sha256(sealed.sha256).answer is Answer.UNKNOWN
    assert said(alterations.unsigned(pdf)) == (Answer.UNKNOWN, Reason.NOT_OURS, "")


def test_a_file_that_is_stored_but_no_certificate_is_unknown() -> None:
    """Attachments of a project lie in the same store."""
    stored = store.put(b"%PDF-1.7 an attachment\nstartxref\n%%EOF", "application/pdf")

    assert check_sha256(stored.sha256).answer is Answer.UNKNOWN


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.NOT_A_PDF),
        ("一封信，提到 建字第430900202200086号".encode(), Reason.NOT_A_PDF),
        (b"PK\x03\x04 a spreadsheet called certificate.pdf", Reason.NOT_A_PDF),
        (b"%PDF-1.7\n1 0 obj", Reason.DAMAGED),
        (b"%PDF-1.7\ntrailer <</Encrypt 5 0 R>>\nstartxref\n0\n%%EOF\n", Reason.ENCRYPTED),
        (b"%PDF-1.7\ntrailer <<>>\nstartxref\n0\n%%EOF\n", Reason.NOT_OURS),
    ],
    ids=["empty", "text", "renamed", "cut off", "locked", "stranger"],
)
def test_what_is_not_ours_is_unknown_with_its_reason(content: bytes, reason: Reason) -> None:
    assert said(content) == (Answer.UNKNOWN, reason, "")


@pytest.mark.parametrize(
    ("state", "answer"), [("revoked", Answer.REVOKED), ("expired", Answer.EXPIRED), ("superseded", Answer.SUPERSEDED)]
)
def test_an_ended_certificate_answers_with_its_state_and_without_a_reason(
    issued: Issued, state: str, answer: Answer
) -> None:
    paper = issued.of("WORKS")
    Certificate.objects.filter(pk=paper.certificate.pk).update(
        state=state, ended_on=date(2022, 10, 8), end_reason="annulled" if state == "revoked" else ""
    )

    assert said(paper.pdf) == (answer, Reason.NONE, WORKS_NUMBER)


def test_records_that_do_not_answer_make_no_file_unknown(issued: Issued) -> None:
    with connection.execute_wrapper(away):
        answers = {
            check(content).answer
            for content in (issued.of("WORKS").pdf, b"not a PDF", alterations.unsigned(issued.of("WORKS").pdf))
        }

    assert answers == {Answer.UNCHECKED}


def test_what_the_signature_alone_shows_needs_no_records(issued: Issued) -> None:
    with connection.execute_wrapper(away):
        outcome = check(alterations.appended(issued.of("WORKS").pdf))

    assert (outcome.answer, outcome.number) == (Answer.ALTERED, WORKS_NUMBER)


def test_a_missing_key_hinders_no_check(issued: Issued, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "DATA", tmp_path)

    assert check(issued.of("WORKS").pdf).answer is Answer.AUTHENTIC
    assert check(alterations.flipped(issued.of("WORKS").pdf)).answer is Answer.ALTERED


def test_a_file_that_cannot_be_opened_could_not_be_checked(tmp_path: Path) -> None:
    outcomes = [check_path(tmp_path / "missing.pdf"), check_path(tmp_path)]

    assert {(each.answer, each.reason) for each in outcomes} == {(Answer.UNCHECKED, Reason.UNREADABLE)}
