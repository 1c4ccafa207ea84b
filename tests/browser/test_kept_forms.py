"""What an action refuses is typed only once: the screen comes back as it was left, with the reason beside it."""

import pytest
from playwright.sync_api import expect

from tests.browser.desks import Desk, open_screen
from tests.browser.running import Site

pytestmark = pytest.mark.browser

OPINION = "form:has(button[value=ask])"


def test_what_was_typed_stands_there_after_a_refusal_and_is_forgotten_then(desk: Desk, shared_site: Site) -> None:
    page = desk("officer")
    open_screen(page, shared_site, "/admin/casework/cases/?state=accepted")
    page.locator("td.case-number a").first.click()
    form = page.locator(OPINION)
    page.locator("details", has=form).locator("summary").click()
    form.locator("[name=ask-of]").fill("消防科")
    form.locator("[name=ask-question]").fill("间距够不够？")
    form.locator("[name=ask-due]").fill("2020-01-01")
    form.locator("button[name=do]").click()

    expect(form.locator(".said--must_fix")).to_be_in_viewport()
    expect(form.locator("[name=ask-of]")).to_have_value("消防科")
    expect(form.locator("[name=ask-question]")).to_have_value("间距够不够？")
    page.reload()
    expect(page.locator(OPINION).locator("[name=ask-of]")).to_have_value("")
