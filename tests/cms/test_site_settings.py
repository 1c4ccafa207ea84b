from django.test import Client
from wagtail.models import Site

from bureau.models import User
from cms.models import HomePage, SiteSettings


def edit_address() -> str:
    return f"/admin/settings/cms/sitesettings/{Site.objects.get().pk}/"


def test_who_manages_the_office_edits_the_words_of_the_site(
    client: Client, home: HomePage, administrator: User
) -> None:
    client.force_login(administrator)
    response = client.post(edit_address(), {"scope": "土地 · 规划", "complaints_phone": "0737-000 0002"})

    assert response.status_code == 302
    assert SiteSettings.objects.get().scope == "土地 · 规划"


def test_a_superuser_without_a_role_edits_nothing(client: Client, home: HomePage) -> None:
    client.force_login(User.objects.create_superuser("stranger"))
    client.post(edit_address(), {"scope": "别的"})

    assert SiteSettings.objects.get().scope == "土地 · 规划 · 不动产登记"
