"""How often each public page asks the database: a number that does not hang on how much there is to read."""

from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page

from bureau.calendar import DAY, today
from bureau.models import Post, ServiceWindow
from cms import page_cache
from cms.actions.draft_matter import draft_matter
from cms.actions.publish_matter import publish_matter
from cms.models import GuidePage, Matter
from cms.sample.filling import fill
from tests.cms.matter_kit import guide_of, sample_facts
from tests.cms.notice_kit import notice_of
from tests.kit import Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
Counts = dict[str, tuple[int, int]]
MORE, IN_A_PACKAGE = 10, 5  # matters and their guides beside the ten of the sample
NOTICES = 25  # more than a page

# Right after a publication, when nothing is remembered; and when this page alone is built anew.
CHINESE: Counts = {
    "/": (16, 6),
    "/guides/": (15, 6),
    "/guides/m04/": (20, 9),
    "/guides/m04/?s=pipes": (20, 9),
    "/guides/start-with-land/": (20, 9),
    "/notices/": (13, 8),
    "/notices/?kind=pre_decision": (13, 8),
    "/notices/site-plan-change/": (16, 11),
    "/notices/ash-yard-design/": (15, 10),
    "/notices.xml": (4, 2),
    "/privacy/": (11, 6),
    "/q/M04/": (13, 1),
    "/q/M04/?v=1": (14, 2),
    "/q/M04/versions/": (14, 2),
    "/q/M04/versions/2/": (14, 2),
    "/figures/": (8, 1),
    "/figures/reductions.csv": (3, 1),
    "/offices/": (13, 6),
    "/changes.xml": (4, 3),
    "/q/M04/changes.xml": (6, 3),
    "/sitemap.xml": (14, 11),
}
ENGLISH: Counts = CHINESE | {
    "/": (22, 9),
    "/guides/": (18, 7),
    "/guides/m04/": (23, 12),
    "/guides/m04/?s=pipes": (23, 12),
    "/guides/start-with-land/": (23, 12),
    "/notices/": (15, 10),
    "/notices/?kind=pre_decision": (15, 10),
    "/notices/site-plan-change/": (18, 13),
    "/notices/ash-yard-design/": (18, 13),
    "/privacy/": (12, 7),
    "/q/M04/": (15, 1),
    "/q/M04/?v=1": (16, 2),
    "/q/M04/versions/": (16, 2),
    "/q/M04/versions/2/": (19, 2),
    "/figures/": (10, 1),
    "/figures/reductions.csv": (5, 1),
    "/offices/": (15, 6),
    "/q/M04/changes.xml": (8, 3),
}


@pytest.fixture(scope="module")
def with_ten(sample: Bureau) -> dict[str, Counts]:
    return counted()


@pytest.fixture(scope="module")
def with_twenty(with_ten: dict[str, Counts], sample: Bureau) -> Iterator[dict[str, Counts]]:
    with transaction.atomic():
        add_many(sample)
        yield counted()
        transaction.set_rollback(True)


def counted() -> dict[str, Counts]:
    return {language: {path: queries(language, path) for path in CHINESE} for language in ("zh-hans", "en")}


def queries(language: str, path: str) -> tuple[int, int]:
    client = Client()
    client.cookies["django_language"] = language
    assert client.get(path).status_code == 200
    page_cache.forget()
    with CaptureQueriesContext(connection) as first:
        client.get(path)
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as anew:
        client.get(path)
    return len(first), len(anew)


def add_many(sample: Bureau) -> None:
    """Each with a guide of its own and in a package, some notices, and all of it in English, too."""
    people = {"editor": sample.person("editor"), "publisher": sample.person("publisher")}
    english = Locale.objects.get(language_code="en")
    matters = [made(sample, f"X{number:02}") for number in range(MORE)]
    pages: list[Page] = [guide_of(each, slug=each.code.lower(), **people) for each in matters]
    for start in range(0, MORE, IN_A_PACKAGE):
        pages.append(guide_of(*matters[start : start + IN_A_PACKAGE], slug=f"package-{start}", **people))
    for matter in matters:
        translated = matter.copy_for_translation(english)
        translated.name, translated.live = f"Matter {matter.code}", True
        translated.save()
    for number in range(NOTICES):
        days = {"from_day": today() - DAY * number, "to_day": today() + DAY * (number % 20)}
        pages.append(notice_of(title=f"公示 {number}", slug=f"notice-{number}", **days, **people))
    for page in pages:
        page.copy_for_translation(english).save_revision().publish()


def made(sample: Bureau, code: str) -> Matter:
    """Another matter with everything that M04 has."""
    matter = Matter(office=sample.office, is_sample=True)
    fill(matter, sample_facts().model_copy(update={"code": code, "name": f"事项 {code}"}))
    matter.post = Post.objects.get(office=sample.office, code="planning")
    draft_matter(matter, actor=sample.person("editor"))
    matter.windows.set(ServiceWindow.objects.filter(office=sample.office, kind=ServiceWindow.Kind.GENERAL))
    draft_matter(matter, actor=sample.person("editor"))
    return publish_matter(matter, actor=sample.person("publisher"))


@pytest.mark.parametrize("path", CHINESE)
def test_what_a_page_asks_with_ten_matters(path: str, with_ten: dict[str, Counts]) -> None:
    assert with_ten["zh-hans"][path] == CHINESE[path]
    assert with_ten["en"][path] == ENGLISH[path]


@pytest.mark.parametrize("path", CHINESE)
def test_it_asks_no_more_with_twenty_matters_and_three_packages(path: str, with_twenty: dict[str, Counts]) -> None:
    assert with_twenty["zh-hans"][path] == CHINESE[path]
    assert with_twenty["en"][path] == ENGLISH[path]


def test_twenty_matters_are_really_there(with_twenty: dict[str, Counts]) -> None:
    english = Client()
    english.cookies["django_language"] = "en"

    page = english.get("/guides/").content.decode()

    assert all(f"Matter X{number:02}" in page for number in range(MORE))
    assert GuidePage.objects.live().filter(locale__language_code="en").count() == 11 + MORE + MORE // IN_A_PACKAGE
