"""The self-service query of registered titles: what it says, what it never says, and how often it may be asked."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bureau.models import Office
from certificates.models import Certificate
from certificates.public.limits import MOST
from certificates.public.query import LARGEST_FORM
from tests.certificates.issued import TITLE_NUMBER, WORKS_NUMBER, Issued, supersede

pytestmark = pytest.mark.django_db
QUERY = "/query/"
WRONG_CODE = "2345678923"
STRANGER = "湘(2022)益阳市不动产权第7654321号"


@pytest.fixture(autouse=True)
def bundle(issued: Issued, db: None) -> Issued:
    return issued


def words(response: HttpResponse) -> str:
    """What is read in the main part: no tags, single spaces."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main.partition(">")[2])))


def ask(client: Client, number: str, code: str) -> HttpResponse:
    return client.post(QUERY, {"number": number, "code": code})


def away(*args: object) -> None:
    raise OperationalError("the database does not answer")


def test_the_page_says_for_whom_it_is_and_is_neither_indexed_nor_kept(client: Client) -> None:
    response = client.get(QUERY)

    said = words(response)
    for line in ("不动产登记信息自助查询", "手里有不动产权证书或者不动产登记证明的", TITLE_NUMBER, "依法不公开"):
        assert line in said
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in response.headers["Cache-Control"]


def test_readers_of_english_have_it_in_english(client: Client) -> None:
    client.cookies["django_language"] = "en"

    assert "Registration query For who holds a real estate title" in words(client.get(QUERY))


def test_search_results_and_the_check_page_lead_to_it(client: Client) -> None:
    for address in (reverse("search"), "/check/"):
        assert f'href="{QUERY}"' in client.get(address, {"q": "样例"}).content.decode()


def test_of_a_title_only_kind_number_office_day_and_status_are_told(client: Client, issued: Issued) -> None:
    response = ask(client, TITLE_NUMBER, issued.of("TITLE").code)

    said = words(response)
    told = f"证书 不动产权证书 编号 {TITLE_NUMBER} 状态 有效 发证机关 益阳市样例自然资源和规划局 发证日期 2022年8月12日"
    assert f"证书上应该写着 {told} 我们核对了三件事" in said
    assert "益阳样例发电有限公司" not in said
    assert issued.of("TITLE").code not in response.content.decode()
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in response.headers["Cache-Control"]


def test_an_office_may_show_the_facts_to_who_holds_the_title(client: Client, issued: Issued) -> None:
    Office.objects.filter(pk=issued.bureau.office.pk).update(verify_shows_facts=True)

    said = words(ask(client, TITLE_NUMBER, issued.of("TITLE").code))

    assert "权利人 益阳样例发电有限公司（样例）" in said
    assert "共有情况" not in said


def test_a_replaced_title_and_a_cancelled_one_answer_with_their_status(client: Client, issued: Issued) -> None:
    old, other = issued.of("TITLE"), issued.of("TITLE", 1)
    new = supersede(issued, old)
    Certificate.objects.filter(pk=other.certificate.pk).update(
        state="revoked", ended_on=date(2022, 10, 8), end_reason="cancelled"
    )

    replaced, cancelled = ask(client, old.number, old.code), ask(client, other.number, other.code)

    assert "状态 已变更" in words(replaced)
    assert new.number not in replaced.content.decode()
    assert "状态：已注销。 2022年10月8日 起。" in words(cancelled)


def test_a_permit_with_its_code_gets_the_answer_of_the_check(client: Client, issued: Issued) -> None:
    paper = issued.of("WORKS")

    response = ask(client, paper.number, paper.code)

    assert "证书是真的，现在有效" in words(response)
    assert '<li><a href="/check/">验证书</a></li>' in response.content.decode()


def masked(response: HttpResponse, *typed: str) -> str:
    """The page without its random form token and without what was typed."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    for text in typed:
        page = page.replace(text, "…")
    return page


def test_unknown_number_wrong_code_and_a_permits_number_are_one_page_for_the_same_queries(client: Client) -> None:
    pages, counts = [], []
    ask(client, STRANGER, WRONG_CODE)  # what every page says of the office is remembered from the first one on
    numbers = (TITLE_NUMBER, STRANGER, WORKS_NUMBER)  # the first is also the example of the form
    for number in numbers:
        with CaptureQueriesContext(connection) as queries:
            response = ask(client, number, WRONG_CODE)
        pages.append((response.status_code, masked(response, *numbers)))
        counts.append([re.sub(r"'[^']*'", "…", query["sql"]) for query in queries])

    assert pages[0] == pages[1] == pages[2]
    assert counts[0] == counts[1] == counts[2]
    assert "没有同时符合这个编号和验证码的证书。" in pages[0][1]
    assert f'action="{QUERY}"' in pages[0][1]


def test_a_slip_is_explained_and_what_was_typed_stays(client: Client) -> None:
    response = ask(client, TITLE_NUMBER, "23456789A")

    assert "验证码少了 1 位，要 10 位。您填了 9 位。" in words(response)
    assert f'value="{TITLE_NUMBER}"' in response.content.decode()
    assert "<title>有错：" in response.content.decode()


def test_records_that_are_away_say_could_not_check_and_never_unknown(client: Client, issued: Issued) -> None:
    paper = issued.of("TITLE")
    with connection.execute_wrapper(away):
        form, response = client.get(QUERY), ask(client, paper.number, paper.code)

    assert form.status_code == 200
    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
    assert "现在查不了 这不是说证书有问题。" in words(response)


def test_the_check_and_the_query_share_one_count_of_tries(client: Client) -> None:
    answers = {ask(client, STRANGER, WRONG_CODE).status_code for _each in range(MOST - 1)}
    answers.add(client.post("/check/", {"way": "number", "number": STRANGER, "code": WRONG_CODE}).status_code)
    refused = ask(client, STRANGER, WRONG_CODE)

    assert answers == {200}
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert f'href="{QUERY}">再试一次' in refused.content.decode()
    assert client.get(QUERY).status_code == 200


def test_a_form_of_another_site_and_a_body_beyond_all_bounds_are_refused(client: Client) -> None:
    long = client.post(QUERY, {"number": TITLE_NUMBER}, CONTENT_LENGTH=str(LARGEST_FORM + 1))

    assert ask(Client(enforce_csrf_checks=True), TITLE_NUMBER, WRONG_CODE).status_code == 403
    assert long.status_code == 400
