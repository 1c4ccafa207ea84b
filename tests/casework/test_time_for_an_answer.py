"""How long the office has for its answer, when that time is over, and when it begins anew."""

from datetime import date, datetime

import pytest
from bs4 import BeautifulSoup
from django.db.models import QuerySet
from django.utils import timezone, translation

from bureau import calendar
from casework import due, lateness
from casework.actions.answer import accept, ask_for_more, deem_accepted, refuse
from casework.actions.hand_in import HandedIn, hand_in
from casework.actions.stop_clock import stop
from casework.admin.standing import Standing, standing_of, with_standing
from casework.clock import Kind
from casework.clock_file import due_dates
from casework.errors import MaterialsMissing, TooLate
from casework.models import Application, ApplicationMaterial, Case, Notice
from casework.notices.words import Content
from casework.progress import Progress, progress_of
from casework.steps import begin_next
from tests.casework.kit import MORNING, PDF, Hall
from tests.casework.test_acceptance import DEFERRABLE, all_but_the_deferrable, deferred, material
from tests.casework.test_filing import said
from tests.casework.test_screens import application_page, page, signed_in

MONDAY_AT_TEN = datetime(2022, 8, 1, 10)


def day(number: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2022, 8, number, hour, minute)


def ask(hall: Hall, application: Application, at: datetime, **remarks: str) -> None:
    """``remarks`` by the name of the material."""
    told = {material(application, name).pk: remark for name, remark in remarks.items()}
    with calendar.at(at):
        ask_for_more(application.pk, actor=hall.person("clerk"), remarks=told)


def bring(hall: Hall, application: Application, at: datetime, *names: str, by: str = "clerk") -> None:
    came = application.materials.filter(name__in=names)
    with calendar.at(at):
        hand_in(application.pk, {each.pk: HandedIn(on_paper=True) for each in came}, actor=hall.person(by))


def bring_for(hall: Hall, application: Application, code: str, at: datetime) -> None:
    """What a matter needs."""
    bring(hall, application, at, *(each.name for each in papers(application) if code in each.needed_by))


def papers(application: Application) -> QuerySet[ApplicationMaterial]:
    return application.materials.filter(is_shared=False)


def case_of(application: Application, code: str = "M04") -> Case:
    return application.cases.get(version__code=code)


def standing_on(moment: datetime, case: Case) -> Standing:
    with calendar.at(moment):
        return standing_of(with_standing(Case.objects.all()).get(pk=case.pk), due.work_days())


def is_listed_as_stopped(moment: datetime, case: Case) -> bool:
    return lateness.stopped(moment.date()).filter(pk=case.pk).exists()


def progress_on(moment: datetime, case: Case) -> Progress:
    with calendar.at(moment), translation.override("zh-hans"):
        return progress_of(Case.objects.get(pk=case.pk))


# When it is over


@pytest.mark.parametrize(
    ("code", "regime", "last"), [("M04", "licence", day(8, 17)), ("M07", "registration", day(1, 17))]
)
def test_what_is_told_after_closing_on_the_last_day_comes_too_late_as_due_dates_says(
    hall: Hall, code: str, regime: str, last: datetime
) -> None:
    in_time, late = (hall.receive(code, at=MONDAY_AT_TEN) for _each in range(2))

    ask(hall, in_time, last)
    with pytest.raises(TooLate):
        ask(hall, late, last.replace(minute=1))
    with calendar.at(last):
        assert deem_accepted() == 0
    with calendar.at(last.replace(minute=1)):
        assert deem_accepted() == 1

    assert (case_of(in_time, code).state, case_of(late, code).state) == (Case.State.RECEIVED, Case.State.ACCEPTED)
    terms = {"regime": regime, "promised_days": 5, "statutory_days": 30, "received_at": "2022-08-01T10:00"}
    notices = f"{last:%Y-%m-%dT%H:00}", f"{last:%Y-%m-%dT%H:01}"
    answers = due_dates([terms | {"correction_notice_at": each} for each in notices], due.work_days())
    assert [each["accept_day"] for each in answers] == [None, "2022-08-01"]


def test_a_notice_that_was_taken_too_late_once_stops_no_clock(hall: Hall) -> None:
    application = hall.receive("M04", at=MONDAY_AT_TEN)
    case = case_of(application)
    late = timezone.make_aware(day(8, 17, 30))
    case.events.create(what="asked_for_more", at=late, recorded_at=late, reason="设计方案")

    with calendar.at(day(9)):
        assert due.refresh_all() == 0
        assert deem_accepted() == 1


def test_one_case_that_cannot_be_accepted_hinders_no_other_and_is_told(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (hall.receive("M04", at=MONDAY_AT_TEN) for _each in range(2))

    def begin(case: Case) -> None:
        if case.application_id == first.pk:
            raise RuntimeError("a broken record")
        begin_next(case)

    monkeypatch.setattr("casework.actions.answer.begin_next", begin)
    with calendar.at(day(9)), pytest.raises(ExceptionGroup) as told:
        deem_accepted()

    assert [str(each) for each in told.value.exceptions] == ["a broken record"]
    assert (case_of(first).state, case_of(second).state) == (Case.State.RECEIVED, Case.State.ACCEPTED)


def test_the_letter_of_what_the_clock_accepted_says_why_and_what_is_still_to_come(hall: Hall) -> None:
    application = hall.receive("M02", "M04", at=MONDAY_AT_TEN)
    bring_for(hall, application, "M02", MONDAY_AT_TEN)
    with calendar.at(day(9)):
        deem_accepted()

    letters = {
        content.rows[0][0]: content
        for notice in application.notices.filter(kind=Notice.Kind.ACCEPTED)
        if (content := Content.of(notice.content))
    }
    land, works = (letters[case_of(application, code).number] for code in ("M02", "M04"))
    assert land.paragraphs == [
        "我们没有按时答复，您的申请从 2022年8月1日 起视为受理。",
        "您要交的材料都齐了。",
    ]
    assert "下列材料还没有交，请尽快交来：" in works.paragraphs
    assert set(works.items) == {each.name for each in papers(application).filter(state="missing")}
    assert "材料齐全" not in str(works)


# Which cases are told, and which are accepted


def test_a_case_whose_papers_are_all_there_is_not_told_and_its_time_runs_on(hall: Hall) -> None:
    application = hall.receive("M02", "M04", at=MONDAY_AT_TEN)
    bring_for(hall, application, "M02", MONDAY_AT_TEN)
    land, works = case_of(application, "M02"), case_of(application)

    ask(hall, application, day(2))

    letter = application.notices.get(kind=Notice.Kind.MORE)
    assert [number for number, _matter in Content.of(letter.content).rows] == [works.number]
    assert not land.events.filter(what="asked_for_more").exists()
    assert case_of(application, "M02").due == date(2022, 8, 8)
    with calendar.at(day(9)):
        assert deem_accepted() == 1
    assert (case_of(application, "M02").state, case_of(application).state) == ("accepted", "received")


def test_each_case_reads_of_itself_alone_what_is_missing(hall: Hall) -> None:
    application = hall.receive("M02", "M04", at=MONDAY_AT_TEN)

    ask(hall, application, day(2))

    told = {code: case_of(application, code).events.get(what="asked_for_more").reason for code in ("M02", "M04")}
    for code, reason in told.items():
        assert set(reason.split("\n")) == {each.name for each in papers(application) if code in each.needed_by}


def test_what_is_complete_is_accepted_and_the_rest_waits(hall: Hall) -> None:
    application = hall.receive("M02", "M04", at=MONDAY_AT_TEN)
    bring_for(hall, application, "M02", MONDAY_AT_TEN)
    clerk = hall.person("clerk")

    with calendar.at(day(2)):
        accept(application.pk, actor=clerk)
        with pytest.raises(MaterialsMissing):
            accept(application.pk, actor=clerk)

    land, works = case_of(application, "M02"), case_of(application)
    assert (land.state, works.state) == ("accepted", "received")
    letter = application.notices.get(kind=Notice.Kind.ACCEPTED)
    assert [number for number, _matter in Content.of(letter.content).rows] == [land.number]
    bring_for(hall, application, "M04", day(2))
    assert works.number in said(application.notices.filter(kind=Notice.Kind.RECEIPT).latest("pk"))
    with calendar.at(day(2)):
        accept(application.pk, actor=clerk)
    assert case_of(application).state == "accepted"


def test_a_pledge_for_a_case_that_lacks_another_paper_is_not_taken(hall: Hall) -> None:
    application = hall.receive("M02", "M04", at=MONDAY_AT_TEN)
    all_but_the_deferrable(hall, application)
    plan = material(application, "设计方案")
    plan.state = "missing"
    plan.save()
    later = material(application, DEFERRABLE)
    later.needed_by = ["M04"]
    later.save()

    with calendar.at(MORNING), pytest.raises(MaterialsMissing) as refused:
        accept(application.pk, actor=hall.person("clerk"), deferred=deferred(application, date(2022, 8, 4), PDF))

    assert "设计方案" in str(refused.value)
    assert case_of(application, "M02").state == "received"
    assert material(application, DEFERRABLE).state == "missing"


def sent(hall: Hall, application: Application, **fields: str) -> BeautifulSoup:
    """The page of the application after the window pressed a button on it."""
    with calendar.at(day(2)):
        answered = signed_in(hall, "clerk").post(application_page(application), fields, follow=True)
    return BeautifulSoup(answered.content, "html.parser")


def text_of(soup: BeautifulSoup, selector: str) -> str:
    return " ".join(each.get_text(" ", strip=True) for each in soup.select(selector))


def test_the_page_says_which_cases_are_accepted_and_which_still_lack_what(hall: Hall) -> None:
    application = hall.receive("M02", "M04", at=MONDAY_AT_TEN)
    bring_for(hall, application, "M02", MONDAY_AT_TEN)
    land, works = case_of(application, "M02"), case_of(application)

    before = text_of(page(hall, "clerk", application_page(application)), "section[aria-labelledby=answer-title] > p")
    after = text_of(sent(hall, application, do="accept"), ".messages")

    assert f"这次受理材料齐的： {land.number}" in before
    assert f"还不受理的： {works.number}" in before
    assert "已受理" in after
    assert f"{works.number} 还没有受理。还缺：" in after
    assert "设计方案" in after
    assert land.number not in after


def test_the_page_offers_a_receipt_also_where_nothing_came_and_once(hall: Hall) -> None:
    application = hall.receive("M04", at=MONDAY_AT_TEN)
    offer = "没有材料也登记"

    assert offer in text_of(page(hall, "clerk", application_page(application)), "p.help")
    after = sent(hall, application, do="hand_in")

    assert application.notices.get().kind == Notice.Kind.RECEIPT
    assert offer not in text_of(after, "p.help")
    assert "请勾选" in text_of(sent(hall, application, do="hand_in"), ".messages")


# When it begins anew


def test_with_the_last_missing_paper_the_time_for_an_answer_begins_anew(hall: Hall) -> None:
    application = hall.receive("M04", at=MONDAY_AT_TEN)
    case = case_of(application)
    ask(hall, application, day(2))
    names = [each.name for each in papers(application)]

    bring(hall, application, day(3), *names[:-1])
    assert case_of(application).due is None
    assert standing_on(day(3), case) == Standing("paused", "等申请人")
    assert progress_on(day(3), case).state == "asked_for_more"
    bring(hall, application, day(3, 11), names[-1])

    assert case_of(application).due == date(2022, 8, 10)
    assert standing_on(day(3), case) == Standing("green", "2022-08-10 前答复")
    assert not is_listed_as_stopped(day(3), case)
    assert progress_on(day(3), case).state == "received"
    assert [row.words for row in progress_on(day(3), case).rows][-1] == "缺的材料都补齐了。"
    assert "最晚 2022年8月10日 答复" in said(application.notices.latest("pk"))
    with calendar.at(day(10, 17)):
        assert deem_accepted() == 0
    with calendar.at(day(10, 17, 1)), pytest.raises(TooLate):
        refuse(case.pk, actor=hall.person("clerk"), reason="不属于本机关职权范围。")
    with calendar.at(day(11)):
        assert deem_accepted() == 1
    assert timezone.localtime(case_of(application).accepted_at) == timezone.make_aware(day(3, 11))
    assert case_of(application).promised_due == date(2022, 8, 10)
    assert due.first_stale() is None


def test_registration_is_answered_on_the_day_on_which_everything_has_come(hall: Hall) -> None:
    application = hall.receive("M07", at=MONDAY_AT_TEN)
    ask(hall, application, day(1, 11))
    hall.hand_in_all(application, day(3))

    assert case_of(application, "M07").due == date(2022, 8, 3)


def test_a_second_notice_in_the_new_time_makes_it_the_applicants_turn_again(hall: Hall) -> None:
    application, clerk = hall.receive("M04", at=MONDAY_AT_TEN), hall.person("clerk")
    ask(hall, application, day(2))
    hall.hand_in_all(application, day(3))
    plan = material(application, "设计方案")

    with calendar.at(day(4)):
        ask_for_more(application.pk, actor=clerk, remarks={plan.pk: "缺章"}, why_again="补交的图没有章。")
    assert case_of(application).due is None
    assert is_listed_as_stopped(day(4), case_of(application))
    bring(hall, application, day(5), "申请表")
    assert case_of(application).due is None
    bring(hall, application, day(5, 10), "设计方案")

    assert case_of(application).due == date(2022, 8, 12)


def test_a_paper_that_came_but_was_not_in_order_is_waited_for_like_the_others(hall: Hall) -> None:
    application = hall.receive("M04", at=MONDAY_AT_TEN)
    bring(hall, application, MONDAY_AT_TEN, "设计方案")
    ask(hall, application, day(2), 设计方案="缺设计单位章")

    bring(hall, application, day(3), *(each.name for each in papers(application).filter(state="missing")))
    assert case_of(application).due is None
    with calendar.at(day(3)), pytest.raises(MaterialsMissing) as refused:
        accept(application.pk, actor=hall.person("clerk"))
    assert str(refused.value) == "还缺：设计方案：缺设计单位章。"
    bring(hall, application, day(4), "设计方案")

    assert case_of(application).due == date(2022, 8, 11)


# Nobody was asked


def test_a_day_in_a_year_that_is_not_published_is_unknown_and_not_the_applicants_turn(hall: Hall) -> None:
    received = datetime(2026, 12, 29, 10)
    unknown, asked = (case_of(hall.receive("M04", at=received)) for _each in range(2))
    ask(hall, asked.application, received)

    assert standing_on(received, unknown) == Standing("none", "还说不准最晚哪天")
    assert standing_on(received, asked) == Standing("paused", "等申请人")
    assert [is_listed_as_stopped(received, each) for each in (unknown, asked)] == [False, True]
    assert due.undated() == 1
    with calendar.at(received):
        hand_in(unknown.application_id, {}, actor=hall.person("clerk"))
    assert "最晚哪天还说不准" in said(unknown.application.notices.get())


# After acceptance


def deemed_and_stopped(hall: Hall, points: str = "") -> Application:
    """By law accepted without its papers; then everything that is missing was asked for."""
    application = hall.receive("M07", at=MONDAY_AT_TEN)
    with calendar.at(day(2)):
        deem_accepted()
        stop(application.cases.get().pk, Kind.CORRECTION, reason=points, actor=hall.person("officer"))
    return application


def test_with_the_last_paper_the_clock_that_stood_still_for_papers_goes_on(hall: Hall) -> None:
    application = deemed_and_stopped(hall)
    first, *rest = papers(application).filter(state="missing").values_list("name", flat=True)

    bring(hall, application, day(3), first)
    assert application.cases.get().stopped_by == Kind.CORRECTION
    bring(hall, application, day(4), *rest)

    assert application.cases.get().stopped_by == ""
    resumed = application.cases.get().events.get(what="resumed")
    assert resumed.by == hall.person("clerk")
    assert resumed.about is not None
    assert resumed.about.what == "suspended"
    assert timezone.localtime(resumed.at) == timezone.make_aware(day(4))


@pytest.mark.parametrize(("points", "by"), [("申请书缺签名", "clerk"), ("", "officer")])
def test_the_window_lets_the_clock_go_on_where_more_was_asked_for_or_another_took_the_papers(
    hall: Hall, points: str, by: str
) -> None:
    application = deemed_and_stopped(hall, points)

    bring(hall, application, day(3), *papers(application).values_list("name", flat=True), by=by)

    assert not papers(application).filter(state="missing").exists()
    assert application.cases.get().stopped_by == Kind.CORRECTION
