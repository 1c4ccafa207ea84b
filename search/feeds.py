"""A public search as a feed: whoever subscribes to it learns what it newly finds. No account, no address left."""

from dataclasses import replace
from datetime import datetime, time
from html import unescape
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import strip_tags
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from cms.site_facts import site_facts
from search.address import Address
from search.contract import NO_DAY, Order
from search.errors import SearchUnavailable
from search.finding import find_whole
from search.rows import hit_rows
from search.tables import unavailable

NEWEST = 30
Row = dict[str, Any]


class SearchFeed(Feed):  # type: ignore[type-arg]  # generic in stubs alone
    """The newest public records that a search finds."""

    feed_type = Atom1Feed

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """While not everything can be searched there is no feed: an emptier one would say that records are gone."""
        try:
            response: HttpResponse = super().__call__(request, *args, **kwargs)
        except SearchUnavailable as error:
            response = unavailable(error)
        response["X-Robots-Tag"] = "noindex"
        return response

    def get_object(self, request: HttpRequest) -> tuple[Address, list[Row]]:
        address = Address.read(reverse("search"), request.GET)
        everyone = AnonymousUser()
        asked = replace(address.query, order=Order.NEWEST, size=NEWEST, cursor="")
        page = find_whole(asked, everyone)
        dated = [hit for hit in page.hits if hit.day > NO_DAY]
        return address, hit_rows(dated, replace(asked, text="", also=()))

    def title(self, obj: tuple[Address, list[Row]]) -> str:
        text = obj[0].query.text
        asked = _("Search: %(text)s") % {"text": text} if text else _("Newest records")
        return f"{asked} – {site_facts().name}"

    def link(self, obj: tuple[Address, list[Row]]) -> str:
        return settings.SITE_URL + obj[0].url()

    def feed_url(self, obj: tuple[Address, list[Row]]) -> str:
        asked = obj[0].asked()
        return settings.SITE_URL + reverse("search_feed") + (f"?{asked}" if asked else "")

    def items(self, obj: tuple[Address, list[Row]]) -> list[Row]:
        return obj[1]

    def item_title(self, item: Any) -> str:
        return unescape(strip_tags(item["title"]))

    def item_description(self, item: Any) -> str:
        told = (item["kind"], item["number"], item["holder"], item["place"], item["state_words"], item["about"])
        return " ".join(strip_tags(str(each)) for each in told if each)

    def item_link(self, item: Any) -> str:
        return settings.SITE_URL + str(item["url"])

    def item_pubdate(self, item: Any) -> datetime:
        return make_aware(datetime.combine(item["issued_on"], time()))

    item_updateddate = item_pubdate
