"""Saved answers of a check: the paper, what is kept of it, and what it answers when somebody checks it later."""

import hashlib
import logging
import re
import subprocess
from collections.abc import Iterator
from datetime import date, datetime
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import x509
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, OperationalError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pytest_django.plugin import DjangoDbBlocker

from bureau import calendar
from bureau.models import Office
from certificates import record_checks, tickets
from certificates.actions import save_query_result as action
from certificates.actions.save_query_result import SavedResult, save_query_result
from certificates.errors import ResultsUsedUp, TicketExpired
from certificates.management.commands.check_certificate import described
from certificates.models import Certificate, QueryResult
from certificates.printing import DRAWINGS, LETTER_STYLESHEET, ResultPaper, result_html
from certificates.public.limits import MOST, SAVES
from certificates.tickets import ticket_for
from documents import store
from documents.rendering.pdf import render_pdf
from documents.signing.configured import signer_from_settings
from documents.signing.errors import KeyMissing
from tests.browser.qr_reader import read_qr
from tests.certificates import alterations
from tests.certificates.issued import TITLE_NUMBER, Issued, Paper

pytestmark = pytest.mark.django_db
NOON = datetime(2022, 8, 15, 12, 0, 7)
SAVE = "/query/save/"
WRONG_CODE = "2345678923"


@pytest.fixture(scope="module")
def title(issued: Issued, django_db_blocker: DjangoDbBlocker) -> SavedResult:
    """Saved once for the tests that only read it."""
    with django_db_blocker.unblock():
        return saved(issued.of("TITLE"))


@pytest.fixture(scope="module")
def permit(issued: Issued, django_db_blocker: DjangoDbBlocker) -> SavedResult:
    with django_db_blocker.unblock(), translation.override("en"):
        return saved(issued.of("WORKS"))


@pytest.fixture(autouse=True)
def bundle(title: SavedResult, permit: SavedResult, db: None) -> None:
    """There is one, with a result of each kind saved."""


@pytest.fixture
def address(title: SavedResult, tmp_path: Path) -> str:
    """Where the QR code on the paper leads, read from its pixels."""
    path = tmp_path / "result.pdf"
    path.write_bytes(title.content)
    return "/r/" + read_qr(path).partition("/r/")[2]


def saved(paper: Paper) -> SavedResult:
    with calendar.at(NOON):
        return save_query_result(ticket=ticket_for(paper.certificate))


def end(paper: Paper, state: str, reason: str = "") -> None:
    day = date(2022, 10, 8)
    Certificate.objects.filter(pk=paper.certificate.pk).update(state=state, ended_on=day, end_reason=reason)


def text_of(pdf: bytes) -> str:
    out = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return re.sub(r"\s+", " ", out.stdout.decode())


def words(response: HttpResponse) -> str:
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main.partition(">")[2])))


def away(*args: object) -> None:
    raise OperationalError("the database does not answer")


# The paper


def test_the_paper_says_what_was_asked_what_was_found_and_when(title: SavedResult) -> None:
    said = text_of(title.content)

    for line in (
        "益阳市样例自然资源和规划局",
        f"结果编号 {title.result.number}",
        "不动产登记信息查询结果",
        f"按编号{TITLE_NUMBER}查询，2022年8月15日 12:00:07（北京时间）查得：",
        "证书 不动产权证书",
        "状态 有效",
        "发证日期 2022年8月12日",
        "只说明上面那一刻的状态。",
        "这不是登记簿的复制件",
        "印章位置",
    ):
        assert line in said
    assert "益阳样例发电有限公司" not in said
    info = subprocess.run(["pdfinfo", "-"], input=title.content, capture_output=True, check=True).stdout.decode()
    assert f"样本 不动产登记信息查询结果 {title.result.number}" in info
    assert re.search(r"Pages: +1\n", info)


def test_a_permits_paper_is_in_the_readers_language_with_what_the_check_shows(permit: SavedResult) -> None:
    said = text_of(permit.content)

    assert "Result of a certificate check" in said
    assert "found on 15 August 2022 12:00:07 (Beijing time)" in said
    assert "Status In force" in said
    assert "益阳样例发电有限公司" in said
    assert "register" not in said


def test_pyhanko_calls_the_signature_valid_and_the_file_whole(title: SavedResult) -> None:
    reader = PdfFileReader(BytesIO(title.content), strict=True)
    ours = x509.Certificate.load(signer_from_settings().certificate_der)

    context = ValidationContext(trust_roots=[ours], allow_fetching=False)
    status = validate_pdf_signature(reader.embedded_signatures[0], context)

    assert status.bottom_line
    assert status.coverage.name == "ENTIRE_FILE"
    assert status.signer_reported_dt == timezone.make_aware(NOON)


def test_of_a_title_that_has_ended_the_paper_tells_since_when(issued: Issued) -> None:
    end(issued.of("TITLE"), "revoked", "cancelled")

    saved_later = save_query_result(ticket=ticket_for(issued.of("TITLE").certificate))

    assert "已注销，2022年10月8日起" in text_of(saved_later.content)
    assert saved_later.result.told == "revoked"


def test_facts_of_a_title_are_on_the_paper_only_where_the_office_shows_them(issued: Issued) -> None:
    Office.objects.filter(pk=issued.bureau.office.pk).update(verify_shows_facts=True)

    result = saved(issued.of("TITLE"))

    assert result.result.shows_facts
    assert "权利人 益阳样例发电有限公司（样例）" in text_of(result.content)


def test_however_much_is_found_code_seal_and_day_stay_on_the_first_page(tmp_path: Path) -> None:
    paper = ResultPaper(
        office="益阳市样例自然资源和规划局",
        number="ABCD-EFGH-JKLM",
        asked=TITLE_NUMBER,
        asked_at="2022年8月15日 12:00:07",
        asked_on="2022年8月15日",
        status="有效",
        since="",
        rows=[(f"第{at}项", "益阳市赫山区样例镇样例村𠮷" * 9) for at in range(40)],
        is_title=True,
        address="https://zrzy.example.gov.cn/r/abcdefghjkmn/K7MPQ4XW2Z/",
        is_sample=True,
        language="zh-hans",
    )
    rendered = render_pdf(
        result_html(paper), stylesheets=[LETTER_STYLESHEET], drawings=DRAWINGS, created=timezone.make_aware(NOON)
    )
    path = tmp_path / "long.pdf"
    path.write_bytes(rendered.bytes)
    first = subprocess.run(["pdftotext", "-l", "1", path, "-"], capture_output=True, text=True, check=True).stdout

    assert rendered.pages > 2
    assert read_qr(path) == paper.address
    assert re.search(r"^2022年8月15日$", first, re.MULTILINE)
    assert "第0项" in first
    assert "第39项" in text_of(rendered.bytes)


# What is kept


def test_of_an_answer_only_the_status_told_is_kept_and_nothing_of_who_asked(title: SavedResult) -> None:
    row = QueryResult.objects.get(pk=title.result.pk)

    assert (row.certificate.number, row.told, row.shows_facts) == (TITLE_NUMBER, "authentic", False)
    assert row.asked_at == timezone.make_aware(NOON)
    assert row.file.sha256 == hashlib.sha256(title.content).hexdigest()
    assert store.read(row.file) == title.content
    kept = {field.name for field in QueryResult._meta.concrete_fields}
    assert kept == {"id", "public_id", "check_code_hash", "certificate", "asked_at", "told", "shows_facts", "file"}


@pytest.mark.parametrize("change", [{"told": "revoked"}, {"asked_at": "2022-08-16T09:00+08:00"}, {"public_id": "x"}])
def test_a_result_never_changes(title: SavedResult, change: dict[str, str]) -> None:
    with pytest.raises(IntegrityError, match="a query result never changes"), transaction.atomic():
        QueryResult.objects.filter(pk=title.result.pk).update(**change)


def test_a_result_is_never_deleted(title: SavedResult) -> None:
    with pytest.raises(IntegrityError, match="a query result never changes"), transaction.atomic():
        QueryResult.objects.filter(pk=title.result.pk).delete()


def test_the_record_check_names_a_result_that_told_what_was_not_so(title: SavedResult, issued: Issued) -> None:
    assert record_checks.first_impossible_result() is None

    Certificate.objects.filter(pk=issued.of("TITLE").certificate.pk).update(
        state="revoked", ended_on=date(2022, 8, 13), end_reason="cancelled"
    )

    assert record_checks.first_impossible_result() == (
        f"query result {title.result.number} told authentic, which certificate {TITLE_NUMBER} was not"
    )


def test_a_certificate_has_so_many_results_a_day_and_no_more(issued: Issued, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(action, "MOST_A_DAY", 1)  # the fixture saved one

    with pytest.raises(ResultsUsedUp):
        saved(issued.of("TITLE"))

    with calendar.at(datetime(2022, 8, 16, 0, 0)):
        assert save_query_result(ticket=ticket_for(issued.of("TITLE").certificate))


@pytest.mark.parametrize("ticket", ["", "x", "ImFhYWEi:1tzzzz:forged", "\0" * 10_000])
def test_without_a_ticket_of_ours_nothing_is_saved(ticket: str) -> None:
    with pytest.raises(TicketExpired):
        save_query_result(ticket=ticket)


# The button


def ticket_on(response: HttpResponse) -> str:
    found = re.search(r'name="ticket" value="([^"]+)"', response.content.decode())
    return unescape(found[1]) if found else ""


def answers(client: Client, paper: Paper) -> Iterator[HttpResponse]:
    """By number on both pages, by QR code, by file."""
    typed = {"way": "number", "number": paper.number, "code": paper.code}
    yield client.post("/query/", typed)
    yield client.post("/check/", typed)
    yield client.get(f"/v/{paper.certificate.public_id}/{paper.code}/")
    yield client.post("/check/", {"way": "file", "sha256": hashlib.sha256(paper.pdf).hexdigest()})


def test_every_answer_about_a_certificate_can_be_saved_and_no_other(client: Client, issued: Issued) -> None:
    paper = issued.of("TITLE")

    tickets_found = [ticket_on(answer) for answer in answers(client, paper)]

    assert len(tickets_found) == 4
    assert all(tickets_found)
    unknown = client.post("/query/", {"number": paper.number, "code": WRONG_CODE})
    assert ticket_on(unknown) == ""


def test_the_button_hands_out_the_paper_that_is_kept(client: Client, issued: Issued) -> None:
    paper = issued.of("TITLE", 1)
    ticket = ticket_on(client.post("/query/", {"number": paper.number, "code": paper.code}))

    response = client.post(SAVE, {"ticket": ticket})

    row = QueryResult.objects.get(certificate=paper.certificate)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/pdf")
    assert row.number in response.headers["Content-Disposition"]
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.content == store.read(row.file)


def test_an_answer_that_was_open_too_long_is_to_be_asked_again(
    client: Client, issued: Issued, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = ticket_for(issued.of("TITLE").certificate)
    monkeypatch.setattr(tickets, "GOOD_FOR", -1)

    response = client.post(SAVE, {"ticket": ticket})

    assert response.status_code == 403
    assert "这个结果放得太久了，没有存。" in words(response)
    assert client.get(SAVE).headers["Location"] == "/query/"


def test_saving_is_limited_more_strictly_than_asking(client: Client) -> None:
    tries = [client.post(SAVE, {"ticket": "x"}).status_code for _each in range(SAVES.most)]

    refused = client.post(SAVE, {"ticket": "x"})

    assert SAVES.most / SAVES.seconds < MOST / 60 / 10
    assert set(tries) == {403}
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "600")
    assert client.post("/query/", {"number": TITLE_NUMBER, "code": WRONG_CODE}).status_code == 200


def test_a_key_that_does_not_answer_leaves_nothing_and_says_nothing_of_the_key(
    client: Client, issued: Issued, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise KeyMissing(key="/srv/keys/office.p12")

    monkeypatch.setattr("certificates.result_paper.signer_from_settings", missing)
    before = QueryResult.objects.count()

    response = client.post(SAVE, {"ticket": ticket_for(issued.of("TITLE").certificate)})

    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
    assert "现在做不出 PDF 这不是说证书有问题。过几分钟再试。" in words(response)
    assert "office.p12" not in response.content.decode()
    assert QueryResult.objects.count() == before


def test_records_that_are_away_are_no_refusal(client: Client, issued: Issued, address: str) -> None:
    ticket = ticket_for(issued.of("TITLE").certificate)
    with connection.execute_wrapper(away):
        responses = [client.post(SAVE, {"ticket": ticket}), client.get(address)]

    for response in responses:
        assert response.status_code == 503
        assert "现在查不了" in words(response)


# Checking the paper


def test_the_code_on_the_paper_says_that_it_is_ours_and_nothing_has_changed(
    client: Client, title: SavedResult, address: str
) -> None:
    response = client.get(address)

    said = words(response)
    for line in (
        "结果是我们出具的，状态没有变 状态：有效。 2022年8月15日 12:00 查得，刚刚又查过。",
        f"结果编号 {title.result.number} 查询时间 2022年8月15日 12:00 当时的状态 有效 现在的状态 有效",
        f"结果上应该写着 证书 不动产权证书 编号 {TITLE_NUMBER} 状态 有效",
    ):
        assert line in said
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response.headers["Cache-Control"]


def test_a_status_that_has_changed_since_is_said_first(client: Client, issued: Issued, address: str) -> None:
    end(issued.of("TITLE"), "revoked", "cancelled")

    said = words(client.get(address))

    assert "结果是我们出具的，但状态已经变了" in said
    assert "2022年8月15日 12:00 查得：有效。现在是：已注销， 2022年10月8日 起。" in said
    assert "当时的状态 有效 现在的状态 已注销" in said


def test_what_the_office_no_longer_shows_is_not_shown_here_either(client: Client, issued: Issued) -> None:
    office = Office.objects.filter(pk=issued.bureau.office.pk)
    office.update(verify_shows_facts=True)
    content = saved(issued.of("TITLE")).content

    def upload() -> str:
        return words(client.post("/check/", {"way": "file", "sha256": hashlib.sha256(content).hexdigest()}))

    assert "权利人 益阳样例发电有限公司（样例）" in upload()
    office.update(verify_shows_facts=False)
    assert "权利人" not in upload()
    assert "结果上还写着别的内容，这里现在不再显示。" in upload()


def test_a_wrong_code_and_a_paper_that_never_was_are_one_page_for_the_same_queries(
    client: Client, title: SavedResult
) -> None:
    client.get("/check/")  # what every page says of the office is remembered from the first one on
    pages, counts = [], []
    for public_id in (title.result.public_id, "a" * 12):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(f"/r/{public_id}/{WRONG_CODE}/")
        pages.append((response.status_code, response.content.decode().replace(public_id, "…")))
        counts.append([re.sub(r"'[^']*'", "…", query["sql"]) for query in queries])

    assert pages[0] == pages[1]
    assert counts[0] == counts[1]
    assert "没有这份查询结果" in pages[0][1]


def test_staff_read_no_more_of_it_than_anyone(client: Client, issued: Issued, title: SavedResult) -> None:
    for name in ("officer", "auditor", "admin"):
        client.force_login(issued.bureau.person(name))

        said = words(client.get(f"/r/{title.result.public_id}/{WRONG_CODE}/"))

        assert "没有这份查询结果" in said
        assert TITLE_NUMBER not in said


def test_the_code_of_a_result_opens_no_certificate_and_the_other_way_round(
    client: Client, issued: Issued, address: str
) -> None:
    paper = issued.of("TITLE")
    code = address.rstrip("/").rpartition("/")[2]

    assert "查无此证" in words(client.post("/query/", {"number": TITLE_NUMBER, "code": code}))
    assert "查无此证" in words(client.get(address.replace("/r/", "/v/")))
    assert "没有这份查询结果" in words(client.get(f"/r/{paper.certificate.public_id}/{paper.code}/"))


def test_its_address_stands_in_no_log_and_shares_the_count_of_tries(
    client: Client, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        client.put(address)
        statuses = [client.get(address).status_code for _each in range(MOST + 1)]

    assert statuses == [200] * MOST + [429]
    assert address.rstrip("/").rpartition("/")[2] not in caplog.text


# Its file on the check page


def by_file(client: Client, content: bytes) -> str:
    return words(client.post("/check/", {"way": "file", "sha256": "", "file": SimpleUploadedFile("x.pdf", content)}))


def test_its_file_is_told_from_a_certificate_and_never_called_unknown(client: Client, title: SavedResult) -> None:
    said = by_file(client, title.content)

    assert "结果是我们出具的，状态没有变" in said
    assert "查无此证" not in said


def test_a_changed_file_of_it_is_called_altered(client: Client, title: SavedResult) -> None:
    assert "文件被改过，不要采用" in by_file(client, alterations.appended(title.content))


def test_the_command_says_that_the_file_is_a_result(title: SavedResult, tmp_path: Path) -> None:
    path = tmp_path / "result.pdf"
    path.write_bytes(title.content)

    assert described(path) == {
        "file": str(path),
        "state": "authentic",
        "reason": "",
        "number": TITLE_NUMBER,
        "paper": "query_result",
    }
