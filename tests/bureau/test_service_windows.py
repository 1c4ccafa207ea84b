"""Service windows and their hours: the staff screen, what it refuses, and what readers are given."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from bureau import audit, people, sample
from bureau.calendar import WorkCalendar
from bureau.models import Office, OpeningPeriod, Post, ServiceWindow, User
from bureau.opening import Opening, Period
from bureau.phones import check_desk_phone
from bureau.roles import Role
from bureau.windows import duty_posts, windows_with_hours
from tests.bureau.conftest import make_office, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

MORNING, AFTERNOON = ("working_days", "9:00", "12:00"), ("working_days", "13:30", "17:00")
SATURDAY = ("sat", "9:00", "12:00")


@pytest.fixture
def administrator(office: Office) -> User:
    user = make_user("administrator")
    people.appoint_first_administrator(user, office)
    return user


@pytest.fixture
def desk(administrator: User, client: Client) -> Client:
    """The administrator's browser."""
    client.force_login(administrator)
    return client


@pytest.fixture
def editor(office: Office, administrator: User, clerk: User) -> User:
    people.grant_role(clerk, Role.EDITOR, office, actor=administrator)
    return clerk


def make_window(office: Office, name: str = "综合窗口", **values: object) -> ServiceWindow:
    window = ServiceWindow.objects.create(office=office, name=name, **{"place": "政务服务中心 2 楼", **values})
    OpeningPeriod.objects.create(window=window, opens=time(9), closes=time(12))
    return window


def filled(office: Office, *rows: tuple[str, str, str], **values: object) -> dict[str, object]:
    """What the form sends; rows of hours without keys are new."""
    form: dict[str, object] = {
        "office": office.pk,
        "name": "综合窗口",
        "kind": "general",
        "place": "政务服务中心 2 楼",
        "order": 1,
        "is_active": "on",
        "periods-TOTAL_FORMS": len(rows),
        "periods-INITIAL_FORMS": 0,
        "periods-MIN_NUM_FORMS": 0,
        "periods-MAX_NUM_FORMS": 1000,
    }
    for number, (days, opens, closes) in enumerate(rows):
        row = {"id": "", "days": days, "opens": opens, "closes": closes, "DELETE": ""}
        form |= {f"periods-{number}-{name}": value for name, value in row.items()}
    return form | values


def test_a_window_and_its_hours_are_entered_in_one_form(desk: Client, office: Office) -> None:
    desk.post(reverse("windows:add"), filled(office, MORNING, AFTERNOON, SATURDAY))

    window = ServiceWindow.objects.get()
    assert [str(row) for row in window.periods.all()] == [
        "工作日（按国家放假安排） 9:00–12:00",
        "工作日（按国家放假安排） 13:30–17:00",
        "周六 9:00–12:00",
    ]
    assert [entry.action for entry in audit.history(window)] == ["wagtail.create"]


def test_hours_are_changed_and_taken_away_in_the_same_form(desk: Client, office: Office) -> None:
    window = make_window(office)
    row = window.periods.get()
    existing = {"periods-INITIAL_FORMS": 1, "periods-0-id": row.pk}

    desk.post(reverse("windows:edit", args=[window.pk]), filled(office, ("sun", "8:30", "11:00"), **existing))

    row.refresh_from_db()
    assert (row.days, row.opens, row.closes) == ("sun", time(8, 30), time(11))

    gone = existing | {"periods-0-DELETE": "1"}
    desk.post(reverse("windows:edit", args=[window.pk]), filled(office, MORNING, **gone))

    assert not OpeningPeriod.objects.exists()


def test_the_list_stands_in_the_menu_of_the_office(desk: Client, office: Office) -> None:
    make_window(office)

    page = desk.get(reverse("windows:index")).content.decode()

    assert "综合窗口" in page
    assert "政务服务中心 2 楼" in page
    menu = desk.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("windows:index") in menu


def test_the_form_helps_where_it_asks(desk: Client) -> None:
    page = desk.get(reverse("windows:add")).content.decode()

    assert "调休上班的周末照常开" in page
    assert "上午一行，下午一行" in page


@pytest.mark.parametrize(
    ("rows", "values", "field", "message"),
    [
        ([("working_days", "13:30", "9:00")], {}, "periods-0-closes", "关门要晚于开门：13:30 开门，填的是 9:00 关门。"),
        ([("working_days", "9:00", "9:00")], {}, "periods-0-closes", "关门要晚于开门：9:00 开门，填的是 9:00 关门。"),
        ([MORNING], {"map_url": "http://map.example.org/"}, "map_url", "请填 https:// 开头的网址。"),
        ([MORNING], {"phone": "13807370000"}, "phone", "这是手机号。请填岗位的座机号。"),
        ([MORNING], {"phone": "请问前台"}, "phone", "电话用数字、空格和短横线写，如 0737-000 0001。"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    desk: Client,
    office: Office,
    rows: list[tuple[str, str, str]],
    values: dict[str, object],
    field: str,
    message: str,
) -> None:
    response = desk.post(reverse("windows:add"), filled(office, *rows, **values))

    form = response.context["form"]
    errors = {**form.errors}
    for row in form.formsets["periods"].forms:
        errors |= {f"{row.prefix}-{name}": said for name, said in row.errors.items()}
    assert errors == {field: [message]}
    assert message in response.content.decode()
    assert not ServiceWindow.objects.exists()


def test_a_second_window_of_the_same_name_is_refused_at_its_name(desk: Client, office: Office) -> None:
    make_window(office)

    response = desk.post(reverse("windows:add"), filled(office, MORNING))

    assert response.context["form"].errors == {"name": ["本局已经有同名的窗口了。"]}
    assert ServiceWindow.objects.count() == 1


def test_who_writes_guides_reads_windows_and_changes_none(client: Client, editor: User, office: Office) -> None:
    window = make_window(office)
    client.force_login(editor)

    assert "综合窗口" in client.get(reverse("windows:index")).content.decode()
    for address in (reverse("windows:add"), reverse("windows:edit", args=[window.pk])):
        client.post(address, filled(office, MORNING, name="别的窗口"))
    assert list(ServiceWindow.objects.values_list("name", flat=True)) == ["综合窗口"]


def test_a_window_is_not_moved_into_an_office_of_others(desk: Client, office: Office) -> None:
    window, other = make_window(office), make_office("taojiang", name="桃江县自然资源局")

    desk.post(reverse("windows:edit", args=[window.pk]), filled(other, MORNING))

    window.refresh_from_db()
    assert window.office == office


def test_a_window_is_taken_out_of_use_and_never_deleted(desk: Client, office: Office) -> None:
    window = make_window(office)

    desk.post(reverse("windows:delete", args=[window.pk]))

    assert ServiceWindow.objects.filter(pk=window.pk).exists()


def test_the_list_asks_as_many_queries_for_many_windows_as_for_few(desk: Client, office: Office) -> None:
    counts = []
    for first, last in ((0, 3), (3, 15)):
        for number in range(first, last):
            make_window(office, f"窗口 {number}")
        desk.get(reverse("windows:index"))
        with CaptureQueriesContext(connection) as asked:
            desk.get(reverse("windows:index"))
        counts.append(len(asked))

    assert counts[0] == counts[1]


# What the database keeps by itself


def test_the_database_refuses_hours_that_end_before_they_begin(office: Office) -> None:
    window = make_window(office)

    with pytest.raises(IntegrityError, match="period_closes_after_it_opens"), transaction.atomic():
        OpeningPeriod.objects.create(window=window, opens=time(12), closes=time(12))


def test_the_database_refuses_days_that_nobody_knows(office: Office) -> None:
    window = make_window(office)

    with pytest.raises(IntegrityError, match="period_names_known_days"), transaction.atomic():
        OpeningPeriod.objects.create(window=window, days="someday", opens=time(9), closes=time(12))


def test_the_database_refuses_two_windows_of_one_name_in_an_office(office: Office) -> None:
    make_window(office)
    make_window(make_office("taojiang", name="桃江县自然资源局"))

    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceWindow.objects.create(office=office, name="综合窗口", place="别处")


def test_an_office_with_windows_is_not_deleted(office: Office) -> None:
    make_window(office)

    with pytest.raises(ProtectedError):
        office.delete()


@pytest.mark.parametrize("phone", ["0737-000 0001", "+86 737 000 0001", "(0737) 0000001", "12345", "400-000-0000"])
def test_numbers_of_desks_are_taken(phone: str) -> None:
    check_desk_phone(phone)


@pytest.mark.parametrize("phone", ["138 0737 0000", "+86 13807370000", "0737-000 0001 转王工", "123", "--"])
def test_numbers_of_people_and_words_are_refused(phone: str) -> None:
    with pytest.raises(ValidationError):
        check_desk_phone(phone)


# What readers are given


def test_readers_get_windows_with_their_hours_in_two_queries(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        make_window(office, f"窗口 {number}", order=9 - number)

    with django_assert_num_queries(2):
        found = windows_with_hours()

    assert [window.name for window in found] == ["窗口 4", "窗口 3", "窗口 2", "窗口 1", "窗口 0"]
    assert found[0].periods == (Period("working_days", time(9), time(12)),)


def test_windows_out_of_use_and_of_other_offices_are_left_out(office: Office) -> None:
    make_window(office, "停用的窗口", is_active=False)
    make_window(make_office("taojiang", name="桃江县自然资源局"), "桃江窗口")
    make_window(office)

    assert [window.name for window in windows_with_hours(office)] == ["综合窗口"]
    assert {window.name for window in windows_with_hours()} == {"综合窗口", "桃江窗口"}


def test_what_a_window_does_not_say_the_office_says(office: Office) -> None:
    office.address, office.phone = "赫山区样例路 1 号", "0737-000 0001"
    office.save()
    make_window(office, english_name="General window")

    [window] = windows_with_hours()

    assert (window.words("zh-hans").address, window.phone) == ("赫山区样例路 1 号", "0737-000 0001")


@pytest.mark.parametrize("missing", ["english_name", "english_place", "english_address"])
def test_a_reader_of_english_gets_a_window_all_in_english_or_all_in_chinese(office: Office, missing: str) -> None:
    english = {
        "english_name": "General window",
        "english_place": "Service centre, 2nd floor",
        "english_address": "1 Yangli Road",
    }
    window = make_window(office, address="赫山区样例路 1 号", **english)

    [whole] = windows_with_hours()
    setattr(window, missing, "")
    window.save()
    [lacking] = windows_with_hours()

    words = whole.words("en")
    assert (words.name, words.place, words.address, words.language) == (*english.values(), "")
    assert lacking.words("en") == replace(whole.words("zh-hans"), language="zh-hans")
    assert lacking.words("zh-hans").language == ""


def test_only_posts_with_a_public_number_are_told_and_nobody_is_named(office: Office, clerk: User) -> None:
    facts = {"office": office, "role": Role.CASE_OFFICER, "holder": clerk}
    Post.objects.create(code="1", name="规划许可岗", phone="0737-000 0001", stand_in=make_user("b"), **facts)
    Post.objects.create(code="2", name="制证岗 07", **facts)

    [post] = duty_posts(office)

    assert (post.name, post.phone, post.has_stand_in) == ("规划许可岗", "0737-000 0001", True)
    assert clerk.username not in repr(post)


def test_the_sample_office_receives_people(db: None) -> None:
    loaded = sample.load(sample.Sample(say=lambda line: None), before=20)
    sample.load(sample.Sample(say=lambda line: None), before=20)

    windows = windows_with_hours(loaded.office)
    assert [(window.name, window.place, window.phone) for window in windows] == [
        ("综合窗口", "政务服务中心 2 楼", "0737-000 0001"),
        ("咨询窗口", "政务服务中心 2 楼", "0737-000 0001"),
        ("“一次未办好”窗口", "政务服务中心 2 楼 8 号", "0737-000 0002"),
    ]
    assert windows[0].hours() == ("周一至周五 9:00–12:00、13:30–17:00", "周六 9:00–12:00（延时服务）")
    assert [post.name for post in duty_posts(loaded.office)] == ["用地审批岗", "规划许可岗", "不动产登记岗"]
    for window in ServiceWindow.objects.all():
        window.full_clean()
    for post in Post.objects.exclude(phone=""):
        post.full_clean()


def test_a_window_says_whether_it_is_open(office: Office) -> None:
    make_window(office)
    [window] = windows_with_hours()
    from_nine_to_twelve = WorkCalendar({date(2022, 8, 12): True})

    found = window.opening(timezone.make_aware(datetime(2022, 8, 12, 10)), from_nine_to_twelve)

    assert found == Opening(True, timezone.make_aware(datetime(2022, 8, 12, 12)))
