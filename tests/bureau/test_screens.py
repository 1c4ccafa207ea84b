"""The bureau's own screens, by those whose work they are."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bureau import audit, people
from bureau.models import Absence, AuditEntry, CalendarOverride, Office, Post, User
from bureau.roles import Role
from tests.bureau.conftest import make_office, make_user
from tests.bureau.strangers import make_world

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def administrator(office: Office, clerk: User) -> User:
    user = make_user("administrator")
    people.appoint_first_administrator(user, office)
    people.grant_role(clerk, Role.AUDITOR, office, actor=user)
    make_world(office)
    return user


@pytest.fixture
def desk(administrator: User, client: Client) -> Client:
    """The administrator's browser."""
    client.force_login(administrator)
    return client


def messages(response: HttpResponse) -> str:
    return response.content.decode()


@pytest.mark.parametrize("screen", ["people", "posts", "absences", "calendar", "mail", "offices"])
def test_the_administrator_opens_every_screen(desk: Client, screen: str) -> None:
    assert desk.get(reverse(f"{screen}:index")).status_code == 200


def test_the_menu_gathers_them_under_one_name(desk: Client) -> None:
    page = desk.get(reverse("wagtailadmin_home")).content.decode()

    assert "机关" in page or "\\u673a\\u5173" in page


def test_a_role_is_given_and_taken_by_ticking_boxes(desk: Client, office: Office, clerk: User) -> None:
    desk.post(reverse("people:index"), {"office": office.pk, "person": clerk.pk, "role": ["issuer", "case_officer"]})

    assert {role for role, _office in people.roles_of(clerk)} == {Role.ISSUER, Role.CASE_OFFICER}


def test_a_refusal_is_told_and_changes_nothing(desk: Client, office: Office, administrator: User) -> None:
    page = desk.post(reverse("people:index"), {"office": office.pk, "person": administrator.pk}, follow=True)

    assert "就没有系统管理员了" in messages(page)
    assert people.administrators(office) == [administrator]


def test_an_account_is_made_and_closed(desk: Client) -> None:
    desk.post(
        reverse("people:add"),
        {"username": "new", "last_name": "王", "first_name": "五", "email": "", "password": "correct horse battery"},
    )
    person = User.objects.get(username="new")
    assert person.check_password("correct horse battery")

    desk.post(reverse("people:state", args=[person.pk]), {"do": "close"})

    person.refresh_from_db()
    assert not person.is_active
    assert [entry.action for entry in audit.history(person)] == ["bureau.close_account", "bureau.create_account"]


def test_a_weak_first_password_is_refused(desk: Client) -> None:
    desk.post(reverse("people:add"), {"username": "new", "password": "12345"})

    assert not User.objects.filter(username="new").exists()


def test_posts_and_absences_are_entered_and_written_into_the_trail(desk: Client, office: Office, clerk: User) -> None:
    holder = make_user("holder")
    post = {"office": office.pk, "code": "09", "name": "制证岗 09", "role": "issuer", "holder": holder.pk}
    desk.post(reverse("posts:add"), {**post, "stand_in": clerk.pk})
    made = Post.objects.get(code="09")

    desk.post(
        reverse("absences:add"), {"post": made.pk, "from_day": "2022-08-12", "to_day": "2022-08-13", "reason": "出差"}
    )

    assert Absence.objects.filter(post=made).exists()
    assert [entry.action for entry in audit.history(made)] == ["wagtail.create"]


def test_a_post_cannot_be_moved_into_an_office_of_others(desk: Client, office: Office) -> None:
    other, post = make_office("taojiang", name="桃江县自然资源局"), Post.objects.get(code="s07")

    desk.post(
        reverse("posts:edit", args=[post.pk]),
        {"office": other.pk, "code": "1", "name": "x", "role": "issuer", "holder": post.holder_id},
    )

    post.refresh_from_db()
    assert post.office == office


def test_a_day_of_the_calendar_is_entered_changed_and_deleted(desk: Client) -> None:
    desk.post(reverse("calendar:add"), {"day": "2022-08-12", "reason": "停电", "source": "通知"})
    override = CalendarOverride.objects.get(day="2022-08-12")

    desk.post(reverse("calendar:delete", args=[override.pk]))

    assert not CalendarOverride.objects.filter(day="2022-08-12").exists()


def test_the_auditor_reads_filters_and_exports_the_trail(client: Client, administrator: User, clerk: User) -> None:
    client.force_login(clerk)
    entry = AuditEntry.objects.first()
    assert entry is not None

    assert "授予了职责" in client.get(reverse("audit:index")).content.decode()
    assert client.get(reverse("audit:index"), {"action": "bureau.grant_role"}).status_code == 200
    exported = client.get(reverse("audit:index"), {"export": "csv"})
    assert entry.hash in b"".join(exported.streaming_content).decode()
    assert entry.hash in client.get(reverse("audit:inspect", args=[entry.pk])).content.decode()


@pytest.mark.parametrize("screen", ["add", "edit", "delete"])
def test_nobody_writes_the_trail_by_hand(client: Client, administrator: User, clerk: User, screen: str) -> None:
    client.force_login(clerk)
    entry = AuditEntry.objects.first()
    assert entry is not None
    before = AuditEntry.objects.count()

    client.post(reverse(f"audit:{screen}", args=[] if screen == "add" else [entry.pk]), {"label": "x"})

    assert AuditEntry.objects.count() == before
    assert audit.first_broken_entry() is None


def test_the_administrator_does_not_read_the_trail(desk: Client) -> None:
    assert desk.get(reverse("audit:index")).status_code == 302


def test_lists_ask_as_many_queries_for_many_rows_as_for_few(desk: Client, office: Office, clerk: User) -> None:
    counts = []
    for rows in (5, 15):
        for number in range(rows):
            Post.objects.get_or_create(
                office=office, code=f"q{number}", defaults={"name": f"岗{number}", "role": "issuer", "holder": clerk}
            )
        desk.get(reverse("posts:index"))
        with CaptureQueriesContext(connection) as asked:
            desk.get(reverse("posts:index"))
        counts.append(len(asked))

    assert counts[0] == counts[1]
