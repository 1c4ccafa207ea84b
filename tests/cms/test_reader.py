"""Large text, colours and language: chosen by a link, kept in a cookie, without script."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils.html import strip_tags

from cms.models import HomePage


def choose(client: Client, **wanted: str) -> HttpResponse:
    return client.get("/reader/", wanted)  # type: ignore[return-value]  # the test client's own response class


def test_large_text_is_kept_for_every_page(client: Client, home: HomePage) -> None:
    choose(client, mode="large", next="/")

    for address in ("/", "/nothing-here/"):
        page = client.get(address).content.decode()
        assert 'data-mode="large"' in page
        assert "打电话问：0737-000 0001" in strip_tags(page)
        assert "回标准版" in page


def test_the_way_back_to_standard_text(client: Client, home: HomePage) -> None:
    choose(client, mode="large")
    choose(client, mode="standard")

    assert 'data-mode="standard"' in client.get("/").content.decode()


def test_dark_is_the_readers_choice(client: Client, home: HomePage) -> None:
    choose(client, theme="dark")

    assert 'data-theme="dark"' in client.get("/").content.decode()


def test_one_choice_leaves_the_others_alone(client: Client, home: HomePage) -> None:
    choose(client, mode="large")
    choose(client, theme="dark")

    page = client.get("/").content.decode()

    assert 'data-mode="large" data-theme="dark"' in page


def test_it_returns_to_the_same_page(client: Client, db: None) -> None:
    assert choose(client, mode="large", next="/search/?q=样例电厂&page=2")["Location"].startswith("/search/?q=")


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)", "/\\example.org"]
)
def test_it_never_leads_to_another_site(client: Client, db: None, elsewhere: str) -> None:
    assert choose(client, mode="large", next=elsewhere)["Location"] == "/"


def test_a_word_that_is_no_choice_is_not_kept(client: Client, db: None) -> None:
    response = choose(client, mode="huge", theme="red", language="fr")

    assert not response.cookies


def test_a_cookie_that_somebody_wrote_by_hand_does_no_harm(client: Client, home: HomePage) -> None:
    client.cookies["reader_mode"] = '"><script>'

    assert 'data-mode="standard"' in client.get("/").content.decode()


def test_pages_vary_by_cookie(client: Client, home: HomePage) -> None:
    assert "Cookie" in client.get("/")["Vary"]
