"""What the pages of guides and cards read: a few queries, and the house's places from memory.

Guides ask one query for all their matters with their newest versions; windows, posts and the calendar are remembered
until something changes (cms.page_cache).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.apps import apps
from django.db.models import Count, Max
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bureau.calendar import WorkCalendar, now
from bureau.models import CalendarOverride
from bureau.windows import DutyPost, WindowFacts, duty_posts, windows_with_hours
from cms.guides.places import ShownWindow, show_post, show_windows
from cms.guides.shown_guide import OldVersion, ShownCard, ShownGuide, ShownVersions, Ways, show_card, show_guide
from cms.guides.shown_guide import show_old_card as old_card
from cms.guides.shown_guide import show_versions as all_versions
from cms.guides.shown_matter import GuidePart
from cms.head import government_service, head
from cms.matter_tables import Package, tables_of
from cms.matters.changes import Change, between, summary
from cms.matters.choices import TOPICS
from cms.matters.facts import MatterFacts
from cms.models.matter import Matter
from cms.models.matter_version import MatterVersion
from cms.once import once
from cms.page_cache import remembered
from cms.public_matters import PublicMatter, in_language, public_matters, versions_of
from cms.site_facts import site_facts

TOLD = 3  # versions whose changes a guide tells; the rest is on the page of all versions


@remembered
def windows() -> tuple[WindowFacts, ...]:
    return windows_with_hours()


@remembered
def posts() -> dict[int, DutyPost]:
    return {post.key: post for post in duty_posts()}


@remembered
def work_calendar() -> WorkCalendar:
    return CalendarOverride.calendar()


# Guides


@dataclass(frozen=True, slots=True)
class GuideRead:
    """A guide's matters as they are now; ``withdrawn`` are those that it names but nobody offers any more."""

    parts: tuple[GuidePart, ...]
    withdrawn: tuple[str, ...]


def guide(page: Any, chosen: Collection[str], *, draft: bool = False) -> dict[str, Any]:
    """The context of a guide page. ``draft``: an editor's preview, which shows unpublished matters as they stand."""
    read = _drafts(page) if draft else _published(page)
    shown = _show(page, read, chosen)
    public = [cast(PublicMatter, part.public) for part in read.parts]
    path = page.get_url() or "/"
    return {
        "guide": shown,
        "withdrawn": read.withdrawn,
        "crumbs": [{"label": _("Guides"), "url": guides_url()}],
        "here": _topic(read) or page.title,
        "holds_until": shown.holds_until if shown else None,
        "head": head(
            path,
            page.seo_title or page.title,
            page.search_description or (shown.lead if shown else ""),
            feed=reverse("matter_feed", args=[public[0].code]) if len(public) == 1 else reverse("feed"),
            data=government_service(public, path, page.title, site_facts()),
        ),
    }


def _topic(read: GuideRead) -> str:
    """What the guide's one matter is about, as lists head it."""
    topics = {part.public.facts.topic for part in read.parts}
    return str(dict(TOPICS)[topics.pop()]) if len(topics) == 1 and len(read.parts) == 1 else ""


def _show(page: Any, read: GuideRead, chosen: Collection[str]) -> ShownGuide | None:
    if not read.parts:
        return None
    return show_guide(read.parts, title=page.title, lead=page.lead, chosen=chosen, ways=ways())


# Built by the ORM anew for each request this would cost as much time as all the rest of the guide's facts.
PRESENT_AND_TOLD = """
    SELECT version.*, shown.only_when, matter.live AS is_offered, matter.translation_key AS key
    FROM cms_guidematter shown
    JOIN cms_matter matter ON matter.id = shown.matter_id
    JOIN cms_matterversion present ON present.id = matter.current_version_id
    JOIN cms_matterversion version ON version.matter_id = matter.id AND version.number >= present.number - %s
    WHERE shown.page_id = %s
    ORDER BY shown.sort_order, matter.code, version.number DESC
"""


def _published(page: Any) -> GuideRead:
    """One query: the present version of each matter, and those before it whose changes are told."""
    by_matter: dict[int, list[Any]] = defaultdict(list)
    for version in MatterVersion.objects.raw(PRESENT_AND_TOLD, [TOLD, page.pk]):
        by_matter[version.matter_id].append(version)
    offered = [rows for rows in by_matter.values() if rows[0].is_offered]
    public = in_language([(rows[0], UUID(str(rows[0].key))) for rows in offered])
    parts = tuple(_part(matter, _told(rows), rows[0].only_when) for matter, rows in zip(public, offered, strict=True))
    return GuideRead(parts, tuple(rows[0].facts.name for rows in by_matter.values() if not rows[0].is_offered))


def _drafts(page: Any) -> GuideRead:
    parts = []
    for each in page.guide_matters.all():
        matter: Matter = each.matter
        parts.append(_part(draft_of(matter), (), each.only_when))
    return GuideRead(tuple(parts), ())


def draft_of(matter: Matter) -> PublicMatter:
    """An unpublished matter as readers would see it: as the version after the present one, which it may still equal."""
    current, facts = matter.current_version, matter.facts()
    if current is not None and current.facts == facts:
        return PublicMatter(current, facts, True, "")
    version = MatterVersion(
        matter=matter,
        code=matter.code,
        number=current.number + 1 if current else 1,
        content=facts.model_dump(mode="json"),
        published_at=now(),
    )
    return PublicMatter(version, facts, True, "")


def draft_guide(public: PublicMatter) -> ShownGuide:
    """One draft as its guide would show it, for an editor."""
    return show_guide((_part(public),), ways=ways())


def _told(rows: Sequence[MatterVersion]) -> tuple[Change, ...]:
    return _changes(*((row.number, _day(row), row.facts) for row in rows))


@once
def _changes(*versions: tuple[int, date, MatterFacts]) -> tuple[Change, ...]:
    """What the newest versions changed; the oldest one is only what the first of them is compared with."""
    told = between(versions, since=0)
    return told if versions[-1][0] == 1 else told[:-1]


def _part(public: PublicMatter, changes: tuple[Change, ...] = (), only_when: str = "") -> GuidePart:
    post = posts().get(public.facts.post or 0)
    return GuidePart(
        public=public,
        windows=_windows(public.facts.windows),
        post=show_post(post) if post else None,
        changes=changes,
        only_when=only_when,
    )


def _windows(keys: Iterable[int]) -> tuple[ShownWindow, ...]:
    """The matter's windows, and wherever it goes wrong the one for that."""
    wanted = set(keys)
    shown = [each for each in windows() if each.key in wanted or each.kind == "unresolved"]
    return show_windows(shown, now(), work_calendar())


@remembered
def ways() -> Ways:
    return Ways(apply_url=address_of("apply"), offices_url=reverse("offices"))


def address_of(url_name: str) -> str:
    """An address that an upper layer has or has not; "" where this system has none of that name."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


# Cards


def card(public: PublicMatter, chosen: Collection[str], paper: int | None = None) -> ShownCard:
    """The phone card; ``paper`` is the version of the paper card whose code was scanned."""
    told = ""
    if paper is not None and paper < public.number:
        old = versions_of(public).filter(number=paper).first()
        told = summary(old.facts, public.version.facts) if old else ""
    return show_card(_part(public), chosen=chosen, ways=ways(), paper_number=paper, paper_summary=told)


def old_version(public: PublicMatter, number: int, chosen: Collection[str]) -> ShownCard | None:
    """What the card said in an older version; None for a version that never was."""
    rows = {row.number: row for row in versions_of(public).filter(number__in=(number, number + 1))}
    if number not in rows or number + 1 not in rows:
        return None
    old = OldVersion(facts=rows[number].facts, number=number, ended_on=_day(rows[number + 1]))
    return old_card(_part(public), old, chosen=chosen)


def versions(public: PublicMatter) -> ShownVersions:
    rows = [(row.number, _day(row), row.facts) for row in versions_of(public)]
    return all_versions(_part(public, between(rows, since=0)))


# Lists


@remembered
def guides_url() -> str:
    """Where the list of guides is; empty while it is not published."""
    pages = apps.get_model("cms.GuideIndexPage")._default_manager.live()
    page = pages.filter(locale__language_code="zh-hans").first()
    return (page.get_url() or "") if page else ""


@remembered
def packages() -> tuple[Package, ...]:
    """Guides of several matters, in the reader's words."""
    pages = apps.get_model("cms.GuidePage")._default_manager.live()
    several = pages.annotate(matters=Count("guide_matters")).filter(matters__gt=1)
    found = list(several.filter(locale__language_code="zh-hans").order_by("title"))
    keys = [page.translation_key for page in found]
    own = pages.filter(locale__language_code=get_language() or "zh-hans", translation_key__in=keys)
    words = {page.translation_key: page for page in own}
    return tuple(
        Package(said.title, said.lead, page.get_url() or "", "" if page.translation_key in words else "zh-hans")
        for page in found
        for said in [words.get(page.translation_key, page)]
    )


@remembered
def newest_of_guides() -> dict[int, datetime]:
    """By the key of a guide's page: when the newest of the versions that it shows was published."""
    shown = apps.get_model("cms.GuideMatter")._default_manager.values_list("page")
    return dict(shown.annotate(newest=Max("matter__current_version__published_at")).order_by())


def guide_index() -> dict[str, Any]:
    return {"tables": tables_of(public_matters()), "packages": packages()}


def _day(version: MatterVersion) -> date:
    return timezone.localtime(version.published_at).date()
