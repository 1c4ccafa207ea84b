"""The catalogue on staff screens: every difference before it is taken, and nothing for who may not see it."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook
from wagtail.users.models import UserProfile

from bureau import people
from bureau.models import Office, User
from bureau.roles import Role
from cms.catalogue.reading import read_catalogue
from cms.catalogue.sheets import catalogue_sheet
from cms.models import CatalogueEdition, CatalogueEntry, Matter
from documents import store
from tests.cms.catalogue_kit import Bureau
from tests.cms.catalogues import MORTGAGE, ROWS, SITE, WORKS, with_cell, with_changes

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

SHORTER = with_changes(WORKS, name="建设工程规划许可证核发", statutory_days=3)


@pytest.fixture
def bureau(office: Office, administrator: User) -> Bureau:
    return Bureau(office, administrator)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Words of tests are the message ids."""
    with translation.override("en"):
        yield


def desk(person: User) -> Client:
    """Signed in, with the admin in English."""
    UserProfile.objects.update_or_create(user=person, defaults={"preferred_language": "en"})
    client = Client()
    client.force_login(person)
    return client


def upload(client: Client, content: bytes, name: str = "2023年版.xlsx") -> HttpResponse:
    return client.post(reverse("catalogue_compare"), {"file": SimpleUploadedFile(name, content)})


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def take(client: Client, shown: Any, name: str = "2023年版") -> Any:
    return client.post(reverse("catalogue_compare"), {"note": shown.context["note"], "name": name})


# Looking


def test_the_page_shows_counts_every_old_and_new_value_and_what_it_means(bureau: Bureau) -> None:
    bureau.take()
    bureau.matter("M04", WORKS)
    bureau.matter("M09", MORTGAGE)
    rural = with_changes(WORKS, code="000115905000", name="乡村建设规划许可")

    response = upload(desk(bureau.publisher), catalogue_sheet([SITE, SHORTER, rural]))

    shown = text(response)
    assert response.status_code == 200
    for heading, count in {"Changed": 1, "Withdrawn": 1, "New": 1, "There again": 0, "The same": 1}.items():
        assert f"<dt>{heading}</dt><dd>{count}</dd>" in shown
    assert "建设工程规划许可</del>" in shown
    assert "建设工程规划许可证核发</ins>" in shown
    assert "The promise of 5 working days is longer than the 3 that the law allows." in shown
    assert f"Its entry {MORTGAGE.code} is not in the file." in shown
    assert "乡村建设规划许可" in shown
    assert "Take this edition" in shown


def test_looking_writes_nothing(bureau: Bureau) -> None:
    bureau.take()

    upload(desk(bureau.publisher), catalogue_sheet([SITE]))

    assert CatalogueEdition.objects.count() == 1
    assert CatalogueEntry.objects.filter(withdrawn_in=None).count() == 3


def test_an_editor_sees_the_differences_and_why_there_is_no_button(bureau: Bureau) -> None:
    response = upload(desk(bureau.editor), catalogue_sheet(ROWS))

    assert "Taking an edition is for those who publish" in text(response)
    assert 'name="note"' not in text(response)


def test_a_file_with_wrong_cells_shows_each_with_its_place(bureau: Bureau) -> None:
    response = upload(desk(bureau.publisher), with_cell("A3", SITE.code))

    shown = text(response)
    assert response.status_code == 422
    assert "1 thing is to be mended" in shown
    assert "000115901000 stands in 基本目录!A2 already" in shown
    assert 'name="note"' not in shown


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "No file was chosen"), (b"%PDF-1.7", "no .xlsx spreadsheet"), (b"PK\x03\x04x", "damaged")],
)
def test_another_file_is_refused_with_the_reason(bureau: Bureau, content: bytes, words: str) -> None:
    response = upload(desk(bureau.publisher), content)

    assert response.status_code == 422
    assert words in text(response)


def test_a_file_without_differences_says_so(bureau: Bureau) -> None:
    bureau.take()

    assert "says the same as the catalogue here" in text(upload(desk(bureau.publisher), catalogue_sheet(ROWS)))


def test_matters_of_other_offices_are_counted_and_not_named(bureau: Bureau) -> None:
    bureau.take()
    bureau.matter("M04", WORKS, summary="")
    other = Bureau(office_of("桃江县样例局"), bureau.administrator)
    other.people = {}
    people.appoint_first_administrator(other.administrator, other.office)
    neighbour = User.objects.create_user("neighbour", password="a long password")
    people.grant_role(neighbour, Role.PUBLISHER, other.office, actor=other.administrator)

    shown = text(upload(desk(neighbour), catalogue_sheet([SITE, SHORTER, MORTGAGE])))

    assert "And 1 matter of other offices." in shown
    assert "M04" not in shown


def office_of(name: str) -> Office:
    return Office.objects.create(
        name=name, short_name="桃江", code="taojiang", uscc="11430900MB0YLGT12D", region_code="430922", counties=[]
    )


# Taking


def test_what_was_shown_is_taken(bureau: Bureau) -> None:
    client = desk(bureau.publisher)
    content = catalogue_sheet(ROWS)

    response = take(client, upload(client, content))

    edition = CatalogueEdition.objects.get()
    assert response["Location"] == reverse("catalogue_report")
    assert (edition.name, edition.file_name, edition.entries_count) == ("2023年版", "2023年版.xlsx", 3)
    kept = client.get(reverse("catalogue_edition_file", args=[1]))
    assert kept.content == content


def test_when_somebody_was_faster_the_differences_are_shown_anew_and_nothing_is_taken(bureau: Bureau) -> None:
    bureau.take()
    client = desk(bureau.other_publisher)
    shown = upload(client, catalogue_sheet([SITE, SHORTER, MORTGAGE]))
    bureau.take(SITE, WORKS, name="另一个人的")

    late = take(client, shown)
    again = take(client, late)

    assert late.status_code == 422
    assert "changed since you saw the differences" in text(late)
    assert "<dt>There again</dt><dd>1</dd>" in text(late)
    assert again.status_code == 302
    assert [each.name for each in CatalogueEdition.objects.order_by("number")] == ["2022年版", "另一个人的", "2023年版"]


@pytest.mark.parametrize(("name", "words"), [("", "has no name"), ("2022年版", "with the name 2022年版 already")])
def test_a_name_that_will_not_do_is_said_at_its_field_and_the_differences_stay(
    bureau: Bureau, name: str, words: str
) -> None:
    bureau.take()
    client = desk(bureau.publisher)

    response = take(client, upload(client, catalogue_sheet([SITE])), name=name)

    assert response.status_code == 422
    assert words in text(response)
    assert 'aria-invalid="true"' in text(response)
    assert "<dt>Withdrawn</dt><dd>2</dd>" in text(response)


def test_a_note_of_another_person_or_of_nobody_takes_nothing(bureau: Bureau) -> None:
    shown = upload(desk(bureau.publisher), catalogue_sheet(ROWS))
    stranger = desk(bureau.other_publisher)

    for note in (shown.context["note"], shown.context["note"] + "x", "", "x:y:z"):
        response = stranger.post(reverse("catalogue_compare"), {"note": note, "name": "2023年版"}, follow=True)
        assert "no longer kept" in text(response)

    assert not CatalogueEdition.objects.exists()


def test_a_file_that_is_gone_from_the_store_must_be_chosen_again(bureau: Bureau) -> None:
    client = desk(bureau.publisher)
    content = catalogue_sheet(ROWS)
    shown = upload(client, content)
    store.path_of(shown.context["comparison"].reading.sha256).unlink()

    response = client.post(
        reverse("catalogue_compare"), {"note": shown.context["note"], "name": "2023年版"}, follow=True
    )

    assert "no longer kept" in text(response)
    assert not CatalogueEdition.objects.exists()


def test_an_editor_with_a_note_is_refused(bureau: Bureau) -> None:
    client = desk(bureau.editor)

    response = take(client, upload(client, catalogue_sheet(ROWS)))

    assert response.status_code == 302
    assert not CatalogueEdition.objects.exists()


# The list, an entry, the report


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {SITE.name, WORKS.name, MORTGAGE.name}),
        ("?withdrawn=true", {MORTGAGE.name}),
        ("?withdrawn=false", {SITE.name, WORKS.name}),
        ("?bound=true", {WORKS.name}),
        ("?bound=false", {SITE.name, MORTGAGE.name}),
        (f"?kind={MORTGAGE.kind}", {MORTGAGE.name}),
        ("?q=000115904", {WORKS.name}),
    ],
)
def test_the_list_is_filtered(bureau: Bureau, query: str, names: set[str]) -> None:
    bureau.take()
    bureau.matter("M04", WORKS)
    bureau.take(SITE, WORKS, name="2023年版")

    response = desk(bureau.editor).get(reverse("catalogue:index") + query)

    assert {row.name for row in response.context["object_list"]} == names


def test_entries_have_no_form_of_any_kind(bureau: Bureau) -> None:
    bureau.take()

    shown = text(desk(bureau.publisher).get(reverse("catalogue:index")))

    assert "Compare a new edition" in shown
    assert "/add/" not in shown
    assert "/new/" not in shown
    assert "/edit/" not in shown
    assert "/delete/" not in shown


def test_an_entry_names_the_matters_that_are_bound_to_it(bureau: Bureau) -> None:
    bureau.take()
    matter = bureau.matter("M04", WORKS)
    entry = CatalogueEntry.objects.get(code=WORKS.code)

    shown = text(desk(bureau.editor).get(reverse("catalogue:inspect", args=[entry.pk])))

    assert str(matter) in shown
    assert "《城乡规划法》第四十条" in shown
    assert "2022年版" in shown


def test_the_report_names_what_deviates_is_missing_and_was_withdrawn(bureau: Bureau) -> None:
    bureau.take()
    works = bureau.matter("M04", WORKS)
    bureau.matter("M09", MORTGAGE)
    bureau.matter("M99", None, name="样例事项")
    bureau.take(SITE, with_changes(WORKS, statutory_days=10), name="2023年版")

    response = desk(bureau.editor).get(reverse("catalogue_report"))

    shown = text(response)
    assert "The catalogue allows 10 working days by law, here it says 20." in shown
    assert reverse("wagtailsnippets_cms_matter:edit", args=[works.pk]) in shown
    assert "not in 2023年版" in shown
    assert "M99 样例事项" in shown
    assert SITE.name in shown


def test_the_report_is_taken_away_as_csv_and_as_a_spreadsheet_alike(bureau: Bureau) -> None:
    bureau.take()
    bureau.matter("M99", None, name="=样例事项")
    client = desk(bureau.editor)

    table = client.get(reverse("catalogue_report_file", args=["csv"])).content.decode("utf-8-sig")
    sheet = load_workbook(io.BytesIO(client.get(reverse("catalogue_report_file", args=["xlsx"])).content)).active

    lines = list(csv.reader(io.StringIO(table)))
    assert len(lines) == 1 + 4
    assert lines[1][:3] == ["without an entry of the catalogue", "M99", "'=样例事项"]
    assert (sheet["C2"].value, sheet["C2"].data_type) == ("=样例事项", "s")
    assert sheet.max_row == len(lines)


def test_the_downloaded_catalogue_can_be_handed_in_again(bureau: Bureau) -> None:
    bureau.take()
    bureau.take(SITE, WORKS, name="2023年版")

    content = desk(bureau.editor).get(reverse("catalogue_file")).content

    assert read_catalogue(content).rows == (SITE, WORKS)


def test_without_any_edition_the_screens_say_what_to_do(bureau: Bureau) -> None:
    client = desk(bureau.editor)

    assert "None yet." in text(client.get(reverse("catalogue_compare")))
    assert "No edition was taken yet." in text(client.get(reverse("catalogue_report")))
    assert client.get(reverse("catalogue_file")).status_code == 200
    assert client.get(reverse("catalogue_report_file", args=["pdf"])).status_code == 404
    assert client.get(reverse("catalogue_edition_file", args=[1])).status_code == 404


@pytest.mark.parametrize("role", [Role.WINDOW_CLERK, Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_neither_drafts_nor_publishes_sees_none_of_it(bureau: Bureau, role: Role) -> None:
    person = bureau.administrator if role is Role.ADMINISTRATOR else bureau.person("other", role)
    bureau.take()
    client = desk(person)

    for name, args in {
        "catalogue:index": [],
        "catalogue_compare": [],
        "catalogue_report": [],
        "catalogue_report_file": ["csv"],
        "catalogue_file": [],
        "catalogue_edition_file": [1],
    }.items():
        assert client.get(reverse(name, args=args)).status_code == 302, name


def test_200_entries_and_eight_matters_cost_no_more_queries_than_ten_and_one(bureau: Bureau) -> None:
    rows = [with_changes(SITE, code=f"000115{number:06}", name=f"事项{number}") for number in range(200)]
    names = ("catalogue:index", "catalogue_report")
    bureau.take(*rows[:10])
    bureau.matter("M00", rows[0])
    client = desk(bureau.editor)
    first = [cost(client, name) for name in names]
    bureau.take(*rows, name="2023年版")
    for number in range(1, 8):
        bureau.matter(f"M0{number}", rows[number])

    assert [cost(client, name) for name in names] == first


def cost(client: Client, name: str) -> int:
    client.get(reverse(name))  # fills what Django keeps for good, such as content types
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse(name))
    return len(queries)


# The choice of an entry on the form of a matter


def offered(person: User, matter: Matter) -> set[str]:
    response = desk(person).get(reverse("wagtailsnippets_cms_matter:edit", args=[matter.pk]))
    return {entry.code for entry in response.context["form"].fields["catalogue_entry"].queryset}


def test_a_withdrawn_entry_is_offered_only_to_the_matter_that_has_it(bureau: Bureau) -> None:
    bureau.take()
    has_it, other = bureau.matter("M09", MORTGAGE), bureau.matter("M04", WORKS)
    bureau.take(SITE, WORKS, name="2023年版")

    assert offered(bureau.editor, has_it) == {SITE.code, WORKS.code, MORTGAGE.code}
    assert offered(bureau.editor, other) == {SITE.code, WORKS.code}
