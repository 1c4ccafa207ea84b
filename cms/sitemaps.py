"""What machines may find: pages, cards, and the lists beside them. Certificates are found by people, not by robots."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from wagtail.contrib.sitemaps import Sitemap as PageSitemap

from cms.public_matters import PublicMatter, public_matters


class Cards(Sitemap[PublicMatter]):
    changefreq = "monthly"

    def items(self) -> Sequence[PublicMatter]:
        return public_matters("zh-hans")

    def location(self, item: PublicMatter) -> str:
        return item.card_url

    def lastmod(self, item: PublicMatter) -> datetime:
        return item.version.published_at


class Lists(Sitemap[str]):
    def items(self) -> Sequence[str]:
        return ("offices", "figures", "search", "check")

    def location(self, item: str) -> str:
        return reverse(item)


SITEMAPS = {"pages": PageSitemap, "cards": Cards, "lists": Lists}
