"""A check by number and code: what is said, and that unknown numbers and wrong codes cannot be told apart."""

from datetime import date, datetime

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import make_aware

from certificates.models import Certificate
from certificates.verification import by_number
from certificates.verification.by_number import check_number, check_public_id
from certificates.verification.outcome import Answer, Reason, answer_for
from tests.certificates.issued import TITLE_NUMBER, WORKS_NUMBER, Issued
from tests.kit import certificate

pytestmark = pytest.mark.django_db
WRONG_CODE = "2345678923"


@pytest.fixture(autouse=True)
def bundle(issued: Issued, db: None) -> Issued:
    return issued


@pytest.mark.parametrize(
    "typed",
    [
        WORKS_NUMBER,
        "建字第 4309 0020 2200 086 号",
        "建字 430900202200086",
        "（建字第４３０９００２０２２０００８６号）",
    ],
)
def test_a_number_is_read_as_people_type_it(issued: Issued, typed: str) -> None:
    outcome = check_number(typed, issued.of("WORKS").code)

    assert (outcome.answer, outcome.number) == (Answer.AUTHENTIC, WORKS_NUMBER)


def test_a_code_is_read_in_any_case_with_spaces_and_hyphens(issued: Issued) -> None:
    code = issued.of("TITLE").code
    typed = f" {code[:5].lower()}-{code[5:].lower()} "

    assert check_number(TITLE_NUMBER, typed).answer is Answer.AUTHENTIC


def test_the_qr_code_leads_to_the_same_answer(issued: Issued) -> None:
    paper = issued.of("TITLE")

    assert check_public_id(paper.certificate.public_id, paper.code).answer is Answer.AUTHENTIC


def test_the_code_of_another_certificate_opens_nothing(issued: Issued) -> None:
    outcome = check_number(TITLE_NUMBER, issued.of("TITLE", 1).code)

    assert (outcome.answer, outcome.certificate, outcome.number) == (Answer.UNKNOWN, None, "")


@pytest.mark.parametrize("number", [TITLE_NUMBER, "湘(2022)益阳市不动产权第9999999号", "", "〔〕", "x" * 5000])
def test_unknown_numbers_and_wrong_codes_cost_one_query_and_one_hmac_alike(
    number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed: list[str] = []
    real = by_number.check_code_hash
    monkeypatch.setattr(by_number, "check_code_hash", lambda *args: computed.append("hmac") or real(*args))

    with CaptureQueriesContext(connection) as queries:
        outcome = check_number(number, WRONG_CODE)

    assert (outcome.answer, outcome.reason) == (Answer.UNKNOWN, Reason.NONE)
    assert (len(queries), len(computed)) == (1, 1)


def test_a_draft_is_unknown_whatever_is_typed(issued: Issued) -> None:
    draft = certificate(issued.bureau.ready_bundle(), "TITLE")

    assert check_public_id(draft.public_id, "").answer is Answer.UNKNOWN
    assert check_public_id(draft.public_id, WRONG_CODE).answer is Answer.UNKNOWN


def test_an_ended_certificate_says_since_when(issued: Issued) -> None:
    paper = issued.of("WORKS")
    Certificate.objects.filter(pk=paper.certificate.pk).update(
        state="revoked", ended_on=date(2022, 10, 8), end_reason="annulled"
    )

    outcome = check_number(paper.number, paper.code)

    assert (outcome.answer, outcome.since, outcome.reason) == (Answer.REVOKED, date(2022, 10, 8), Reason.NONE)


def test_the_last_day_counts_and_the_next_does_not_whether_or_not_the_hourly_run_came(issued: Issued) -> None:
    row = Certificate.objects.get(pk=issued.of("LAND").certificate.pk)
    row.expires_on = date(2025, 8, 12)

    assert answer_for(row, make_aware(datetime(2025, 8, 12, 23, 59))) is Answer.AUTHENTIC
    assert answer_for(row, make_aware(datetime(2025, 8, 13, 0, 1))) is Answer.EXPIRED


def test_records_that_do_not_answer_never_look_like_an_unknown_number(issued: Issued) -> None:
    def away(*args: object) -> None:
        raise OperationalError("the database does not answer")

    with connection.execute_wrapper(away):
        outcome = check_number(WORKS_NUMBER, issued.of("WORKS").code)

    assert (outcome.answer, outcome.reason) == (Answer.UNCHECKED, Reason.RECORDS_AWAY)
