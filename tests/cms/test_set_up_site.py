import pytest
from wagtail.models import Locale, Page, Site

from bureau.errors import NotAllowed
from bureau.models import Office, User
from cms.actions.set_up_site import set_up_site
from cms.models import HomePage, SiteSettings


def test_the_site_has_a_home_page_in_both_languages(home: HomePage) -> None:
    english = home.get_translation(Locale.objects.get(language_code="en"))

    assert home.title == "您今天要办什么事？"
    assert english.title == "What do you need to do today?"
    assert home.live
    assert english.live
    assert Site.objects.get(is_default_site=True).root_page.specific == home


def test_wagtails_welcome_page_is_gone(home: HomePage) -> None:
    assert list(Page.objects.filter(depth=2).values_list("content_type__model", flat=True)) == ["homepage", "homepage"]


def test_setting_up_again_keeps_what_editors_changed(home: HomePage, office: Office, administrator: User) -> None:
    home.intro = "新的引导语"
    home.save_revision().publish()

    again = set_up_site(office, actor=administrator)

    assert again.pk == home.pk
    assert again.intro == "新的引导语"
    assert HomePage.objects.count() == 2
    assert SiteSettings.objects.count() == 1


def test_who_does_not_manage_the_office_sets_up_nothing(office: Office) -> None:
    stranger = User.objects.create_superuser("stranger")

    with pytest.raises(NotAllowed):
        set_up_site(office, actor=stranger)

    assert not HomePage.objects.exists()
