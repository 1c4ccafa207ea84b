"""有变化告诉我: what changed in matters, and new notices, as Atom feeds; no address to leave, no account."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import gettext as _

from cms.matters.changes import changes
from cms.models import MatterVersion, NoticePage
from cms.notices.reading import notices_url
from cms.public_matters import PublicMatter, public_matter
from cms.site_facts import site_facts

NEWEST = 30


class MatterChanges(Feed):
    """Of all matters, or of the one that the address names.

    Every address is the site's own, whichever one a reader came by: entries are known by it.
    """

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, code: str = "") -> tuple[str, PublicMatter | None]:
        matter = public_matter(code) if code else None
        if code and matter is None:
            raise Http404
        return site_facts().name, matter

    def title(self, obj: tuple[str, PublicMatter | None]) -> str:
        site, matter = obj
        about = matter.facts.name if matter else _("what changed in the guides")
        return f"{about} – {site}"

    def link(self, obj: tuple[str, PublicMatter | None]) -> str:
        matter = obj[1]
        return settings.SITE_URL + (reverse("card_versions", args=[matter.code]) if matter else "/")

    def feed_url(self, obj: tuple[str, PublicMatter | None]) -> str:
        matter = obj[1]
        return settings.SITE_URL + (reverse("matter_feed", args=[matter.code]) if matter else reverse("feed"))

    def items(self, obj: tuple[str, PublicMatter | None]) -> Sequence[tuple[MatterVersion, MatterVersion | None]]:
        """Each version with the one before it."""
        matter = obj[1]
        versions = MatterVersion.objects.filter(matter__live=True)
        if matter is not None:
            versions = versions.filter(matter=matter.version.matter_id)
        newest = list(versions.order_by("-published_at", "-pk")[:NEWEST])
        known = MatterVersion.objects.filter(matter__in={each.matter_id for each in newest})
        by_number = {(each.matter_id, each.number): each for each in known}
        return [(each, by_number.get((each.matter_id, each.number - 1))) for each in newest]

    def item_title(self, item: Any) -> str:
        version = item[0]
        return _("%(name)s, version %(number)s") % {"name": version.facts.name, "number": version.number}

    def item_description(self, item: Any) -> str:
        version, before = item
        if before is None:
            return _("First published.")
        return escape(" ".join(changes(before.facts, version.facts)) or _("The wording was revised."))

    def item_link(self, item: Any) -> str:
        return settings.SITE_URL + reverse("card_version", args=[item[0].code, item[0].number])

    def item_pubdate(self, item: Any) -> datetime:
        moment: datetime = item[0].published_at
        return moment

    item_updateddate = item_pubdate


class NewNotices(Feed):
    """公示公告: the newest notices. Of the clock they tell the last day, not the days left: readers keep it."""

    feed_type = Atom1Feed

    def title(self) -> str:
        about = _("Public notices")
        return f"{about} – {site_facts().name}"

    def link(self) -> str:
        return settings.SITE_URL + (notices_url() or "/")

    def feed_url(self) -> str:
        return settings.SITE_URL + reverse("notice_feed")

    def items(self) -> Sequence[NoticePage]:
        return list(NoticePage.objects.public().order_by("-published_on", "-pk").defer("body")[:NEWEST])

    def item_title(self, item: Any) -> str:
        return str(item.title)

    def item_description(self, item: Any) -> str:
        period = item.period
        dates = _("Objections until %(day)s.") % {"day": date_format(period.to_day, "DATE_FORMAT")} if period else ""
        return escape(f"{item.intro} {dates}".strip())

    def item_link(self, item: Any) -> str:
        return settings.SITE_URL + (item.get_url() or "/")

    def item_pubdate(self, item: Any) -> datetime:
        moment: datetime = item.first_published_at
        return moment

    def item_updateddate(self, item: Any) -> datetime:
        moment: datetime = item.last_published_at
        return moment
