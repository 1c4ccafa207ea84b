"""A spreadsheet becomes a bundle as a whole or not at all, for those who may prepare one."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from bureau import audit
from bureau.errors import NotAllowed
from certificates.actions.create_bundle import Draft
from certificates.actions.enter_from_spreadsheet import enter_from_spreadsheet, replace_from_spreadsheet
from certificates.actions.import_numbers import import_numbers
from certificates.actions.withdraw_bundle import withdraw_bundle
from certificates.errors import StateRefused
from certificates.models import Bundle, Certificate
from certificates.spreadsheet.errors import CellsWrong, ReplacesIssued, StaleSpreadsheet
from certificates.spreadsheet.template import template
from tests.certificates.spreadsheets import WORKS_SHEET, Desk, desk_for_a_module
from tests.documents.spreadsheets import changed

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def desk(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Desk]:
    with django_db_blocker.unblock(), desk_for_a_module() as desk:
        yield desk


@pytest.fixture
def bundle(desk: Desk) -> Bundle:
    return Bundle.objects.get(pk=desk.bundle.pk)


def with_formula(content: bytes) -> bytes:
    def change(book: Any) -> None:
        book[WORKS_SHEET]["H3"] = "=F3+G3"

    return changed(content, change)


def contents(bundle: Bundle) -> list[tuple[str, str, object]]:
    return [(each.type_code, each.part, each.values) for each in bundle.certificates.order_by("position")]


def client_of(desk: Desk, name: str = "officer") -> Client:
    client = Client()
    client.force_login(desk.bureau.person(name))
    return client


def upload(content: bytes, name: str = "填写表.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


# The action


def test_a_new_bundle_holds_what_the_spreadsheet_says(desk: Desk, bundle: Bundle) -> None:
    officer = desk.bureau.person("officer")

    made = enter_from_spreadsheet(desk.project, desk.read(desk.filled()), actor=officer, complete=True)

    assert contents(made) == contents(bundle)
    assert (made.state, made.complete, made.prepared_by) == (Bundle.State.DRAFT, True, officer)
    entry = audit.history(made).filter(action="certificates.enter_from_spreadsheet").get()
    assert entry.data["certificates"] == 7
    assert entry.formatter.label == "用表格录入"


def test_one_cell_that_is_wrong_keeps_all_out(desk: Desk) -> None:
    before = (Bundle.objects.count(), Certificate.objects.count())

    with pytest.raises(CellsWrong):
        enter_from_spreadsheet(
            desk.project, desk.read(with_formula(desk.filled())), actor=desk.bureau.person("officer")
        )

    assert (Bundle.objects.count(), Certificate.objects.count()) == before


def test_who_may_not_prepare_may_not_enter(desk: Desk, bundle: Bundle) -> None:
    reading = desk.read(desk.filled())

    with pytest.raises(NotAllowed):
        enter_from_spreadsheet(desk.project, reading, actor=desk.bureau.person("auditor"))
    with pytest.raises(NotAllowed):
        replace_from_spreadsheet(bundle.pk, reading, revision=bundle.revision, actor=desk.bureau.person("auditor"))


def test_the_spreadsheet_takes_the_place_of_the_drafts(desk: Desk, bundle: Bundle) -> None:
    officer = desk.bureau.person("officer-2")
    wanted = desk.drafts()[1:4]
    content = template(desk.project, wanted)

    changed_bundle = replace_from_spreadsheet(bundle.pk, desk.read(content), revision=bundle.revision, actor=officer)

    assert [part for _code, part, _values in contents(changed_bundle)] == [each.part for each in wanted]
    assert changed_bundle.revision == bundle.revision + 1
    assert changed_bundle.prepared_by == officer
    assert changed_bundle.complete == bundle.complete


def test_an_approved_bundle_becomes_a_draft_again(desk: Desk, bundle: Bundle) -> None:
    desk.bureau.approve(bundle)
    bundle.refresh_from_db()

    changed_bundle = replace_from_spreadsheet(
        bundle.pk, desk.read(desk.filled()), revision=bundle.revision, actor=desk.bureau.person("officer")
    )

    assert changed_bundle.state == Bundle.State.DRAFT
    assert changed_bundle.approved_by is None


def test_what_somebody_changed_meanwhile_is_not_overwritten(desk: Desk, bundle: Bundle) -> None:
    before = contents(bundle)

    with pytest.raises(StaleSpreadsheet):
        replace_from_spreadsheet(
            bundle.pk,
            desk.read(template(desk.project, desk.drafts()[:2])),
            revision=bundle.revision - 1 if bundle.revision else 99,
            actor=desk.bureau.person("officer"),
        )

    assert contents(bundle) == before


def test_a_bundle_that_is_closed_is_left_alone(desk: Desk, bundle: Bundle) -> None:
    withdraw_bundle(bundle.pk, reason="试", actor=desk.bureau.person("issuer"))

    with pytest.raises(StateRefused):
        replace_from_spreadsheet(
            bundle.pk, desk.read(desk.filled()), revision=bundle.revision, actor=desk.bureau.person("officer")
        )


def test_a_bundle_that_replaces_issued_certificates_is_left_alone(desk: Desk, bundle: Bundle) -> None:
    first, second = bundle.certificates.order_by("position")[:2]
    Certificate.objects.filter(pk=second.pk).update(supersedes=first)

    with pytest.raises(ReplacesIssued):
        replace_from_spreadsheet(
            bundle.pk, desk.read(desk.filled()), revision=bundle.revision, actor=desk.bureau.person("officer")
        )


def test_supervision_numbers_stay_with_the_bundle_in_their_order(desk: Desk, bundle: Bundle) -> None:
    numbers = [("WORKS", f"4309002026GG00001{place:02}") for place in range(1, 5)]
    import_numbers(bundle.project, numbers, actor=desk.bureau.person("issuer"))
    given = [each.entry_id for each in bundle.certificates.filter(type_code="WORKS").order_by("position")]
    assert all(given)

    replace_from_spreadsheet(
        bundle.pk,
        desk.read(template(desk.project, desk.drafts()[:4])),  # one of the four works less
        revision=bundle.revision,
        actor=desk.bureau.person("officer"),
    )

    kept = [each.entry_id for each in bundle.certificates.filter(type_code="WORKS").order_by("position")]
    assert kept == given[:3]
    assert desk.project.imported_numbers.filter(entry__certificate=None).count() == 1


def test_questions_to_the_database_do_not_grow_with_rows(desk: Desk) -> None:
    def asked(count: int) -> int:
        works = next(each for each in desk.drafts() if each.type_version.definition.code == "WORKS")
        project, officer = desk.project, desk.bureau.person("officer")
        with CaptureQueriesContext(connection) as queries:
            content = template(
                project,
                [Draft(type_version=works.type_version, part=str(n), values=works.values) for n in range(count)],
            )
            reading = desk.read(content)
            enter_from_spreadsheet(project, reading, actor=officer)
        return len(queries)

    asked(1)
    assert asked(20) == asked(2)  # SQLite inserts about 30 certificates at a time


# The screens


def test_the_template_of_a_project_has_the_rows_that_were_asked_for(desk: Desk) -> None:
    url = reverse("project_spreadsheet_template", args=[desk.project.pk])

    response = client_of(desk).get(url, {"count-WORKS": "4", "count-TITLE": "2"})

    assert response.status_code == 200
    assert "xlsx" in response["Content-Disposition"]
    assert len(desk.read(response.content).drafts) == 6


@pytest.mark.parametrize(
    "counts", [{}, {"count-WORKS": "51"}, {"count-WORKS": "-1"}, {"count-WORKS": "vier"}, {"count-WORKS": "9" * 5000}]
)
def test_a_template_for_no_or_too_many_certificates_is_not_made(desk: Desk, counts: dict[str, str]) -> None:
    url = reverse("project_spreadsheet_template", args=[desk.project.pk])

    response = client_of(desk).get(url, counts)

    assert response.url == reverse("project_spreadsheet", args=[desk.project.pk])


def test_an_upload_leads_to_the_new_bundle(desk: Desk) -> None:
    client, url = client_of(desk), reverse("project_spreadsheet", args=[desk.project.pk])
    assert "下载填写表" in client.get(url).content.decode()

    response = client.post(url, {"file": upload(desk.filled()), "complete": "on"})

    made = Bundle.objects.order_by("pk").last()
    assert response.url == reverse("bundle", args=[made.pk])
    assert made.complete
    assert "录入了 7 本证书" in client.get(response.url).content.decode()


def test_findings_are_shown_cell_by_cell_and_nothing_is_entered(desk: Desk) -> None:
    url, before = reverse("project_spreadsheet", args=[desk.project.pk]), Bundle.objects.count()

    response = client_of(desk).post(url, {"file": upload(with_formula(desk.filled()))})

    page = response.content.decode()
    assert response.status_code == 422
    assert "没有录入：有 1 处要改" in page
    assert "工程规划!H3 是公式" in page
    assert Bundle.objects.count() == before


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04 cut"])
def test_a_file_that_cannot_be_read_is_refused_on_the_page(desk: Desk, content: bytes) -> None:
    url = reverse("project_spreadsheet", args=[desk.project.pk])

    response = client_of(desk).post(url, {"file": upload(content)})

    assert response.status_code == 422
    assert "没有录入" in response.content.decode()


def test_names_of_sheets_and_cells_are_shown_as_text(desk: Desk) -> None:
    def change(book: Any) -> None:
        book[WORKS_SHEET].cell(1, 60, "<script>x</script>")
        book[WORKS_SHEET].title = "<b>x"

    url = reverse("project_spreadsheet", args=[desk.project.pk])
    page = client_of(desk).post(url, {"file": upload(changed(desk.filled(), change))}).content.decode()

    assert "&lt;script&gt;x" in page
    assert "<script>x" not in page
    assert "<b>x" not in page


def test_hundreds_of_findings_are_counted_not_all_shown(desk: Desk) -> None:
    kinds = [desk.versions[code] for code in ("LAND", "WORKS", "SITE", "TITLE")]
    content = template(desk.project, [Draft(type_version=kind) for kind in kinds for _place in range(12)])
    url = reverse("project_spreadsheet", args=[desk.project.pk])

    page = client_of(desk).post(url, {"file": upload(content)}).content.decode()

    assert page.count('<td class="nowrap">') == 400
    assert "先改这些" in page


def test_a_bundle_goes_out_and_comes_back_in_its_own_spreadsheet(desk: Desk, bundle: Bundle) -> None:
    client, url = client_of(desk), reverse("bundle_spreadsheet", args=[bundle.pk])
    content = client.get(reverse("bundle_spreadsheet_template", args=[bundle.pk])).content
    before = contents(bundle)

    response = client.post(url, {"file": upload(content), "revision": bundle.revision, "complete": "on"})

    assert response.url == reverse("bundle", args=[bundle.pk])
    assert contents(bundle) == before


def test_an_upload_over_a_newer_bundle_is_refused_with_words(desk: Desk, bundle: Bundle) -> None:
    client, url = client_of(desk), reverse("bundle_spreadsheet", args=[bundle.pk])

    response = client.post(url, {"file": upload(desk.filled()), "revision": "999"}, follow=True)

    assert "有人改过" in response.content.decode()


def test_a_closed_bundle_offers_no_spreadsheet(desk: Desk, bundle: Bundle) -> None:
    withdraw_bundle(bundle.pk, reason="试", actor=desk.bureau.person("issuer"))

    response = client_of(desk).get(reverse("bundle_spreadsheet", args=[bundle.pk]))

    assert response.url == reverse("bundle", args=[bundle.pk])


@pytest.mark.parametrize("name", ["auditor", "chief", "officer-nan"])
@pytest.mark.parametrize(
    "address",
    ["project_spreadsheet", "project_spreadsheet_template", "bundle_spreadsheet", "bundle_spreadsheet_template"],
)
def test_others_see_neither_template_nor_upload(desk: Desk, bundle: Bundle, name: str, address: str) -> None:
    key = bundle.pk if address.startswith("bundle") else desk.project.pk

    response = client_of(desk, name).get(reverse(address, args=[key]), {"count-WORKS": "1"})

    assert response.status_code in {302, 403, 404}
    assert response.get("Content-Type", "").startswith("text/html")
