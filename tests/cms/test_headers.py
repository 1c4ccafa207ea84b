import logging

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory

from cms.models import HomePage
from cms.views import service


@pytest.mark.parametrize("address", ["/", "/nothing-here/", "/robots.txt", "/reader/?mode=large"])
def test_public_pages_allow_nothing_inline_and_nothing_from_elsewhere(
    client: Client, home: HomePage, address: str
) -> None:
    policy = client.get(address)["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "unsafe" not in policy


def test_the_admin_keeps_its_own_rules(client: Client, db: None) -> None:
    response = client.get("/admin/login/")

    assert response.status_code == 200
    assert "Content-Security-Policy" not in response


def test_only_the_camera_may_be_asked_for(client: Client, db: None) -> None:
    assert "camera=(self), geolocation=()" in client.get("/robots.txt")["Permissions-Policy"]


def test_robots_stay_away_from_printed_codes(client: Client, db: None) -> None:
    assert "Disallow: /v/" in client.get("/robots.txt").content.decode()


def test_a_load_balancer_hears_that_all_is_well(client: Client, db: None) -> None:
    assert client.get("/healthz").content == b"ok\n"


def test_a_load_balancer_hears_that_the_database_is_away(client: Client, db: None) -> None:
    def away(*query: object) -> None:
        raise OperationalError("away")

    with connection.execute_wrapper(away):
        response = client.get("/healthz")

    assert response.status_code == 503


def test_a_missing_page_says_what_to_do(client: Client, home: HomePage) -> None:
    response = client.get("/nothing-here/")

    assert response.status_code == 404
    assert "这一页没有了" in response.content.decode()
    assert "搜一搜，或回首页" in response.content.decode()


def test_the_failure_page_needs_no_database_and_can_be_told_by_its_number(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        response = service.server_error(RequestFactory().get("/search/"))

    page = response.content.decode()
    number = caplog.records[-1].getMessage().split()[2]
    assert response.status_code == 500
    assert "这一页打不开了" in page
    assert number in page
    assert '<link rel="stylesheet" href="/static/css/tokens.css">' in page


def test_a_form_without_its_token_says_what_to_do(home: HomePage) -> None:
    response = Client(enforce_csrf_checks=True).post("/nothing-here/")

    assert response.status_code == 403
    assert "这一页放得太久了" in response.content.decode()


def test_a_broken_address_says_what_to_do(client: Client, db: None) -> None:
    response = client.get("/", headers={"host": "not a host"})

    assert response.status_code == 400
    assert "这个网址不完整" in response.content.decode()
