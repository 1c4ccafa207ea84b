"""Staff at their screens, for axe: in which language and looks they read them."""

from typing import Protocol

from playwright.sync_api import Page

from tests.browser.looks import CROSSED, Look
from tests.browser.running import Site

# Wagtail's own screens, in our colours, are seen once, where most breaks: narrow and dark. Ours are seen twice.
CHINESE, ENGLISH = "zh-hans", "en"
READ: dict[str, list[Look]] = {CHINESE: CROSSED[:1], ENGLISH: CROSSED[1:]}
READ_ONCE: dict[str, list[Look]] = {CHINESE: CROSSED[1:]}
MATTER = "/admin/snippets/cms/matter/"


class Desk(Protocol):
    def __call__(self, name: str, language: str = CHINESE) -> Page: ...


def open_screen(page: Page, site: Site, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    response = page.goto(site.url + address, wait_until="networkidle")
    assert response is not None
    assert response.status == 200, address
