"""What editors keep: guides, cards, matters, windows and pages are found as readers read them, at once."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from bureau.models import Office, Post, ServiceWindow, User
from bureau.people import appoint_first_administrator
from bureau.roles import Role
from cms.actions.set_up_site import set_up_site
from cms.models import GuideMatter, GuidePage, HomePage, Matter
from search import index
from search.contract import Query
from search.finding import find
from search.kinds import GUIDES
from search.models import SearchRecord
from search.rebuilding import first_missing_record, rebuild
from tests.cms.matter_kit import changed, drafted, guide_of, person, published, text_page_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
Found = list[tuple[str, str]]


@pytest.fixture
def home(office: Office) -> HomePage:
    administrator = User.objects.create_user("administrator", password="a long password")
    appoint_first_administrator(administrator, office)
    return set_up_site(office, actor=administrator)


@pytest.fixture
def editor(office: Office, home: HomePage) -> User:
    return person("editor", Role.EDITOR, office)


@pytest.fixture
def publisher(office: Office, home: HomePage) -> User:
    return person("publisher", Role.PUBLISHER, office)


@pytest.fixture
def matter(office: Office, editor: User, publisher: User) -> Matter:
    return published(office, editor, publisher, name="建设工程规划许可", summary="开工前要先拿到这本证")


@pytest.fixture
def guide(home: HomePage, editor: User, publisher: User, matter: Matter) -> GuidePage:
    return guide_of(matter, editor=editor, publisher=publisher)


def found(text: str, viewer: User | None = None, **more: tuple[str, ...]) -> Found:
    """Kind and title of each hit."""
    page = find(Query(audience=frozenset(), text=text, size=50, **more), viewer or AnonymousUser())
    assert page.total == len(page.hits)
    return [(hit.kind, hit.title) for hit in page.hits]


def test_a_matter_is_found_by_its_guide_and_by_its_card(guide: GuidePage) -> None:
    assert sorted(found("开工前要先拿到")) == [("card", "建设工程规划许可"), ("guide", guide.title)]


def test_a_phrase_of_a_material_or_a_question_finds_the_guide(matter: Matter, guide: GuidePage) -> None:
    assert matter.current_version is not None
    facts = matter.current_version.facts

    assert ("guide", guide.title) in found(facts.materials[0].name)
    assert ("guide", guide.title) in found(facts.basis[0].law)


def test_a_new_version_is_found_by_its_words_and_no_longer_by_the_old_ones(
    matter: Matter, guide: GuidePage, editor: User, publisher: User
) -> None:
    changed(matter, editor, publisher, summary="动工以前来领证")

    assert sorted(found("动工以前来领")) == [("card", "建设工程规划许可"), ("guide", guide.title)]
    assert found("开工前要先拿到") == []


def test_a_draft_is_found_by_who_writes_there_and_by_nobody_else(
    office: Office, matter: Matter, guide: GuidePage, editor: User, clerk: User
) -> None:
    drafted(office, editor, "M05", name="没发布的事项")
    matter.summary = "还没发布的一句话"
    matter.save_revision(user=editor)

    assert found("没发布的事项", editor) == [("matter", "没发布的事项")]
    assert found("还没发布的一句话", editor) == [("matter", "建设工程规划许可")]
    assert found("没发布") == found("没发布", clerk) == []


def test_a_withdrawn_matter_has_no_card_and_its_guide_no_longer_says_what_it_said(
    matter: Matter, guide: GuidePage, publisher: User
) -> None:
    matter.unpublish(user=publisher)

    assert found("开工前要先拿到") == []


def test_a_guide_that_takes_a_matter_in_is_found_by_it(
    home: HomePage, guide: GuidePage, matter: Matter, office: Office, editor: User, publisher: User
) -> None:
    other = published(office, editor, publisher, "M05", name="乡村建设规划许可", summary="在村里盖房")
    shown = GuideMatter.objects.create(page=guide, matter=other, sort_order=2, locale=guide.locale)
    assert ("guide", guide.title) in found("在村里盖房")

    shown.delete()

    assert found("在村里盖房") == [("card", "乡村建设规划许可")]


def test_a_page_is_found_while_it_is_public_and_its_draft_by_editors(
    home: HomePage, editor: User, publisher: User
) -> None:
    page = text_page_of(home, editor, intro="这里说明怎样保护隐私")
    assert found("怎样保护隐私") == []
    assert found("怎样保护隐私", editor) == [("draft", "隐私")]

    page.save_revision(user=editor).publish(user=publisher)
    assert found("怎样保护隐私") == found("怎样保护隐私", editor) == [("page", "隐私")]

    page.refresh_from_db()
    page.intro = "另一种说法"
    page.save_revision(user=editor)
    assert found("怎样保护隐私") == [("page", "隐私")]
    assert found("另一种说法", editor) == [("draft", "隐私")]

    page.unpublish(user=publisher)
    assert found("怎样保护隐私") == []


def test_a_page_that_was_moved_is_found_at_its_new_address(home: HomePage, editor: User, publisher: User) -> None:
    page = text_page_of(home, editor, publisher, intro="这里说明怎样保护隐私")
    page.slug = "moved"
    page.save_revision(user=editor).publish(user=publisher)

    assert [hit.url for hit in find(Query(audience=frozenset(), text="怎样保护"), AnonymousUser()).hits] == ["/moved/"]


def test_english_words_find_the_page_and_english_readers_read_them(
    home: HomePage, editor: User, publisher: User
) -> None:
    page = text_page_of(home, editor, publisher, intro="这里说明怎样保护隐私")
    english, _made = Locale.objects.get_or_create(language_code="en")
    told = page.get_translation_or_none(english) or page.copy_for_translation(english, copy_parents=True)
    told.title, told.intro = "Privacy", "How we keep what you tell us"
    told.save_revision(user=editor).publish(user=publisher)

    assert found("keep what you") == [("page", "隐私")]
    client = Client()
    client.cookies["django_language"] = "en"
    assert "How we <mark>keep</mark>" in client.get(reverse("search"), {"q": "keep"}).content.decode()


def test_a_window_is_found_by_its_place_its_posts_and_its_phone(office: Office) -> None:
    holder, stand_in = (User.objects.create_user(name) for name in ("holder", "stand-in"))
    window = ServiceWindow.objects.create(
        office=office, name="综合窗口", place="政务服务中心 2 楼 8 号", address="样例路 9 号"
    )
    post = Post(office=office, code="a", name="登记咨询岗", role=Role.WINDOW_CLERK, phone="0737-000 0009")
    post.holder, post.stand_in = holder, stand_in
    post.save()

    for words in ("样例路", "登记咨询", "政务服务中心", "0009"):
        assert found(words) == [("office", "综合窗口")]

    window.is_active = False
    window.save()
    assert found("样例路") == []


def test_what_is_taken_back_is_not_found(home: HomePage, editor: User, publisher: User) -> None:
    page = text_page_of(home, editor, publisher, intro="这里说明怎样保护隐私")
    with transaction.atomic():
        page.intro = "白说的一句"
        page.save_revision(user=editor).publish(user=publisher)
        assert found("白说的一句")
        transaction.set_rollback(True)

    assert found("白说的一句") == []
    assert found("怎样保护隐私") == [("page", "隐私")]


def test_what_says_the_same_is_not_written_again(guide: GuidePage, django_assert_num_queries) -> None:
    before = list(SearchRecord.objects.order_by("pk").values())
    with django_assert_num_queries(8):  # a savepoint around the page, its matters, their English, the row
        index.sync(GUIDES, [str(guide.pk)])

    assert list(SearchRecord.objects.order_by("pk").values()) == before


def test_a_rebuild_finds_all_of_it_and_names_what_lacked(guide: GuidePage, home: HomePage, editor: User) -> None:
    drafted(guide.guide_matters.first().matter.office, editor, "M05")
    assert first_missing_record() is None
    SearchRecord.objects.filter(kind="card").delete()
    assert str(first_missing_record()).startswith("card ")

    rebuild()

    assert first_missing_record() is None


def test_a_snippet_shows_the_found_words_where_the_row_would_not(guide: GuidePage, matter: Matter) -> None:
    assert matter.current_version is not None
    name = matter.current_version.facts.materials[0].name

    html = Client().get(reverse("search"), {"q": name}).content.decode()

    assert f"<mark>{name}</mark>" in html
