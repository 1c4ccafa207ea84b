"""The page on which somebody of the house changes how the screens speak to them."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from bureau import audit, people
from bureau.models import Office, User
from tests.bureau.conftest import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def test_who_has_a_name_in_one_piece_and_no_address_changes_their_language(office: Office, client: Client) -> None:
    person = make_user("administrator")
    people.appoint_first_administrator(person, office)
    User.objects.filter(pk=person.pk).update(first_name="窗口 01（样例）", last_name="", email="")
    client.force_login(person)
    form = client.get(reverse("wagtailadmin_account")).context["panels_by_tab"]
    asked = {
        bound.html_name: bound.value()
        for panels in form.values()
        for panel in panels
        for bound in panel.get_form()
        if bound.value() not in {None, ""}
    }

    answer = client.post(reverse("wagtailadmin_account"), {**asked, "locale-preferred_language": "en"})

    assert answer.status_code == 302
    assert UserProfile.objects.get(user=person).preferred_language == "en"
    assert audit.history(person).filter(action="wagtail.edit").exists()
