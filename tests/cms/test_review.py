"""What lies between writing and publishing: sent, returned with a reason, locked, compared; pages and matters alike."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import escape
from wagtail.models import Page, TaskState, WorkflowState

from bureau.models import Office, User
from bureau.roles import Role
from cms.actions.draft_matter import draft_matter
from cms.four_eyes import OwnDraft
from cms.models import HomePage, Matter, MatterVersion, TextPage
from tests.cms.editing import Screen, desk, matter_screen, matter_url, messages, page_screen, page_url
from tests.cms.matter_kit import drafted, person, published, text_page_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("standing_site")]
REASON = "第二步的<b>天数</b>不对。"
APPROVE = {"action-workflow-action": "true", "workflow-action-name": "approve"}


@pytest.fixture
def second_publisher(office: Office, administrator: User) -> User:
    found = person("second-publisher", Role.PUBLISHER, office)
    found.first_name = "小阳"
    found.save()
    return found


@pytest.fixture
def matter(home: HomePage, office: Office, editor: User) -> Matter:
    return drafted(office, editor)


@pytest.fixture
def text_page(home: HomePage, editor: User, publisher: User) -> TextPage:
    return text_page_of(home, editor, publisher, intro="发布过的话。")


@pytest.fixture
def sent(matter: Matter, editor: User) -> Matter:
    matter.summary = "写好了。"
    draft_matter(matter, actor=editor)
    matter.get_workflow().start(matter, editor)
    return matter


@pytest.fixture
def sent_page(text_page: TextPage, editor: User) -> TextPage:
    text_page.intro = "写好了。"
    text_page.save_revision(user=editor)
    text_page.get_workflow().start(text_page, editor)
    return text_page


def act(user: User, obj: Matter | Page, action: str, comment: str = "") -> HttpResponse:
    """The buttons beside what waits, on the home page of the admin."""
    namespace = "wagtailsnippets_cms_matter" if isinstance(obj, Matter) else "wagtailadmin_pages"
    state = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
    url = reverse(f"{namespace}:workflow_action", args=[obj.pk, action, state.pk])
    response: Any = desk(user).post(url, {"comment": comment})
    return response


def buttons(user: User, url: str) -> list[str]:
    soup = BeautifulSoup(desk(user).get(url).content, "html.parser")
    return [button.get_text(strip=True) for button in soup.select("nav.actions--primary button")]


def status() -> str:
    return str(WorkflowState.objects.latest("pk").status)


def newest(obj: Any) -> Any:
    return type(obj).objects.get(pk=obj.pk).get_latest_revision_as_object()


# Sent and returned


def test_what_is_sent_waits_for_a_publisher(matter: Matter, editor: User):
    assert matter_screen(editor, matter).fill(summary="写好了。").send("submit").status_code == 302

    assert status() == WorkflowState.STATUS_IN_PROGRESS
    assert newest(matter).summary == "写好了。"
    assert not MatterVersion.objects.exists()


def test_what_was_sent_rests_while_it_waits_and_the_screen_says_why(sent: Matter, editor: User):
    screen = matter_screen(editor, sent)

    response = screen.fill(summary="还想改。").send()

    assert "正在等审核" in messages(screen.client.get(screen.url))
    assert "没存上" in messages(response)
    assert newest(sent).summary == "写好了。"


def test_a_publisher_returns_it_with_a_reason_and_the_draft_stays_as_it_is(sent: Matter, editor: User, publisher: User):
    before = newest(sent).facts()

    act(publisher, sent, "reject", REASON)

    assert status() == WorkflowState.STATUS_NEEDS_CHANGES
    assert newest(sent).facts() == before
    assert not MatterVersion.objects.exists()


@pytest.mark.parametrize("view", ["edit", "history"])
def test_its_editor_reads_the_reason_on_the_screen(sent: Matter, editor: User, publisher: User, view: str):
    act(publisher, sent, "reject", REASON)

    page = desk(editor).get(matter_url(sent, view)).content.decode()

    assert escape(REASON) in page
    assert REASON not in page


def test_and_in_a_letter(sent: Matter, editor: User, publisher: User):
    User.objects.filter(pk=editor.pk).update(email="editor@example.invalid")

    act(publisher, sent, "reject", REASON)

    letter = mail.outbox[-1]
    assert letter.to == ["editor@example.invalid"]
    assert "退回" in letter.subject
    assert REASON in letter.body
    assert matter_url(sent) in letter.body


def test_a_letter_says_that_it_waits_to_who_may_publish_it_there_and_did_not_write_it(
    second_office: Office, publisher: User
):
    """The workflow names the publishers of the first office only."""
    writer = person("writer", Role.EDITOR, second_office)
    both, reader = (person(name, Role.PUBLISHER, second_office) for name in ("both", "reader"))
    for user in (publisher, writer, both, reader):
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@example.invalid")
    matter = drafted(second_office, writer)
    matter.summary = "也改了一句。"
    matter.save_revision(user=both)

    matter_screen(writer, matter).fill(summary="写好了。").send("submit")

    assert [letter.to for letter in mail.outbox] == [["reader@example.invalid"]]


def test_it_is_changed_sent_again_and_approved(sent: Matter, editor: User, publisher: User):
    act(publisher, sent, "reject", REASON)

    assert matter_screen(editor, sent).fill(summary="改好了。").send("submit").status_code == 302
    act(publisher, sent, "approve")

    assert status() == WorkflowState.STATUS_APPROVED
    assert MatterVersion.objects.get().facts.summary == "改好了。"
    assert MatterVersion.objects.get().published_by == publisher


def test_the_same_holds_for_a_page(sent_page: TextPage, editor: User, publisher: User):
    act(publisher, sent_page, "reject", REASON)
    assert newest(sent_page).intro == "写好了。"
    assert escape(REASON) in desk(editor).get(page_url(sent_page)).content.decode()

    page_screen(editor, sent_page).fill(intro="改好了。").send("submit")
    act(publisher, sent_page, "approve")

    assert TextPage.objects.get().intro == "改好了。"


@pytest.mark.parametrize("action", ["reject", "approve"])
def test_an_editor_neither_returns_nor_approves(sent: Matter, office: Office, editor: User, action: str):
    for someone in (editor, person("colleague", Role.EDITOR, office)):
        act(someone, sent, action, REASON)

    assert status() == WorkflowState.STATUS_IN_PROGRESS
    assert not MatterVersion.objects.exists()


# Another person publishes


def test_a_draft_that_no_screen_has_saved_yet_is_published_by_who_changed_nothing(matter: Matter, publisher: User):
    assert matter_screen(publisher, matter).send("publish").status_code == 302

    assert MatterVersion.objects.get().published_by == publisher


def test_approving_on_the_edit_screen_what_one_did_not_touch(sent: Matter, publisher: User):
    matter_screen(publisher, sent).send(**APPROVE)

    assert MatterVersion.objects.get().published_by == publisher


def test_whoever_changes_a_word_while_approving_is_told_and_another_approves(
    sent: Matter, publisher: User, second_publisher: User
):
    screen = matter_screen(publisher, sent).fill(summary="审核的人改的。")

    refused = screen.send(**APPROVE)

    assert "您自己写的内容" in messages(screen.client.get(refused.url))
    assert newest(sent).summary == "审核的人改的。"
    assert not MatterVersion.objects.exists()
    assert not any("批准" in button or "发布" in button for button in buttons(publisher, matter_url(sent)))
    act(second_publisher, sent, "approve")
    assert MatterVersion.objects.get().facts.summary == "审核的人改的。"


def test_a_publisher_who_wrote_part_of_a_page_gets_no_button_and_publishes_nothing(
    text_page: TextPage, editor: User, publisher: User
):
    page_screen(editor, text_page).fill(intro="编辑写的。").send()
    page_screen(publisher, text_page).fill(title="审核的人改的").send()

    assert not any("发布" in button for button in buttons(publisher, page_url(text_page)) if "提交" not in button)
    page_screen(publisher, text_page).send("publish")
    with pytest.raises(OwnDraft):
        TextPage.objects.get().get_latest_revision().publish(user=publisher)

    assert TextPage.objects.get().title == "隐私"


def test_nor_by_approving_it(sent_page: TextPage, publisher: User):
    page_screen(publisher, sent_page).fill(title="审核的人改的").send()

    act(publisher, sent_page, "approve")
    page_screen(publisher, sent_page).send(**APPROVE)

    assert status() == WorkflowState.STATUS_IN_PROGRESS
    assert TextPage.objects.get().title == "隐私"


@pytest.mark.parametrize("by", ["button", "approval"])
def test_another_publisher_publishes_that_page(sent_page: TextPage, publisher: User, second_publisher: User, by: str):
    page_screen(publisher, sent_page).fill(title="审核的人改的").send()

    if by == "button":
        page_screen(second_publisher, sent_page).send("publish")
    else:
        act(second_publisher, sent_page, "approve")

    page = TextPage.objects.get()
    assert (page.title, page.intro) == ("审核的人改的", "写好了。")


# Locks


@pytest.fixture
def locked(matter: Matter, second_publisher: User) -> Matter:
    desk(second_publisher).post(matter_url(matter, "lock"))
    matter.refresh_from_db()
    assert matter.locked_by == second_publisher
    return matter


def refused_because_locked(screen: Screen) -> str:
    """What the form says when it is sent all the same."""
    opened = messages(screen.client.get(screen.url))
    response = screen.send()
    assert response.status_code == 200
    assert "没存上" in messages(response)
    return opened


def test_what_one_person_locked_no_other_saves_and_the_screen_says_who_it_was(
    locked: Matter, editor: User, publisher: User
):
    for person_ in (editor, publisher):
        screen = matter_screen(person_, locked).fill(summary="我要改。")
        assert "小阳" in refused_because_locked(screen)
        assert screen.fields["summary"] == "我要改。"
        assert screen.autosave().status_code == 400

    assert locked.revisions.count() == 1


@pytest.mark.parametrize("screen_of", [matter_screen, page_screen])
def test_what_is_saved_by_itself_approves_nothing(
    screen_of: Callable[[User, Any], Screen], sent: Matter, sent_page: TextPage, publisher: User
):
    item = sent if screen_of is matter_screen else sent_page
    screen = screen_of(publisher, item)
    screen.fields.update(APPROVE)

    answer = screen.autosave()

    assert (answer.status_code, answer.json()["error_code"]) == (400, "blocked_by_hook")
    item.refresh_from_db()
    assert item.workflow_in_progress


def test_who_locked_it_goes_on_writing(locked: Matter, second_publisher: User):
    matter_screen(second_publisher, locked).fill(summary="我锁的，我改。").send()

    assert newest(locked).summary == "我锁的，我改。"


def test_an_editor_neither_locks_nor_unlocks(locked: Matter, office: Office, editor: User):
    other = drafted(office, editor, "M06")

    desk(editor).post(matter_url(locked, "unlock"))
    desk(editor).post(matter_url(other, "lock"))

    assert Matter.objects.get(pk=locked.pk).locked
    assert not Matter.objects.get(pk=other.pk).locked


def test_after_unlocking_everybody_writes_again(locked: Matter, editor: User, publisher: User):
    desk(publisher).post(matter_url(locked, "unlock"))

    assert matter_screen(editor, locked).fill(summary="现在可以了。").send().status_code == 302
    assert newest(locked).summary == "现在可以了。"


def test_a_locked_page_is_kept_from_others_likewise(text_page: TextPage, editor: User, second_publisher: User):
    desk(second_publisher).post(reverse("wagtailadmin_pages:lock", args=[text_page.pk]))

    assert "小阳" in refused_because_locked(page_screen(editor, text_page).fill(intro="我要改。"))

    desk(second_publisher).post(reverse("wagtailadmin_pages:unlock", args=[text_page.pk]))
    assert page_screen(editor, text_page).fill(intro="现在可以了。").send().status_code == 302


# Comparing


def compared(user: User, matter: Matter, one: int | str, other: int | str) -> dict[str, list[list[str]]]:
    """Of each field that differs: what went, and what came."""
    url = reverse("wagtailsnippets_cms_matter:revisions_compare", args=[matter.pk, one, other])
    rows = BeautifulSoup(desk(user).get(url).content, "html.parser").select("main tbody tr")
    return {
        row.select("td")[0].get_text(strip=True).rstrip(":"): [
            [found.get_text(strip=True) for found in row.select(f".{kind}")] for kind in ("deletion", "addition")
        ]
        for row in rows
    }


def test_two_drafts_are_compared_word_by_word(matter: Matter, editor: User, publisher: User):
    matter_screen(editor, matter).send()
    first = newest(matter).latest_revision_id
    screen = matter_screen(editor, matter).fill(who="个人<script>alert(1)</script>", promised_days=4)
    screen.fill(materials__0__value__name="新申请表").send()

    for user in (editor, publisher):
        found = compared(user, matter, first, "latest")

        assert set(found) == {"谁可以办", "承诺天数", "申请材料"}
        assert found["承诺天数"] == [["5"], ["4"]]
        assert "个人<script>alert(1)</script>" in found["谁可以办"][1]
        assert "新" in "".join(found["申请材料"][1])


def test_a_draft_is_compared_with_what_is_published(home: HomePage, office: Office, editor: User, publisher: User):
    matter = published(office, editor, publisher)
    matter_screen(editor, matter).fill(summary="另一句话。").send()

    assert "另一句话。" in "".join(compared(publisher, matter, "live", "latest")["一句话说明"][1])


def test_who_has_no_role_compares_nothing(matter: Matter, office: Office, editor: User):
    matter_screen(editor, matter).fill(summary="另一句话。").send()
    url = reverse("wagtailsnippets_cms_matter:revisions_compare", args=[matter.pk, "earliest", "latest"])

    answer = desk(person("clerk", Role.WINDOW_CLERK, office)).get(url)

    assert answer.status_code in (302, 403, 404)
