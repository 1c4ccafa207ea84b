"""Guides, notices and pages of text, as they are read; and what of them is still a draft."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Exists, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from bureau.access import Actor
from cms.models import GuidePage, Matter, NoticePage, TextPage
from cms.models.public_page import PublicPage
from cms.public_matters import SOURCE
from search.audience import writes_at
from search.contract import CONTENT, PUBLIC, Entry
from search.kinds.base import keys, numbers
from search.kinds.districts import district_of
from search.kinds.matters import ENGLISH, content_state, english_facts, words_of

WRITTEN_BY = ["change", "publish"]


class PageKind:
    """Live pages of one model, found by their Chinese and by their English."""

    def __init__(self, name: str, label: Any, model: type[PublicPage]) -> None:
        self.name, self.label, self.model = name, label, model

    def record_ids(self) -> QuerySet[Any, Any]:
        return keys(self._live())

    def entries(self, record_ids: Collection[str]) -> Iterator[Entry]:
        pages = list(self._live().filter(pk__in=numbers(record_ids)))
        english = self._english(pages)
        for page in pages:
            told = english.get(page.translation_key)
            yield Entry(
                kind=self.name,
                record_id=str(page.pk),
                sort_id=page.pk,
                title=page.title,
                body="\n".join([*self.words(page), *(self.words(told) if told else ())]),
                day=self.day(page),
                audience=frozenset({PUBLIC}),
                **self.more(page),
                payload=self.payload(page, told),
            )

    def shown(self, record_ids: Collection[str], viewer: Actor) -> Mapping[str, str]:
        return {str(page.pk): page.url or "/" for page in self._live().filter(pk__in=numbers(record_ids))}

    def words(self, page: Any) -> Iterator[str]:
        yield about(page)
        yield page.search_description
        yield from stream_words(page)

    def day(self, page: Any) -> date:
        return timezone.localtime(page.last_published_at).date()

    def more(self, page: Any) -> dict[str, str]:
        """Facets of the entry that this kind of page has."""
        return {}

    def payload(self, page: Any, english: Any) -> dict[str, str]:
        payload = {"about": about(page)}
        if english is not None:
            payload |= {"title_en": english.title, "about_en": about(english)}
        return payload

    def _live(self) -> Any:
        return self.model.objects.live().filter(locale__language_code=SOURCE)

    def _english(self, pages: list[Any]) -> dict[Any, Any]:
        keys_ = [page.translation_key for page in pages]
        told = self.model.objects.live().filter(translation_key__in=keys_, locale__language_code=ENGLISH)
        return {page.translation_key: page for page in told}


class GuideKind(PageKind):
    """Guides hold what their matters say, in both languages, as they were last published."""

    def __init__(self) -> None:
        super().__init__("guide", _("Guide"), GuidePage)

    def words(self, page: Any) -> Iterator[str]:
        yield from super().words(page)
        if page.locale.language_code != SOURCE:
            return  # the matters' English stands with the Chinese guide
        shown = Matter.objects.offered().filter(in_guides__page=page).select_related("current_version")
        english = english_facts(shown)
        for matter in shown:
            if matter.current_version is not None:
                yield from words_of(matter.current_version.facts, english.get(matter.pk))


class NoticePageKind(PageKind):
    """Public notices, by the day that stands on them. Their results are read there, once the period is over."""

    def __init__(self) -> None:
        super().__init__("notice", _("Public notice"), NoticePage)

    def words(self, page: Any) -> Iterator[str]:
        yield page.search_description
        yield page.plain_words

    def day(self, page: Any) -> date:
        day: date = page.published_on
        return day

    def more(self, page: Any) -> dict[str, str]:
        return {"district": district_of(page.place)}

    def payload(self, page: Any, english: Any) -> dict[str, str]:
        shown = {"holder": page.organisation, "place": page.place, "type_name": str(page.get_kind_display())}
        return super().payload(page, english) | {name: value for name, value in shown.items() if value}


class DraftKind:
    """Pages with something that is not published yet, for those who write and publish."""

    name = "draft"
    label = _("Draft of a page")

    def record_ids(self) -> QuerySet[Any, Any]:
        return keys(_drafts())

    def entries(self, record_ids: Collection[str]) -> Iterator[Entry]:
        for page in _drafts().filter(pk__in=numbers(record_ids)).select_related("latest_revision").specific():
            draft: Any = page.get_latest_revision_as_object() if page.latest_revision else page
            yield Entry(
                kind=self.name,
                record_id=str(page.pk),
                sort_id=page.pk,
                title=draft.title,
                body="\n".join([about(draft), *stream_words(draft)]),
                day=timezone.localtime(page.latest_revision_created_at).date(),
                audience=frozenset({CONTENT}),
                state=content_state(page),
                payload={"about": about(draft), "page_type": str(page.page_type_display_name)},
            )

    def shown(self, record_ids: Collection[str], viewer: Actor) -> Mapping[str, str]:
        """Wagtail alone would show a superuser all of them, who has no role."""
        if not viewer.is_authenticated:
            return {}
        written = PagePermissionPolicy().instances_user_has_any_permission_for(viewer, WRITTEN_BY)
        found = _drafts().filter(Exists(writes_at(viewer)), pk__in=numbers(record_ids)) & written
        return {str(pk): reverse("wagtailadmin_pages:edit", args=[pk]) for pk in found.values_list("pk", flat=True)}


def _drafts() -> Any:
    waiting = Q(live=False) | Q(has_unpublished_changes=True)
    return Page.objects.filter(waiting, locale__language_code=SOURCE, depth__gt=1)


def about(page: Any) -> str:
    """The sentence under its title, whatever its model calls it."""
    return getattr(page, "lead", "") or getattr(page, "intro", "") or ""


def stream_words(page: Any) -> Iterator[str]:
    body = getattr(page, "body", None)
    if body is not None:
        yield from map(str, body.stream_block.get_searchable_content(body))


GUIDES = GuideKind()
NOTICES = NoticePageKind()
TEXTS = PageKind("page", _("Page"), TextPage)
DRAFTS = DraftKind()
