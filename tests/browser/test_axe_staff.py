"""Axe finds nothing on any staff screen."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.looks import CROSSED, complaints, listed
from tests.browser.running import Site, Watch, sign_in, someone

pytestmark = pytest.mark.browser


SCREENS = {
    "officer": [
        "/admin/",
        "/admin/certificates/projects/",
        "/admin/certificates/projects/inspect/{project}/",
        "/admin/certificates/projects/edit/{project}/",
        "/admin/certificates/projects/new/",
        "/admin/certificates/projects/{project}/numbers/",
        "/admin/certificates/bundles/",
        "/admin/certificates/bundles/new/?project={project}",
        "/admin/certificates/bundles/{draft}/",
        "/admin/certificates/bundles/{draft}/history/",
        "/admin/certificates/bundles/{draft}/ask/withdraw/",
        "/admin/certificates/bundles/{issued}/",
        "/admin/certificates/one/{replaced}/",
        "/admin/certificates/bundles/{draft}/spreadsheet/",
        "/admin/certificates/projects/{project}/spreadsheet/",
        "/admin/documents/numbers/",
        "/admin/documents/numbers/inspect/{numbers}/",
        "/admin/search/?q=样例&kind=WORKS",
        "/admin/search/?q=建字第430900202200186号",
        "/admin/search/exports/{waiting file}/",
        "/admin/search/exports/{half a file}/",
        "/admin/search/exports/{file}/",
        "/admin/search/exports/{failed file}/",
    ],
    "chief": ["/admin/certificates/bundles/{checked}/", "/admin/certificates/bundles/{checked}/ask/return/"],
    "issuer": ["/admin/certificates/bundles/{approved}/", "/admin/certificates/bundles/{issued}/issuing/"],
    "admin": [
        "/admin/calendar/?year=2026",
        "/admin/certificates/kinds/",
        "/admin/certificates/kinds/edit/{kind}/",
        "/admin/search/cluster/",
    ],
}


def test_staff_screens(browser: Browser, site: Site, watch: Watch, places: dict[str, Any]) -> None:
    found: list[str] = []
    for name, addresses in SCREENS.items():
        page = someone(browser, watch, 1280)
        sign_in(page, site, name)
        for address in addresses:
            response = page.goto(site.url + address.format(**places), wait_until="networkidle")
            assert response is not None
            assert response.status == 200, address
            found += complaints(page, CROSSED)

    assert not found, listed(found)
    assert watch.complaints == []
