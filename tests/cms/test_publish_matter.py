"""Drafting, four eyes, versions that never change: from whatever place Wagtail publishes."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from bureau import calendar
from bureau.errors import NotAllowed
from bureau.models import Office, OutgoingMail, User
from bureau.people import administrators, grant_role
from bureau.roles import Role
from cms.actions.draft_matter import draft_matter
from cms.actions.publish_due import publish_due
from cms.actions.publish_matter import publish_matter
from cms.errors import MatterNotReady
from cms.four_eyes import OwnDraft
from cms.models import HomePage, Matter, MatterVersion
from cms.public_matters import public_matter
from tests.cms.matter_kit import changed, drafted, guide_of, person, published


def test_publishing_makes_the_first_version(office: Office, editor: User, publisher: User):
    matter = drafted(office, editor)

    publish_matter(matter, actor=publisher)

    version = MatterVersion.objects.get()
    assert (version.number, version.code, version.published_by) == (1, "M04", publisher)
    assert version.facts.name == "建设工程规划许可"
    assert matter.current_version == version


def test_a_draft_is_not_seen_by_readers(office: Office, editor: User):
    drafted(office, editor)

    assert public_matter("M04") is None


def test_a_change_makes_the_next_version_and_leaves_the_old_one_as_it_was(
    office: Office, editor: User, publisher: User
):
    matter = published(office, editor, publisher)

    changed(matter, editor, publisher, trips=0, trips_note="")

    assert [version.facts.trips for version in matter.versions.order_by("number")] == [1, 0]


def test_publishing_the_same_facts_again_makes_no_version(office: Office, editor: User, publisher: User):
    matter = published(office, editor, publisher)

    changed(matter, editor, publisher)

    assert matter.versions.count() == 1


def test_nobody_publishes_their_own_draft(office: Office, editor: User, publisher: User):
    both = person("both", Role.PUBLISHER, office)
    grant_role(both, Role.EDITOR, office, actor=administrators(office)[0])
    matter = drafted(office, both)

    with pytest.raises(OwnDraft):
        publish_matter(matter, actor=both)

    assert not MatterVersion.objects.exists()


def test_a_publisher_who_only_sets_the_hour_is_no_author(office: Office, editor: User, publisher: User):
    matter = drafted(office, editor)
    matter.expire_at = timezone.now() + timedelta(days=90)
    matter.save_revision(user=publisher)

    publish_matter(matter, actor=publisher)

    assert matter.versions.count() == 1


def test_a_publisher_who_touched_a_word_is_an_author(office: Office, editor: User, publisher: User):
    matter = drafted(office, editor)
    matter.summary = "另一句话。"
    matter.save_revision(user=publisher)

    with pytest.raises(OwnDraft):
        publish_matter(matter, actor=publisher)


def test_editors_do_not_publish(office: Office, editor: User):
    other = person("other", Role.EDITOR, office)
    matter = drafted(office, editor)

    with pytest.raises(NotAllowed):
        publish_matter(matter, actor=other)


def test_a_superuser_neither_drafts_nor_publishes(office: Office, editor: User):
    root = User.objects.create_superuser("root", password="a long password")
    matter = drafted(office, editor)

    with pytest.raises(NotAllowed):
        publish_matter(matter, actor=root)
    with pytest.raises(NotAllowed):
        draft_matter(matter, actor=root)


def test_a_matter_whose_steps_do_not_add_up_stays_a_draft(office: Office, editor: User, publisher: User):
    matter = drafted(office, editor, promised_days=7)

    with pytest.raises(MatterNotReady) as refused:
        publish_matter(matter, actor=publisher)

    assert "5" in str(refused.value)
    assert "7" in str(refused.value)
    assert not matter.live


def test_the_database_keeps_a_promise_within_the_law(office: Office, editor: User, publisher: User):
    matter = published(office, editor, publisher)

    with pytest.raises(IntegrityError), transaction.atomic():
        Matter.objects.filter(pk=matter.pk).update(promised_days=30)


def test_the_database_refuses_to_change_a_version(office: Office, editor: User, publisher: User):
    published(office, editor, publisher)

    with pytest.raises(IntegrityError), transaction.atomic():
        MatterVersion.objects.update(number=9)
    with pytest.raises(IntegrityError), transaction.atomic():
        MatterVersion.objects.all().delete()


def test_a_published_matter_cannot_be_deleted(office: Office, editor: User, publisher: User):
    matter = published(office, editor, publisher)

    with pytest.raises(ProtectedError):
        matter.delete()


def test_what_is_scheduled_goes_out_when_its_moment_has_come(
    home: HomePage, office: Office, editor: User, publisher: User
):
    matter = drafted(office, editor)
    matter.go_live_at = timezone.now() + timedelta(hours=1)
    matter.save_revision(user=editor)
    publish_matter(matter, actor=publisher)
    assert not matter.versions.exists()

    Matter.objects.filter(pk=matter.pk).update(go_live_at=timezone.now())
    revision = matter.get_latest_revision()
    revision.content["go_live_at"] = (timezone.now() - timedelta(minutes=1)).isoformat()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.save()
    done = publish_due()

    assert done == 1
    assert matter.versions.get().published_by == publisher
    assert public_matter("M04") is not None


def test_a_scheduled_matter_that_is_no_longer_right_is_taken_back_and_said(
    home: HomePage, office: Office, editor: User, publisher: User
):
    User.objects.filter(pk=publisher.pk).update(email="publisher@example.invalid")
    matter = drafted(office, editor, promised_days=7)
    revision = matter.get_latest_revision()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.save()

    done = publish_due()

    assert done == 0
    assert not matter.versions.exists()
    assert "M04" in OutgoingMail.objects.get().subject
    assert publish_due() == 0
    assert OutgoingMail.objects.count() == 1


def test_one_that_clashes_with_another_stops_nobody_behind_it(
    home: HomePage, office: Office, editor: User, publisher: User
):
    User.objects.filter(pk=publisher.pk).update(email="publisher@example.invalid")
    published(office, editor, publisher)
    clashing, sound = drafted(office, editor, code="M05"), drafted(office, editor, code="M06")
    for matter, minutes, code in ((clashing, 2, "M04"), (sound, 1, "M06")):
        revision = matter.get_latest_revision()
        revision.content["code"] = code
        revision.approved_go_live_at = timezone.now() - timedelta(minutes=minutes)
        revision.save()

    assert publish_due() == 1

    assert public_matter("M06") is not None
    assert not clashing.versions.exists()
    assert "M05" in OutgoingMail.objects.get().subject


def test_nothing_goes_out_without_a_person_that_was_not_scheduled(office: Office, editor: User):
    matter = drafted(office, editor)

    with pytest.raises(OwnDraft):
        matter.get_latest_revision().publish()


def test_a_withdrawn_matter_leaves_the_public_pages_and_its_guide_says_so(
    home: HomePage, office: Office, editor: User, publisher: User, client
):
    matter = published(office, editor, publisher)
    guide = guide_of(matter, editor=editor, publisher=publisher)
    assert "要准备的材料" in client.get(guide.url).content.decode()

    matter.unpublish(user=publisher)

    page = client.get(guide.url)
    assert page.status_code == 200
    assert "这件事现在不办" in page.content.decode()
    assert client.get("/q/M04/").status_code == 404


def test_a_version_says_the_moment_at_the_counter(office: Office, editor: User, publisher: User):
    with calendar.at(datetime(2022, 8, 10, 9, 0)):
        published(office, editor, publisher)

    matter = public_matter("m04")
    assert matter is not None
    assert (matter.valid_from.isoformat(), matter.number) == ("2022-08-10", 1)
