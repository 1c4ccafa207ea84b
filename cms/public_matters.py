"""The doorway for readers: matters as they were last published, in the reader's language, and where to read them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from cms.matters.facts import MatterFacts, Topic
from cms.matters.words import in_words_of
from cms.models.matter import Matter
from cms.models.matter_facts import facts_of
from cms.models.matter_version import MatterVersion
from cms.page_cache import remembered

SOURCE = "zh-hans"


@dataclass(frozen=True, slots=True)
class PublicMatter:
    """One matter for one reader. ``facts`` are in the reader's words where somebody has translated them."""

    version: MatterVersion
    facts: MatterFacts
    translated: bool  # False: the words are Chinese although the reader asked for another language
    guide_url: str  # "" when no guide shows the matter alone

    @property
    def code(self) -> str:
        return self.version.code

    @property
    def number(self) -> int:
        return self.version.number

    @property
    def valid_from(self) -> date:
        return timezone.localtime(self.version.published_at).date()

    @property
    def card_url(self) -> str:
        return f"/q/{self.code}/"


@remembered
def public_matters(language: str | None = None) -> tuple[PublicMatter, ...]:
    """All that the public can find, as residents look for them: by topic, then by place in it."""
    topics = list(Topic)
    shown = in_language(_present(Matter.objects.offered()), language)
    return tuple(sorted(shown, key=lambda each: (topics.index(each.facts.topic), each.facts.order, each.code)))


@remembered
def public_matter(code: str, language: str | None = None) -> PublicMatter | None:
    """The matter with that code, however its letters are written; None when there is none, or it was withdrawn."""
    if not code.isprintable():  # PostgreSQL has no text with a NUL in it
        return None
    found = in_language(_present(Matter.objects.offered().filter(code=code.upper())), language)
    return found[0] if found else None


def in_language(versions: Sequence[tuple[MatterVersion, UUID]], language: str | None = None) -> list[PublicMatter]:
    """Versions, each with its matter's translation key, for one reader. One query more where that is no Chinese."""
    reader = language or _reader()
    words, urls = _words([key for _version, key in versions], reader), guide_urls()
    return [_public(version, words.get(key), urls, reader) for version, key in versions]


def versions_of(matter: PublicMatter) -> QuerySet[MatterVersion]:
    """Every version, newest first."""
    return MatterVersion.objects.filter(matter=matter.version.matter_id).order_by("-number")


@remembered
def guide_urls() -> Mapping[int, str]:
    """Where each matter is read by itself: key of the matter to the address of its live guide. One query."""
    shown = apps.get_model("cms.GuideMatter")._default_manager  # guides themselves ask this module
    rows = shown.filter(page__live=True, page__locale__language_code=SOURCE).order_by("-page")
    matters, paths = defaultdict(list), {}
    for page, matter, path in rows.values_list("page", "matter", "page__url_path"):
        matters[page].append(matter)
        paths[page] = path
    return {found[0]: _address(paths[page]) for page, found in matters.items() if len(found) == 1}


def _address(url_path: str) -> str:
    """The path below the site's home page: /home-page/guides/m04/ is /guides/m04/."""
    return "/" + url_path.strip("/").partition("/")[2] + "/"


def _reader() -> str:
    return get_language() or SOURCE


def _present(matters: QuerySet[Matter]) -> list[tuple[MatterVersion, UUID]]:
    found = matters.select_related("current_version")
    return [(each.current_version, each.translation_key) for each in found if each.current_version]


def _words(keys: list[UUID], language: str) -> dict[UUID, Matter]:
    if language == SOURCE or not keys:
        return {}
    found = Matter.objects.filter(translation_key__in=keys, locale__language_code=language, live=True)
    complete = found.select_related("catalogue_entry").prefetch_related("windows")
    return {each.translation_key: each for each in complete}


def _public(version: MatterVersion, words: Matter | None, urls: Mapping[int, str], language: str) -> PublicMatter:
    facts = version.facts
    if words is not None:
        facts = in_words_of(facts, facts_of(words, files=False))
    url = urls.get(version.matter_id, "")
    return PublicMatter(version, facts, words is not None or language == SOURCE, url)
