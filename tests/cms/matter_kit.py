"""Matters and the two people that each needs, made through the actions."""

import json
from pathlib import Path
from typing import Any

from bureau.models import Office, User
from bureau.people import administrators, grant_role
from bureau.roles import Role
from cms.actions.draft_matter import draft_matter
from cms.actions.publish_matter import publish_matter
from cms.matters.facts import MatterFacts
from cms.models import GuideIndexPage, GuideMatter, GuidePage, HomePage, Matter, TextPage
from cms.sample.filling import fill

SAMPLE = Path(__file__).resolve().parents[2] / "cms" / "sample" / "matters"


def sample_facts(code: str = "M04", **changes: Any) -> MatterFacts:
    """A matter of the sample in Chinese, with some of its facts changed."""
    content = json.loads((SAMPLE / f"{code}.json").read_text(encoding="utf-8"))["zh"]
    return MatterFacts.model_validate({**content, **changes})


def person(name: str, role: Role, office: Office) -> User:
    user = User.objects.create_user(name, password="a long password")
    grant_role(user, role, office, actor=administrators(office)[0])
    return user


def drafted(office: Office, editor: User, code: str = "M04", **changes: Any) -> Matter:
    matter = Matter(office=office, is_sample=True)
    fill(matter, sample_facts(code, **changes))
    draft_matter(matter, actor=editor)
    return matter


def published(office: Office, editor: User, publisher: User, code: str = "M04", **changes: Any) -> Matter:
    return publish_matter(drafted(office, editor, code, **changes), actor=publisher)


def changed(matter: Matter, editor: User, publisher: User, **changes: Any) -> Matter:
    """The next version, drafted and published."""
    for name, value in changes.items():
        setattr(matter, name, value)
    draft_matter(matter, actor=editor)
    return publish_matter(matter, actor=publisher)


def text_page_of(home: HomePage, editor: User, publisher: User | None = None, **words: Any) -> TextPage:
    """The page 隐私, published if a publisher is given."""
    page = TextPage(title="隐私", slug="privacy", live=False, locale=home.locale, **words)
    home.add_child(instance=page)
    revision = page.save_revision(user=editor)
    if publisher is not None:
        revision.publish(user=publisher)
        page.refresh_from_db()
    return page


def guide_of(*matters: Matter, editor: User, publisher: User, slug: str = "m04", title: str = "指南") -> GuidePage:
    index = GuideIndexPage.objects.get(locale__language_code="zh-hans")
    guide = GuidePage(title=title, slug=slug, live=False, locale=index.locale)
    guide.guide_matters = [GuideMatter(matter=matter, sort_order=order) for order, matter in enumerate(matters)]
    index.add_child(instance=guide)
    guide.save_revision(user=editor).publish(user=publisher)
    guide.refresh_from_db()
    return guide
