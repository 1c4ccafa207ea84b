"""What editors write, in every state: matters with their cards, guides and pages of text beside their drafts."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Locale

from cms.actions.draft_matter import draft_matter
from cms.actions.publish_matter import publish_matter
from cms.models import (
    GuideIndexPage,
    GuideMatter,
    GuidePage,
    HomePage,
    Matter,
    NoticeIndexPage,
    NoticePage,
    TextPage,
)
from cms.sample.filling import fill
from tests.cms.matter_kit import sample_facts
from tests.cms.notice_kit import DESIGN, FIRST
from tests.search.walk.rules import BOTH, HERE
from tests.search.walk.world import COMMON, World

KINDS_OF_PAGES = {GuidePage: "guide", NoticePage: "notice", TextPage: "page"}
PAGE_STATES = ("draft", "live", "changed", "unpublished", "scheduled")


def add_content(world: World) -> None:
    matters = {(place, state): add_matter(world, place, state) for place in BOTH for state in ("draft", "live")}
    matters |= {(HERE, state): add_matter(world, HERE, state) for state in ("changed", "withdrawn")}
    home = HomePage.objects.get(locale__language_code="zh-hans")
    guides, notices = (model.objects.child_of(home).get() for model in (GuideIndexPage, NoticeIndexPage))
    for state in PAGE_STATES:
        add_page(world, TextPage(), home, state)
        add_page(world, GuidePage(), guides, state)
        add_notice(world, notices, state)
    add_guide_of_matters(world, guides, [matter for (place, _state), matter in matters.items() if place == HERE])
    add_translated_page(world, home)


def add_matter(world: World, place: str, state: str) -> Matter:
    """Its card says what was published, the matter itself what is being written."""
    word, code, office = next(world.words), f"W{world.digits()[:4]}", world.offices[place]
    named = {"code": code, "name": f"{COMMON}{word}许可", "implementation_code": f"430900-S-W-{world.digits()}"}
    matter = Matter(office=office)
    fill(matter, sample_facts().model_copy(update=named))
    draft_matter(matter, actor=world.user(f"editor {place}"))
    if state != "draft":
        publish_matter(matter, actor=world.user(f"publisher {place}"))
    if state == "withdrawn":
        matter.unpublish(user=world.user(f"publisher {place}"))
    now = {"year": str(timezone.localdate().year), "office": str(office.pk)}
    world.add("card", matter.pk, state, matter.name, word, number=code, office=place, trace=code, facets=now)
    if state == "changed":
        word = next(world.words)
        matter.name = f"{COMMON}{word}许可"
        draft_matter(matter, actor=world.user(f"editor {place}"))
    facets = {**now, "state": "draft" if state == "withdrawn" else state}
    number = named["implementation_code"]
    world.add("matter", matter.pk, state, matter.name, word, code, number=number, office=place, facets=facets)
    return matter


def add_notice(world: World, notices: NoticeIndexPage, state: str) -> None:
    """Its result is written already, but read only once the period is over."""
    result = next(world.words)
    world.closed_words.append(result)
    days = {"published_on": FIRST, "from_day": FIRST, "to_day": date(2100, 1, 1)}
    notice = NoticePage(**{**DESIGN, **days}, place="益阳市赫山区样例镇", result=result)
    facets = {"year": "2022", "district": "赫山区"}
    add_page(world, notice, notices, state, label=str(notice.get_kind_display()), facets=facets)


def add_page(world: World, page: Any, parent: Any, state: str, **more: Any) -> None:
    """The page as it is read, and what of it waits."""
    kind, word = KINDS_OF_PAGES[type(page)], next(world.words)
    slug, title = f"{kind}-{state}", f"{COMMON}{word}{kind}"
    page.title, page.slug, page.live, page.locale = title, slug, False, parent.locale
    parent.add_child(instance=page)
    if state == "scheduled":
        page.go_live_at = timezone.now() + timedelta(days=30)
    revision = page.save_revision(user=world.user("editor here"))
    if state != "draft":
        revision.publish(user=world.user("publisher here"))
        page.refresh_from_db()
    if state == "unpublished":
        page.unpublish(user=world.user("publisher here"))
    now = {"year": str(timezone.localdate().year)}
    world.add(kind, page.pk, state, title, word, trace=slug, **{"facets": now, **more})
    if state == "changed":
        word = next(world.words)
        page.title = title = f"{COMMON}{word}{kind}"
        page.save_revision(user=world.user("editor here"))
    facets = {**now, "state": "changed" if state == "changed" else "draft"}
    world.add("draft", page.pk, state, title, word, facets=facets)


def add_guide_of_matters(world: World, guides: GuideIndexPage, matters: list[Matter]) -> None:
    """A package: it says what its matters say that are published, and nothing of drafts and of what was withdrawn."""
    word = next(world.words)
    guide = GuidePage(title=f"{COMMON}{word}package", slug="package", live=False, locale=guides.locale)
    guide.guide_matters = [GuideMatter(matter=matter, sort_order=at) for at, matter in enumerate(matters)]
    guides.add_child(instance=guide)
    guide.save_revision(user=world.user("editor here")).publish(user=world.user("publisher here"))
    cards = [each for each in world.records if each.kind == "card" and each.record_id in {str(m.pk) for m in matters}]
    said = [each.title.removeprefix(COMMON)[:2] for each in cards if each.state in {"live", "changed"}]
    _add_live_page(world, guide, word, *said)


def add_translated_page(world: World, home: HomePage) -> None:
    """Found by its English, too, but not by what of the English is still a draft."""
    word, english, waiting = (next(world.words) for _ in range(3))
    page = TextPage(title=f"{COMMON}{word}page", slug="translated", live=False, locale=home.locale)
    home.add_child(instance=page)
    page.save_revision(user=world.user("editor here")).publish(user=world.user("publisher here"))
    translated = page.copy_for_translation(Locale.objects.get(language_code="en"))
    translated.intro = english
    translated.save_revision().publish()
    translated.refresh_from_db()
    translated.intro = waiting
    translated.save_revision(user=world.user("editor here"))
    world.closed_words.append(waiting)
    _add_live_page(world, page, word, english)


def _add_live_page(world: World, page: Any, word: str, *said: str) -> None:
    kind, now = KINDS_OF_PAGES[type(page)], {"year": str(timezone.localdate().year)}
    world.add(kind, page.pk, "live", page.title, word, *said, trace=page.slug, facets=now)
    world.add("draft", page.pk, "live", page.title, word, *said)
