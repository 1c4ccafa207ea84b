"""What the home page gives to a browser that runs no script."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cms import home_sections
from cms.models import HomePage, SiteSettings
from cms.site_facts import telephone_link


@pytest.fixture
def page(client: Client, home: HomePage) -> str:
    return client.get("/").content.decode()


def test_it_asks_what_the_reader_wants_to_do(page: str) -> None:
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", page) == ["您今天要办什么事？"]


def test_the_search_box_needs_no_script(page: str) -> None:
    form = re.search(r'<form class="searchform" action="/search/" method="get".*?</form>', page, re.DOTALL)

    assert form
    assert 'name="q"' in form[0]
    assert "搜一搜" in form[0]


def test_the_office_says_who_and_where_it_is(page: str) -> None:
    assert "<span>益阳市样例自然资源和规划局</span>官方网站。政府网站网址以 .gov.cn 结尾。" in page
    assert 'href="tel:07370000001"' in page
    assert "湘ICP备样例号" in page


def test_every_link_leads_somewhere(client: Client, page: str) -> None:
    addresses = {
        address for address in re.findall(r'<a [^>]*href="(/[^"]*)"', page) if not address.startswith("/admin")
    }

    answers = {address: client.get(address.replace("&amp;", "&"), follow=True).status_code for address in addresses}

    assert set(answers.values()) == {200}


def test_an_english_reader_gets_the_english_page(client: Client, home: HomePage) -> None:
    client.get("/reader/", {"language": "en", "next": "/"})

    page = client.get("/").content.decode()

    assert '<html lang="en"' in page
    assert "What do you need to do today?" in page
    assert "Official website of <span>Yiyang Sample Bureau</span>." in page


def test_a_browser_that_asks_for_english_gets_chinese_until_its_reader_chooses(client: Client, home: HomePage) -> None:
    page = client.get("/", headers={"accept-language": "en"}).content.decode()

    assert '<html lang="zh-hans"' in page


def test_it_needs_few_queries(
    client: Client, home: HomePage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/")

    with django_assert_max_num_queries(12):
        client.get("/")


def test_before_the_site_is_set_up_the_pages_still_open(client: Client, db: None) -> None:
    assert client.get("/nothing-here/").status_code == 404
    assert not SiteSettings.objects.exists()


def test_a_package_above_shows_its_section_in_its_place(client: Client, home: HomePage) -> None:
    section = home_sections.HomeSection(
        1, "tested", "includes/tag.html", lambda request: {"text": "别的包的一段", "tone": "azurite"}
    )
    home_sections.join(section)
    home_sections.join(section)
    try:
        page = client.get("/").content.decode()
    finally:
        home_sections.leave("tested")

    assert page.count("别的包的一段") == 1
    assert page.index("别的包的一段") < page.index("证书上看哪三处")


def test_a_section_with_nothing_to_show_is_left_out(client: Client, home: HomePage) -> None:
    home_sections.join(home_sections.HomeSection(1, "tested", "no/such/template.html", lambda request: None))
    try:
        assert client.get("/").status_code == 200
    finally:
        home_sections.leave("tested")


def test_a_phone_number_is_dialled_without_its_spaces() -> None:
    assert telephone_link("0737-000 0001") == "tel:07370000001"
    assert telephone_link("+86 737 000 0001") == "tel:+867370000001"
