"""One window takes everything: what comes in, what is missing, and the office's answer."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from bureau import audit, calendar, personal, records
from casework import due
from casework.actions.answer import accept, ask_for_more, deem_accepted, refuse, withdraw
from casework.actions.defer import Deferral
from casework.actions.hand_in import File, HandedIn, hand_in
from casework.actions.receive import Asked, Contact, receive_application
from casework.errors import (
    ApplicationInvalid,
    CaseNotFound,
    MaterialsMissing,
    MatterWithdrawn,
    NothingToDo,
    NotToBeDeferred,
    ReasonMissing,
    ToldBefore,
    TooLate,
    WrongState,
)
from casework.models import Application, ApplicationMaterial, Case
from cms.models import Matter
from documents.uploads import FileKindRefused
from tests.casework.kit import CONTACT, MORNING, PDF, Hall

DEFERRABLE = "授权委托书和经办人身份证"  # in M04 within three working days


def material(application: Application, name: str) -> ApplicationMaterial:
    return application.materials.get(name=name)


def test_seven_matters_of_one_application_are_seven_cases_with_numbers_of_the_day(hall: Hall) -> None:
    application = hall.receive("M02", "M04", "M04", "M04", "M04", "M07", "M07")

    numbers = list(application.cases.values_list("number", flat=True))
    assert numbers == [f"2022-0801-{number:04}" for number in range(1, 8)]
    assert hall.receive("M04").cases.get().number == "2022-0801-0008"
    assert hall.receive("M04", at=datetime(2022, 8, 2, 9)).cases.get().number == "2022-0802-0001"


def test_a_material_that_several_matters_need_is_listed_once(hall: Hall) -> None:
    application = hall.receive("M02", "M04", "M04")

    names = list(application.materials.values_list("name", flat=True))
    assert len(names) == len(set(names))
    assert material(application, "申请表").needed_by == ["M02", "M04"]
    assert material(application, "设计方案").needed_by == ["M04"]


def test_what_the_office_fetches_is_never_asked_for(hall: Hall) -> None:
    application = hall.receive("M04")
    hall.hand_in_all(application)

    assert application.materials.filter(is_shared=True, state=ApplicationMaterial.State.MISSING).exists()
    with calendar.at(MORNING):
        accept(application.pk, actor=hall.person("clerk"))
    assert application.cases.get().state == Case.State.ACCEPTED


def test_a_case_keeps_the_version_that_its_matter_had(hall: Hall) -> None:
    case = hall.receive("M04").cases.get()
    number = case.version.number
    matter = Matter.objects.get(pk=case.matter_id)
    matter.promised_days = 4

    assert case.version == matter.current_version
    assert case.promised_days == case.facts.promised_days == 5
    assert case.version.number == number


def test_the_contact_is_kept_encrypted_and_is_in_no_trail(hall: Hall) -> None:
    application = hall.receive("M04")

    assert application.contact is not None
    assert CONTACT.name.encode() not in bytes(application.contact.sealed)
    assert personal.read(application.contact)["phone"] == CONTACT.phone
    assert application.phone_hash == personal.phone_hash("4321", of=application.public_id)
    assert application.phone_hash != personal.phone_hash("4322", of=application.public_id)
    assert CONTACT.phone not in str(list(audit.history(application).values_list("data", flat=True)))


@pytest.mark.parametrize(
    ("contact", "named"),
    [(Contact("", "0737-000 4321"), "联系人"), (Contact("样例", ""), "电话"), (Contact("样例", "call me"), "电话")],
)
def test_a_contact_without_name_or_phone_is_refused(hall: Hall, contact: Contact, named: str) -> None:
    with calendar.at(MORNING), pytest.raises(ApplicationInvalid) as refused:
        receive_application(hall.project, [Asked(hall.matters["M04"])], contact=contact, actor=hall.person("clerk"))

    assert named in str(refused.value)


@pytest.mark.parametrize(
    ("asked", "options"),
    [
        ({"situation": "no such"}, {}),
        ({}, {"promised_days": 6, "promise_reason": "重点项目"}),
        ({}, {"promised_days": 1}),
    ],
    ids=["unknown situation", "later than promised", "sooner without a reason"],
)
def test_what_cannot_be_promised_is_refused(hall: Hall, asked: dict[str, str], options: dict[str, object]) -> None:
    matters = [Asked(hall.matters["M04"], **asked)]

    with calendar.at(MORNING), pytest.raises(ApplicationInvalid):
        receive_application(
            hall.project,
            matters,
            contact=CONTACT,
            actor=hall.person("clerk"),
            **options,  # type: ignore[arg-type]
        )

    assert not Application.objects.exists()


def test_an_application_for_nothing_is_refused(hall: Hall) -> None:
    with pytest.raises(ApplicationInvalid):
        receive_application(hall.project, [], contact=CONTACT, actor=hall.person("clerk"))


def test_acceptance_waits_for_every_paper_and_names_what_is_missing(hall: Hall) -> None:
    application = hall.receive("M04")
    came = material(application, "申请表")

    with calendar.at(MORNING):
        hand_in(application.pk, {came.pk: HandedIn(on_paper=True)}, actor=hall.person("clerk"))
        with pytest.raises(MaterialsMissing) as refused:
            accept(application.pk, actor=hall.person("clerk"))

    assert "设计方案" in str(refused.value)
    assert "申请表" not in str(refused.value)
    assert application.cases.get().state == Case.State.RECEIVED


def test_accepting_twice_is_refused(hall: Hall) -> None:
    application = hall.accepted("M04")

    with pytest.raises(NothingToDo):
        accept(application.pk, actor=hall.person("clerk"))


def test_acceptance_starts_the_clock_and_the_next_step(hall: Hall) -> None:
    case = hall.accepted_case(at=datetime(2022, 8, 11, 10, 20), promised_days=1, promise_reason="省重点项目")

    assert (case.promised_due, case.statutory_due, case.due) == (date(2022, 8, 12), date(2022, 9, 8), date(2022, 8, 12))
    assert [bool(step.done_at) for step in case.steps.all()] == [True, False, False, False]
    assert [bool(step.begun_at) for step in case.steps.all()] == [True, True, False, False]


def test_a_file_is_what_its_bytes_say(hall: Hall) -> None:
    application = hall.receive("M04")
    plan, clerk = material(application, "设计方案"), hall.person("clerk")

    with pytest.raises(FileKindRefused) as refused:
        hand_in(application.pk, {plan.pk: HandedIn(files=(File("plan.pdf", b"MZ program"),))}, actor=clerk)
    hand_in(application.pk, {plan.pk: HandedIn(files=(File("plan.pdf", PDF),))}, actor=clerk)

    assert "plan.pdf" in str(refused.value)
    plan.refresh_from_db()
    assert plan.is_there
    assert [each.name for each in plan.files.all()] == ["plan.pdf"]


def deferred(application: Application, day: date, pledge: bytes = PDF) -> dict[int, Deferral]:
    return {material(application, DEFERRABLE).pk: Deferral(day, pledge)}


def all_but_the_deferrable(hall: Hall, application: Application) -> None:
    came = application.materials.filter(is_shared=False).exclude(name=DEFERRABLE)
    with calendar.at(MORNING):
        hand_in(application.pk, {each.pk: HandedIn(on_paper=True) for each in came}, actor=hall.person("clerk"))


def test_a_paper_may_follow_by_a_day_against_a_signed_pledge(hall: Hall) -> None:
    application = hall.receive("M04")
    all_but_the_deferrable(hall, application)

    with calendar.at(MORNING):
        accept(application.pk, actor=hall.person("clerk"), deferred=deferred(application, date(2022, 8, 4)))

    later = material(application, DEFERRABLE)
    assert (later.state, later.supply_by) == (ApplicationMaterial.State.DEFERRED, date(2022, 8, 4))
    assert application.cases.get().state == Case.State.ACCEPTED


@pytest.mark.parametrize(
    "day", [date(2022, 7, 31), date(2022, 8, 5)], ids=["in the past", "later than the matter allows"]
)
def test_a_pledge_for_another_day_is_refused(hall: Hall, day: date) -> None:
    application = hall.receive("M04")
    all_but_the_deferrable(hall, application)

    with calendar.at(MORNING), pytest.raises(NotToBeDeferred):
        accept(application.pk, actor=hall.person("clerk"), deferred=deferred(application, day))


def test_what_is_there_already_cannot_follow_later(hall: Hall) -> None:
    application = hall.receive("M04")
    hall.hand_in_all(application)

    with calendar.at(MORNING), pytest.raises(NotToBeDeferred):
        accept(application.pk, actor=hall.person("clerk"), deferred=deferred(application, date(2022, 8, 4)))

    assert material(application, DEFERRABLE).state == ApplicationMaterial.State.HANDED_IN


def test_a_pledge_that_is_no_paper_is_refused(hall: Hall) -> None:
    application = hall.receive("M04")

    with calendar.at(MORNING), pytest.raises(FileKindRefused):
        accept(application.pk, actor=hall.person("clerk"), deferred=deferred(application, date(2022, 8, 4), b"I swear"))


def test_what_registration_needs_cannot_follow_later(hall: Hall) -> None:
    application = hall.receive("M04", "M07")

    of_registration = [each for each in application.materials.all() if "M07" in each.needed_by]
    assert {each.defer_days for each in of_registration} == {None}
    assert material(application, "管线综合图").defer_days == 5  # M04 alone needs it


def test_everything_missing_is_told_at_once_and_the_clock_waits(hall: Hall) -> None:
    application = hall.receive("M04")
    plan = material(application, "设计方案")

    with calendar.at(datetime(2022, 8, 8, 16, 59)):
        ask_for_more(application.pk, actor=hall.person("clerk"), remarks={plan.pk: "缺设计单位章"})

    case = application.cases.get()
    told = case.events.get(what="asked_for_more").reason
    assert "设计方案：缺设计单位章" in told
    assert "申请表" in told
    assert case.due is None
    with calendar.at(datetime(2022, 8, 20, 9)):
        assert deem_accepted() == 0


def test_a_second_notice_needs_a_reason(hall: Hall) -> None:
    application, clerk = hall.receive("M04"), hall.person("clerk")

    with calendar.at(datetime(2022, 8, 2, 9)):
        ask_for_more(application.pk, actor=clerk)
        with pytest.raises(ToldBefore):
            ask_for_more(application.pk, actor=clerk)
        ask_for_more(application.pk, actor=clerk, why_again="委托书昨天到期")

    assert application.cases.get().events.filter(what="asked_for_more").count() == 2


def test_after_five_working_days_without_a_word_it_counts_as_accepted_on_the_day_of_receipt(hall: Hall) -> None:
    application = hall.receive("M04", at=datetime(2022, 8, 1, 10))

    with calendar.at(datetime(2022, 8, 8, 17)):
        assert deem_accepted() == 0
    with calendar.at(datetime(2022, 8, 8, 17, 1)):
        assert deem_accepted() == 1
        with pytest.raises((NothingToDo, TooLate)):
            ask_for_more(application.pk, actor=hall.person("clerk"))

    case = application.cases.get()
    assert case.state == Case.State.ACCEPTED
    assert (case.promised_due, case.statutory_due) == (date(2022, 8, 8), date(2022, 8, 29))
    assert case.events.get(what="accepted").by is None


def test_an_answer_after_five_working_days_comes_too_late_also_before_the_clock_wrote_it_down(hall: Hall) -> None:
    application, clerk = hall.receive("M04", at=datetime(2022, 8, 1, 10)), hall.person("clerk")
    hall.hand_in_all(application)
    case = application.cases.get()

    with calendar.at(datetime(2022, 8, 9, 0, 1)):
        with pytest.raises(TooLate):
            refuse(case.pk, actor=clerk, reason="不属于本机关职权范围。")
        with pytest.raises(NothingToDo):
            ask_for_more(application.pk, actor=clerk)  # nothing is missing
        accept(application.pk, actor=clerk)

    case.refresh_from_db()
    assert (case.promised_due, case.statutory_due) == (date(2022, 8, 8), date(2022, 8, 29))


def test_registration_is_answered_on_the_day(hall: Hall) -> None:
    application = hall.receive("M07", at=datetime(2022, 8, 1, 10))

    assert application.cases.get().due == date(2022, 8, 1)
    with calendar.at(datetime(2022, 8, 2, 0, 1)):
        assert deem_accepted() == 1


def test_a_matter_that_was_withdrawn_meanwhile_is_not_accepted(hall: Hall) -> None:
    application = hall.receive("M04")
    hall.hand_in_all(application)
    Matter.objects.filter(pk=hall.matters["M04"].pk).update(live=False)

    with calendar.at(MORNING), pytest.raises(MatterWithdrawn):
        accept(application.pk, actor=hall.person("clerk"))
    with calendar.at(MORNING), pytest.raises(MatterWithdrawn):
        hall.receive("M04")


def test_a_refusal_gives_its_reason_and_ends_one_matter_alone(hall: Hall) -> None:
    application = hall.receive("M02", "M04")
    land, works = application.cases.order_by("pk")

    with calendar.at(MORNING):
        with pytest.raises(ReasonMissing):
            refuse(land.pk, actor=hall.person("clerk"), reason="  ")
        refuse(land.pk, actor=hall.person("clerk"), reason="不属于本机关职权范围。")
        hall.hand_in_all(application)
        accept(application.pk, actor=hall.person("clerk"))

    assert [case.state for case in application.cases.order_by("pk")] == [Case.State.REFUSED, Case.State.ACCEPTED]
    with pytest.raises(WrongState):
        refuse(works.pk, actor=hall.person("clerk"), reason="晚了")


def test_an_applicant_may_withdraw_until_it_is_decided(hall: Hall) -> None:
    case = hall.accepted_case()

    with calendar.at(datetime(2022, 8, 2, 9)):
        withdraw(case.pk, actor=hall.person("clerk"), reason="申请人书面撤回。")

    case.refresh_from_db()
    assert (case.state, case.due) == (Case.State.WITHDRAWN, None)


def test_people_of_another_office_find_nothing(hall: Hall) -> None:
    application = hall.receive("M04")
    stranger = hall.bureau.sample.people["sample-officer-nan"]

    assert not Application.objects.visible_to(stranger).exists()
    with pytest.raises(CaseNotFound):
        accept(application.pk, actor=stranger)


@pytest.mark.parametrize("name", ["officer", "chief", "issuer", "supervisor", "auditor", "editor", "admin"])
def test_only_the_window_takes_applications_in(hall: Hall, name: str) -> None:
    with pytest.raises(PermissionDenied):
        receive_application(hall.project, [Asked(hall.matters["M04"])], contact=CONTACT, actor=hall.person(name))


def test_events_and_numbers_never_change(hall: Hall) -> None:
    case = hall.accepted_case()

    for change in (
        lambda: case.events.update(at=datetime(2022, 7, 1, tzinfo=UTC)),
        lambda: Case.objects.filter(pk=case.pk).update(number="2022-0801-9999"),
        lambda: Case.objects.filter(pk=case.pk).update(state="received"),
        lambda: case.events.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_records_agree_until_somebody_edits_a_due_day(hall: Hall) -> None:
    case = hall.accepted_case()
    checks = {each.check: each.broken for each in records.check_all()}
    assert (checks["due days"], checks["case numbers"], checks["personal records"]) == (None, None, None)

    Case.objects.filter(pk=case.pk).update(promised_due=date(2022, 9, 1))

    assert case.number in str(due.first_stale())
    assert due.refresh_all() == 1
    assert due.first_stale() is None
