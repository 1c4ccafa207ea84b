"""The page of a bundle: typed in place, sent, approved, issued; by the right people only."""

import pytest
from django.urls import reverse

from bureau import audit, calendar
from bureau.models import OutgoingMail, User
from bureau.work_lists.keeping import keep_filter
from certificates.actions.edit_bundle import edit_values
from certificates.actions.issue_bundle import issue_bundle
from certificates.models import Bundle, Certificate
from documents.models import LedgerEntry
from tests.certificates.admin_kit import Desk
from tests.kit import Bureau, certificate, worker_at_work

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
State = Bundle.State


def desk(bureau: Bureau, name: str) -> Desk:
    return Desk(bureau.person(name))


def test_what_is_typed_in_a_cell_is_saved_and_checked(bureau: Bureau) -> None:
    bundle = bureau.draft_bundle()
    works = certificate(bundle, "WORKS")
    name = f"v-{works.pk}-area_total"

    page = desk(bureau, "officer").send(
        "bundle", bundle.pk, data={"revision": 0, "do": "check", name: "1，000.00", f"part-{works.pk}": "样例一号楼"}
    )

    works.refresh_from_db()
    assert (works.values["area_total"], works.part) == ("1000.00", "样例一号楼")
    assert "存好了。" in page.text
    assert "样例一号楼：总面积应等于" in page.text
    assert f'href="#in-cell-{name}"' in page.content.decode()


def test_a_shared_fact_is_typed_once_for_all_certificates(bureau: Bureau) -> None:
    bundle = bureau.draft_bundle()

    desk(bureau, "officer").send(
        "bundle", bundle.pk, data={"revision": 0, "do": "save", "s-location": "益阳市样例新址"}
    )

    places = {each.values["location"] for each in bundle.certificates.all()}
    assert places == {"益阳市样例新址"}


def test_saving_without_a_change_leaves_no_trace(bureau: Bureau) -> None:
    bundle = bureau.draft_bundle()
    officer = desk(bureau, "officer")
    before = audit.history(bundle).count()
    page = officer.open("bundle", bundle.pk)

    officer.send("bundle", bundle.pk, data={"revision": page.value("revision"), "marks": 1, "complete": 1})

    assert audit.history(bundle).count() == before


def test_two_people_who_type_at_once_both_keep_what_they_typed(bureau: Bureau) -> None:
    bundle = bureau.draft_bundle()
    works = certificate(bundle, "WORKS")
    name = f"v-{works.pk}-scale"
    page = desk(bureau, "officer").open("bundle", bundle.pk)
    edit_values(bundle.pk, {works.pk: {"scale": "同事写的"}}, revision=0, actor=bureau.person("officer-2"))

    late = desk(bureau, "officer").send(
        "bundle",
        bundle.pk,
        data={"revision": 0, "shown": page.value("shown"), "do": "save", name: "我写的", "s-location": "我的新址"},
    )

    works.refresh_from_db()
    assert late.status == 409
    assert works.values["scale"] == "同事写的"
    assert "没存上：别人刚改过" in late.text
    assert ">我写的</textarea>" in late.content.decode()
    assert "别人刚存的： 同事写的" in late.text
    assert "我的新址" in late.content.decode()
    assert late.value("revision") == "1"


def test_three_people_take_a_draft_to_issue_in_the_browser(bureau: Bureau) -> None:
    bundle = bureau.draft_bundle()
    worker_at_work()

    desk(bureau, "officer").post("bundle", bundle.pk, do="send", revision=0)
    own = desk(bureau, "chief").post("bundle", bundle.pk, do="approve", revision=0)
    asked = desk(bureau, "issuer").open("bundle_step", bundle.pk, "issue")
    watched = desk(bureau, "issuer").post("bundle_step", bundle.pk, "issue")

    bundle.refresh_from_db()
    assert "批准了，已经告诉制证岗。" in own.text
    assert "签发后不能改。7 本会在同一刻发出。" in asked.text
    assert "签好 0 本，还有 7 本" in watched.text
    assert bundle.issue_asked_by == bureau.person("issuer")
    assert OutgoingMail.objects.count() >= 2


def test_a_bundle_with_findings_is_not_sent_but_kept(bureau: Bureau) -> None:
    bundle = bureau.draft_bundle()
    works = certificate(bundle, "WORKS")

    page = desk(bureau, "officer").send(
        "bundle", bundle.pk, data={"revision": 0, "do": "send", f"v-{works.pk}-area_total": "1.00"}
    )

    bundle.refresh_from_db()
    assert bundle.state == State.DRAFT
    assert "再检查一次" in page.text
    assert certificate(bundle, "WORKS").values["area_total"] == "1.00"


def test_who_may_not_press_reads_why(bureau: Bureau) -> None:
    bundle = bureau.ready_bundle()
    worker_at_work()

    chief = desk(bureau, "chief").open("bundle", bundle.pk)
    clerk = desk(bureau, "clerk").open("bundle", bundle.pk)
    issuer = desk(bureau, "issuer").open("bundle", bundle.pk)

    assert "签发 7 本" not in chief.text
    assert "签发 7 本" not in clerk.text
    assert "制证岗" in chief.text
    assert "签发 7 本" in issuer.text


def test_without_a_worker_the_button_gives_way_to_the_reason(bureau: Bureau) -> None:
    page = desk(bureau, "issuer").open("bundle", bureau.ready_bundle().pk)

    assert "现在没有签发程序在运行" in page.text
    assert 'data-dialog="issue"' not in page.content.decode()


def test_a_return_needs_a_reason_and_the_preparer_reads_it(bureau: Bureau) -> None:
    bundle = bureau.draft_bundle()
    desk(bureau, "officer").post("bundle", bundle.pk, do="send", revision=0)

    silent = desk(bureau, "chief").post("bundle_step", bundle.pk, "return", reason=" ")
    desk(bureau, "chief").post("bundle_step", bundle.pk, "return", reason="煤场面积再核一下")

    bundle.refresh_from_db()
    assert "没写理由。" in silent.text
    assert bundle.state == State.DRAFT
    assert "退回修改： 煤场面积再核一下" in desk(bureau, "officer").open("bundle", bundle.pk).text


def test_an_approved_bundle_opens_for_typing_only_on_purpose(bureau: Bureau) -> None:
    bundle = bureau.ready_bundle()
    officer = desk(bureau, "officer")

    closed, opened = officer.open("bundle", bundle.pk), officer.open("bundle", bundle.pk, query="?edit=1")

    assert "data-cell" not in closed.content.decode()
    assert "data-cell" in opened.content.decode()
    assert "要重新送批" in opened.text


def test_certificates_are_added_taken_out_and_put_in_printing_order(bureau: Bureau) -> None:
    bundle = bureau.draft_bundle()
    officer = desk(bureau, "officer")
    first, second = list(bundle.certificates.order_by("position"))[:2]

    officer.send("bundle", bundle.pk, data={"revision": 0, "do": "add", "add-kind": "WORKS", "add-count": "2"})
    officer.send("bundle", bundle.pk, data={"revision": 1, "do": f"remove:{first.pk}"})
    officer.send("bundle", bundle.pk, data={"revision": 2, "do": f"down:{second.pk}"})

    order = list(bundle.certificates.order_by("print_order").values_list("pk", flat=True))
    assert bundle.certificates.count() == 8
    assert order.index(second.pk) == 1


def test_a_withdrawn_bundle_says_why_and_its_numbers_are_void(bureau: Bureau) -> None:
    bundle = bureau.ready_bundle()

    page = desk(bureau, "issuer").post("bundle_step", bundle.pk, "withdraw", reason="项目不办了")

    bundle.refresh_from_db()
    assert bundle.state == State.WITHDRAWN
    assert "已撤回： 项目不办了" in page.text


def test_the_issuing_page_says_where_it_stopped_and_offers_to_carry_on(bureau: Bureau) -> None:
    bundle = bureau.ready_bundle()
    Bundle.objects.filter(pk=bundle.pk).update(issue_problem="签名密钥没有回应")
    worker_at_work()

    page = desk(bureau, "issuer").open("bundle_issuing", bundle.pk)

    assert "签发停住了。 签名密钥没有回应" in page.text
    assert "停在这里" in page.text
    assert "接着签" in page.text


def test_progress_is_told_in_a_fragment_until_it_is_over(bureau: Bureau) -> None:
    bundle = bureau.ready_bundle()
    issuer = desk(bureau, "issuer")
    before = issuer.open("bundle_progress", bundle.pk)
    issue_bundle(bundle.pk, actor=bureau.person("issuer"))

    after = issuer.open("bundle_progress", bundle.pk)

    assert (before.headers["X-Issuing"], after.headers["X-Issuing"]) == ("on", "over")
    assert 'aria-valuenow="7"' in after.content.decode()
    assert "7 本证书同一刻发出了" in after.text
    assert "全部打成一个 ZIP" in after.text


def test_a_clerk_does_not_see_closed_fields_and_an_auditor_leaves_a_trace(bureau: Bureau) -> None:
    bundle = bureau.draft_bundle()
    title = certificate(bundle, "TITLE")
    edit_values(bundle.pk, {title.pk: {"remarks": "不公开的附记"}}, revision=0, actor=bureau.person("officer"))

    clerk = desk(bureau, "clerk").open("bundle", bundle.pk, query="?closed=1")
    covered = desk(bureau, "auditor").open("bundle", bundle.pk)
    opened = desk(bureau, "auditor").open("bundle", bundle.pk, query="?closed=1")

    assert "不公开的附记" not in clerk.content.decode()
    assert "不公开的附记" not in covered.content.decode()
    assert "不公开的附记" in opened.content.decode()
    assert audit.history(bundle).filter(action="certificates.read_closed_fields").count() == 1


def test_a_stranger_of_another_office_finds_no_bundle(bureau: Bureau) -> None:
    bundle = bureau.draft_bundle()
    stranger = Desk(bureau.person("officer-nan"))

    pages = [
        stranger.open("bundle", bundle.pk),
        stranger.open("bundle_issuing", bundle.pk),
        stranger.open("bundle_history", bundle.pk),
        stranger.open("bundle_zip", bundle.pk),
        stranger.open("bundle_preview", certificate(bundle, "TITLE").pk),
        stranger.open("certificate_staff", certificate(bundle, "TITLE").pk),
        stranger.post("bundle", bundle.pk, do="send", revision=0),
    ]

    bundle.refresh_from_db()
    assert [page.status for page in pages] == [404] * 7
    assert bundle.state == State.DRAFT


@pytest.mark.parametrize("name", ["admin", "editor", "publisher", "helper"])
def test_roles_without_records_are_sent_home(bureau: Bureau, name: str) -> None:
    page = desk(bureau, name).open("bundles")

    assert (page.status, page.location) == (302, reverse("wagtailadmin_home"))


def test_the_list_begins_with_what_waits_for_the_person(bureau: Bureau) -> None:
    ready, draft = bureau.ready_bundle(), bureau.draft_bundle()

    for_issuer = desk(bureau, "issuer").open("bundles")
    for_officer = desk(bureau, "officer").open("bundles")

    assert for_issuer.text.index(ready.reference) < for_issuer.text.index(draft.reference)
    assert for_officer.text.index(draft.reference) < for_officer.text.index(ready.reference)
    assert "轮到您" in for_officer.text


def test_a_bundle_is_found_by_a_certificates_number_in_any_brackets(bureau: Bureau) -> None:
    bundle = issue_bundle(bureau.ready_bundle().pk, actor=bureau.person("issuer"))
    other = bureau.draft_bundle()
    number = certificate(bundle, "TITLE").number.replace("(", "（").replace(")", "）")

    page = desk(bureau, "issuer").open("bundles_results", query=f"?q={number}")

    assert bundle.reference in page.text
    assert other.reference not in page.text


def test_a_new_bundle_is_made_of_kinds_and_counts(bureau: Bureau) -> None:
    project = bureau.draft_bundle().project

    page = desk(bureau, "officer").send(
        "bundle_new", data={"project": project.pk, "count-LAND": "1", "count-WORKS": "4", "count-TITLE": "2"}
    )

    bundle = Bundle.objects.order_by("pk").last()
    assert bundle is not None
    assert [each.type_code for each in bundle.certificates.order_by("position")] == [
        "LAND",
        "WORKS",
        "WORKS",
        "WORKS",
        "WORKS",
        "TITLE",
        "TITLE",
    ]
    assert "7 本证书，一起发。" in page.text


def test_a_new_bundle_without_certificates_keeps_what_was_chosen(bureau: Bureau) -> None:
    project = bureau.draft_bundle().project

    page = desk(bureau, "officer").send("bundle_new", data={"project": project.pk})

    assert page.status == 422
    assert "请填每种要几本" in page.text
    assert f'<option value="{project.pk}" selected>' in page.content.decode()


def test_the_home_page_and_the_menu_count_what_waits(bureau: Bureau) -> None:
    bundle = bureau.ready_bundle()

    page = desk(bureau, "issuer").open("wagtailadmin_home")

    assert "等您办的" in page.text
    assert bundle.project.name in page.text
    assert "data-waiting" in page.content.decode()


@pytest.mark.parametrize("more", [3, 40])
def test_the_bundle_page_asks_the_database_as_often_for_ten_as_for_forty_seven(bureau: Bureau, more: int) -> None:
    bundle = bureau.draft_bundle()
    officer = desk(bureau, "officer")
    officer.send("bundle", bundle.pk, data={"revision": 0, "do": "add", "add-kind": "WORKS", "add-count": str(more)})
    officer.open("bundle", bundle.pk)

    assert officer.open("bundle", bundle.pk).queries <= PAGE_QUERIES


PAGE_QUERIES = 40


def many_bundles(bureau: Bureau, count: int) -> None:
    project = bureau.draft_bundle().project
    Bundle.objects.bulk_create(
        Bundle(project=project, reference=f"T-{number:04}", created_at=calendar.now(), prepared_by=None)
        for number in range(count)
    )


@pytest.mark.parametrize("count", [10, 200])
def test_the_list_asks_the_database_as_often_for_ten_as_for_two_hundred(bureau: Bureau, count: int) -> None:
    many_bundles(bureau, count)
    issuer = desk(bureau, "issuer")
    issuer.open("bundles_results")

    assert issuer.open("bundles_results").queries == LIST_QUERIES


LIST_QUERIES = 11


def test_the_list_of_bundles_counts_what_waits_and_what_a_person_keeps(bureau: Bureau) -> None:
    waiting = bureau.ready_bundle()
    many_bundles(bureau, 3)
    keep_filter(bureau.person("issuer"), "bundles", "草稿", "state=draft")

    page = desk(bureau, "issuer").open("bundles", query="?whose=mine")

    assert "我要办的 2 草稿 4" in page.text
    assert waiting.reference in page.text
    assert "T-0001" not in page.text


def test_no_number_is_shown_before_it_is_reserved(bureau: Bureau) -> None:
    page = desk(bureau, "issuer").open("bundle", bureau.ready_bundle().pk)

    assert page.text.count("签发时取号") == 7
    assert not LedgerEntry.objects.exclude(code="BUNDLE").exists()


def test_a_preview_is_a_draft_that_cannot_be_checked(bureau: Bureau) -> None:
    bundle = bureau.draft_bundle()
    works = certificate(bundle, "WORKS")
    edit_values(bundle.pk, {works.pk: {"area_total": "一百"}}, revision=0, actor=bureau.person("officer"))

    page = desk(bureau, "officer").open("bundle_preview", works.pk)
    closed = desk(bureau, "clerk").open("bundle_preview", certificate(bundle, "TITLE").pk)

    assert (page.status, page.content[:5]) == (200, b"%PDF-")
    assert closed.status == 403


def test_the_person_whose_name_stands_there_is_a_real_one(bureau: Bureau) -> None:
    bundle = bureau.ready_bundle()
    officer: User = bureau.person("officer")

    assert str(officer) in desk(bureau, "issuer").open("bundle", bundle.pk).text
    assert Certificate.objects.filter(bundle=bundle).count() == 7
