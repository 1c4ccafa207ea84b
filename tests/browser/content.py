"""What editors' tests need beyond the sample, made by the actions in the site's own process; see states.py."""

import json

from django.conf import settings
from django.contrib.auth.hashers import make_password

from bureau.models import Office, User
from bureau.people import administrators, grant_role
from bureau.roles import Role
from cms.models import CatalogueEntry, GuideIndexPage, GuidePage, HomePage, Matter, NoticePage, TextPage


def make_person_with_both_roles() -> None:
    """sample-both may draft and publish."""
    office = Office.objects.get(code="yiyang")
    password = make_password(settings.SAMPLE_PASSWORD)
    person = User.objects.create(username="sample-both", first_name="编辑兼发布（样例）", password=password)
    for role in (Role.EDITOR, Role.PUBLISHER):
        grant_role(person, role, office, actor=administrators(office)[0])


def make_gaps() -> None:
    """M09 is offered no more; of M08 and of the page about privacy, the English is withdrawn."""
    publisher = User.objects.get(username="sample-publisher")
    Matter.objects.sources().get(code="M09").unpublish(user=publisher)
    Matter.objects.get(code="M08", locale__language_code="en").unpublish(user=publisher)
    TextPage.objects.get(slug="privacy", locale__language_code="en").unpublish(user=publisher)


def say_keys() -> None:
    """Keys of what editors open, as JSON."""
    matter = Matter.objects.sources().get(code="M04")
    chinese = {"locale__language_code": "zh-hans"}
    revisions = matter.revisions.order_by("pk").values_list("pk", flat=True)
    guide = GuidePage.objects.get(slug="m04", **chinese)
    where = {
        "matter": matter.pk,
        "matter in English": Matter.objects.get(code="M04", locale__language_code="en").pk,
        "old": revisions[0],
        "new": revisions[len(revisions) - 1],
        "home": HomePage.objects.get(**chinese).pk,
        "guides": GuideIndexPage.objects.get(**chinese).pk,
        "guide": guide.pk,
        "guide in English": GuidePage.objects.get(slug="m04", locale__language_code="en").pk,
        "old guide": guide.revisions.earliest("pk").pk,
        "package": GuidePage.objects.get(slug="start-with-land", **chinese).pk,
        "notice": NoticePage.objects.get(slug="site-plan-change", **chinese).pk,
        "text": TextPage.objects.get(slug="privacy", **chinese).pk,
        "entry": CatalogueEntry.objects.get(code="000115904000").pk,
        "office": Office.objects.get(code="yiyang").pk,
    }
    print(json.dumps(where))  # noqa: T201  the caller reads it
