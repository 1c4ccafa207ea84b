"""The staff screens of cards in Chromium: axe finds nothing, and progress is followed with and without script."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from bureau.models import Office, User
from cms.actions.make_card_book import ask_card_book, make_card_book
from cms.models import CardBook, HomePage
from tests.cms.matter_kit import published
from tests.cms.test_face_in_browser import FLAGS, complaints, context_of, sign_in
from tests.kit import worker_at_work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture
def book(home: HomePage, office: Office, editor: User, publisher: User) -> CardBook:
    for code in ("M04", "M09"):
        published(office, editor, publisher, code=code)
    worker_at_work()
    return ask_card_book(editor)


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_the_page_does_not_scroll_sideways(
    browser: Browser, live_server: LiveServer, book: CardBook, editor: User, width: int
) -> None:
    context = context_of(browser, live_server, viewport={"width": width, "height": 900})
    sign_in(context, live_server, editor)
    page = context.new_page()

    for address in (reverse("cards"), reverse("card_book", args=[book.pk])):
        page.goto(live_server.url + address)
        assert complaints(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_page_of_progress_ends_with_the_file(
    browser: Browser, live_server: LiveServer, book: CardBook, editor: User, script: bool
) -> None:
    context = context_of(browser, live_server, java_script_enabled=script)
    sign_in(context, live_server, editor)
    page = context.new_page()
    page.goto(live_server.url + reverse("card_book", args=[book.pk]))
    file = page.locator(f'a[href="{reverse("card_book_file", args=[book.pk])}"]')
    expect(file).to_have_count(0)

    make_card_book(book.pk)

    expect(file).to_be_visible(timeout=20_000)
    assert context.request.get(live_server.url + file.get_attribute("href")).body().startswith(b"%PDF")
