import pytest
from wagtail.models import Locale, Page, Site

from bureau.errors import NotAllowed
from bureau.models import Office, User
from bureau.models.audit import AuditEntry
from cms.actions.set_up_site import set_up_site
from cms.four_eyes import words_that_come_with_the_system
from cms.models import HomePage, NoticeIndexPage, SiteSettings


def test_the_site_has_a_home_page_in_both_languages(home: HomePage) -> None:
    english = home.get_translation(Locale.objects.get(language_code="en"))

    assert home.title == "您今天要办什么事？"
    assert english.title == "What do you need to do today?"
    assert home.live
    assert english.live
    assert Site.objects.get(is_default_site=True).root_page.specific == home


def test_wagtails_welcome_page_is_gone(home: HomePage) -> None:
    assert list(Page.objects.filter(depth=2).values_list("content_type__model", flat=True)) == ["homepage", "homepage"]


def test_the_lists_of_guides_and_notices_lie_under_it_in_both_languages(home: HomePage) -> None:
    pages = Page.objects.filter(depth=3).order_by("path").values_list("slug", "locale__language_code", "live")

    assert list(pages) == [(slug, code, True) for code in ("zh-hans", "en") for slug in ("guides", "notices")]


def test_setting_up_again_keeps_what_editors_changed(home: HomePage, office: Office, administrator: User) -> None:
    home.intro = "新的引导语"
    with words_that_come_with_the_system():
        home.save_revision().publish()

    again = set_up_site(office, actor=administrator)

    assert again.pk == home.pk
    assert again.intro == "新的引导语"
    assert HomePage.objects.count() == NoticeIndexPage.objects.count() == 2
    assert SiteSettings.objects.count() == 1


def test_a_new_site_gets_the_words_that_it_was_given(office: Office, administrator: User) -> None:
    plan = {"plan_river": "资江", "plan_place": "样例镇", "plan_parcel": "GB00017"}

    home = set_up_site(office, actor=administrator, plan=plan, words={"complaints_phone": "0737-000 0002"})

    english = home.get_translation(Locale.objects.get(language_code="en"))
    assert (home.plan_river, english.plan_parcel) == ("资江", "GB00017")
    assert SiteSettings.objects.get().complaints_phone == "0737-000 0002"


def test_setting_up_is_in_the_audit_trail_once(home: HomePage, office: Office, administrator: User) -> None:
    set_up_site(office, actor=administrator)

    assert AuditEntry.objects.filter(action="cms.set_up_site", user=administrator).count() == 1


def test_who_does_not_manage_the_office_sets_up_nothing(office: Office) -> None:
    stranger = User.objects.create_superuser("stranger")

    with pytest.raises(NotAllowed):
        set_up_site(office, actor=stranger)

    assert not HomePage.objects.exists()
