"""Issuing: all or none, once, by three people, with numbers that are never lost and papers that never change."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO

import pikepdf
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import IntegrityError, transaction

from bureau import calendar, records
from bureau.errors import NotAllowed
from bureau.models import OutgoingMail
from certificates.actions.decide_bundle import approve_bundle, return_bundle, send_for_approval
from certificates.actions.edit_bundle import edit_values
from certificates.actions.issue_bundle import issue_bundle
from certificates.actions.withdraw_bundle import withdraw_bundle
from certificates.errors import BundleNotFound, FindingsLeft, FourEyes, ReasonMissing, StaleEdit
from certificates.models import Bundle, Certificate, SealedDraft
from certificates.sealing import Sealed, SealOrder, seal
from documents import store
from documents.models import LedgerEntry
from documents.signing.errors import SigningFailed
from tests.kit import Bureau, certificate

pytestmark = pytest.mark.django_db


def public_numbers() -> list[str]:
    return list(Certificate.objects.visible_to(AnonymousUser()).values_list("number", flat=True))


class FailingAt:
    """Seals for real, until the key stops answering at the ``place``-th paper."""

    def __init__(self, place: int) -> None:
        self.place = place
        self.sealed = 0

    def __call__(self, orders: Sequence[SealOrder]) -> Iterator[Sealed]:
        for order in orders:
            if self.sealed + 1 == self.place:
                raise SigningFailed(reason="the key does not answer")
            self.sealed += 1
            yield seal(order)


def test_seven_certificates_are_issued_together_with_numbers_of_the_book(bureau: Bureau) -> None:
    with calendar.at(datetime(2026, 11, 20, 15, 30)):
        bundle = issue_bundle(bureau.ready_bundle().pk, actor=bureau.person("issuer"))

    assert bundle.state == Bundle.State.ISSUED
    assert [each.number for each in bundle.certificates.order_by("position")] == [
        "地字第430900202600001号",
        "建字第430900202600001号",
        "建字第430900202600002号",
        "建字第430900202600003号",
        "建字第430900202600004号",
        "湘(2026)益阳市不动产权第0000001号",
        "湘(2026)益阳市不动产权第0000002号",
    ]
    assert {each.issued_on for each in bundle.certificates.all()} == {datetime(2026, 11, 20).date()}
    assert [(each.check, each.broken) for each in records.check_all() if each.broken] == []


def test_the_public_sees_the_five_permits_and_never_the_two_titles(bureau: Bureau) -> None:
    issue_bundle(bureau.ready_bundle().pk, actor=bureau.person("issuer"))

    assert sorted(number[:2] for number in public_numbers()) == ["地字", "建字", "建字", "建字", "建字"]


def test_when_the_fifth_signature_fails_nothing_is_issued_and_the_numbers_wait(bureau: Bureau) -> None:
    bundle = bureau.ready_bundle()

    with pytest.raises(SigningFailed):
        issue_bundle(bundle.pk, actor=bureau.person("issuer"), sealer=FailingAt(5))

    bundle.refresh_from_db()
    assert bundle.state == Bundle.State.ISSUING
    assert "the key does not answer" in bundle.issue_problem
    assert public_numbers() == []
    assert LedgerEntry.objects.filter(state=LedgerEntry.State.RESERVED).count() == 7
    assert SealedDraft.objects.count() == 4


def test_after_a_failure_the_next_call_goes_on_with_the_same_numbers_and_papers(bureau: Bureau) -> None:
    bundle = bureau.ready_bundle()
    with pytest.raises(SigningFailed):
        issue_bundle(bundle.pk, actor=bureau.person("issuer"), sealer=FailingAt(5))
    reserved = list(LedgerEntry.objects.exclude(code="BUNDLE").order_by("pk").values_list("text", flat=True))
    sealed = set(SealedDraft.objects.values_list("sha256", flat=True))

    issued = issue_bundle(bundle.pk, actor=bureau.person("issuer-2"))

    assert sorted(each.number for each in issued.certificates.all()) == sorted(reserved)
    assert sealed < {each.pdf.sha256 for each in issued.certificates.select_related("pdf") if each.pdf}
    assert issued.issued_by == bureau.person("issuer-2")


def test_the_same_call_twice_gives_the_same_bundle(bureau: Bureau) -> None:
    bundle = bureau.ready_bundle()
    first = issue_bundle(bundle.pk, actor=bureau.person("issuer"))
    again = issue_bundle(bundle.pk, actor=bureau.person("issuer"))

    assert (first.pk, first.issued_at) == (again.pk, again.issued_at)
    assert Certificate.objects.exclude(state=Certificate.State.DRAFT).count() == 7


def test_past_midnight_the_papers_are_made_anew_with_the_same_numbers(bureau: Bureau) -> None:
    with calendar.at(datetime(2026, 11, 20, 23, 50)):
        bundle = bureau.ready_bundle()
        with pytest.raises(SigningFailed):
            issue_bundle(bundle.pk, actor=bureau.person("issuer"), sealer=FailingAt(3))
    reserved = set(LedgerEntry.objects.exclude(code="BUNDLE").values_list("text", flat=True))

    with calendar.at(datetime(2026, 11, 21, 0, 10)):
        issued = issue_bundle(bundle.pk, actor=bureau.person("issuer"))

    assert {each.number for each in issued.certificates.all()} == reserved
    assert {each.facts.issued_on.isoformat() for each in issued.certificates.all()} == {"2026-11-21"}


def test_in_a_new_year_a_permit_gets_a_new_number_and_the_old_one_is_void_with_the_reason(bureau: Bureau) -> None:
    with calendar.at(datetime(2026, 12, 31, 23, 50)):
        bundle = bureau.ready_bundle()
        with pytest.raises(SigningFailed):
            issue_bundle(bundle.pk, actor=bureau.person("issuer"), sealer=FailingAt(3))

    with calendar.at(datetime(2027, 1, 1, 0, 10)):
        issued = issue_bundle(bundle.pk, actor=bureau.person("issuer"))

    assert certificate(issued, "LAND").number == "地字第430900202700001号"
    assert certificate(issued, "TITLE").number == "湘(2026)益阳市不动产权第0000001号"  # the year of its registration
    assert certificate(issued, "WORKS").facts.value("land_permit_number") == "地字第430900202700001号"
    void = LedgerEntry.objects.get(text="地字第430900202600001号")
    assert (void.state, void.void_reason) == (LedgerEntry.State.VOID, "签发跨年，改用当年编号")


def test_the_preparer_neither_approves_nor_issues(bureau: Bureau) -> None:
    bundle = bureau.draft_bundle()
    edit_values(
        bundle.pk, {certificate(bundle, "LAND").pk: {"scale": "2×1000MW"}}, revision=0, actor=bureau.person("issuer")
    )
    approved = bureau.approve(bundle)

    with pytest.raises(FourEyes, match="填写"):
        issue_bundle(approved.pk, actor=bureau.person("issuer"))
    assert issue_bundle(approved.pk, actor=bureau.person("issuer-2")).state == Bundle.State.ISSUED


def test_a_setting_lets_the_preparer_issue_what_another_approved(bureau: Bureau) -> None:
    bureau.office.preparer_may_issue = True
    bureau.office.save()
    bundle = bureau.draft_bundle()
    edit_values(
        bundle.pk, {certificate(bundle, "LAND").pk: {"scale": "2×1000MW"}}, revision=0, actor=bureau.person("issuer")
    )

    issued = issue_bundle(bureau.approve(bundle).pk, actor=bureau.person("issuer"))

    assert issued.state == Bundle.State.ISSUED


@pytest.mark.parametrize("name", ["officer", "chief", "clerk", "auditor", "admin", "editor", "supervisor", "helper"])
def test_nobody_but_an_issuer_issues(bureau: Bureau, name: str) -> None:
    bundle = bureau.ready_bundle()

    with pytest.raises((NotAllowed, BundleNotFound)):
        issue_bundle(bundle.pk, actor=bureau.person(name))

    bundle.refresh_from_db()
    assert bundle.state == Bundle.State.APPROVED


def test_a_superuser_issues_nothing(bureau: Bureau) -> None:
    editor = bureau.person("editor")
    editor.is_superuser = True
    editor.save()
    bundle = bureau.ready_bundle()

    with pytest.raises(BundleNotFound):
        issue_bundle(bundle.pk, actor=editor)

    assert public_numbers() == []


def test_the_database_refuses_that_one_person_prepares_and_approves(bureau: Bureau) -> None:
    bundle = bureau.ready_bundle()

    with pytest.raises(IntegrityError, match="bundle_preparer_never_approves"), transaction.atomic():
        Bundle.objects.filter(pk=bundle.pk).update(approved_by=bundle.prepared_by)


def test_a_must_fix_finding_stops_the_way_to_approval(bureau: Bureau) -> None:
    bundle = bureau.draft_bundle()
    works = certificate(bundle, "WORKS")
    edit_values(bundle.pk, {works.pk: {"area_total": "1.00"}}, revision=0, actor=bureau.person("officer"))

    with pytest.raises(FindingsLeft):
        send_for_approval(bundle.pk, actor=bureau.person("officer"))

    bundle.refresh_from_db()
    assert bundle.state == Bundle.State.DRAFT


def test_an_edit_makes_an_approved_bundle_a_draft_again(bureau: Bureau) -> None:
    bundle = bureau.ready_bundle()
    edit_values(
        bundle.pk, {certificate(bundle, "LAND").pk: {"scale": "一期"}}, revision=0, actor=bureau.person("officer-2")
    )

    bundle.refresh_from_db()
    assert (bundle.state, bundle.approved_by) == (Bundle.State.DRAFT, None)


def test_of_two_people_editing_at_once_the_second_is_told_and_nothing_is_overwritten(bureau: Bureau) -> None:
    bundle = bureau.draft_bundle()
    land = certificate(bundle, "LAND")
    edit_values(bundle.pk, {land.pk: {"scale": "甲"}}, revision=0, actor=bureau.person("officer"))

    with pytest.raises(StaleEdit):
        edit_values(bundle.pk, {land.pk: {"scale": "乙"}}, revision=0, actor=bureau.person("officer-2"))

    land.refresh_from_db()
    assert land.values["scale"] == "甲"


def test_a_return_needs_a_reason_which_reaches_the_preparer(bureau: Bureau) -> None:
    bundle = bureau.draft_bundle()
    send_for_approval(bundle.pk, actor=bureau.person("officer"))
    with pytest.raises(ReasonMissing):
        return_bundle(bundle.pk, actor=bureau.person("chief"), reason="  ")

    return_bundle(bundle.pk, actor=bureau.person("chief"), reason="煤场面积再核一次")

    letter = OutgoingMail.objects.filter(recipient=bureau.person("officer")).latest("pk")
    assert "煤场面积再核一次" in letter.body


def test_withdrawing_voids_reserved_numbers_for_good(bureau: Bureau) -> None:
    bundle = bureau.ready_bundle()
    with pytest.raises(SigningFailed):
        issue_bundle(bundle.pk, actor=bureau.person("issuer"), sealer=FailingAt(2))

    withdraw_bundle(bundle.pk, actor=bureau.person("issuer"), reason="项目停建")

    void = LedgerEntry.objects.filter(state=LedgerEntry.State.VOID)
    assert set(void.values_list("void_reason", flat=True)) == {"项目停建"}
    assert void.count() == 7
    issued = issue_bundle(bureau.ready_bundle().pk, actor=bureau.person("issuer"))
    assert certificate(issued, "LAND").number == "地字第430900202600002号"


@pytest.mark.parametrize(
    "change",
    [
        {"number": "地字第430900202600099号"},
        {"statement": "{}"},
        {"check_code_hash": "0" * 64},
        {"values": {}},
        {"issued_on": "2020-01-01"},
        {"state": "draft"},
    ],
)
def test_an_issued_certificate_never_changes(bureau: Bureau, change: dict[str, object]) -> None:
    bundle = issue_bundle(bureau.ready_bundle().pk, actor=bureau.person("issuer"))

    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(bundle=bundle, type_code="LAND").update(**change)


def test_an_issued_certificate_is_never_deleted(bureau: Bureau) -> None:
    bundle = issue_bundle(bureau.ready_bundle().pk, actor=bureau.person("issuer"))

    with pytest.raises(IntegrityError), transaction.atomic():
        bundle.certificates.all()._raw_delete(bundle.certificates.db)


def test_a_receiver_that_fails_undoes_the_whole_issue(bureau: Bureau) -> None:
    from certificates.signals import bundle_issued

    def broken(**kwargs: object) -> None:
        raise RuntimeError("an upper layer could not write its row")

    bundle = bureau.ready_bundle()
    bundle_issued.connect(broken, dispatch_uid="test")
    try:
        with pytest.raises(RuntimeError):
            issue_bundle(bundle.pk, actor=bureau.person("issuer"))
    finally:
        bundle_issued.disconnect(dispatch_uid="test")

    assert public_numbers() == []
    bundle.refresh_from_db()
    assert bundle.state == Bundle.State.ISSUING


def test_the_signed_file_carries_its_facts_and_is_stored_under_its_hash(bureau: Bureau) -> None:
    bundle = issue_bundle(bureau.ready_bundle().pk, actor=bureau.person("issuer"))
    land = certificate(bundle, "LAND")
    assert land.pdf is not None

    with pikepdf.open(BytesIO(store.read(land.pdf))) as pdf:
        facts = json.loads(pdf.attachments["facts.json"].get_file().read_bytes())

    assert facts == json.loads(land.statement)
    assert facts["number"] == land.number


def test_the_command_issues_and_answers_in_the_agreed_form(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    bundle = bureau.ready_bundle()

    call_command("issue_bundle", bundle.reference, "--json")

    document = json.loads(capsys.readouterr().out)
    assert document["bundle"] == bundle.reference
    assert [each["type"] for each in document["certificates"]] == ["LAND", *["WORKS"] * 4, *["TITLE"] * 2]
    assert set(document["certificates"][0]) == {"number", "type", "sha256", "file"}


def test_the_command_refuses_an_unknown_bundle_with_exit_1(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        call_command("issue_bundle", "1999-0001", "--json")

    assert stopped.value.code == 1
    assert json.loads(capsys.readouterr().out)["error"] == "certificates.bundle_not_found"


def test_approval_by_the_preparer_is_refused_even_with_the_role(bureau: Bureau) -> None:
    from bureau.people import grant_role
    from bureau.roles import Role

    officer = bureau.person("officer")
    grant_role(officer, Role.CHIEF_APPROVER, bureau.office, actor=bureau.person("admin"))
    bundle = bureau.draft_bundle()
    send_for_approval(bundle.pk, actor=officer)

    with pytest.raises(FourEyes):
        approve_bundle(bundle.pk, actor=officer)
