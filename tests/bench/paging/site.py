"""The site of the benchmark: the sample, a bare page beside one of its guides, and as many guides as are wanted."""

import html
import re
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from wagtail.models import Page

from bureau import calendar
from bureau.models import User
from cms.actions.draft_matter import draft_matter
from cms.actions.publish_matter import publish_matter
from cms.models import ContentVersion, GuideIndexPage, GuideMatter, GuidePage, Matter, MatterVersion
from cms.sample.filling import fill
from tests.kit import open_bureau_and_site

HOST = "127.0.0.1"
GUIDE, PACKAGE, BARE = "/guides/m04/", "/guides/start-with-land/", "/guides/bare/"
MATTERS = 500


def open_site() -> None:
    """The sample with its ten matters and their guides, as script/server would show it."""
    call_command("collectstatic", interactive=False, verbosity=0)
    open_bureau_and_site()
    _add_bare_page()
    published()


def published() -> None:
    """What a publication does to kept pages."""
    ContentVersion.bump()


def _add_bare_page() -> None:
    """A plain Page as deep in the tree as the guide, with the same words. Nothing else of the guide is in it."""
    index = _index()
    said = text_of(Client(HTTP_HOST=HOST).get(GUIDE).content.decode())
    index.add_child(instance=Page(title="Bare", slug="bare", locale=index.locale, search_description=said))


def text_of(page: str) -> str:
    """The words of a page, one paragraph for each piece."""
    body = re.sub(r"(?s)<(head|script|svg)\b.*?</\1>", "", page)
    lines = html.unescape(re.sub(r"<[^>]+>", "\n", body)).splitlines()
    return "\n\n".join(line.strip() for line in lines if line.strip())


def fill_up(guides: int) -> int:
    """Adds guides until there are so many, ten for each of 500 further matters, by rows. Returns how many there are."""
    missing = guides - GuidePage.objects.filter(locale__language_code="zh-hans").count()
    with transaction.atomic():
        matters = _further_matters()
        _add_guides([(f"g{at:05}", matters[at % len(matters)]) for at in range(missing)])
        published()
    return GuidePage.objects.filter(locale__language_code="zh-hans").count()


def _further_matters() -> list[Matter]:
    source = Matter.objects.sources().select_related("current_version").get(code="M04")
    content = source.current_version.content
    matters = Matter.objects.bulk_create(_copies(source))
    versions = MatterVersion.objects.bulk_create(
        MatterVersion(
            matter=matter,
            code=matter.code,
            number=1,
            content={**content, "code": matter.code, "name": matter.name},
            published_at=calendar.now(),
        )
        for matter in matters
    )
    for matter, version in zip(matters, versions, strict=True):
        matter.current_version = version
    Matter.objects.bulk_update(matters, ["current_version"], batch_size=100)
    return matters


def _copies(source: Matter) -> list[Matter]:
    fields = [field.attname for field in Matter._meta.concrete_fields if field.attname != "id"]
    values = {name: getattr(source, name) for name in fields} | {"latest_revision_id": None, "live_revision_id": None}
    own = [{"code": f"X{at:05}", "name": f"{source.name} {at}", "translation_key": uuid4()} for at in range(MATTERS)]
    return [Matter(**values | each) for each in own]


def _add_guides(wanted: list[tuple[str, Matter]]) -> None:
    """The rows that treebeard and Django's inheritance would write one by one."""
    index = _index()
    kind = ContentType.objects.get_for_model(GuidePage)
    pages = Page.objects.bulk_create(
        Page(
            path=Page._get_path(index.path, index.depth + 1, index.numchild + at),
            depth=index.depth + 1,
            title=matter.name,
            draft_title=matter.name,
            slug=slug,
            url_path=f"{index.url_path}{slug}/",
            content_type=kind,
            locale=index.locale,
            live=True,
        )
        for at, (slug, matter) in enumerate(wanted, 1)
    )
    for page in pages:
        GuidePage(page_ptr=page, lead="", body="[]").save_base(raw=True, force_insert=True)
    GuideMatter.objects.bulk_create(
        GuideMatter(page_id=page.pk, matter=matter, locale=index.locale, sort_order=0)
        for page, (_slug, matter) in zip(pages, wanted, strict=True)
    )
    Page.objects.filter(pk=index.pk).update(numchild=index.numchild + len(pages))


def _index() -> GuideIndexPage:
    index: GuideIndexPage = GuideIndexPage.objects.get(locale__language_code="zh-hans")
    return index


def change_m04() -> None:
    """A day less for its second step, or back again, drafted by one person and published by another."""
    matter = Matter.objects.sources().get(code="M04")
    facts = matter.facts()
    second = facts.steps[1].model_copy(update={"days": 5 - facts.steps[1].days})
    steps = (facts.steps[0], second, *facts.steps[2:])
    fill(matter, facts.model_copy(update={"steps": steps, "promised_days": sum(step.days for step in steps)}))
    draft_matter(matter, actor=User.objects.get(username="sample-editor"))
    publish_matter(matter, actor=User.objects.get(username="sample-publisher"))
