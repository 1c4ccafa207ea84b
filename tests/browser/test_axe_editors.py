"""Axe finds nothing on any screen that editors, publishers and those who keep windows and posts work on."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.desks import MATTER, READ, READ_ONCE, Desk, open_screen
from tests.browser.looks import complaints, listed
from tests.browser.running import Site

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("nothing_complained")]

expect.set_options(timeout=30_000)  # a busy machine is slow, not wrong

# Wagtail's own words where a search of pages finds none; the page has no other message.
NOT_OURS = {("aria-allowed-role", 'h2[role="alert"]'), ("heading-order", "#other-searches-title")}

SCREENS = {
    "editor": [
        "/admin/",
        "/admin/pages/{home}/",
        "/admin/pages/{guides}/",
        "/admin/pages/{home}/edit/",
        "/admin/pages/{guides}/edit/",
        "/admin/pages/{guide}/edit/",
        "/admin/pages/{package}/edit/",
        "/admin/pages/{text}/edit/",
        "/admin/pages/{guide in English}/edit/",
        "/admin/pages/add/cms/guidepage/{guides}/",
        "/admin/pages/{notice}/edit/",
        "/admin/pages/add/cms/textpage/{home}/",
        "/admin/pages/{guide}/history/",
        "/admin/pages/{guide}/revisions/compare/{old guide}...live/",
        "/admin/pages/{guide}/usage/",
        "/admin/pages/{guide}/copy/",
        "/admin/pages/{guide}/workflow_history/",
        "/admin/pages/search/?q=nothing",
        "/admin/localize/submit/page/{text}/",
        "/admin/localize/reports/translations/",
        MATTER,
        MATTER + "?q=nothing",
        MATTER + "add/",
        MATTER + "edit/{matter in English}/",
        MATTER + "history/{matter}/",
        MATTER + "history/{matter}/revisions/compare/{old}...{new}/",
        MATTER + "usage/{matter}/",
        "/admin/cms/catalogue/",
        "/admin/cms/catalogue/inspect/{entry}/",
        "/admin/cms/catalogue/compare/",
        "/admin/cms/catalogue/report/",
        "/admin/cards/",
        "/admin/images/",
        "/admin/images/add/",
        "/admin/images/multiple/add/",
        "/admin/documents/",
        "/admin/documents/add/",
        "/admin/documents/multiple/add/",
        "/admin/posts/",
        "/admin/windows/",
        "/admin/redirects/",
        "/admin/redirects/add/",
        "/admin/reports/workflow/",
        "/admin/reports/workflow_tasks/",
        "/admin/reports/site-history/",
        "/admin/account/",
        "/admin/search/?q=规划&kind=guide",
        "/admin/synonyms/",
        "/admin/synonyms/new/",
        "/admin/reports/aging-pages/",
        "/admin/reports/page-types-usage/",
    ],
    "publisher": [
        "/admin/",
        MATTER + "unpublish/{matter}/",
        MATTER + "delete/{matter}/",  # refused: back to the form, with the reason
        "/admin/pages/{guide}/unpublish/",
        "/admin/pages/{guide}/delete/",
        "/admin/cms/catalogue/compare/",
        "/admin/reports/locked/",
    ],
    "admin": [
        "/admin/",
        "/admin/windows/edit/1/",
        "/admin/windows/new/",
        "/admin/posts/edit/1/",
        "/admin/posts/new/",
        "/admin/absences/",
        "/admin/absences/new/",
        "/admin/calendar/",
        "/admin/calendar/new/",
        "/admin/offices/edit/{office}/",
        "/admin/people/",
        "/admin/people/new/",
        "/admin/mail/",
        "/admin/settings/cms/sitesettings/",
    ],
}
OURS = (MATTER, "/admin/cms/", "/admin/cards/", "/admin/search/")


@pytest.mark.parametrize(("name", "address"), [(name, each) for name, those in SCREENS.items() for each in those])
def test_axe_finds_nothing_on_the_screen(
    desk: Desk, shared_site: Site, keys: dict[str, Any], name: str, address: str
) -> None:
    found: list[str] = []
    is_ours = address == "/admin/" or address.endswith("/edit/") or address.startswith(OURS)
    for language, looks in (READ if is_ours else READ_ONCE).items():
        page = desk(name, language)
        open_screen(page, shared_site, address.format_map(keys))
        found += complaints(page, looks, NOT_OURS)

    assert not found, listed(found)
