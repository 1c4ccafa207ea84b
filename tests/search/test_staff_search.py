"""Search on the screens of staff: what they see more than the public, why it stands there, what they keep and take."""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from bureau import calendar
from bureau.errors import NotAllowed
from bureau.models import Office, OfficeUserGrant, User
from bureau.people import appoint_first_administrator, grant_role
from bureau.roles import Role
from search.actions import exports
from search.actions.exports import NothingWritesExports, ask_export, drop_old_exports, write_export
from search.actions.saved_searches import MOST, NameMissing, TooManySaved, forget_search, save_search
from search.actions.sending import send_again
from search.contract import Query
from search.explaining import why
from search.finding import find
from search.models import OutboxEntry, SavedSearch, SearchExport, Synonym
from search.rows import texts_of
from search.tables import COLUMNS
from tests.kit import worker_at_work
from tests.search.conftest import Issue

pytestmark = pytest.mark.django_db
full_text = pytest.mark.sqlite
WORKS, TITLE = "建字第430900202200086号", "湘(2022)益阳市不动产权第0018231号"


@pytest.fixture
def permits(issue: Issue) -> None:
    issue("WORKS", WORKS, works_name="=样例电厂 主厂房", day=date(2022, 8, 13))
    issue("TITLE", TITLE)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def chief(office: Office) -> User:
    """Who manages the office's system; sees no records."""
    person = User.objects.create_user("administrator", password="a long password")
    appoint_first_administrator(person, office)
    return person


@pytest.fixture
def desk(clerk: User, office: Office, chief: User) -> Client:
    grant_role(clerk, Role.AUDITOR, office, actor=chief)
    return signed_in(clerk)


@pytest.fixture
def neighbour(office: Office, chief: User) -> Client:
    """Sees the same records."""
    person = User.objects.create_user("neighbour", password="a long password")
    grant_role(person, Role.AUDITOR, office, actor=chief)
    return signed_in(person)


@pytest.fixture
def worker(db: None) -> Iterator[None]:
    worker_at_work()
    return None


# The screen


def test_staff_find_titles_and_projects_and_read_why(permits: None, desk: Client) -> None:
    html = desk.get(reverse("staff_search"), {"q": "0018231"}).content.decode()

    assert "湘(2022)益阳市不动产权第<mark>0018231</mark>号" in html
    assert "第 2 档：编号尾号是 0018231。" in html
    assert "项目" in desk.get(reverse("staff_search")).content.decode()


def test_who_sees_nothing_more_than_the_public_has_no_such_screen(permits: None, client: Client) -> None:
    stranger = User.objects.create_user("stranger", password="a long password", is_staff=True)
    client.force_login(stranger)

    assert client.get(reverse("staff_search")).status_code in (302, 403)
    assert TITLE not in client.get(reverse("staff_search"), follow=True).content.decode()


def test_a_page_costs_the_same_for_few_and_for_many(
    issue: Issue, desk: Client, django_assert_max_num_queries: Any
) -> None:
    counts = []
    desk.get(reverse("staff_search"))
    for first, last in ((1, 11), (11, 60)):
        for at in range(first, last):
            issue("WORKS", f"建字第4309002022{at:05}号")
        with django_assert_max_num_queries(60) as queries:
            desk.get(reverse("staff_search"), {"q": "样例"})
        counts.append(len(queries))

    assert counts[0] == counts[1]


# Why


@full_text
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (WORKS, "第 1 档：编号就是 建字430900202200086。"),
        ("建字第4309002022", "第 2 档：编号以 建字4309002022 开头。"),
        ("00086", "第 2 档：编号尾号是 00086。"),
        ("电厂 主厂房", "第 3 档：标题里有 电厂、主厂房。"),
        ("主厂房 样例发电", "第 4 档：内容里有 主厂房、样例发电，不全在标题里。"),
        ("电站主厂房", ""),
        ("电站 主厂房", "第 3 档：标题里有 电厂、主厂房。 按同义词“电厂 主厂房”查到。"),
        ("", ""),
    ],
)
def test_the_reason_names_the_tier_and_what_matched(permits: None, text: str, reason: str) -> None:
    Synonym.objects.create(words="电站", means="电厂")
    query = Query(audience=frozenset(), text=text, kind=("certificate",))

    page = find(query, AnonymousUser())
    hits = [hit for hit in page.hits if hit.number == WORKS]
    told = [why(hit, _with(query, page.also), texts_of([hit])[hit.kind, hit.record_id]) for hit in hits]

    assert [each.removesuffix(" 同一档里，日期新的在前。") for each in told] == ([reason] if hits else [])
    assert bool(hits) == (text != "电站主厂房")


def _with(query: Query, also: tuple[str, ...]) -> Query:
    return Query(audience=query.audience, text=query.text, kind=query.kind, also=also)


# Kept searches


def test_a_kept_search_shows_its_count_on_the_home_page_of_its_owner_alone(
    permits: None, desk: Client, neighbour: Client
) -> None:
    desk.post(reverse("search_save"), {"name": " 所有  产权证 ", "asked": "q=0018231"})

    assert SavedSearch.objects.get().name == "所有 产权证"
    home = desk.get(reverse("wagtailadmin_home")).content.decode()
    assert "所有 产权证" in home
    assert "<td>1</td>" in home
    assert "所有 产权证" not in neighbour.get(reverse("wagtailadmin_home")).content.decode()


def test_a_name_is_kept_once_and_only_so_many(clerk: User) -> None:
    save_search(clerk, "电厂", "q=1")
    save_search(clerk, "电厂", "q=2")
    assert SavedSearch.objects.get().asked == "q=2"

    for at in range(MOST - 1):
        save_search(clerk, f"{at}", "")
    with pytest.raises(TooManySaved):
        save_search(clerk, "一个太多", "")
    with pytest.raises(NameMissing):
        save_search(clerk, "  ", "")


def test_nobody_removes_what_somebody_else_keeps(clerk: User) -> None:
    saved = save_search(clerk, "电厂", "q=1")

    forget_search(User.objects.create_user("other"), saved.pk)
    assert SavedSearch.objects.exists()

    forget_search(clerk, saved.pk)
    assert not SavedSearch.objects.exists()


# Exports


def test_without_a_worker_nothing_is_asked_for(clerk: User) -> None:
    with pytest.raises(NothingWritesExports):
        ask_export(clerk, "", SearchExport.Form.CSV)

    assert not SearchExport.objects.exists()


def test_a_table_holds_all_that_its_owner_may_see_and_no_formula(
    permits: None, clerk: User, worker: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "BATCH", 1)  # several pages

    export = write_export(ask_export(clerk, "kind=certificate", SearchExport.Form.CSV).pk)

    rows = list(csv.DictReader(io.StringIO(bytes(export.content or b"").decode("utf-8-sig"))))
    assert (export.state, export.done, export.total) == ("ready", 2, 2)
    assert [row[str(COLUMNS["number"])] for row in rows] == [WORKS, TITLE]
    assert rows[0][str(COLUMNS["title"])] == "'=样例电厂 主厂房"
    assert rows[0][str(COLUMNS["state"])] == "有效"


def test_a_workbook_keeps_text_as_text(permits: None, clerk: User, worker: None) -> None:
    export = write_export(ask_export(clerk, "kind=WORKS", SearchExport.Form.XLSX).pk)

    sheet = load_workbook(io.BytesIO(bytes(export.content or b""))).active
    assert sheet is not None
    titles = [cell.value for cell in sheet[1]]
    cell = sheet.cell(2, titles.index(str(COLUMNS["title"])) + 1)
    assert (cell.value, cell.data_type) == ("=样例电厂 主厂房", "s")


def test_it_holds_what_may_be_seen_while_it_is_written(
    permits: None, clerk: User, office: Office, worker: None
) -> None:
    export = ask_export(clerk, "kind=certificate", SearchExport.Form.CSV)
    OfficeUserGrant.objects.remove_perm("view_records", clerk, office)

    content = bytes(write_export(export.pk).content or b"").decode("utf-8-sig")

    assert WORKS in content
    assert TITLE not in content


def test_a_list_too_long_says_how_to_part_it(
    permits: None, clerk: User, worker: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "MOST", 1)

    export = write_export(ask_export(clerk, "", SearchExport.Form.CSV).pk)

    assert export.state == "failed"
    assert "最多放 1 条" in export.problem
    assert export.content is None


def test_an_export_is_its_owners_alone_and_gone_after_a_day(
    permits: None, desk: Client, neighbour: Client, worker: None
) -> None:
    response = desk.post(reverse("search_exports"), {"form": "csv", "asked": "kind=WORKS"})
    export = SearchExport.objects.get()
    write_export(export.pk)
    file = reverse("search_export_file", args=[export.pk])
    assert response["Location"] == reverse("search_export", args=[export.pk])
    assert WORKS in desk.get(file).content.decode("utf-8-sig")
    assert desk.get(reverse("search_export_progress", args=[export.pk]))["X-Progress"] == "over"

    assert neighbour.get(file).status_code == 404

    with calendar.at(calendar.now() + timedelta(hours=25)):
        assert drop_old_exports() == 1
    assert desk.get(file).status_code == 404


def test_an_export_is_written_once_however_many_workers_take_it(permits: None, clerk: User, worker: None) -> None:
    export = ask_export(clerk, "", SearchExport.Form.CSV)
    first = write_export(export.pk)

    second = write_export(export.pk)

    assert bytes(first.content or b"") == bytes(second.content or b"")
    assert second.state == "ready"


# What the cluster refused


@pytest.fixture
def administrator(chief: User) -> Client:
    return signed_in(chief)


@pytest.fixture
def refused(db: None) -> OutboxEntry:
    later = calendar.now() + timedelta(hours=1)
    return OutboxEntry.objects.create(
        kind="certificate", record_id="id1", written_at=calendar.now(), due_at=later, attempts=3, error="400 mapper"
    )


def test_administrators_read_what_was_refused_and_send_it_again(
    administrator: Client, refused: OutboxEntry, settings: Any
) -> None:
    settings.SEARCH_ENGINE = "elasticsearch"
    html = administrator.get(reverse("search_sending")).content.decode()
    assert "400 mapper" in html
    assert "有 1 项改动还没送到集群" in html

    administrator.post(reverse("search_sending"), {"entry": [str(refused.pk), "x"]})

    refused.refresh_from_db()
    assert refused.due_at <= calendar.now()


def test_nobody_else_sends_anything_again(clerk: User, desk: Client, refused: OutboxEntry) -> None:
    with pytest.raises(NotAllowed):
        send_again(clerk)

    assert desk.post(reverse("search_sending"), {"all": "yes"}).status_code in (302, 403)
    refused.refresh_from_db()
    assert refused.due_at > calendar.now()


def test_where_there_is_no_cluster_the_screen_says_so(administrator: Client) -> None:
    assert "没有搜索集群" in administrator.get(reverse("search_sending")).content.decode()
