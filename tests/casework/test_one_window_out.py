"""Decided cases fill a bundle, what was issued goes out at one window, and nothing goes before its time."""

from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from bureau import calendar, records
from bureau.people import grant_role
from bureau.roles import Role
from casework.actions.answer import accept, withdraw
from casework.actions.decide import Decision, decide, decide_each
from casework.actions.defer import Deferral
from casework.actions.give_out import adopt_bundle, fill_bundle, take_fee
from casework.actions.hand_in import HandedIn, hand_in
from casework.actions.hand_over import hand_over
from casework.actions.restrict import lift, restrict
from casework.admin.standing import with_whom
from casework.errors import ApplicationInvalid, NothingToDo, NotReadyToGo, Separated
from casework.models import Application, Case, HandOver, Restriction
from casework.outlook import Result, result_of
from casework.turns import waiting_for
from certificates.actions.create_bundle import Draft, create_bundle
from certificates.actions.decide_bundle import approve_bundle, send_for_approval
from certificates.actions.issue_bundle import issue_bundle
from certificates.actions.replace_certificate import replace_certificate
from certificates.bundle_checks import check_bundle
from certificates.errors import FindingsLeft, FourEyes
from certificates.findings import Severity
from certificates.models import Bundle, Certificate, CertificateType, CertificateTypeVersion
from documents.uploads import FileKindRefused
from tests.casework.kit import PDF, Hall

RECEIVED, REVIEWED = datetime(2022, 8, 11, 10, 20), datetime(2022, 8, 12, 9, 40)
DECIDED, ISSUED, COLLECTED = (datetime(2022, 8, 12, *each) for each in ((11, 0), (15, 30), (16, 30)))


def accepted_plant(hall: Hall) -> Application:
    application = hall.receive_plant(RECEIVED)
    hall.hand_in_all(application, RECEIVED)
    with calendar.at(RECEIVED):
        accept(application.pk, actor=hall.person("clerk"))
        for case in application.cases.exclude(fee_yuan=0):
            take_fee(case.pk, receipt="样例票据 0001", actor=hall.person("clerk"))
    return application


def sent(hall: Hall, application: Application) -> Bundle:
    """Reviewed, with the drafts of all certificates sent for approval."""
    for case in application.cases.all():
        hall.review(case, REVIEWED)
    with calendar.at(REVIEWED):
        bundle = fill_bundle(application.pk, actor=hall.person("officer"), complete=True)
        return send_for_approval(bundle.pk, actor=hall.person("officer"))


def result(application: Application) -> Result | None:
    """What the applicant reads of the first certificate."""
    cases = Case.objects.filter(application=application).select_related("application__office", "certificate")
    return result_of(cases.order_by("pk")[0])


def decide_all(hall: Hall, application: Application, by: str = "chief") -> None:
    with calendar.at(DECIDED):
        decisions = {case.pk: Decision(Case.Outcome.GRANTED) for case in application.cases.all()}
        assert set(decide_each(decisions, actor=hall.person(by)).values()) == {None}


def findings(bundle: Bundle, rule: str) -> list[str]:
    with calendar.at(DECIDED):
        return [str(each) for each in check_bundle(bundle) if each.rule == rule]


def test_one_application_becomes_seven_certificates_within_its_working_day(hall: Hall) -> None:
    application = accepted_plant(hall)
    bundle = sent(hall, application)
    decide_all(hall, application)
    with calendar.at(DECIDED):
        approve_bundle(bundle.pk, actor=hall.person("chief"))
    assert result(application) is None
    with calendar.at(ISSUED):
        issue_bundle(bundle.pk, actor=hall.person("issuer"))
    ready = result(application)
    with calendar.at(COLLECTED):
        hand_over(application.pk, HandOver.Way.WINDOW, receiver="样例领证人", signature=PDF, actor=hall.person("clerk"))
    assert ready is not None
    assert ready.words.startswith("可以到窗口领")
    given = result(application)
    assert given is not None
    assert (given.number, given.words) == (ready.number, "8月12日 在窗口领走")

    cases = list(application.cases.select_related("certificate").order_by("pk"))
    assert [case.state for case in cases] == [Case.State.CONCLUDED] * 7
    assert [case.certificate.type_code for case in cases if case.certificate] == [
        "LAND", "WORKS", "WORKS", "WORKS", "WORKS", "TITLE", "TITLE",
    ]  # fmt: skip
    assert {case.promised_due for case in cases} == {date(2022, 8, 12)}
    assert not any(step.done_at is None for case in cases for step in case.steps.all())
    with calendar.at(COLLECTED):
        assert {each.check: each.broken for each in records.check_all() if each.broken} == {}


def test_a_draft_only_reminds_of_what_is_not_decided_and_approval_waits_for_it(hall: Hall) -> None:
    application = accepted_plant(hall)
    bundle = sent(hall, application)

    assert len(findings(bundle, "B12")) == 7
    with calendar.at(DECIDED), pytest.raises(FindingsLeft):
        approve_bundle(bundle.pk, actor=hall.person("chief"))
    decide_all(hall, application)
    assert findings(bundle, "B12") == []


def test_a_denied_case_names_the_certificate_to_take_out(hall: Hall) -> None:
    application = accepted_plant(hall)
    bundle = sent(hall, application)
    denied = application.cases.order_by("pk")[1]
    with calendar.at(DECIDED):
        decide(denied.pk, Decision(Case.Outcome.DENIED, "超出规划条件。"), actor=hall.person("chief"))
    others = {case.pk: Decision(Case.Outcome.GRANTED) for case in application.cases.exclude(pk=denied.pk)}
    with calendar.at(DECIDED):
        decide_each(others, actor=hall.person("chief"))

    (finding,) = findings(bundle, "B12")
    assert denied.number in finding
    assert "不予" in finding


def test_a_paper_that_was_pledged_holds_up_the_issue_until_it_comes(hall: Hall) -> None:
    application = hall.receive_plant(RECEIVED)
    later = application.materials.get(name="管线综合图")
    came = {
        each.pk: HandedIn(on_paper=True) for each in application.materials.filter(is_shared=False).exclude(pk=later.pk)
    }
    with calendar.at(RECEIVED):
        hand_in(application.pk, came, actor=hall.person("clerk"))
        accept(application.pk, actor=hall.person("clerk"), deferred={later.pk: Deferral(date(2022, 8, 15), PDF)})
        for case in application.cases.exclude(fee_yuan=0):
            take_fee(case.pk, receipt="样例票据 0001", actor=hall.person("clerk"))
    bundle = sent(hall, application)
    decide_all(hall, application)

    assert len(findings(bundle, "B12")) == 4  # the four works that need it
    with calendar.at(DECIDED):
        hand_in(application.pk, {later.pk: HandedIn(on_paper=True)}, actor=hall.person("clerk"))
    assert findings(bundle, "B12") == []


def test_an_unpaid_fee_holds_up_the_issue(hall: Hall) -> None:
    application = hall.receive_plant(RECEIVED)
    hall.hand_in_all(application, RECEIVED)
    with calendar.at(RECEIVED):
        accept(application.pk, actor=hall.person("clerk"))
    bundle = sent(hall, application)
    decide_all(hall, application)

    assert ["550" in each for each in findings(bundle, "B12")] == [True, True]
    title = application.cases.exclude(fee_yuan=0).first()
    assert title is not None
    with calendar.at(DECIDED):
        with pytest.raises(ApplicationInvalid):
            take_fee(title.pk, receipt=" ", actor=hall.person("clerk"))
        take_fee(title.pk, receipt="样例票据 0001", actor=hall.person("clerk"))
        with pytest.raises(NothingToDo):
            take_fee(title.pk, receipt="样例票据 0002", actor=hall.person("clerk"))
    assert len(findings(bundle, "B12")) == 1


def test_a_seizure_forbids_registration_until_it_is_lifted(hall: Hall) -> None:
    application = accepted_plant(hall)
    bundle = sent(hall, application)
    decide_all(hall, application)
    with calendar.at(DECIDED):
        found = restrict(
            hall.project,
            Restriction.Kind.SEIZURE,
            source="样例法院协执通知 12 号",
            since=date(2022, 8, 10),
            actor=hall.person("officer"),
        )
        assert len(findings(bundle, "B14")) == 2  # both titles, none of the permits
        with pytest.raises(FindingsLeft):
            approve_bundle(bundle.pk, actor=hall.person("chief"))
        lift(found.pk, because="解除通知 15 号", actor=hall.person("officer"))
        with pytest.raises(NothingToDo):
            lift(found.pk, because="再解除一次", actor=hall.person("officer"))
    assert findings(bundle, "B14") == []


def test_who_decided_a_case_does_not_issue_what_comes_of_it(hall: Hall) -> None:
    application = accepted_plant(hall)
    decider = hall.person("issuer-2")
    grant_role(decider, Role.CHIEF_APPROVER, hall.bureau.office, actor=hall.person("admin"))
    bundle = sent(hall, application)
    decide_all(hall, application, by="issuer-2")
    with calendar.at(DECIDED):
        approve_bundle(bundle.pk, actor=hall.person("chief"))

    with calendar.at(ISSUED), pytest.raises(FourEyes):
        issue_bundle(bundle.pk, actor=decider)


def test_nothing_goes_out_before_everything_is_there(hall: Hall) -> None:
    application = accepted_plant(hall)
    bundle = sent(hall, application)

    with calendar.at(DECIDED), pytest.raises(NotReadyToGo):
        hand_over(application.pk, HandOver.Way.WINDOW, signature=PDF, actor=hall.person("clerk"))
    decide_all(hall, application)
    with calendar.at(DECIDED), pytest.raises(NotReadyToGo):
        hand_over(application.pk, HandOver.Way.WINDOW, signature=PDF, actor=hall.person("clerk"))
    assert bundle.certificates.count() == 7


@pytest.mark.parametrize(
    ("way", "proof"),
    [(HandOver.Way.WINDOW, {}), (HandOver.Way.WINDOW, {"signature": b"words"}), (HandOver.Way.POST, {})],
    ids=["no signature", "a signature that is no picture", "no number of the parcel"],
)
def test_what_goes_out_leaves_a_proof(hall: Hall, way: HandOver.Way, proof: dict[str, bytes]) -> None:
    application = hall.receive("M04")

    with pytest.raises((ApplicationInvalid, FileKindRefused)):
        hand_over(application.pk, way, actor=hall.person("clerk"), **proof)  # type: ignore[arg-type]


def test_only_the_window_gives_out(hall: Hall) -> None:
    case = hall.decided(hall.accepted_case(), datetime(2022, 8, 2, 9), Case.Outcome.DENIED)

    with pytest.raises(PermissionDenied):
        hand_over(case.application_id, HandOver.Way.POST, tracking="EX0001", actor=hall.person("officer"))
    hand_over(case.application_id, HandOver.Way.POST, tracking="EX0001", actor=hall.person("clerk"))
    with pytest.raises(NothingToDo):
        hand_over(case.application_id, HandOver.Way.POST, tracking="EX0002", actor=hall.person("clerk"))


def test_where_nothing_was_decided_nothing_is_given_out(hall: Hall) -> None:
    application = hall.receive("M04")
    withdraw(application.cases.get().pk, actor=hall.person("clerk"), reason="不办了。")

    with pytest.raises(NothingToDo):
        hand_over(application.pk, HandOver.Way.POST, tracking="EX0001", actor=hall.person("clerk"))
    assert not HandOver.objects.exists()


def test_a_bundle_that_was_there_before_is_taken_by_kind_and_part(hall: Hall) -> None:
    first, second = accepted_plant(hall), accepted_plant(hall)
    with calendar.at(REVIEWED):
        bundle = fill_bundle(first.pk, actor=hall.person("officer"))
        with pytest.raises(NothingToDo):
            adopt_bundle(second.pk, bundle.pk, actor=hall.person("officer"))  # they have their cases
    for case in first.cases.all():
        Case.objects.filter(pk=case.pk).update(certificate=None)

    with calendar.at(REVIEWED):
        adopt_bundle(second.pk, bundle.pk, actor=hall.person("officer"))

    for case in second.cases.select_related("certificate"):
        assert case.certificate is not None
        assert case.certificate.part == case.part
    assert {each.severity for each in check_bundle(bundle) if each.rule == "B12"} == {Severity.REMINDER}


def untied(application: Application) -> None:
    """As if the bundle had been entered beside the cases, not for them."""
    Case.objects.filter(application=application).update(certificate=None)


@pytest.mark.parametrize("end", ["under way", "granted", "denied"])
def test_a_bundle_beside_the_cases_waits_until_an_application_takes_it(hall: Hall, end: str) -> None:
    application = accepted_plant(hall)
    bundle = sent(hall, application)
    untied(application)
    if end == "granted":
        decide_all(hall, application)
    if end == "denied":
        with calendar.at(DECIDED):
            refused = {case.pk: Decision(Case.Outcome.DENIED, "超出规划条件。") for case in application.cases.all()}
            decide_each(refused, actor=hall.person("chief"))

    told = findings(bundle, "B12")
    assert len(told) == 7
    assert all(("移出去" in each) == (end == "denied") for each in told)
    with calendar.at(DECIDED), pytest.raises(FindingsLeft):
        approve_bundle(bundle.pk, actor=hall.person("chief"))
    if end == "granted":
        with calendar.at(DECIDED):
            adopt_bundle(application.pk, bundle.pk, actor=hall.person("officer"))
            approve_bundle(bundle.pk, actor=hall.person("chief"))
        assert Bundle.objects.get(pk=bundle.pk).state == Bundle.State.APPROVED


def test_a_correction_of_what_was_issued_waits_for_no_case(hall: Hall) -> None:
    application = accepted_plant(hall)
    bundle = sent(hall, application)
    decide_all(hall, application)
    with calendar.at(DECIDED):
        approve_bundle(bundle.pk, actor=hall.person("chief"))
    with calendar.at(ISSUED):
        issue_bundle(bundle.pk, actor=hall.person("issuer"))
    accepted_plant(hall)  # under way beside it, with the same kinds and parts
    works = bundle.certificates.filter(type_code="WORKS")[0]

    with calendar.at(COLLECTED):
        anew = replace_certificate(works, Certificate.EndReason.CORRECTED, actor=hall.person("officer"))

        assert [str(each) for each in check_bundle(anew) if each.rule == "B12"] == []


def test_an_old_denial_does_not_stand_beside_a_new_application(hall: Hall) -> None:
    denied, again = accepted_plant(hall), accepted_plant(hall)
    bundle = sent(hall, denied)
    untied(denied)
    with calendar.at(DECIDED):
        refused = {case.pk: Decision(Case.Outcome.DENIED, "超出规划条件。") for case in denied.cases.all()}
        decide_each(refused, actor=hall.person("chief"))
    assert all("移出去" not in each for each in findings(bundle, "B12"))

    for case in again.cases.all():
        hall.review(case, REVIEWED)
    with calendar.at(DECIDED):
        adopt_bundle(again.pk, bundle.pk, actor=hall.person("officer"))
    decide_all(hall, again)
    assert findings(bundle, "B12") == []


def test_only_what_may_still_end_in_a_certificate_takes_one(hall: Hall) -> None:
    application = accepted_plant(hall)
    bundle = sent(hall, application)
    untied(application)
    land, *_works, title = application.cases.order_by("pk")
    with calendar.at(DECIDED):
        decide(land.pk, Decision(Case.Outcome.DENIED, "超出规划条件。"), actor=hall.person("chief"))
        adopt_bundle(application.pk, bundle.pk, actor=hall.person("officer"))

    assert Case.objects.get(pk=land.pk).certificate is None
    assert Case.objects.get(pk=title.pk).certificate is not None
    (told,) = [each for each in findings(bundle, "B12") if land.number in each]
    assert "不予" in told


def test_who_issued_a_bundle_decided_no_case_that_takes_it_afterwards(hall: Hall) -> None:
    before, both = hall.receive_plant(RECEIVED), hall.person("issuer")
    grant_role(both, Role.CHIEF_APPROVER, hall.bureau.office, actor=hall.person("admin"))
    with calendar.at(RECEIVED):
        drafts = [
            Draft(type_version=_version_of(case), part=case.part, values=case.values)
            for case in before.cases.order_by("pk")
        ]
        for case in before.cases.all():
            withdraw(case.pk, reason="换一份申请。", actor=hall.person("clerk"))
    with calendar.at(DECIDED):
        bundle = create_bundle(hall.project, drafts, actor=hall.person("officer"), complete=True)
        send_for_approval(bundle.pk, actor=hall.person("officer"))
        approve_bundle(bundle.pk, actor=hall.person("chief"))
        issue_bundle(bundle.pk, actor=both)
    application = accepted_plant(hall)
    for case in application.cases.all():
        hall.review(case, REVIEWED)
    with calendar.at(REVIEWED), pytest.raises(NothingToDo):
        adopt_bundle(application.pk, bundle.pk, actor=hall.person("officer"))  # not decided yet

    decide_all(hall, application, by="issuer")

    with calendar.at(DECIDED), pytest.raises(Separated):
        adopt_bundle(application.pk, bundle.pk, actor=hall.person("officer"))


def _version_of(case: Case) -> CertificateTypeVersion:
    version = CertificateType.objects.get(code=case.facts.result_kind).current
    assert version is not None
    return version


def test_what_is_decided_stays_in_the_list_of_whose_turn_it_is_until_it_is_given_out(hall: Hall) -> None:
    application = accepted_plant(hall)
    bundle = sent(hall, application)

    def waits_for() -> set[str]:
        names = ("clerk", "officer", "chief", "issuer")
        return {name for name in names if waiting_for(hall.person(name)).filter(application=application).count() == 7}

    decide_all(hall, application)
    with calendar.at(DECIDED):
        assert waits_for() == {"issuer"}
        approve_bundle(bundle.pk, actor=hall.person("chief"))
    with calendar.at(ISSUED):
        issue_bundle(bundle.pk, actor=hall.person("issuer"))
        assert waits_for() == {"clerk"}
        case = application.cases.prefetch_related("steps").first()
        assert case is not None
        assert with_whom(case) == "窗口：待出件"
    with calendar.at(COLLECTED):
        hand_over(application.pk, HandOver.Way.POST, tracking="EX0001", actor=hall.person("clerk"))
        assert waits_for() == set()


def test_what_is_denied_goes_to_the_window_at_once(hall: Hall) -> None:
    case = hall.decided(hall.accepted_case(), datetime(2022, 8, 2, 9), Case.Outcome.DENIED)

    assert case in waiting_for(hall.person("clerk"))
    assert case not in waiting_for(hall.person("issuer"))
