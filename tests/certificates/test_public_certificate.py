"""The public page of a permit: what its policy allows, and nothing of titles."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certificates.models import Certificate
from tests.certificates.issued import WORKS_NUMBER, Issued, Paper, supersede
from tests.kit import certificate

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture(autouse=True)
def bundle(issued: Issued, db: None) -> Issued:
    return issued


def page_of(client: Client, one: Certificate) -> HttpResponse:
    return client.get(reverse("certificate_page", args=[one.public_id]))


def words(response: HttpResponse) -> str:
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main.partition(">")[2])))


def without_path(response: HttpResponse, one: Certificate) -> str:
    return response.content.decode().replace(one.public_id, "…")


def end(paper: Paper, state: str) -> None:
    Certificate.objects.filter(pk=paper.certificate.pk).update(state=state, ended_on=date(2022, 10, 8))


def test_a_permit_is_shown_to_anyone(client: Client, issued: Issued) -> None:
    response = page_of(client, issued.of("WORKS").certificate)

    said = words(response)
    assert response.status_code == 200
    for line in (f"编号 {WORKS_NUMBER}", "状态 有效", "总建筑面积 83,900.00㎡", "发证日期 2022年8月12日"):
        assert line in said
    assert "宗地代码" not in said  # V: only for who holds the paper
    assert "noindex" not in response.content.decode()


def test_titles_drafts_and_what_never_was_are_the_same_page(client: Client, issued: Issued) -> None:
    title, draft = issued.of("TITLE").certificate, certificate(issued.bureau.ready_bundle(), "WORKS")
    nothing = Certificate(public_id="aaaaaaaaaaaa")
    page_of(client, nothing)  # what the header and footer say is looked up once
    pages, counts = [], []
    for one in (title, draft, nothing):
        with CaptureQueriesContext(connection) as queries:
            response = page_of(client, one)
        assert response.status_code == 404
        pages.append(without_path(response, one))
        counts.append(len(queries))

    assert pages[0] == pages[1] == pages[2]
    assert counts[0] == counts[1] == counts[2]


def test_a_replaced_permit_and_the_new_one_lead_to_each_other(client: Client, issued: Issued) -> None:
    old = issued.of("WORKS")
    new = supersede(issued, old)

    page_of_old, page_of_new = (page_of(client, paper.certificate) for paper in (old, new))

    assert "状态 已变更" in words(page_of_old)
    assert f'<a href="/permits/{new.certificate.public_id}/">看新证</a>' in page_of_old.content.decode()
    assert f'<a href="/permits/{old.certificate.public_id}/">{old.number}</a>' in page_of_new.content.decode()


@pytest.mark.parametrize(("state", "word"), [("revoked", "已注销"), ("expired", "已过期")])
def test_an_ended_permit_stays_findable_with_its_status(client: Client, issued: Issued, state: str, word: str) -> None:
    end(issued.of("WORKS"), state)

    said = words(page_of(client, issued.of("WORKS").certificate))

    assert f"状态 {word}" in said
    assert "不要再用它办事。" in said


def test_the_page_costs_the_same_few_queries_whatever_it_shows(
    client: Client, issued: Issued, django_assert_num_queries
) -> None:
    page_of(client, issued.of("WORKS").certificate)  # what the header and footer say is looked up once

    with django_assert_num_queries(2):  # the certificate, the content version
        page_of(client, issued.of("WORKS").certificate)
    end(issued.of("WORKS", 1), "superseded")
    with django_assert_num_queries(3):  # and the one that replaced it
        page_of(client, issued.of("WORKS", 1).certificate)
