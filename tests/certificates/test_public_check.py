"""The check page: what it says, what it never says, and how often it may be asked."""

import hashlib
import logging
import re
from datetime import date
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bureau.models import Office
from certificates.models import Certificate
from certificates.public.limits import MOST
from documents import store
from tests.certificates import alterations
from tests.certificates.issued import TITLE_NUMBER, WORKS_NUMBER, Issued, Paper, supersede

pytestmark = pytest.mark.django_db
CHECK = "/check/"
WRONG_CODE = "2345678923"
STRANGER = "湘(2022)益阳市不动产权第7654321号"


@pytest.fixture(autouse=True)
def bundle(issued: Issued, db: None) -> Issued:
    return issued


def words(response: HttpResponse) -> str:
    """What is read in the main part: no tags, single spaces."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main.partition(">")[2])))


def by_number(client: Client, number: str, code: str) -> HttpResponse:
    return client.post(CHECK, {"way": "number", "number": number, "code": code})


def by_file(client: Client, content: bytes, name: str = "证书.pdf") -> HttpResponse:
    return client.post(CHECK, {"way": "file", "sha256": "", "file": SimpleUploadedFile(name, content)})


def by_hash(client: Client, content: bytes) -> HttpResponse:
    return client.post(CHECK, {"way": "file", "sha256": hashlib.sha256(content).hexdigest()})


def by_qr(client: Client, paper: Paper, code: str = "") -> HttpResponse:
    return client.get(reverse("check_by_qr", args=[paper.certificate.public_id, code or paper.code]))


def end(paper: Paper, state: str, reason: str = "") -> None:
    Certificate.objects.filter(pk=paper.certificate.pk).update(
        state=state, ended_on=date(2022, 10, 8), end_reason=reason
    )


def away(*args: object) -> None:
    raise OperationalError("the database does not answer")


def test_the_page_offers_three_ways_without_script(client: Client) -> None:
    said = words(client.get(CHECK))

    for way in ("按编号和验证码查", "用文件查", "扫二维码查", "要上传才能验。", "里面没有 0、O、1、I。"):
        assert way in said


def test_a_genuine_permit_says_what_the_paper_should_say_and_what_was_compared(client: Client, issued: Issued) -> None:
    paper = issued.of("WORKS")

    response = by_number(client, paper.number, paper.code)

    said = words(response)
    assert response.status_code == 200
    assert "证书是真的，现在有效 请再和手里的证书对一对：下面每一项都要一样。核对时间" in said
    for line in (
        "证书上应该写着",
        f"编号 {WORKS_NUMBER}",
        "状态 有效",
        "益阳样例发电有限公司（样例）",
        "发证日期 2022年8月12日",
        "我们核对了三件事",
        "签名 我们存的那一份是本局的签名，签后没有改过",
        "编号 在本局的编号簿里，只发过这一本",
        "现在的状态 刚刚查过：有效",
    ):
        assert line in said
    assert 'role="status"' in response.content.decode()
    assert re.search(r"<h1[^>]*tabindex=\"-1\" autofocus>证书是真的，现在有效</h1>", response.content.decode())


def test_only_what_is_printed_is_said_to_stand_on_the_paper(client: Client, issued: Issued) -> None:
    paper = issued.of("WORKS")

    assert "统一社会信用代码" not in words(by_number(client, paper.number, paper.code))


def test_of_a_title_only_kind_number_office_day_and_status_are_shown(client: Client, issued: Issued) -> None:
    said = words(by_qr(client, issued.of("TITLE")))

    assert f"证书 不动产权证书 编号 {TITLE_NUMBER} 状态 有效 发证机关" in said
    assert "权利人" not in said.partition("看不到的内容")[0]
    assert "益阳样例发电有限公司" not in said
    assert "430903001002" not in said


def test_an_office_may_show_the_facts_of_a_title_to_who_holds_it(client: Client, issued: Issued) -> None:
    Office.objects.filter(pk=issued.bureau.office.pk).update(verify_shows_facts=True)

    said = words(by_qr(client, issued.of("TITLE")))

    assert "权利人 益阳样例发电有限公司（样例）" in said
    assert "共有情况" not in said
    assert "附记" not in said


def test_what_was_not_compared_is_not_said_to_be(client: Client, issued: Issued) -> None:
    paper = issued.of("WORKS")
    path = store.path_of(paper.certificate.pdf.sha256)
    path.chmod(0o600)
    path.write_bytes(paper.pdf[:-1] + b" ")
    try:
        said = words(by_number(client, paper.number, paper.code))
    finally:
        path.write_bytes(paper.pdf)

    assert "我们核对了两件事" in said
    assert "我们存的那一份现在读不到，签名没有核对" in said


def masked(response: HttpResponse, *typed: str) -> str:
    """The page without its random form token and without what was typed."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    for text in typed:
        page = page.replace(text, "…")
    return page


def test_unknown_number_and_wrong_code_are_the_same_page_for_the_same_queries(client: Client) -> None:
    pages, counts = [], []
    client.get("/check/")  # what every page says of the office is remembered from the first one on
    for number in (TITLE_NUMBER, STRANGER):
        with CaptureQueriesContext(connection) as queries:
            response = by_number(client, number, WRONG_CODE)
        pages.append((response.status_code, masked(response, number)))
        counts.append([re.sub(r"'[^']*'", "…", query["sql"]) for query in queries])

    assert pages[0] == pages[1]
    assert counts[0] == counts[1]
    assert "没有同时符合这个编号和验证码的证书。" in pages[0][1]


def test_what_was_typed_stays_to_be_corrected(client: Client) -> None:
    page = by_number(client, STRANGER, WRONG_CODE).content.decode()

    assert f'value="{STRANGER}"' in page
    assert f'value="{WRONG_CODE}"' in page
    assert "改编号再查" in page


@pytest.mark.parametrize(
    ("number", "code", "complaint"),
    [
        ("", WRONG_CODE, "请填证书编号。"),
        (WORKS_NUMBER, "", "请填"),
        (WORKS_NUMBER, "23456789A", "验证码少了 1 位，要 10 位。您填了 9 位。"),
        (WORKS_NUMBER, "23456789ABCD", "验证码多了 2 位，要 10 位。您填了 12 位。"),
        (WORKS_NUMBER, "O123456789", "验证码里没有数字 0 和 1，也没有字母 O 和 I。请对着证书再看一遍。"),
        (WORKS_NUMBER, "验证码23456789", "验证码只有数字和字母。请对着证书再看一遍。"),
    ],
)
def test_a_slip_is_explained_and_nothing_typed_is_lost(client: Client, number: str, code: str, complaint: str) -> None:
    response = by_number(client, number, code)

    assert response.status_code == 200
    assert "有 1 处要改" in words(response)
    assert complaint in words(response)
    assert "<title>有错：" in response.content.decode()
    assert f'value="{code}"' in response.content.decode() or not code


def test_codes_are_taken_in_full_width_and_small_letters(client: Client, issued: Issued) -> None:
    paper = issued.of("WORKS")
    wide = "".join(chr(ord(character) + 0xFEE0) for character in paper.code.lower())

    assert "证书是真的，现在有效" in words(by_number(client, paper.number, f" {wide[:5]}-{wide[5:]}"))


def test_a_revoked_permit_says_so_and_never_why(client: Client, issued: Issued) -> None:
    paper = issued.of("WORKS")
    end(paper, "revoked", "annulled")

    said = words(by_qr(client, paper))

    assert "证书是真的，但已经不算数 状态：已撤销。 2022年10月8日 起。不要再用它办事。" in said
    assert "原因不公开" in said
    assert "核对了" not in said


def test_an_expired_permit_is_worded_apart_from_a_revoked_one(client: Client, issued: Issued) -> None:
    paper = issued.of("LAND")
    end(paper, "expired")

    assert "状态：已过期。" in words(by_qr(client, paper))


def test_a_replaced_permit_leads_to_the_new_one(client: Client, issued: Issued) -> None:
    old = issued.of("WORKS")
    new = supersede(issued, old)

    response = by_number(client, old.number, old.code)

    said = words(response)
    assert "证书是真的，但已换新证 这一本" in said
    assert "请以新证为准。这一本的原件一直保留，可以查。" in said
    assert f"新证 {new.number}" in said
    assert f'href="/permits/{new.certificate.public_id}/">看新证' in response.content.decode()
    assert "证书是真的，现在有效" in words(by_number(client, new.number, new.code))


def test_of_a_replaced_title_nobody_learns_the_new_number(client: Client, issued: Issued) -> None:
    old = issued.of("TITLE")
    new = supersede(issued, old)

    response = by_qr(client, old)

    assert "状态 已变更" in words(response)
    assert new.number not in response.content.decode()
    assert new.certificate.public_id not in response.content.decode()


def test_uploading_an_altered_permit_shows_the_way_to_the_true_content(client: Client, issued: Issued) -> None:
    paper = issued.of("WORKS")

    response = by_file(client, alterations.appended(paper.pdf))

    said = words(response)
    assert "文件被改过，不要采用 和我们发出的那一份不一样。" in said
    assert f"编号 {WORKS_NUMBER} 我们发出的 2022年8月12日，" in said
    assert f'href="/permits/{paper.certificate.public_id}/">看这个编号的正确内容' in response.content.decode()
    assert "举报" not in said


def test_uploading_an_altered_title_tells_nothing_about_the_number(client: Client, issued: Issued) -> None:
    pages = [masked(by_file(client, alterations.only_its_title(number)), number) for number in (TITLE_NUMBER, STRANGER)]

    assert pages[0] == pages[1]
    assert "我们发出的 2022" not in pages[0]


def test_a_hash_is_enough_and_a_strange_one_leads_to_the_upload(client: Client, issued: Issued) -> None:
    paper = issued.of("WORKS")

    known, strange = by_hash(client, paper.pdf), by_hash(client, alterations.appended(paper.pdf))

    assert "是本局的签名，签后没有改过：和我们发出的那一份一模一样" in words(known)
    assert "查无此证 我们没有发过一模一样的文件。" in words(strange)
    assert "上传以后，才看得出是不是我们的证书被改过。" in words(strange)
    assert 'type="file"' in strange.content.decode()


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "这个文件不是 PDF。"),
        (b"%PDF-1.7 x", "这个 PDF 不完整。"),
        (b"%PDF- startxref %%EOF", "我们没有发过这个文件。"),
    ],
)
def test_a_file_that_is_none_of_ours_says_what_it_is(client: Client, content: bytes, line: str) -> None:
    assert f"查无此证 {line}" in words(by_file(client, content))


def test_no_file_chosen_is_said(client: Client) -> None:
    assert "请先选文件。" in words(client.post(CHECK, {"way": "file", "sha256": ""}))
    assert "请先选文件。" in words(client.post(CHECK, {"way": "file", "sha256": "not a hash"}))


def test_a_file_that_is_too_large_is_refused_in_words(client: Client) -> None:
    said = words(by_file(client, b"%PDF-" + b"\0" * (23 * 1024 * 1024)))

    assert "文件 24 MB，最大 20 MB。" in said


def test_a_body_beyond_all_bounds_is_not_even_read(client: Client) -> None:
    response = client.post(CHECK, {"way": "file"}, CONTENT_LENGTH=str(900 * 1024 * 1024))

    assert response.status_code == 413
    assert "文件 900 MB，最大 20 MB。" in words(response)


def test_answers_are_not_kept_not_indexed_and_leave_no_trace(
    client: Client, issued: Issued, caplog: pytest.LogCaptureFixture
) -> None:
    paper = issued.of("TITLE")
    with caplog.at_level(logging.DEBUG):
        response = by_qr(client, paper)
        with connection.execute_wrapper(away):
            by_qr(client, paper)
        client.put(reverse("check_by_qr", args=[paper.certificate.public_id, paper.code]))
        for _each in range(MOST + 1):
            by_qr(client, paper, WRONG_CODE)

    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in response.headers["Cache-Control"]
    assert paper.code not in caplog.text
    assert WRONG_CODE not in caplog.text


def test_records_that_are_away_say_could_not_check_and_never_unknown(client: Client, issued: Issued) -> None:
    paper = issued.of("WORKS")
    with connection.execute_wrapper(away):
        entry = client.get(CHECK)
        responses = [
            by_number(client, paper.number, paper.code),
            by_file(client, paper.pdf),
            by_file(client, alterations.appended(paper.pdf)),
            by_hash(client, paper.pdf),
            by_qr(client, paper),
            client.get(reverse("certificate_page", args=[paper.certificate.public_id])),
        ]

    assert entry.status_code == 200  # the form itself needs no records
    for response in responses:
        assert response.status_code == 503
        assert response.headers["Retry-After"] == "60"
        assert "现在查不了 这不是说证书有问题。" in words(response)
        assert "查无此证" not in response.content.decode()


def test_an_address_may_check_thirty_times_a_minute(client: Client, issued: Issued) -> None:
    answers = [by_number(client, STRANGER, WRONG_CODE).status_code for _each in range(MOST)]
    refused = by_qr(client, issued.of("WORKS"))
    neighbour = client.post(CHECK, {"way": "number", "number": STRANGER, "code": WRONG_CODE}, REMOTE_ADDR="203.0.113.9")

    assert set(answers) == {200}
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert "过 1 分钟再试。这不是说证书有问题。" in words(refused)
    assert neighbour.status_code == 200
    assert client.get(CHECK).status_code == 200


def test_behind_our_proxy_readers_are_told_apart_by_the_address_it_saw(client: Client, settings) -> None:
    settings.BEHIND_HTTPS = True
    for _each in range(MOST):
        client.post(CHECK, {"way": "number"}, headers={"X-Forwarded-For": "6.6.6.6, 203.0.113.1"})

    other = client.post(CHECK, {"way": "number"}, headers={"X-Forwarded-For": "203.0.113.1, 203.0.113.2"})
    same = client.post(CHECK, {"way": "number"}, headers={"X-Forwarded-For": "7.7.7.7, 203.0.113.1"})

    assert (other.status_code, same.status_code) == (200, 429)


def test_a_form_of_another_site_is_refused(issued: Issued) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert by_number(strict, WORKS_NUMBER, WRONG_CODE).status_code == 403


def test_markup_in_what_was_typed_stays_text(client: Client) -> None:
    page = by_number(client, "<script>alert(1)</script>", WRONG_CODE).content.decode()

    assert "<script>alert" not in page
