"""What machines read of the public site, and how a reader who lost the way is helped."""

import pytest
from django.test import Client

from bureau.models import Office, User
from cms.models import GuidePage, HomePage, Matter
from tests.cms.matter_kit import changed, guide_of, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def matter(home: HomePage, office: Office, editor: User, publisher: User) -> Matter:
    return published(office, editor, publisher)


@pytest.fixture
def guide(matter: Matter, editor: User, publisher: User) -> GuidePage:
    return guide_of(matter, editor=editor, publisher=publisher)


def test_the_sitemap_names_every_page_and_card(client: Client, guide: GuidePage):
    listed = client.get("/sitemap.xml").content.decode()

    assert "/guides/m04/</loc>" in listed
    assert "/q/M04/</loc>" in listed
    assert "Sitemap:" in client.get("/robots.txt").content.decode()


def test_the_feed_tells_what_changed(client: Client, matter: Matter, editor: User, publisher: User):
    changed(matter, editor, publisher, trips=0, trips_note="")

    feed = client.get("/q/M04/changes.xml").content.decode()

    assert "建设工程规划许可，第 2 版" in feed
    assert "首次发布" in feed


def test_a_guide_tells_machines_what_it_is(client: Client, guide: GuidePage):
    page = client.get(f"{guide.url}?s=pipes").content.decode()

    assert '<link rel="canonical" href="http://127.0.0.1:8000/guides/m04/">' in page
    assert '"@type": "GovernmentService"' in page


def test_a_lost_reader_is_led_to_the_guide_that_was_meant(client: Client, guide: GuidePage):
    page = client.get("/guides/m4/")

    assert page.status_code == 404
    assert 'href="/guides/m04/"' in page.content.decode()
