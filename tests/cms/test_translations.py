"""English goes out by another person too, from whatever place wagtail-localize publishes."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from bureau.models import Office, User
from cms.four_eyes import OwnDraft
from cms.models import HomePage, Matter
from tests.cms.editing import desk
from tests.cms.matter_kit import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def matter(home: HomePage, office: Office, editor: User, publisher: User) -> Matter:
    return published(office, editor, publisher)


@pytest.fixture
def english(matter: Matter) -> Translation:
    source, _made = TranslationSource.get_or_create_from_instance(matter)
    locale, _made = Locale.objects.get_or_create(language_code="en")
    translation = Translation.objects.create(source=source, target_locale=locale)
    translation.save_target(publish=False)
    return translation


def is_public(matter: Matter) -> bool:
    return Matter.objects.filter(translation_key=matter.translation_key, locale__language_code="en", live=True).exists()


def update(client: Client, translation: Translation) -> None:
    address = reverse("wagtail_localize:update_translations", args=[translation.source_id])
    page = client.get(address)
    assert page.status_code == 200
    assert 'type="checkbox" name="publish_translations"' not in page.content.decode()
    assert client.post(address, {"publish_translations": "on"}).status_code == 302


def test_taking_over_what_is_new_in_chinese_publishes_nothing(
    matter: Matter, english: Translation, editor: User
) -> None:
    update(desk(editor), english)

    assert not is_public(matter)


def test_a_translation_that_was_stopped_is_published_by_another_like_any_draft(
    matter: Matter, english: Translation, publisher: User
) -> None:
    english.enabled = False
    english.save()
    translated = Matter.objects.get(translation_key=matter.translation_key, locale__language_code="en")
    translated.name = "Works permit"
    revision = translated.save_revision(user=publisher)

    with pytest.raises(OwnDraft):
        revision.publish(user=publisher)

    assert not is_public(matter)
