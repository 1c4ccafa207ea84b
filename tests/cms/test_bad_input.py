"""What editors get wrong, sent through the screens that they use: said at the field, in Chinese, with nothing lost."""

import json
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bureau.models import Office, User
from bureau.roles import Role
from cms.actions.publish_matter import publish_matter
from cms.harmless import harmless
from cms.models import HomePage, Matter, MatterVersion, TextPage
from tests.cms.editing import desk, errors, matter_screen, matter_url, messages, page_screen
from tests.cms.matter_kit import drafted, guide_of, person, published, text_page_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("standing_site")]


@pytest.fixture
def colleague(office: Office, administrator: User) -> User:
    found = person("colleague", Role.EDITOR, office)
    found.first_name = "小阳"
    found.save()
    return found


@pytest.fixture
def matter(home: HomePage, office: Office, editor: User) -> Matter:
    return drafted(office, editor)


@pytest.fixture
def text_page(home: HomePage, editor: User) -> TextPage:
    return text_page_of(home, editor, intro="原来的话")


def newest(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk).get_latest_revision_as_object()


def put_out(matter: Matter, publisher: User) -> MatterVersion:
    return publish_matter(Matter.objects.get(pk=matter.pk), actor=publisher).current_version


# Days


def test_a_promise_longer_than_the_law_is_refused_at_its_field_and_its_steps_at_theirs(matter: Matter, editor: User):
    screen = matter_screen(editor, matter).fill(promised_days=25, summary="正在改的一句话。")

    response = screen.send("submit")

    said = errors(response)
    assert set(said) == {"promised_days", "steps"}
    assert said["promised_days"] == ["承诺 25 个工作日，比法律允许的 20 个长。请改短。"]
    assert "25" in said["steps"][0]
    assert screen.fields["summary"] == "正在改的一句话。"
    assert screen.fields["promised_days"] == "25"
    assert matter.revisions.count() == 1


def test_steps_that_do_not_add_up_are_refused_at_the_steps(matter: Matter, editor: User):
    screen = matter_screen(editor, matter).fill(steps__1__value__days=9)

    response = screen.send("submit")

    assert set(errors(response)) == {"steps"}
    assert "请" in errors(response)["steps"][0]
    assert screen.fields["steps-1-value-days"] == "9"


def test_publishing_is_refused_for_the_same_reasons(matter: Matter, publisher: User):
    screen = matter_screen(publisher, matter).fill(promised_days=25)

    response = screen.send("publish")

    assert "promised_days" in errors(response)
    assert not MatterVersion.objects.exists()


def test_a_draft_with_wrong_days_is_kept_as_it_was_typed(matter: Matter, editor: User):
    screen = matter_screen(editor, matter).fill(promised_days=25, steps__1__value__days=9, summary="一句话。")

    response = screen.send()

    assert response.status_code == 302
    draft = newest(matter)
    assert (draft.promised_days, draft.steps[1].value["days"], draft.summary) == (25, 9, "一句话。")
    assert {finding.code for finding in draft.findings()} >= {"cms.promise_over_law", "cms.steps_do_not_add_up"}


@pytest.mark.parametrize("days", ["-1", "99999999999", "三", "5.5", "<script>"])
def test_days_that_are_no_days_are_refused_even_in_a_draft(matter: Matter, editor: User, days: str):
    response = matter_screen(editor, matter).fill(promised_days=days).send()

    assert set(errors(response)) == {"promised_days"}
    assert matter.revisions.count() == 1


# Moments


def test_a_matter_is_not_scheduled_for_a_moment_that_has_passed(matter: Matter, editor: User):
    response = matter_screen(editor, matter).fill(go_live_at="2020-01-01 09:00").send()

    assert errors(response) == {"go_live_at": ["这个时间已经过了。马上发布就不填，否则选以后的时间。"]}


def test_neither_is_a_page(text_page: TextPage, editor: User):
    response = page_screen(editor, text_page).fill(go_live_at="2020-01-01 09:00").send()

    assert list(errors(response)) == ["go_live_at"]


def test_a_moment_that_passed_while_it_waited_for_review_does_not_stop_the_next_editor(matter: Matter, editor: User):
    matter.go_live_at = timezone.now().replace(second=0, microsecond=0) - timedelta(hours=1)
    matter.save_revision(user=editor)

    response = matter_screen(editor, matter).fill(summary="另一句话。").send()

    assert response.status_code == 302


def test_a_matter_does_not_expire_before_it_goes_out(matter: Matter, editor: User):
    late, early = timezone.localtime() + timedelta(days=3), timezone.localtime() + timedelta(days=2)

    response = (
        matter_screen(editor, matter)
        .fill(go_live_at=late.strftime("%Y-%m-%d %H:%M"), expire_at=early.strftime("%Y-%m-%d %H:%M"))
        .send()
    )

    assert set(errors(response)) == {"go_live_at", "expire_at"}


# Two editors at once


def test_the_second_editor_of_a_matter_is_asked_and_loses_nothing(matter: Matter, editor: User, colleague: User):
    first, second = matter_screen(colleague, matter), matter_screen(editor, matter)
    assert first.fill(summary="小阳写的。").send().status_code == 302

    response = second.fill(summary="我写的。", who="我写的申请人").send()

    assert response.status_code == 200
    assert "没存上：小阳" in messages(response)
    assert "小阳写的。" in messages(response)
    assert "申请人" in messages(response)
    assert (second.fields["summary"], second.fields["who"]) == ("我写的。", "我写的申请人")
    assert newest(matter).summary == "小阳写的。"


def test_what_was_not_touched_is_not_told_as_a_difference(matter: Matter, editor: User, colleague: User):
    first, second = matter_screen(colleague, matter), matter_screen(editor, matter)
    first.fill(summary="小阳写的。").send()

    response = second.send()

    asked, *differences = errors(response)["__all__"]
    assert len(differences) == 1
    assert "小阳写的。" in differences[0]
    assert asked.startswith("没存上")


def test_whoever_saves_again_after_being_asked_takes_their_own(matter: Matter, editor: User, colleague: User):
    first, second = matter_screen(colleague, matter), matter_screen(editor, matter)
    first.fill(summary="小阳写的。").send()
    second.fill(summary="我写的。").send()

    response = second.send()

    assert response.status_code == 302
    assert newest(matter).summary == "我写的。"
    assert [each.content["summary"] for each in matter.revisions.order_by("pk")][-2:] == ["小阳写的。", "我写的。"]


def test_being_asked_once_is_no_leave_to_overwrite_a_third_draft(matter: Matter, editor: User, colleague: User):
    first, second = matter_screen(colleague, matter), matter_screen(editor, matter)
    first.fill(summary="小阳写的。").send()
    second.fill(summary="我写的。").send()
    matter_screen(colleague, matter).fill(summary="小阳又写的。").send()

    response = second.send()

    assert response.status_code == 200
    assert "小阳又写的。" in messages(response)


def test_saving_by_script_overwrites_nothing_while_the_editor_has_not_chosen(
    matter: Matter, editor: User, colleague: User
):
    first, second = matter_screen(colleague, matter), matter_screen(editor, matter)
    first.fill(summary="小阳写的。").send()
    assert second.fill(summary="我写的。").autosave().status_code == 400
    second.send()

    response = second.autosave()

    assert response.status_code == 400
    assert newest(matter).summary == "小阳写的。"


def test_an_editor_goes_on_from_what_the_script_saved_for_them(matter: Matter, editor: User):
    screen = matter_screen(editor, matter).fill(summary="写到一半")
    saved = screen.autosave().json()
    screen.fill(summary="写完了。", overwrite_revision_id=saved["revision_id"])

    response = screen.send()

    assert response.status_code == 302
    assert newest(matter).summary == "写完了。"


def test_the_button_may_be_pressed_while_the_script_is_still_saving(matter: Matter, editor: User):
    screen, as_opened = matter_screen(editor, matter), matter_screen(editor, matter)
    saved = screen.fill(summary="写到一半").autosave().json()
    screen.fill(summary="快写完了。", overwrite_revision_id=saved["revision_id"])
    assert screen.autosave().status_code == 200

    assert as_opened.fill(summary="写完了。").send().status_code == 302
    assert newest(matter).summary == "写完了。"


def test_a_publisher_does_not_publish_over_a_draft_that_came_in_meanwhile(
    matter: Matter, editor: User, publisher: User
):
    screen = matter_screen(publisher, matter)
    matter_screen(editor, matter).fill(summary="刚刚改好的。").send()

    response = screen.send("publish")

    assert "没存上" in messages(response)
    assert not MatterVersion.objects.exists()


def test_the_second_editor_of_a_page_is_asked_and_loses_nothing(text_page: TextPage, editor: User, colleague: User):
    first, second = page_screen(colleague, text_page), page_screen(editor, text_page)
    assert first.fill(intro="小阳写的。").send().status_code == 302

    response = second.fill(intro="我写的。").send()

    assert "没存上：小阳" in messages(response)
    assert second.fields["intro"] == "我写的。"
    assert TextPage.objects.get().get_latest_revision_as_object().intro == "小阳写的。"
    assert second.autosave().status_code == 400

    assert second.send().status_code == 302
    assert TextPage.objects.get().get_latest_revision_as_object().intro == "我写的。"


def test_a_page_that_one_person_saves_twice_asks_nothing(text_page: TextPage, editor: User):
    page_screen(editor, text_page).fill(intro="一").send()

    assert page_screen(editor, text_page).fill(intro="二").send().status_code == 302


# Scripts in rich text


def draftail(text: str, url: str) -> str:
    """What a forged editor may send: markup as text, a link by javascript:, an entity and a block nobody offers."""
    link = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": url, "onclick": "alert(1)"}}
    block = {"type": "unstyled", "depth": 0, "inlineStyleRanges": [], "data": {"onclick": "alert(1)"}}
    linked = {**block, "key": "aaaaa", "text": text, "entityRanges": [{"offset": 0, "length": 4, "key": 0}]}
    strange = {**block, "key": "bbbbb", "type": "script", "text": "alert(2)", "entityRanges": []}
    return json.dumps({"blocks": [linked, strange], "entityMap": {"0": link}})


BAD_TEXT = "看这里了<script>alert(1)</script><img src=x onerror=alert(1)>"
BAD_LINKS = [
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    " JAVASCRIPT:alert(1)",
    "data:text/html,<script>",
    "vbscript:x",
]


def has_script(html: str) -> bool:
    """Whether a browser would run something of it; markup shown as words is harmless."""
    low = html.lower()
    return any(bad in low for bad in ("<script>alert", "<img src=x", "onclick=", 'href="javascript', '<a href="data:'))


@pytest.mark.parametrize("url", BAD_LINKS)
def test_a_version_holds_no_script_of_what_was_pasted(matter: Matter, editor: User, publisher: User, url: str):
    screen = matter_screen(editor, matter).fill(note=draftail(BAD_TEXT, url))
    assert screen.send().status_code == 302

    note = put_out(matter, publisher).facts.note

    assert "看这里" in note
    assert "href" not in note
    assert not has_script(note)


def test_neither_do_guide_card_and_preview(matter: Matter, editor: User, publisher: User, client: Client):
    screen = matter_screen(editor, matter).fill(note=draftail(BAD_TEXT, BAD_LINKS[0]), summary=BAD_TEXT)
    screen.fill(questions__0__value__answer=draftail(BAD_TEXT, BAD_LINKS[0])).send()
    put_out(matter, publisher)
    guide = guide_of(matter, editor=editor, publisher=publisher)

    for address in (guide.url, "/q/M04/", "/guides/"):
        page = client.get(address)
        assert page.status_code == 200
        assert not has_script(page.content.decode())


def test_nor_a_page_of_text(text_page: TextPage, editor: User, publisher: User, client: Client):
    body = {"body-count": "1", "body-0-type": "text", "body-0-order": "0", "body-0-deleted": "", "body-0-id": ""}
    screen = page_screen(editor, text_page).fill(**body, intro=BAD_TEXT)
    screen.fields["body-0-value"] = draftail(BAD_TEXT, BAD_LINKS[0])
    assert screen.send().status_code == 302
    TextPage.objects.get().get_latest_revision().publish(user=publisher)

    page = client.get(TextPage.objects.get().url).content.decode()

    assert "看这里" in page
    assert not has_script(page)


@pytest.mark.parametrize(
    "html",
    [
        "<p>好</p><script>alert(1)</script>",
        "<p onclick=alert(1)>好</p>",
        "<p>好</p><scr<script></script>ipt><img src=x onerror=alert(1)></script>",
        "<p>好</p><![CDATA[x> <img src=x onerror=alert(1)>]]>",
        "<p>好</p><!--x> <img src=x onerror=alert(1)>-->",
        "<p>好</p><?x> <img src=x onerror=alert(1)>?>",
        '<p><a href="jav&#x09;ascript:alert(1)">好</a></p>',
        "<p>好<svg onload=alert(1)><style><img src=x onerror=alert(1)></style></svg></p>",
        '<p>好</p><noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
        "<p>好<iframe srcdoc='<script>alert(1)</script>'></iframe></p>",
    ],
)
def test_html_that_came_past_the_editor_is_as_harmless(html: str):
    shown = str(harmless(html))

    assert "好" in shown
    assert not has_script(shown)
    assert "onerror" not in shown.replace("&lt;img src=x onerror", "")


@pytest.mark.parametrize(
    "posted", ["<p>原话</p><script>alert(1)</script>", "[1]", "7", "null", '{"blocks": [{}]}', "{"]
)
def test_what_is_no_rich_text_at_all_is_kept_as_words(matter: Matter, editor: User, publisher: User, posted: str):
    screen = matter_screen(editor, matter).fill(note=posted)

    assert screen.send().status_code == 302

    assert not has_script(put_out(matter, publisher).facts.note)


# Withdrawn


def test_a_package_leaves_out_the_withdrawn_matter_and_names_it(
    home: HomePage, office: Office, editor: User, publisher: User, client: Client
):
    kept = published(office, editor, publisher, "M04")
    gone = published(office, editor, publisher, "M06")
    guide = guide_of(kept, gone, editor=editor, publisher=publisher, slug="package", title="一起办")
    assert client.get(guide.url).status_code == 200

    gone.unpublish(user=publisher)

    page = client.get(guide.url).content.decode()
    assert "建设工程规划许可" in page
    assert "建设工程规划核实" in page
    assert "不办" in page
    assert client.get("/q/M06/").status_code == 404
    assert client.get("/q/M04/").status_code == 200


def test_the_home_page_of_the_admin_names_the_guide_that_shows_a_withdrawn_matter(
    home: HomePage, office: Office, editor: User, publisher: User
):
    matter = published(office, editor, publisher)
    guide = guide_of(matter, editor=editor, publisher=publisher, title="规划许可指南")
    before = desk(editor).get("/admin/").content.decode()

    matter.unpublish(user=publisher)

    after = desk(editor).get("/admin/").content.decode()
    heading = "指南里写着的事项已经不办"
    assert f"/admin/pages/{guide.pk}/edit/" not in before.partition(heading)[2].partition("</section>")[0]
    assert "规划许可指南" in after
    assert f"/admin/pages/{guide.pk}/edit/" in after


# Codes of cards


WEIRD = [
    "NOPE",
    "M" * 300,
    "..",
    "../../etc/passwd",
    "%2e%2e%2fetc",
    "<script>alert(1)</script>",
    "M04\x00",
    "📄",
    "0",
    "m 04",
]


@pytest.mark.parametrize("code", WEIRD)
def test_a_code_that_never_existed_gets_a_page_that_helps(
    home: HomePage, office: Office, editor: User, publisher: User, client: Client, code: str
):
    published(office, editor, publisher)
    hidden = drafted(office, editor, "M06")

    response = client.get(f"/q/{_quoted(code)}/")

    page = response.content.decode()
    assert response.status_code == 404
    assert "<script>alert" not in page
    assert hidden.name not in page
    assert "Traceback" not in page


def test_a_draft_and_a_withdrawn_matter_answer_like_a_code_that_never_was(
    home: HomePage, office: Office, editor: User, publisher: User, client: Client
):
    published(office, editor, publisher, "M06").unpublish(user=publisher)
    drafted(office, editor, "M04")

    pages = {code: client.get(f"/q/{code}/") for code in ("M04", "M06", "M99")}

    assert {response.status_code for response in pages.values()} == {404}
    assert len({response.content.decode().replace(code, "?") for code, response in pages.items()}) == 1


@pytest.mark.parametrize(
    "query",
    ["v=x", "v=", "v=-1", "v=0", "v=9", "v=" + "9" * 400, "v=１", "v=1&v=2", "v=<script>alert(1)</script>", "v=1.0",
     "s=nothing", "s=<script>alert(1)</script>", "s=%00", "&".join(f"s=x{at}" for at in range(500))],
)  # fmt: skip
def test_whatever_stands_after_the_question_mark_the_present_card_is_shown(
    home: HomePage, office: Office, editor: User, publisher: User, client: Client, query: str
):
    published(office, editor, publisher)

    response = client.get(f"/q/M04/?{query}")

    assert response.status_code == 200
    assert "建设工程规划许可" in response.content.decode()
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("number", ["0", "2", "99999999999999999999", "-1", "x"])
def test_a_version_that_never_was_is_not_found(
    home: HomePage, office: Office, editor: User, publisher: User, client: Client, number: str
):
    published(office, editor, publisher)

    assert client.get(f"/q/M04/versions/{number}/").status_code == 404


def _quoted(code: str) -> str:
    return code if "%" in code else quote(code)


# Deleting


def test_a_draft_that_a_guide_names_says_where_and_stays(home: HomePage, office: Office, editor: User, publisher: User):
    matter = drafted(office, editor)
    guide = guide_of(matter, editor=editor, publisher=publisher, title="规划许可指南")
    client = desk(publisher)

    asked = client.get(matter_url(matter, "delete"))
    usage = client.get(matter_url(matter, "usage"))
    done = client.post(matter_url(matter, "delete"))

    assert asked.context["is_protected"]
    assert asked.context["usage_count"] == 1
    assert guide.title in usage.content.decode()
    assert done.status_code == 302
    assert Matter.objects.filter(pk=matter.pk).exists()


@pytest.mark.parametrize("send", ["get", "post"])
def test_a_matter_that_was_published_stays_and_the_screen_says_what_to_do(
    home: HomePage, office: Office, editor: User, publisher: User, send: str
):
    matter = published(office, editor, publisher)

    response = getattr(desk(publisher), send)(matter_url(matter, "delete"), follow=True)

    assert response.redirect_chain == [(matter_url(matter), 302)]
    assert "发布过" in messages(response)
    assert matter_url(matter, "usage") in response.content.decode()
    assert Matter.objects.filter(pk=matter.pk).exists()


def test_neither_is_it_deleted_among_many(home: HomePage, office: Office, editor: User, publisher: User):
    kept, draft = published(office, editor, publisher), drafted(office, editor, "M06")
    url = reverse("wagtail_bulk_action", args=["cms", "matter", "delete"])

    response = desk(publisher).post(f"{url}?id={kept.pk}&id={draft.pk}", follow=True)

    assert "发布过" in messages(response)
    assert Matter.objects.count() == 2


def test_a_draft_that_nobody_uses_goes(matter: Matter, publisher: User):
    response = desk(publisher).post(matter_url(matter, "delete"))

    assert response.status_code == 302
    assert not Matter.objects.exists()


def test_an_editor_deletes_nothing(matter: Matter, editor: User):
    response = desk(editor).post(matter_url(matter, "delete"))

    assert response.status_code in (302, 403, 404)
    assert Matter.objects.filter(pk=matter.pk).exists()
