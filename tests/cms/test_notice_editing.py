"""Notices in the editors' hands: what the form asks, what nobody can publish, what the preview shows."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from bureau import calendar
from bureau.models import User
from cms.errors import NoticeNotReady
from cms.four_eyes import OwnDraft
from cms.models import HomePage, NoticePage
from tests.cms.editing import desk, errors, page_screen
from tests.cms.notice_kit import index, notice_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("august_2022", "home")]
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def draft(home: HomePage, editor: User) -> NoticePage:
    return notice_of(editor)


def test_the_form_of_a_new_notice_says_what_to_write(home: HomePage, editor: User) -> None:
    page = desk(editor).get(reverse("wagtailadmin_pages:add", args=["cms", "noticepage", index().pk]))

    form = page.content.decode()
    for words in ("批前公示", "公示期一过，自动撤下。", "提意见人的姓名不公开。", "个人只写姓，比如：张**"):
        assert words in form
    assert 'name="published_on" value="2022-08-15"' in form


def test_a_draft_may_lack_what_is_not_known_yet(draft: NoticePage, editor: User) -> None:
    response = page_screen(editor, draft).fill(from_day="", to_day="", how_to_object="").send()

    assert response.status_code == 302


def test_what_is_sent_for_publication_names_all_that_is_missing(draft: NoticePage, editor: User) -> None:
    response = page_screen(editor, draft).fill(from_day="", to_day="", how_to_object="").send("submit")

    assert errors(response) == {
        "from_day": ["请填从哪一天起可以提意见。"],
        "to_day": ["请填最后哪一天可以提意见。"],
        "how_to_object": ["请写明怎么提意见，比如书面或打电话。"],
    }


@pytest.mark.parametrize("to_day", ["2022-08-07", "2022-02-30", "明天", "99999-01-01", SCRIPT])
def test_a_last_day_that_cannot_be_is_refused_even_in_a_draft(draft: NoticePage, editor: User, to_day: str) -> None:
    response = page_screen(editor, draft).fill(to_day=to_day).send()

    assert list(errors(response)) == ["to_day"]
    assert draft.revisions.count() == 1


def test_words_in_the_wrong_place_do_not_run(draft: NoticePage, editor: User, publisher: User) -> None:
    told = ("title", "intro", "project", "organisation", "place", "how_to_object", "where_to_object")
    screen = page_screen(editor, draft).fill(**dict.fromkeys(told, f"看这里{SCRIPT}"))
    assert screen.send().status_code == 302
    NoticePage.objects.get().get_latest_revision().publish(user=publisher)

    for path in ("/notices/design/", "/notices/", "/", "/notices.xml"):
        page = Client().get(path).content.decode()
        assert "看这里" in page
        assert SCRIPT not in page


def test_a_drawing_needs_words_and_a_result_a_notice_of_a_decision(draft: NoticePage, editor: User) -> None:
    drawing = Image.objects.create(title="总平面图", file=get_test_image_file())

    response = page_screen(editor, draft).fill(drawing=drawing.pk, result_page=draft.pk).send("submit")

    assert set(errors(response)) == {"drawing_words", "result_page"}


def test_nobody_publishes_an_unfinished_notice_past_the_form(draft: NoticePage, editor: User, publisher: User) -> None:
    draft.to_day = None
    revision = draft.save_revision(user=editor)

    with pytest.raises(NoticeNotReady, match="请填最后哪一天可以提意见。"):
        revision.publish(user=publisher)

    assert not NoticePage.objects.live().exists()


def test_nobody_publishes_their_own(draft: NoticePage, editor: User, publisher: User) -> None:
    draft.intro = "审核的人写的。"

    with pytest.raises(OwnDraft):
        draft.save_revision(user=publisher).publish(user=publisher)


def test_the_database_itself_keeps_the_order_of_the_days(draft: NoticePage) -> None:
    with pytest.raises(IntegrityError, match="notice_ends_no_earlier_than_it_begins"), transaction.atomic():
        NoticePage.objects.update(to_day=date(2022, 8, 7))


def test_the_preview_shows_a_drawing_that_nobody_else_sees_yet(draft: NoticePage, editor: User) -> None:
    drawing = Image.objects.create(title="总平面图", file=get_test_image_file())
    screen = page_screen(editor, draft).fill(drawing=drawing.pk, drawing_words="在西侧。")
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[draft.pk])
    assert screen.client.post(preview, screen.fields.urlencode(), "application/x-www-form-urlencoded").json()[
        "is_valid"
    ]

    page = screen.client.get(preview).content.decode()

    picture = reverse("wagtailimages:preview", args=[drawing.pk, "max-1300x2600"])
    assert f'<img src="{picture}" alt="在西侧。"' in page
    assert screen.client.get(picture).headers["Content-Type"] == "image/png"
    assert "还剩 2 天" in page


def test_the_start_page_names_what_is_over_and_tells_no_result(
    draft: NoticePage, editor: User, publisher: User
) -> None:
    NoticePage.objects.get().get_latest_revision().publish(user=publisher)

    def start() -> str:
        return desk(editor).get("/admin/").content.decode()

    assert "公示已结束、还没写结果" not in start()
    with calendar.at(datetime(2022, 8, 18, 9)):
        assert "公示已结束、还没写结果" in start()
        NoticePage.objects.update(result="批准了。")
        assert "公示已结束、还没写结果" not in start()
