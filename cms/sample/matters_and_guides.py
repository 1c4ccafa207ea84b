"""The ten matters of the sample with their history, the guides that show them, and all of it in English."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from wagtail.documents.models import Document
from wagtail.models import Page

from bureau import calendar
from bureau.models import Post, ServiceWindow, User
from bureau.sample import HISTORY, Sample
from cms.actions.draft_matter import draft_matter
from cms.actions.publish_matter import publish_matter
from cms.matters.facts import MatterFacts
from cms.models import CatalogueEntry, GuideIndexPage, GuideMatter, GuidePage, HomePage, Matter, TextPage
from cms.sample.application import empty_form, filled_form
from cms.sample.english import pairs, translate
from cms.sample.filling import fill

FOLDER = Path(__file__).parent
POSTS = {"planning": "planning", "land": "land", "registration": "registry"}
OFTEN_USED = ("m04", "m09", "m10", "start-with-land")
NEWEST = datetime(2022, 8, 10, 9, 0)
Json = dict[str, Any]


def load(sample: Sample) -> None:
    """Again and again without doubles; what editors changed since then stays."""
    writer, publisher = sample.people["sample-editor"], sample.people["sample-publisher"]
    for path in sorted((FOLDER / "matters").glob("M*.json")):
        given = json.loads(path.read_text(encoding="utf-8"))
        if not Matter.objects.filter(code=given["zh"]["code"]).exists():
            _matter(sample, given, writer, publisher)
    guides = GuideIndexPage.objects.get(locale__language_code="zh-hans")
    for given in json.loads((FOLDER / "guides.json").read_text(encoding="utf-8")):
        if not GuidePage.objects.child_of(guides).filter(slug=given["slug"]).exists():
            _guide(guides, given, writer, publisher)
    home = HomePage.objects.get(locale__language_code="zh-hans")
    if not home.common:
        _link_from_home(home, writer, publisher)
    for given in json.loads((FOLDER / "pages.json").read_text(encoding="utf-8")):
        if not TextPage.objects.child_of(home).filter(slug=given["slug"]).exists():
            _page(home, _text(given), given, writer, publisher)


def _matter(sample: Sample, given: Json, writer: User, publisher: User) -> None:
    matter = Matter(office=sample.office, is_sample=True)
    files = _files(sample, given, writer)
    for moment, content in _history(given):
        fill(matter, MatterFacts.model_validate(content), *files)
        if matter.pk is None:
            matter.catalogue_entry = CatalogueEntry.objects.filter(code=content["basic_catalogue_code"]).first()
            matter.post = Post.objects.get(office=sample.office, code=POSTS[given["post"]])
            draft_matter(matter, actor=writer)
            matter.windows.set(ServiceWindow.objects.filter(office=sample.office, kind=ServiceWindow.Kind.GENERAL))
        with calendar.at(moment):
            draft_matter(matter, actor=writer)
            matter = publish_matter(matter, actor=publisher)
    translate(matter, dict(pairs(given["zh"], given["en"])), translator=writer, publisher=publisher)


def _files(sample: Sample, given: Json, writer: User) -> list[Document]:
    """The form to apply with and a filled one, of a matter that has them."""
    if not given.get("application"):
        return []
    facts = MatterFacts.model_validate(given["zh"])
    return [make(facts, sample.office.name, writer) for make in (empty_form, filled_form)]


def _history(given: Json) -> Iterator[tuple[datetime, Json]]:
    """When each version was published and what it said, oldest first; ``changes`` make an older one of the newest."""
    history = given.get("history", [])
    for older in history:
        yield datetime.fromisoformat(f"{older['on']}T09:00"), {**given["zh"], **older["changes"]}
    yield NEWEST if history else HISTORY, given["zh"]


def _guide(guides: GuideIndexPage, given: Json, writer: User, publisher: User) -> None:
    def new(words: Json) -> GuidePage:
        guide = GuidePage(slug=given["slug"], title=words["title"], lead=words["lead"], body=body_of(words))
        for order, code in enumerate(given["matters"]):
            matter = Matter.objects.sources().get(code=code)
            only_when = words.get("only_when", {}).get(code, "")
            guide.guide_matters.add(GuideMatter(matter=matter, only_when=only_when, sort_order=order))
        return guide

    _page(guides, new, given, writer, publisher)


def _link_from_home(home: HomePage, writer: User, publisher: User) -> None:
    guides = {guide.slug: guide for guide in GuidePage.objects.filter(locale=home.locale, slug__in=OFTEN_USED)}
    home.common = [("page", guides[slug]) for slug in OFTEN_USED]
    with transaction.atomic():
        home.save_revision(user=writer).publish(user=publisher)
    home.refresh_from_db()


def _text(given: Json) -> Callable[[Json], TextPage]:
    return lambda words: TextPage(
        slug=given["slug"], show_in_menus=True, title=words["title"], intro=words["intro"], body=body_of(words)
    )


def body_of(words: Json) -> list[dict[str, Any]]:
    text = words.get("explanation", "")
    return [{"type": "text", "id": str(uuid5(NAMESPACE_URL, text)), "value": text}] if text else []


def _page(parent: Page, new: Callable[[Json], Page], given: Json, writer: User, publisher: User) -> None:
    publish_page(parent, new(given["zh"]), given, writer, publisher)


def publish_page(parent: Page, page: Page, given: Json, writer: User, publisher: User) -> None:
    """Puts the Chinese ``page`` under ``parent``, then its English of ``given``; each of two people does their part."""
    page.locale, page.live = parent.locale, False
    with transaction.atomic():  # a load that breaks off leaves no page behind that the next one would pass over
        parent.add_child(instance=page)
        page.save_revision(user=writer).publish(user=publisher)
    page.refresh_from_db()
    translate(page, dict(pairs(given["zh"], given["en"])), translator=writer, publisher=publisher)
