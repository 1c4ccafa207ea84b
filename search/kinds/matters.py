"""Matters and their notice cards: the public reads what was published, editors find what they are writing."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from bureau.access import Actor
from cms.matters.facts import MatterFacts
from cms.matters.words import in_words_of, texts
from cms.models import Matter
from cms.models.matter_facts import facts_of
from search.contract import PUBLIC, Entry, content_audience
from search.kinds.base import keys, numbers

ENGLISH = "en"


class CardKind:
    """One notice card for each matter that is offered; its address is the one in the card's QR code."""

    name = "card"
    label = _("Notice card")

    def record_ids(self) -> QuerySet[Any, Any]:
        return keys(Matter.objects.offered())

    def entries(self, record_ids: Collection[str]) -> Iterator[Entry]:
        offered = Matter.objects.offered().filter(pk__in=numbers(record_ids)).select_related("current_version")
        english = english_facts(offered)
        for matter in offered:
            version = matter.current_version
            if version is not None:
                told = english.get(matter.pk)
                yield Entry(
                    kind=self.name,
                    record_id=str(matter.pk),
                    sort_id=matter.pk,
                    number=version.code,
                    title=version.facts.name,
                    body="\n".join(words_of(version.facts, told)),
                    day=timezone.localtime(version.published_at).date(),
                    audience=frozenset({PUBLIC}),
                    office=str(matter.office_id),
                    payload=public_payload(version.facts, told),
                )

    def shown(self, record_ids: Collection[str], viewer: Actor) -> Mapping[str, str]:
        found = Matter.objects.offered().filter(pk__in=numbers(record_ids))
        return {str(pk): reverse("card", args=[code]) for pk, code in found.values_list("pk", "current_version__code")}


class MatterKind:
    """Matters as they are being written, for those who write and publish them."""

    name = "matter"
    label = _("Matter")

    def record_ids(self) -> QuerySet[Any, Any]:
        return keys(Matter.objects.sources())

    def entries(self, record_ids: Collection[str]) -> Iterator[Entry]:
        found = Matter.objects.sources().filter(pk__in=numbers(record_ids)).select_related("latest_revision")
        for matter in found:
            draft: Matter = matter.get_latest_revision_as_object() if matter.latest_revision else matter
            revision = matter.latest_revision
            facts = facts_of(draft, files=False)
            yield Entry(
                kind=self.name,
                record_id=str(matter.pk),
                sort_id=matter.pk,
                number=draft.implementation_code or draft.code,
                title=draft.name,
                body="\n".join([draft.code, *words_of(facts)]),
                day=timezone.localtime(revision.created_at if revision else None).date(),
                audience=frozenset({content_audience(matter.office_id)}),
                state=content_state(matter),
                office=str(matter.office_id),
                payload={"about": facts.summary},
            )

    def shown(self, record_ids: Collection[str], viewer: Actor) -> Mapping[str, str]:
        found = Matter.objects.sources().visible_to(viewer).filter(pk__in=numbers(record_ids))
        return {
            str(pk): reverse("wagtailsnippets_cms_matter:edit", args=[pk]) for pk in found.values_list("pk", flat=True)
        }


def content_state(written: Any) -> str:
    """Of a page or a matter: is it out, and does a draft wait?"""
    if not written.live:
        return "draft"
    return "changed" if written.has_unpublished_changes else "live"


def english_facts(matters: Collection[Matter]) -> dict[int, MatterFacts]:
    """By the key of the matter: its published facts in the words of a live English translation, where there is one."""
    by_key = {matter.translation_key: matter for matter in matters}
    translations = Matter.objects.filter(translation_key__in=by_key, locale__language_code=ENGLISH, live=True)
    found = {}
    for translation in translations.select_related("catalogue_entry").prefetch_related("windows"):
        matter = by_key[translation.translation_key]
        if matter.current_version is not None:
            words = facts_of(translation, files=False)
            found[matter.pk] = in_words_of(matter.current_version.facts, words)
    return found


def words_of(*facts: MatterFacts | None) -> Iterator[str]:
    """Every text of each, without its markup; once only, for a translation repeats what nobody translated."""
    said = (strip_tags(text) for each in facts if each is not None for text in texts(each))
    return iter(dict.fromkeys(said))


def public_payload(facts: MatterFacts, english: MatterFacts | None) -> dict[str, str]:
    payload = {"about": facts.summary}
    if english is not None:
        payload |= {"title_en": english.name, "about_en": english.summary}
    return payload
