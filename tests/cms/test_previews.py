"""What editors see beside the form: the draft as it stands in its fields, in each way that readers will meet it."""

import json
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.urls import reverse
from wagtail.models import Page

from bureau.models import Office, User
from bureau.people import appoint_first_administrator
from bureau.roles import Role
from cms import reading
from cms.actions.draft_matter import draft_matter
from cms.cards.files import draft_card
from cms.models import HomePage, Matter, TextPage
from tests.cms.editing import Screen, desk, matter_screen, matter_url, page_screen
from tests.cms.matter_kit import drafted, guide_of, person, published, text_page_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("standing_site")]
MODES = ["guide", "card", "paper", "all"]
OLD, NEW = "发布过的话。", "还在写的话。"
BAD = '看这里<script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)">好</a>'


@pytest.fixture
def matter(home: HomePage, office: Office, editor: User, publisher: User) -> Matter:
    return published(office, editor, publisher, summary=OLD, who=OLD)


@pytest.fixture
def text_page(home: HomePage, editor: User, publisher: User) -> TextPage:
    return text_page_of(home, editor, publisher, intro=OLD)


def preview_url(obj: Matter | Page) -> str:
    if isinstance(obj, Matter):
        return matter_url(obj, "preview_on_edit")
    return reverse("wagtailadmin_pages:preview_on_edit", args=[obj.pk])


def show(screen: Screen, url: str, mode: str = "") -> HttpResponse:
    """What stands in the fields is sent as it is typed; then the frame asks for one of the ways to see it."""
    sent = screen.client.post(url, screen.fields.urlencode(), "application/x-www-form-urlencoded")
    assert sent.json() == {"is_valid": True, "is_available": True}
    response: Any = screen.client.get(url, {"mode": mode} if mode else {})
    assert response.status_code == 200
    return response


def words(response: HttpResponse) -> str:
    return BeautifulSoup(response.content, "html.parser").get_text()


def pictures(response: HttpResponse) -> list[str]:
    return [str(picture["src"]) for picture in BeautifulSoup(response.content, "html.parser").select("img")]


def printed(pdf: bytes) -> str:
    return subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def what_runs(response: HttpResponse) -> Iterator[str]:
    """Whatever in a page would run, but for our own files."""
    for element in BeautifulSoup(response.content, "html.parser").find_all(True):
        if element.name == "script" and not str(element.get("src", "")).startswith("/static/"):
            yield str(element)
        for name, value in element.attrs.items():
            if name.startswith("on") or str(value).strip().lower().startswith(("javascript:", "data:text")):
                yield str(element)


def draftail(text: str) -> str:
    block = {"key": "aaaaa", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "text": text}
    link = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:alert(1)"}}
    return json.dumps(
        {"blocks": [{**block, "entityRanges": [{"offset": 0, "length": 3, "key": 0}]}], "entityMap": {"0": link}}
    )


# The draft, not what was published


@pytest.mark.parametrize("mode", ["guide", "card"])
def test_guide_and_card_show_what_is_being_written(matter: Matter, editor: User, mode: str):
    screen = matter_screen(editor, matter).fill(summary=NEW, who=NEW)

    page = words(show(screen, preview_url(matter), mode))

    assert NEW in page
    assert OLD not in page


def test_the_card_on_paper_is_drawn_anew_from_what_is_being_written(matter: Matter, editor: User):
    screen = matter_screen(editor, matter)
    before = pictures(show(screen, preview_url(matter), "paper"))

    after = pictures(show(screen.fill(who=NEW), preview_url(matter), "paper"))

    assert len(before) == len(after) == 2
    assert all(picture.startswith("data:image/png;base64,") for picture in after)
    assert before[0] != after[0]


def test_that_card_says_the_words_of_the_draft_its_next_number_and_that_it_is_a_draft(matter: Matter, editor: User):
    assert reading.draft_of(matter).number == 1  # nothing is different yet
    matter.who = matter.summary = NEW
    draft_matter(matter, actor=editor)

    draft = matter.get_latest_revision_as_object()
    paper = "".join(printed(draft_card(reading.draft_of(draft))).split())

    assert NEW in paper
    assert OLD not in paper
    assert "第2版" in paper
    assert "草稿" in paper


def test_side_by_side_each_frame_asks_for_one_of_the_three(matter: Matter, editor: User):
    screen = matter_screen(editor, matter).fill(summary=NEW)

    page = BeautifulSoup(show(screen, preview_url(matter), "all").content, "html.parser")

    frames = page.select("iframe")
    assert [frame["src"] for frame in frames] == ["?mode=guide", "?mode=card", "?mode=paper"]
    assert [frame["title"] for frame in frames] == [title.get_text() for title in page.select("h2")]
    for frame in frames:
        assert screen.client.get(preview_url(matter) + str(frame["src"]))["X-Frame-Options"] == "SAMEORIGIN"


def test_one_editor_does_not_see_what_another_is_typing(
    matter: Matter, office: Office, editor: User, administrator: User
):
    colleague = matter_screen(person("colleague", Role.EDITOR, office), matter)
    show(matter_screen(editor, matter).fill(summary=NEW), preview_url(matter), "guide")

    assert NEW not in words(show(colleague, preview_url(matter), "guide"))


def test_nothing_is_saved_by_looking(matter: Matter, editor: User):
    show(matter_screen(editor, matter).fill(summary=NEW), preview_url(matter), "guide")

    assert matter.revisions.count() == 1
    assert Matter.objects.get().summary == OLD


def test_a_matter_that_was_never_saved_is_shown_with_what_is_there(home: HomePage, office: Office, editor: User):
    screen = Screen(editor, reverse("wagtailsnippets_cms_matter:add"), "w-editor-form")
    screen.fill(office=office.pk, code="M77", name="还没存的事项")

    for mode in ("guide", "card"):
        page = show(screen, reverse("wagtailsnippets_cms_matter:preview_on_add"), mode)
        assert "还没存的事项" in words(page)

    assert not Matter.objects.exists()


# Bad drafts


@pytest.mark.parametrize("mode", MODES)
def test_a_script_in_a_draft_runs_in_no_preview(matter: Matter, editor: User, mode: str):
    screen = matter_screen(editor, matter).fill(summary=BAD, who=BAD, note=draftail(BAD))
    screen.fill(materials__0__value__help=BAD, questions__0__value__answer=draftail(BAD))

    page = show(screen, preview_url(matter), mode)

    assert list(what_runs(page)) == []
    assert "script-src" not in page["Content-Security-Policy"]
    assert "default-src 'self'" in page["Content-Security-Policy"]


def test_a_script_in_a_draft_is_shown_as_the_words_that_it_is(matter: Matter, editor: User):
    screen = matter_screen(editor, matter).fill(summary=BAD)

    assert BAD in words(show(screen, preview_url(matter), "guide"))


BREAKS_RULES = [
    {"promised_days": 25},
    {"steps__1__value__days": 9},
    {"materials__0__value__only_in": "nowhere"},
    {"materials__0__value__electronic": "", "materials__0__value__defer_days": 90},
    {"who": "", "result_name": "", "summary": "", "fee_yuan": 550},
]


@pytest.mark.parametrize("given", BREAKS_RULES, ids=lambda given: "+".join(given))
def test_a_draft_that_breaks_rules_is_shown_all_the_same(matter: Matter, editor: User, given: dict[str, Any]):
    screen = matter_screen(editor, matter).fill(**given)

    assert "建设工程规划许可" in words(show(screen, preview_url(matter), "guide"))


def test_a_draft_with_nothing_but_a_name_is_shown_in_every_way(home: HomePage, office: Office, editor: User):
    matter = drafted(office, editor, materials=[], steps=[], basis=[], situations=[], conditions=[], questions=[])
    screen = matter_screen(editor, matter).fill(who="", summary="", note="null", result_name="", promised_days=99)

    assert "建设工程规划许可" in words(show(screen, preview_url(matter), "guide"))
    assert "建设工程规划许可" in words(show(screen, preview_url(matter), "card"))
    assert len(pictures(show(screen, preview_url(matter), "paper"))) == 2


def test_a_value_that_cannot_be_kept_leaves_the_last_picture_standing(matter: Matter, editor: User):
    screen = matter_screen(editor, matter).fill(summary=NEW)
    show(screen, preview_url(matter), "guide")
    screen.fill(summary="又改了。", promised_days="三")

    sent = screen.client.post(preview_url(matter), screen.fields.urlencode(), "application/x-www-form-urlencoded")
    page = screen.client.get(preview_url(matter), {"mode": "guide"})

    assert sent.json() == {"is_valid": False, "is_available": True}
    assert NEW in words(page)


# Long drafts


def lengthen(matter: Matter, editor: User, count: int) -> None:
    """As many materials and steps, each as long as its field lets it be."""
    material, step = matter.materials.raw_data[1], matter.steps.raw_data[1]
    matter.materials = [
        {**material, "id": f"m{at}", "value": {**material["value"], "name": f"第{at}份材料".ljust(80, "长")}}
        for at in range(count)
    ]
    matter.steps = [
        {**step, "id": f"s{at}", "value": {**step["value"], "name": f"第{at}步".ljust(20, "长"), "days": 1}}
        for at in range(count)
    ]
    draft_matter(matter, actor=editor)


def test_three_hundred_long_materials_and_steps_are_shown_to_the_last(matter: Matter, editor: User):
    lengthen(matter, editor, 300)
    screen = matter_screen(editor, matter)

    for mode in ("guide", "card"):
        page = words(show(screen, preview_url(matter), mode))
        assert "第299份材料" in page
        assert "第299步" in page


def test_they_are_also_saved_to_the_last(matter: Matter, editor: User):
    lengthen(matter, editor, 300)

    assert matter_screen(editor, matter).fill(summary=NEW).send().status_code == 302

    draft = Matter.objects.get().get_latest_revision_as_object()
    assert (len(draft.materials), len(draft.steps), draft.summary) == (300, 300, NEW)


def test_on_paper_they_take_more_sheets(matter: Matter, editor: User):
    lengthen(matter, editor, 40)

    assert len(pictures(show(matter_screen(editor, matter), preview_url(matter), "paper"))) > 2


# Who may look


@pytest.fixture
def strangers(office: Office, administrator: User) -> list[User]:
    """Somebody without a role, a clerk at the window, and an editor of another office."""
    other = Office.objects.create(name="另一个局", short_name="另局", code="other", uscc="11430921MB0YLNX14D")
    appoint_first_administrator(User.objects.create_user("elsewhere", password="a long password"), other)
    nobody = User.objects.create_user("nobody", password="a long password")
    return [nobody, person("clerk", Role.WINDOW_CLERK, office), person("other", Role.EDITOR, other)]


def test_nobody_else_sees_a_draft_in_any_way(matter: Matter, editor: User, strangers: list[User]):
    matter.summary = NEW
    revision = draft_matter(matter, actor=editor)
    screen = matter_screen(editor, matter)
    show(screen, preview_url(matter), "guide")

    for stranger in strangers:
        client = desk(stranger)
        answers = [client.get(preview_url(matter), {"mode": mode}) for mode in MODES]
        answers.append(client.get(reverse("wagtailsnippets_cms_matter:revisions_view", args=[matter.pk, revision.pk])))
        answers.append(client.post(preview_url(matter), screen.fields.urlencode(), "application/x-www-form-urlencoded"))
        assert {answer.status_code for answer in answers} <= {302, 403, 404}, stranger
        assert not any(NEW in answer.content.decode() for answer in answers)


def test_nor_the_draft_of_a_page(text_page: TextPage, editor: User, strangers: list[User]):
    text_page.intro = NEW
    text_page.save_revision(user=editor)

    for stranger in strangers[:2]:
        client = desk(stranger)
        for name in ("preview_on_edit", "view_draft"):
            answer = client.get(reverse(f"wagtailadmin_pages:{name}", args=[text_page.pk]))
            assert answer.status_code in (302, 403)
            assert NEW not in answer.content.decode()


# Pages


def test_a_page_of_text_shows_what_is_being_written(text_page: TextPage, editor: User):
    screen = page_screen(editor, text_page).fill(intro=NEW)

    page = words(show(screen, preview_url(text_page)))

    assert NEW in page
    assert OLD not in page
    assert OLD in words(screen.client.get(text_page.url))


def test_a_script_in_a_page_runs_in_no_preview_either(text_page: TextPage, editor: User):
    body = {"body-count": "1", "body-0-type": "text", "body-0-order": "0", "body-0-deleted": "", "body-0-id": ""}
    screen = page_screen(editor, text_page).fill(**body, title=BAD, intro=BAD)
    screen.fields["body-0-value"] = draftail(BAD)

    page = show(screen, preview_url(text_page))

    assert "看这里" in words(page)
    assert list(what_runs(page)) == []


def test_a_guide_shows_its_new_words_around_the_facts_of_its_matter(matter: Matter, editor: User, publisher: User):
    guide = guide_of(matter, editor=editor, publisher=publisher, title="旧标题")
    screen = page_screen(editor, guide).fill(title="新标题", lead=NEW)

    page = words(show(screen, preview_url(guide)))

    assert "新标题" in page
    assert NEW in page
    assert "旧标题" not in page
    assert matter.materials[0].value["name"] in page


def test_a_guide_of_a_matter_that_is_not_published_shows_it_to_its_editor_alone(
    home: HomePage, office: Office, editor: User, publisher: User
):
    matter = drafted(office, editor, summary=NEW)
    guide = guide_of(matter, editor=editor, publisher=publisher)
    screen = page_screen(editor, guide)

    assert NEW in words(show(screen, preview_url(guide)))
    assert NEW not in words(screen.client.get(guide.url))
