"""A wrongly issued certificate is corrected the same day: a new one supersedes it, the old one stays as it was."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from bureau import calendar, records
from certificates.actions.create_bundle import Draft, create_bundle
from certificates.actions.decide_bundle import approve_bundle, send_for_approval
from certificates.actions.edit_bundle import edit_values
from certificates.actions.issue_bundle import issue_bundle
from certificates.actions.replace_certificate import replace_certificate
from certificates.actions.withdraw_bundle import withdraw_bundle
from certificates.errors import CertificateNotInForce, FindingsLeft, FourEyes, ReplacementUnderway
from certificates.facts import Value
from certificates.models import Bundle, Certificate
from certificates.sealing import Sealed, SealOrder, here
from certificates.verification.by_number import check_number
from certificates.verification.outcome import Answer
from documents import store
from documents.models import LedgerEntry
from tests.certificates.issued import Issued, Paper
from tests.kit import certificate

pytestmark = pytest.mark.django_db
AN_HOUR_LATER = datetime(2022, 8, 12, 16, 30)
CORRECTED = Certificate.EndReason.CORRECTED


@pytest.fixture(autouse=True)
def the_same_day(issued: Issued, db: None) -> Iterator[None]:
    with calendar.at(AN_HOUR_LATER):
        yield


def begin(issued: Issued, paper: Paper, reason: Certificate.EndReason = CORRECTED) -> Bundle:
    return replace_certificate(paper.certificate, reason, actor=issued.bureau.person("officer"))


def finish(issued: Issued, bundle: Bundle, **values: Value) -> Certificate:
    """Mended, approved and issued by three people, like any other."""
    (draft,) = bundle.certificates.all()
    edit_values(bundle.pk, {draft.pk: values}, revision=0, actor=issued.bureau.person("officer"))
    issued.bureau.approve(bundle)
    return certificate(issue_bundle(bundle.pk, actor=issued.bureau.person("issuer")), draft.type_code)


def fresh(paper: Paper) -> Certificate:
    return Certificate.objects.select_related("type_version", "pdf").get(pk=paper.certificate.pk)


def test_the_new_one_supersedes_and_the_old_one_stays_byte_for_byte(issued: Issued) -> None:
    title = issued.of("TITLE")

    new = finish(issued, begin(issued, title), remarks="附记已更正。")

    old = fresh(title)
    assert (new.number, new.state, new.issued_on) == ("湘(2022)益阳市不动产权第0018233号", "issued", date(2022, 8, 12))
    assert new.supersedes == old
    assert (old.state, old.ended_on, old.end_reason) == ("superseded", date(2022, 8, 12), "corrected")
    assert (old.number, old.statement) == (title.number, title.certificate.statement)
    assert store.read(old.pdf) == title.pdf
    assert new.facts.value("remarks") == "附记已更正。"
    assert LedgerEntry.objects.get(text=title.number).state == LedgerEntry.State.ISSUED
    assert [(each.check, each.broken) for each in records.check_all() if each.broken] == []


def test_a_permit_is_corrected_without_the_rest_of_its_bundle(issued: Issued) -> None:
    works = issued.of("WORKS")

    new = finish(issued, begin(issued, works), scale="地上82640.00㎡，地下1260.00㎡，汽轮机房1座")

    assert new.number == "建字第430900202200090号"
    assert fresh(works).state == "superseded"
    assert {fresh(each).state for each in issued.papers if each is not works} == {"issued"}


def test_until_the_new_one_is_issued_the_old_one_holds(issued: Issued) -> None:
    title = issued.of("TITLE")

    begin(issued, title)

    assert fresh(title).state == "issued"
    assert check_number(title.number, title.code).answer is Answer.AUTHENTIC


def test_the_public_reads_that_it_was_replaced_and_never_why(issued: Issued) -> None:
    works, title = issued.of("WORKS"), issued.of("TITLE")
    finish(issued, begin(issued, works), scale="地上82640.00㎡，地下1260.00㎡")
    finish(issued, begin(issued, title), remarks="附记已更正。")

    new_address = reverse("certificate_page", args=[fresh(works).replacements.get().public_id])
    page = Client().get(reverse("certificate_page", args=[works.certificate.public_id])).content.decode()
    newest = Client().get(new_address).content.decode()
    checked = Client().post(reverse("check"), {"number": title.number, "code": title.code}).content.decode()

    assert "已变更" in page
    assert f'href="{new_address}"' in page
    assert "建字第430900202200090号" in "".join(newest.split())
    assert reverse("certificate_page", args=[works.certificate.public_id]) in newest
    assert "已变更" in checked
    assert not [word for word in ("更正", "corrected", "附记") if word in page + checked]
    assert check_number(title.number, title.code).answer is Answer.SUPERSEDED


def test_the_three_people_of_a_replacement_differ_too(issued: Issued) -> None:
    bundle = replace_certificate(issued.of("TITLE").certificate, CORRECTED, actor=issued.bureau.person("issuer"))
    send_for_approval(bundle.pk, actor=issued.bureau.person("officer"))
    approve_bundle(bundle.pk, actor=issued.bureau.person("chief"))

    with pytest.raises(FourEyes):
        issue_bundle(bundle.pk, actor=issued.bureau.person("issuer"))
    assert fresh(issued.of("TITLE")).state == "issued"


def test_a_second_replacement_is_refused_until_the_first_is_withdrawn(issued: Issued) -> None:
    title = issued.of("TITLE")
    first = begin(issued, title)

    with pytest.raises(ReplacementUnderway, match=first.reference):
        begin(issued, title)
    withdraw_bundle(first.pk, actor=issued.bureau.person("officer"), reason="弄错了")

    assert begin(issued, title).reference != first.reference


def test_what_was_replaced_is_not_replaced_again_but_its_successor_may_be(issued: Issued) -> None:
    title = issued.of("TITLE")
    new = finish(issued, begin(issued, title), remarks="第一次更正。")

    with pytest.raises(CertificateNotInForce):
        begin(issued, title)
    newest = finish(issued, begin(issued, Paper(new, b"", "")), remarks="第二次更正。")

    assert [each.state for each in (fresh(title), Certificate.objects.get(pk=new.pk), newest)] == [
        "superseded",
        "superseded",
        "issued",
    ]


@pytest.mark.parametrize("reason", ["corrected", "altered", "lost"])
def test_the_reason_is_kept_in_the_record(issued: Issued, reason: str) -> None:
    finish(issued, begin(issued, issued.of("TITLE"), Certificate.EndReason(reason)), remarks="补发。")

    assert fresh(issued.of("TITLE")).end_reason == reason


def test_other_reasons_end_a_certificate_and_do_not_replace_it(issued: Issued) -> None:
    with pytest.raises(ValueError, match="does not replace"):
        begin(issued, issued.of("TITLE"), Certificate.EndReason.ANNULLED)


def second_title(issued: Issued, old: Certificate) -> Bundle:
    """Another title on the same unit, as a mistake would enter it."""
    draft = Draft(type_version=old.type_version, part=old.part, values=old.values)
    return create_bundle(old.bundle.project, [draft], actor=issued.bureau.person("officer"))


def test_a_second_title_on_a_unit_is_refused_before_it_is_sent(issued: Issued) -> None:
    with pytest.raises(FindingsLeft):
        send_for_approval(
            second_title(issued, issued.of("TITLE").certificate).pk, actor=issued.bureau.person("officer")
        )


def test_of_two_titles_on_a_unit_that_are_issued_at_once_the_later_stops_and_says_why(issued: Issued) -> None:
    """Both were checked while neither was in force; the last moment sees what the check could not."""
    people = issued.bureau.person
    first = issued.bureau.ready_bundle()
    late = issued.bureau.approve(second_title(issued, certificate(first, "TITLE")))

    def seal_while_the_first_is_issued(orders: Sequence[SealOrder]) -> Iterator[Sealed]:
        issue_bundle(first.pk, actor=people("issuer-2"))
        yield from here(orders)

    with pytest.raises(FindingsLeft):
        issue_bundle(late.pk, actor=people("issuer"), sealer=seal_while_the_first_is_issued)

    late.refresh_from_db()
    assert late.state == "issuing"
    assert late.issue_problem
    assert Certificate.objects.get(bundle=late).state == "draft"
    assert withdraw_bundle(late.pk, actor=people("issuer"), reason="同一单元已有权证").state == "withdrawn"


def test_the_database_keeps_one_title_in_force_a_unit(issued: Issued) -> None:
    title = issued.of("TITLE").certificate
    finish(issued, begin(issued, issued.of("TITLE")), remarks="附记已更正。")

    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=title.pk).update(state="issued", ended_on=None)
    copy = fresh(issued.of("TITLE", 1))
    copy.pk, copy.public_id, copy.position, copy.number_key = None, "another", 9, "another"
    copy.entry = LedgerEntry.objects.create(
        office=issued.bureau.office, code="TITLE", text="x", key="x", taken_for="x", taken_at=calendar.now()
    )
    with pytest.raises(IntegrityError, match="unit"), transaction.atomic():
        copy.save()
