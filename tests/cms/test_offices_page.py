"""/offices/: where the windows are, whether they are open now, and which posts answer."""

import re
from collections.abc import Iterator
from datetime import datetime, time

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from bureau import calendar
from bureau.models import CalendarOverride, Office, OpeningPeriod, Post, ServiceWindow, User
from bureau.roles import Role
from cms.matters.facts import MatterFacts
from cms.models import HomePage, MatterVersion
from cms.page_cache import forget
from cms.public_matters import PublicMatter
from cms.views.offices import offices

HOURS = [("working_days", time(9), time(12)), ("working_days", time(13, 30), time(17))]
THURSDAY_NOON = datetime(2026, 11, 26, 12, 15)


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    forget()
    yield
    forget()


def make_window(office: Office, name: str = "综合窗口", **values: object) -> ServiceWindow:
    facts = {"place": "政务服务中心 2 楼", "phone": "0737-000 0002", "map_url": "https://map.example.org/hall"}
    window = ServiceWindow.objects.create(office=office, name=name, **{**facts, **values})
    for days, opens, closes in HOURS:
        OpeningPeriod.objects.create(window=window, days=days, opens=opens, closes=closes)
    return window


def make_post(office: Office, holder: User, code: str = "1", **values: object) -> Post:
    facts = {"name": "规划许可岗", "role": Role.CASE_OFFICER, "phone": "0737-000 0001"}
    return Post.objects.create(office=office, code=code, holder=holder, **{**facts, **values})


def words(client: Client, moment: datetime, language: str = "zh-hans") -> str:
    """What a reader reads at ``moment``, without marks and with single spaces."""
    client.get("/reader/", {"language": language})
    forget()
    with calendar.at(moment):
        page = client.get("/offices/").content.decode()
    main = page.split('<main id="main"', 1)[1].split("</main>", 1)[0]
    return re.sub(r"\s+", " ", strip_tags(main.split(">", 1)[1]))


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (datetime(2026, 11, 25, 10, 0), "现在开着，今天 12:00 关"),
        (datetime(2026, 11, 25, 12, 0), "下次开门：今天 13:30"),
        (datetime(2026, 11, 25, 17, 0), "下次开门：11月26日（周四）9:00"),
        (datetime(2022, 9, 30, 17, 0), "下次开门：10月8日（周六）9:00"),
        (datetime(2026, 12, 31, 17, 0), "下次什么时候开门还定不下来，请先打电话问。"),
        (datetime(2027, 1, 5, 10, 0), "下次什么时候开门还定不下来，请先打电话问。"),
    ],
)
def test_a_window_says_whether_it_is_open(
    client: Client, home: HomePage, office: Office, moment: datetime, state: str
) -> None:
    make_window(office)

    page = words(client, moment)

    assert state in page
    assert ("现在开着" in page) == ("现在开着" in state)


def test_it_says_where_when_and_how_to_get_there(client: Client, home: HomePage, office: Office) -> None:
    make_window(office, address="赫山区样例路 1 号")

    page = client.get("/offices/").content.decode()

    assert "政务服务中心 2 楼" in page
    assert "赫山区样例路 1 号" in page
    assert "周一至周五 9:00–12:00、13:30–17:00" in page
    assert 'href="tel:07370000002"' in page
    assert 'href="https://map.example.org/hall"' in page
    assert "导航过去" in page


def test_posts_answer_and_nobody_is_named(client: Client, home: HomePage, office: Office, administrator: User) -> None:
    make_post(office, administrator, stand_in=User.objects.create_user("b-of-planning"))
    make_post(office, administrator, "2", name="内部岗", phone="")

    page = client.get("/offices/").content.decode()

    assert "规划许可岗" in page
    assert "A 岗、B 岗" in page
    assert 'href="tel:07370000001"' in page
    assert "内部岗" not in page
    assert "administrator" not in page
    assert "b-of-planning" not in page


def test_an_english_reader_reads_english(client: Client, home: HomePage, office: Office, administrator: User) -> None:
    make_window(office, english_name="General window", english_place="2nd floor", english_address="1 Yangli Road")
    make_post(office, administrator, english_name="Planning permits desk")

    page = words(client, THURSDAY_NOON, "en")

    assert "Windows and hours" in page
    assert "General window Opens next: today 13:30" in page
    assert "Monday to Friday 9:00–12:00, 13:30–17:00" in page
    assert "Planning permits desk" in page
    assert not re.search(r"[一-鿿]", page)


def test_without_windows_it_says_whom_to_call(client: Client, home: HomePage) -> None:
    page = words(client, THURSDAY_NOON)

    assert "窗口还没有列在这里。 请打电话： 0737-000 0001" in page


def test_windows_of_several_offices_say_whose_they_are(client: Client, home: HomePage, office: Office) -> None:
    make_window(office)
    assert "单位" not in words(client, THURSDAY_NOON)

    other = Office.objects.create(name="桃江县自然资源局", short_name="桃", code="tj", uscc="x", region_code="430922")
    make_window(other)

    assert "单位桃江县自然资源局" in words(client, THURSDAY_NOON)


def test_the_header_leads_here(client: Client, home: HomePage) -> None:
    page = client.get("/offices/").content.decode()

    assert re.search(r'href="/offices/" aria-current="page">窗口和预约', page)
    assert client.post("/offices/").status_code == 405


def test_a_kept_page_ends_when_the_first_window_opens_or_closes(office: Office) -> None:
    make_window(office)
    early = make_window(office, "早窗口")
    OpeningPeriod.objects.create(window=early, days="wed", opens=time(12), closes=time(12, 40))

    with calendar.at(datetime(2026, 11, 25, 12, 10)):
        response = offices(RequestFactory().get("/offices/"))

    assert timezone.make_naive(response.kept_until) == datetime(2026, 11, 25, 12, 40)


def test_a_post_says_which_matters_it_answers(
    client: Client, home: HomePage, office: Office, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = make_post(office, administrator)
    matters = [
        matter("M04", "建设工程规划许可", post.pk, "/guides/works/"),
        matter("M05", "乡村建设规划许可", post.pk),
        matter("M09", "不动产首次登记", None),
    ]
    monkeypatch.setattr("cms.views.offices.public_matters", lambda language: matters)

    page = client.get("/offices/").content.decode()

    assert '<a href="/guides/works/">建设工程规划许可</a>、<a href="/q/M05/">乡村建设规划许可</a>' in page
    assert "不动产首次登记" not in page


def matter(code: str, name: str, post: int | None, guide_url: str = "") -> PublicMatter:
    facts = MatterFacts(code=code, name=name, statutory_days=20, promised_days=5, post=post)
    return PublicMatter(MatterVersion(code=code, number=1), facts, True, guide_url)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_it_asks_as_many_queries_for_many_windows_and_posts_as_for_few(
    client: Client, home: HomePage, office: Office, administrator: User, language: str
) -> None:
    client.get("/reader/", {"language": language})
    counts = []
    for first, last in ((0, 2), (2, 20)):
        for number in range(first, last):
            make_window(office, f"窗口 {number}")
            make_post(office, administrator, f"p{number}", name=f"岗 {number}")
        client.get("/offices/")
        forget()
        with CaptureQueriesContext(connection) as asked:
            client.get("/offices/")
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert counts[0] <= 15


def test_a_changed_calendar_shows_in_the_next_request(client: Client, home: HomePage, office: Office) -> None:
    make_window(office)
    with calendar.at(datetime(2026, 11, 25, 10, 0)):
        assert "现在开着" in client.get("/offices/").content.decode()

        CalendarOverride.objects.create(day="2026-11-25", is_working=False, reason="停电", source="通知")

        assert "现在开着" not in client.get("/offices/").content.decode()
