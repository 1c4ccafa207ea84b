"""What the walk of tests/bureau/test_strangers.py needs: a matter that was published, with a draft that was not."""

from wagtail.models import Locale

from bureau.models import Office
from bureau.roles import Role
from cms.actions.draft_matter import draft_matter
from cms.actions.publish_matter import publish_matter
from cms.models import Matter
from cms.sample.filling import fill
from tests.cms.matter_kit import person, sample_facts

ARGUMENTS = {"revision_id_a": lambda: "earliest", "revision_id_b": lambda: "latest"}


def make_world(office: Office) -> None:
    Locale.objects.get_or_create(language_code="zh-hans")
    writer, publisher = person("writer", Role.EDITOR, office), person("publisher", Role.PUBLISHER, office)
    matter = Matter(office=office)
    fill(matter, sample_facts(name="陌生人看不见的事项"))
    draft_matter(matter, actor=writer)
    publish_matter(matter, actor=publisher)
    matter.name = "陌生人看不见的草稿"
    draft_matter(matter, actor=writer)
