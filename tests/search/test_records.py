"""What enters the index, for whom, and when."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError, connection, transaction

from bureau.models import Office, User
from certificates.models import Certificate, Project, ProjectUserGrant
from certificates.signals import certificate_ended, project_changed
from search.audience import tokens_of
from search.contract import Query
from search.engines import engine
from search.finding import find, visible
from search.kinds.districts import district_of
from search.models import SearchRecord
from search.rebuilding import first_missing_record, rebuild

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
ANYONE = AnonymousUser()
WORKS, LAND, TITLE = "建字第430900202200086号", "地字第430900202200037号", "湘(2022)益阳市不动产权第0018231号"


def numbers(text: str, viewer=ANYONE, **more) -> list[str]:
    return [hit.number for hit in find(Query(audience=frozenset(), text=text, **more), viewer).hits]


@pytest.mark.parametrize(
    "text", ["0086", WORKS, "益阳样例电厂", "主厂房", "样例发电", "赫山区", "样例局", "2203-430900-04-01-618327"]
)
def test_a_permit_is_found_by_number_project_works_holder_and_place(issue, text):
    issue("WORKS", WORKS, works_name="益阳样例电厂三期 主厂房", area_total="83900.00", approved_by="样例局")

    assert numbers(text) == ([WORKS] if text != "样例局" else [])


def test_a_permits_number_does_not_find_the_works_that_name_it(issue):
    issue("LAND", LAND)
    issue("WORKS", WORKS, land_permit_number=LAND)

    assert numbers(LAND) == [LAND]
    assert numbers("430900202200037") == [LAND]


def test_fields_that_are_not_public_find_nothing(issue):
    issue("WORKS", WORKS, parcels=["430903001002GB00017"])

    assert numbers("430903001002GB00017") == []


@pytest.mark.parametrize(
    "text", [TITLE, "0018231", "湘2022", "益阳样例发电", "430903001002GB00017W00000000", "不动产权证书", ""]
)
def test_the_public_never_finds_a_title(issue, text):
    issue("TITLE", TITLE, unit_code="430903001002GB00017W00000000", right_holder=["益阳样例发电有限公司"])

    page = find(Query(audience=frozenset(), text=text), ANYONE)

    assert (page.total, page.hits, page.understood) == (0, (), ())
    assert not [facet for facet in page.facets if facet.values]


def test_the_office_finds_its_titles_but_not_by_closed_fields(issue, clerk):
    issue("TITLE", TITLE, unit_code="430903001002GB00017W00000000", remarks="抵押见附记")

    assert (
        numbers("0018231", clerk)
        == numbers("430903001002GB00017W00000000", clerk)
        == numbers("430903 001002 GB00017", clerk)
        == [TITLE]
    )
    assert numbers("抵押", clerk) == []


def test_a_project_is_found_by_its_office_and_by_whom_it_was_opened_to(project, clerk):
    friend = User.objects.create_user("friend")
    ProjectUserGrant.objects.assign_perm("view_project", friend, project)

    assert numbers("电厂三期", clerk) == numbers("电厂三期", friend) == [project.project_code]
    assert numbers("电厂三期") == numbers("电厂三期", User.objects.create_user("stranger")) == []


def test_being_a_superuser_shows_nothing_more(project):
    assert numbers("电厂三期", User.objects.create_superuser("root")) == []


def test_a_withdrawn_grant_counts_at_once(project, clerk):
    office = Office.objects.get()
    assert tokens_of(clerk) == {"public", f"office:{office.pk}"}
    page = engine().search(Query(audience=tokens_of(clerk), text="电厂"))

    clerk.officeusergrant_set.all().delete()

    assert (page.total, visible(page.hits, clerk)) == (1, ())
    assert numbers("电厂", clerk) == []


def test_a_changed_project_is_found_by_its_new_name(project, clerk):
    Project.objects.filter(pk=project.pk).update(name="资江风貌带")
    project.refresh_from_db()
    project_changed.send(Project, project=project)

    assert numbers("电厂三期", clerk) == []
    assert numbers("资江", clerk) == [project.project_code]


def test_a_replaced_permit_stays_findable_with_its_state(issue):
    old = issue("WORKS", WORKS)
    old.state, old.ended_on = Certificate.State.SUPERSEDED, date(2022, 8, 15)
    old.save()
    certificate_ended.send(Certificate, certificate=old)

    assert [hit.state for hit in find(Query(audience=frozenset(), text=WORKS), ANYONE).hits] == ["superseded"]


def test_when_the_index_cannot_be_written_nothing_is_published(issue):
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE search_fts")

    with pytest.raises(OperationalError), transaction.atomic():
        issue("WORKS", WORKS)

    assert not Certificate.objects.exists()


def test_a_rebuild_makes_the_same_rows(issue, clerk):
    issue("WORKS", WORKS)
    issue("TITLE", TITLE)
    before = numbers("", clerk)
    SearchRecord.objects.filter(number=WORKS).delete()
    SearchRecord.objects.filter(number=TITLE).update(audience=" public ")
    assert str(first_missing_record()).startswith("certificate id00000001 is not in")

    assert rebuild() == 3

    assert numbers("", clerk) == before
    assert numbers("0018231") == []
    assert first_missing_record() is None


def test_a_full_text_index_that_lags_behind_is_named(project):
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER search_fts_update")
    SearchRecord.objects.update(title_tokens="别 的")

    assert str(first_missing_record()).startswith("the full-text index differs")


def test_a_row_too_many_is_named(project):
    SearchRecord.objects.create(kind="certificate", record_id="gone", sort_id=9, day=date(2022, 8, 12))

    assert str(first_missing_record()).startswith("certificate gone is in")


@pytest.mark.parametrize(
    ("place", "district"),
    [
        ("益阳市赫山区样例镇样例村", "赫山区"), ("湖南省益阳市资阳区长春镇", "资阳区"),
        ("益阳市沅江市琼湖街道", "沅江市"),
        ("安化县东坪镇", "安化县"), ("赫山区样例镇", "赫山区"), ("样例小区3号", ""), ("", ""), ("/", ""),
    ],
)  # fmt: skip
def test_the_district_is_read_from_the_place(place, district):
    assert district_of(place) == district
