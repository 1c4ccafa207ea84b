"""What machines may find: pages, cards, and the lists beside them. Certificates are found by people, not by robots."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from wagtail.contrib.sitemaps import Sitemap as PageSitemap

from cms.public_matters import PublicMatter, public_matters


class AtItsAddress:
    """Mixin: the site has one address, whichever one a robot came by."""

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc


class Cards(AtItsAddress, Sitemap[PublicMatter]):
    changefreq = "monthly"

    def items(self) -> Sequence[PublicMatter]:
        return public_matters("zh-hans")

    def location(self, item: PublicMatter) -> str:
        return item.card_url

    def lastmod(self, item: PublicMatter) -> datetime:
        return item.version.published_at


class Lists(AtItsAddress, Sitemap[str]):
    def items(self) -> Sequence[str]:
        return ("offices", "figures", "search", "check")

    def location(self, item: str) -> str:
        return reverse(item)


SITEMAPS = {"pages": PageSitemap, "cards": Cards, "lists": Lists}
