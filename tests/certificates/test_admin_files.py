"""Issued certificates for staff: their files, prints, replacement, and the number books."""

from io import BytesIO
from zipfile import ZipFile

import pikepdf
import pytest
from django.urls import reverse

from bureau import audit
from certificates.actions.issue_bundle import issue_bundle
from certificates.models import Bundle
from documents.models import LedgerEntry, NumberBook
from tests.certificates.admin_kit import Desk
from tests.kit import Bureau, certificate

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def issued(bureau: Bureau) -> Bundle:
    return issue_bundle(bureau.ready_bundle().pk, actor=bureau.person("issuer"))


def desk(bureau: Bureau, name: str) -> Desk:
    return Desk(bureau.person(name))


def test_a_download_is_byte_for_byte_the_signed_file_and_leaves_a_trace(bureau: Bureau, issued: Bundle) -> None:
    title = certificate(issued, "TITLE")

    page = desk(bureau, "clerk").open("certificate_pdf", title.pk)

    assert b"/ByteRange" in page.content
    assert title.pdf is not None
    assert len(page.content) == title.pdf.size
    assert next(entry.action for entry in audit.history(title)) == "certificates.download_certificate"


def test_looking_at_a_paper_on_screen_leaves_a_trace_only_of_outsiders(bureau: Bureau, issued: Bundle) -> None:
    title = certificate(issued, "TITLE")

    desk(bureau, "issuer").open("certificate_pdf", title.pk, query="?inline=1")
    worked = audit.history(title).count()
    desk(bureau, "auditor").open("certificate_pdf", title.pk, query="?inline=1")

    assert audit.history(title).count() == worked + 1


def test_a_supervisor_opens_permits_but_no_titles(bureau: Bureau, issued: Bundle) -> None:
    supervisor = desk(bureau, "supervisor")

    permit = supervisor.open("certificate_pdf", certificate(issued, "LAND").pk)
    title = supervisor.open("certificate_pdf", certificate(issued, "TITLE").pk)

    assert permit.content[:5] == b"%PDF-"
    assert title.status == 302


def test_all_papers_come_as_one_zip_in_printing_order(bureau: Bureau, issued: Bundle) -> None:
    page = desk(bureau, "issuer").open("bundle_zip", issued.pk)

    names = ZipFile(BytesIO(page.content)).namelist()
    assert len(names) == 7
    assert [name[:2] for name in names] == ["01", "02", "03", "04", "05", "06", "07"]
    assert certificate(issued, "LAND").number in names[0]


def test_the_print_file_holds_every_page_and_counts_a_print(bureau: Bureau, issued: Bundle) -> None:
    clerk = desk(bureau, "clerk")
    clerk.post("bundle_print", issued.pk, follow=False)

    page = clerk.post("bundle_print", issued.pk, follow=False)

    with pikepdf.open(BytesIO(page.content)) as whole:
        assert len(whole.pages) == sum(each.pages for each in issued.certificates.all())
        assert "/AcroForm" not in whole.Root
    assert {each.prints for each in issued.certificates.all()} == {2}
    assert "印过 2 次" in clerk.open("bundle", issued.pk).text


def test_a_certificates_page_shows_facts_hash_and_history(bureau: Bureau, issued: Bundle) -> None:
    works = certificate(issued, "WORKS")

    page = desk(bureau, "clerk").open("certificate_staff", works.pk)

    assert works.number in page.text
    assert works.pdf is not None
    assert works.pdf.sha256 in page.text
    assert "换发新证" not in page.text


def test_a_replacement_is_a_draft_with_the_same_facts_while_the_old_one_stays(bureau: Bureau, issued: Bundle) -> None:
    title = certificate(issued, "TITLE")
    officer = desk(bureau, "officer")

    unsaid = officer.post("certificate_replace", title.pk)
    page = officer.post("certificate_replace", title.pk, reason="corrected")

    title.refresh_from_db()
    replacement = title.replacements.get()
    assert "请选为什么换" in unsaid.text
    assert replacement.values == title.values
    assert title.state == "issued"
    assert title.number in page.text
    assert replacement.bundle.reference in officer.open("certificate_staff", title.pk).text


def test_a_book_lists_every_number_and_says_why_some_are_void(bureau: Bureau, issued: Bundle) -> None:
    entry = certificate(issued, "WORKS").entry
    assert entry is not None
    assert entry.book is not None
    LedgerEntry.objects.create(
        office=bureau.office,
        code="WORKS",
        book=entry.book,
        value=entry.book.next,
        text="建字第430900202699999号",
        key="建字430900202699999",
        state="void",
        void_reason="项目不办了",
        taken_for="2026-0099/1",
        taken_at=entry.taken_at,
    )
    NumberBook.objects.filter(pk=entry.book_id).update(next=entry.book.next + 1)
    clerk = desk(bureau, "clerk")

    page = clerk.open("numberbook:inspect", entry.book_id)
    void = clerk.open("numberbook:inspect", entry.book_id, query="?state=void")

    assert entry.text in page.text
    assert "在它之前的号都列在下面" in page.text
    assert "项目不办了" in void.text
    assert entry.text not in void.text


def test_a_missing_number_is_not_passed_over(bureau: Bureau, issued: Bundle) -> None:
    entry = certificate(issued, "WORKS").entry
    assert entry is not None
    assert entry.book is not None
    NumberBook.objects.filter(pk=entry.book_id).update(next=entry.book.next + 1)

    assert "下面缺号" in desk(bureau, "clerk").open("numberbook:inspect", entry.book_id).text


def test_an_administrator_says_where_an_unused_book_begins(bureau: Bureau, issued: Bundle) -> None:
    admin = desk(bureau, "admin")
    asked = {"office": bureau.office.pk, "code": "PROOF", "title": "不动产登记证明", "year": 2027, "first": 501}

    begun = admin.send("numberbook:add", data=asked)
    used = admin.send("numberbook:add", data={**asked, "code": "TITLE", "year": issued.issue_day.year})
    denied = desk(bureau, "issuer").send("numberbook:add", data=asked, follow=False)

    book = NumberBook.objects.get(series__code="PROOF", year=2027)
    assert (book.first, book.next) == (501, 501)
    assert "1 到 500 号不是本系统发的" in begun.text
    assert "已经取过号" in used.text
    assert denied.location == reverse("wagtailadmin_home")


def test_number_books_of_another_office_are_not_found(bureau: Bureau, issued: Bundle) -> None:
    book = NumberBook.objects.filter(series__office=bureau.office).first()
    assert book is not None

    assert Desk(bureau.person("officer-nan")).open("numberbook:inspect", book.pk).status == 404


@pytest.mark.parametrize("count", [10, 200])
def test_a_book_asks_the_database_as_often_for_ten_numbers_as_for_two_hundred(
    bureau: Bureau, issued: Bundle, count: int
) -> None:
    entry = certificate(issued, "WORKS").entry
    assert entry is not None
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            office=bureau.office,
            code="WORKS",
            book_id=entry.book_id,
            value=90_000 + number,
            text=f"建字第4309002026{number:05}号",
            key=f"T{number}",
            taken_for="x",
            taken_at=entry.taken_at,
        )
        for number in range(count)
    )
    clerk = desk(bureau, "clerk")
    clerk.open("numberbook:inspect", entry.book_id)

    assert clerk.open("numberbook:inspect", entry.book_id).queries <= BOOK_QUERIES


BOOK_QUERIES = 29
