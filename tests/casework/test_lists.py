"""Lists that staff live in: what is said of a case, ways to look with counts, filters that are kept, work in bulk."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from bureau import calendar
from bureau.models import AuditEntry, SavedFilter, User
from bureau.roles import Role
from bureau.work_lists.keeping import (
    FilterNameMissing,
    FilterNameTaken,
    FilterTooLong,
    NothingFiltered,
    TooManyFilters,
    forget_filter,
    keep_filter,
    rename_filter,
)
from casework import lateness
from casework.actions.answer import accept, ask_for_more, deem_accepted
from casework.actions.extend import extend
from casework.actions.review import assign_open_steps, assign_step
from casework.actions.stop_clock import approve_request, go_on, stop
from casework.admin import case_list
from casework.admin.standing import Standing, standing_of, with_standing
from casework.clock import Kind
from casework.due import work_days
from casework.errors import NothingToDo
from casework.models import Application, Case
from certificates.models import Project
from tests.casework.kit import MORNING, Hall
from tests.casework.test_acceptance import all_but_the_deferrable, deferred
from tests.casework.test_screens import TUESDAY, page, queries, signed_in

pytestmark = pytest.mark.sqlite


def day(number: int, hour: int = 9) -> datetime:
    return datetime(2022, 8, number, hour)


def standing_on(moment: datetime, case: Case) -> Standing:
    with calendar.at(moment):
        return standing_of(with_standing(Case.objects.all()).get(pk=case.pk), work_days())


def with_papers_to_follow(hall: Hall, *codes: str) -> Application:
    """Accepted on Monday, 1 August; what M04 alone needs is promised for Thursday."""
    application = hall.receive(*codes)
    all_but_the_deferrable(hall, application)
    with calendar.at(MORNING):
        return accept(application.pk, actor=hall.person("clerk"), deferred=deferred(application, date(2022, 8, 4)))


def deemed(hall: Hall) -> Case:
    application = hall.receive("M04")
    with calendar.at(day(9)):
        deem_accepted()
    return application.cases.get()


# How a case stands


def test_papers_that_were_to_follow_make_orange_when_their_day_is_over(hall: Hall) -> None:
    case = with_papers_to_follow(hall, "M04").cases.get()

    assert standing_on(day(4), case) == Standing("green", "还剩 2 天")
    assert standing_on(day(5), case) == Standing("orange", "逾期未补：授权委托书和经办人身份证；还剩 1 天")

    hall.hand_in_all(case.application, day(5))
    assert standing_on(day(5, 10), case).level == "yellow"


def test_a_paper_makes_late_only_the_cases_that_need_it(hall: Hall) -> None:
    application = with_papers_to_follow(hall, "M02", "M04")
    application.materials.filter(state="deferred").update(needed_by=["M04"])

    levels = {case.version.code: standing_on(day(5), case).level for case in application.cases.all()}

    assert (levels["M04"], levels["M02"] in {"green", "yellow"}) == ("orange", True)


def test_a_case_that_nobody_answered_in_time_is_red_to_its_end(hall: Hall) -> None:
    received = hall.receive("M04").cases.get()
    assert standing_on(day(9), received) == Standing("red", "逾期未答复")

    case = deemed(hall)

    assert standing_on(day(9), case).level == "red"
    assert standing_on(day(9), case).words.startswith("逾期未告知，视为受理；")


def test_a_stop_whose_limit_is_near_is_a_warning(hall: Hall) -> None:
    case = hall.accepted_case()
    with calendar.at(day(2)):
        stop(case.pk, Kind.PUBLIC_NOTICE, reason="公示。", limit=4, actor=hall.person("officer"))

    assert standing_on(day(4), case) == Standing("paused", "暂停：公示公告，最多到 2022-08-08")
    assert standing_on(day(5), case) == Standing("yellow", "暂停：公示公告，最多到 2022-08-08")
    assert standing_on(day(8), case).level == "yellow"
    assert standing_on(day(9), case) == Standing("green", "还剩 3 天")


def test_of_two_stops_the_one_whose_limit_comes_first_is_told(hall: Hall) -> None:
    case = hall.accepted_case()
    with calendar.at(day(2)):
        stop(case.pk, Kind.PUBLIC_NOTICE, reason="公示。", actor=hall.person("officer"))
        stop(case.pk, Kind.CORRECTION, reason="缺图。", limit=2, actor=hall.person("officer"))

    assert standing_on(day(3), case) == Standing("yellow", "暂停：补齐补正，最多到 2022-08-04")
    assert standing_on(day(5), case) == Standing("paused", "暂停：公示公告，最多到 2022-08-11")


def test_the_day_on_which_the_clock_is_let_go_on_says_so(hall: Hall) -> None:
    case = hall.accepted_case()
    with calendar.at(day(2)):
        stop(case.pk, Kind.CORRECTION, reason="缺图。", actor=hall.person("officer"))
    with calendar.at(day(4)):
        go_on(case.pk, case.events.get(what="suspended").pk, actor=hall.person("clerk"), reason="补齐了。")

    assert standing_on(day(4, 15), case) == Standing("paused", "下一个工作日接着走，还剩 4 天")
    assert standing_on(day(5), case) == Standing("green", "还剩 3 天")


def test_what_is_said_of_a_case_is_the_same_on_every_screen(hall: Hall) -> None:
    case = with_papers_to_follow(hall, "M04").cases.get()
    screens = {
        "list": reverse("cases"),
        "case": reverse("case_staff", args=[case.pk]),
        "application": reverse("application", args=[case.application_id]),
        "home": reverse("wagtailadmin_home"),
    }

    with calendar.at(day(5)):
        said = {name: signed_in(hall, "officer").get(address) for name, address in screens.items()}

    for name, answer in said.items():
        found = BeautifulSoup(answer.content, "html.parser").select_one(".standing--orange")
        assert found is not None, name
        assert found.get_text() == "逾期未补：授权委托书和经办人身份证；还剩 1 天", name


def cases_of_all_sorts(hall: Hall) -> Iterator[Case]:
    officer, chief, clerk = (hall.person(name) for name in ("officer", "chief", "clerk"))
    yield deemed(hall)
    yield hall.accepted_case()
    yield hall.receive("M04").cases.get()
    yield from with_papers_to_follow(hall, "M02", "M04").cases.all()
    asked, noticed, reviewed, longer, decided = hall.receive("M04").cases.get(), *(hall.accepted_case() for _ in "nrld")
    with calendar.at(day(2)):
        ask_for_more(asked.application_id, actor=clerk)
        stop(noticed.pk, Kind.PUBLIC_NOTICE, reason="公示。", actor=officer)
        stop(reviewed.pk, Kind.EXPERT_REVIEW, reason="评审。", actor=officer)
        approve_request(reviewed.events.get(what="asked").pk, case_id=reviewed.pk, actor=chief)
        extend(longer.pk, 10, reason="情况复杂。", actor=chief)
    with calendar.at(day(4, 18)):
        go_on(reviewed.pk, reviewed.events.get(what="suspended").pk, actor=officer, reason="有意见了。")
    hall.decided(decided, day(3))
    yield from (asked, noticed, reviewed, longer, decided)


def test_what_lists_filter_by_is_what_is_said_of_each_case(hall: Hall) -> None:
    cases = [case.pk for case in cases_of_all_sorts(hall)]
    moment, seen = day(9), set[str]()
    while moment < datetime(2022, 10, 12):
        with calendar.at(moment):
            today, days = moment.date(), work_days()
            said = {each: standing_of(each, days) for each in with_standing(Case.objects.filter(pk__in=cases))}
            for level, rows in (("red", lateness.red(today)), ("orange", lateness.orange(today))):
                open_ones = {each for each in said if each.state in {Case.State.RECEIVED, Case.State.ACCEPTED}}
                assert {each for each in open_ones if said[each].level == level} == set(rows), (level, today)
            late = set(lateness.red(today)) | set(lateness.orange(today))
            still = {each for each in said if said[each].words.startswith(("暂停", "等申请人"))}
            assert still == set(lateness.stopped(today)), today
            near = {each for each in said if each.due and days.number(each.due) - days.number(today) <= 1}
            assert near - late == set(lateness.soon(today)), today
            seen |= {each.level for each in said.values()}
        moment += timedelta(days=1)
    assert seen == {"red", "orange", "yellow", "paused", "green", "none"}


# Ways to look, and filters that are kept


def ways(soup: BeautifulSoup) -> dict[str, str]:
    """What is said of each, by its name."""
    found = {}
    for each in soup.select(".work-ways__way"):
        said = each.find(["b", "em"])
        assert said is not None
        found[each.get_text().replace(said.get_text(), "").strip()] = said.get_text()
    return found


def send(hall: Hall, who: str, **sent: object) -> HttpResponse:
    with calendar.at(TUESDAY):
        return signed_in(hall, who).post(reverse("cases_filters"), sent, follow=True)  # type: ignore[return-value]


def test_the_ways_say_how_many_they_hold_in_the_list_and_at_home(hall: Hall) -> None:
    mine, others = hall.accepted_case(), hall.accepted_case()
    with calendar.at(TUESDAY):
        assign_step(
            others.steps.get(role=Role.CASE_OFFICER).pk, to=hall.person("officer-2"), actor=hall.person("chief")
        )
        hall.review(mine, TUESDAY)
    hall.accepted_case()

    expected = {
        "我要办的": "1",
        "我们科的": "2",
        "在等别人": "1",
        "今天到期和已逾期": "0",
        "我征求的意见没有按期答复": "0",
    }
    assert ways(page(hall, "officer", reverse("cases"))) == expected
    home = page(hall, "officer", reverse("wagtailadmin_home")).select_one(
        "#waiting-cases-content, #waiting-cases-section"
    )
    assert home is not None
    assert ways(home) == expected


def other_project(hall: Hall) -> Project:
    project = Project.objects.get(pk=hall.project.pk)
    project.pk = None
    project.name, project.applicant = "样例市民中心", "样例城建有限公司"
    project.project_code = "2207-430900-04-01-654321"
    project.save()
    return project


@pytest.mark.parametrize("way", ["", "mine", "section", "others", "today", "opinions"])
def test_a_search_finds_within_a_way_what_it_finds_among_all_that_the_way_holds(hall: Hall, way: str) -> None:
    theirs = replace(hall, project=other_project(hall))
    cases = [hall.accepted_case(), theirs.accepted_case(), theirs.accepted_case(at=TUESDAY)]
    with calendar.at(TUESDAY):
        hall.review(cases[1], TUESDAY)
    holds = numbers(page(hall, "officer", f"{reverse('cases')}?whose={way}"))

    words = [cases[0].number, cases[1].number[-5:], "电厂", "市民中", "654321", "城建有限", "SAMPLE", "%", "没有的词"]
    for text in words:
        among_all = numbers(page(hall, "officer", f"{reverse('cases')}?{urlencode({'q': text})}"))
        within = numbers(page(hall, "officer", f"{reverse('cases')}?{urlencode({'q': text, 'whose': way})}"))
        assert within == among_all & holds, text
    assert numbers(page(hall, "officer", f"{reverse('cases')}?q=市民中")) == {each.number for each in cases[1:]}


def test_a_search_that_finds_much_finds_the_same(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [hall.accepted_case(), hall.accepted_case(at=TUESDAY), hall.accepted_case(at=TUESDAY)]
    listed = page(hall, "officer", f"{reverse('cases')}?q=电厂")

    monkeypatch.setattr(case_list, "MANY", 1)

    assert page(hall, "officer", f"{reverse('cases')}?q=电厂").tbody == listed.tbody
    assert numbers(listed) == {each.number for each in cases}


def numbers(soup: BeautifulSoup) -> set[str]:
    return {each.get_text(strip=True) for each in soup.select("td.case-number")}


def test_a_filter_that_is_kept_is_found_again_with_what_it_finds_now(hall: Hall) -> None:
    hall.accepted("M02", "M04")
    matter = hall.matters["M04"].pk

    answer = send(hall, "officer", do="keep", name=" 规划  许可 ", asked=f"matter={matter}&p=2&whose=section")

    kept = SavedFilter.objects.get()
    assert (kept.name, kept.asked) == ("规划 许可", f"matter={matter}&whose=section")
    assert answer.redirect_chain == [(f"{reverse('cases')}?{kept.asked}", 302)]  # type: ignore[attr-defined]
    hall.accepted("M02", "M04")
    assert ways(page(hall, "officer", reverse("cases")))["规划 许可"] == "2"
    assert ways(page(hall, "officer", reverse("wagtailadmin_home")))["规划 许可"] == "2"
    assert "规划 许可" not in ways(page(hall, "chief", reverse("cases")))
    assert "规划 许可" not in ways(page(hall, "officer", reverse("bundles")))


def test_a_kept_filter_counts_what_its_owner_sees_now(hall: Hall) -> None:
    hall.accepted("M04")
    stranger = hall.bureau.sample.people["sample-officer-nan"]

    keep_filter(stranger, "cases", "都有", "state=accepted")

    client = Client()
    client.force_login(stranger)
    with calendar.at(TUESDAY):
        soup = BeautifulSoup(client.get(reverse("cases")).content, "html.parser")
    assert ways(soup)["都有"] == "0"


@pytest.mark.parametrize("sent", ["state=lost", "colour=red", "matter=999999", "office=999999"])
def test_a_kept_filter_that_can_no_longer_be_read_says_so(hall: Hall, sent: str) -> None:
    keep_filter(hall.person("officer"), "cases", "旧的", sent)

    soup = page(hall, "officer", reverse("cases"))

    assert "读不出来" in ways(soup)["旧的"]
    assert soup.select_one("input[value=旧的]") is not None  # it can be renamed or removed


def test_a_kept_filter_is_renamed_and_removed_by_its_owner_alone(hall: Hall) -> None:
    officer = hall.person("officer")
    one, two = (keep_filter(officer, "cases", name, "state=accepted") for name in ("一", "二"))

    send(hall, "officer", do="rename", filter=one.pk, name="甲")
    send(hall, "chief", do="rename", filter=two.pk, name="乙")
    send(hall, "chief", do="forget", filter=two.pk)
    assert list(SavedFilter.objects.values_list("name", flat=True)) == ["甲", "二"]
    with pytest.raises(FilterNameTaken):
        rename_filter(officer, two.pk, "甲")

    send(hall, "officer", do="forget", filter=one.pk)
    assert list(SavedFilter.objects.values_list("name", flat=True)) == ["二"]


def test_at_most_twelve_filters_are_kept_of_each_list(hall: Hall) -> None:
    officer = hall.person("officer")
    for number in range(12):
        keep_filter(officer, "cases", f"第{number}个", "state=accepted")

    with pytest.raises(TooManyFilters):
        keep_filter(officer, "cases", "再来一个", "state=accepted")
    keep_filter(officer, "cases", "第3个", "state=decided")  # in the place of the old one
    keep_filter(officer, "bundles", "再来一个", "state=draft")
    forget_filter(officer, SavedFilter.objects.get(name="第5个").pk)
    assert keep_filter(officer, "cases", "再来一个", "state=accepted").place == 6

    with pytest.raises(IntegrityError), transaction.atomic():
        SavedFilter.objects.create(
            owner=officer, of="cases", place=13, name="越过", asked="state=draft", created_at=calendar.now()
        )


@pytest.mark.parametrize(
    ("name", "sent", "error"),
    [
        (" ", "state=accepted", FilterNameMissing),
        ("字" * 41, "state=accepted", FilterNameMissing),
        ("空的", "", NothingFiltered),
        ("太长", "q=" + "长" * 999, FilterTooLong),
    ],
)
def test_what_cannot_be_kept_is_refused(hall: Hall, name: str, sent: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        keep_filter(hall.person("officer"), "cases", name, sent)


def test_list_and_home_ask_the_same_however_many_cases_there_are(hall: Hall) -> None:
    officer, matter = hall.person("officer"), hall.matters["M04"].pk
    with_papers_to_follow(hall, "M02", "M04")
    for name, sent in {"甲": f"matter={matter}", "乙": "q=电厂&how=orange", "丙": "whose=today&state=accepted"}.items():
        keep_filter(officer, "cases", name, sent)
    places = [reverse("wagtailadmin_home"), *(f"{reverse('cases')}{each}" for each in ("", "?how=red", "?how=stopped"))]
    few = [queries(hall, "officer", each) for each in places]
    for _application in range(4):
        with_papers_to_follow(hall, "M02", "M04")

    many = [queries(hall, "officer", each) for each in places]

    assert all(after <= before for before, after in zip(few, many, strict=True)), (few, many)


# In bulk


def bulk(hall: Hall, name: str, action: str, cases: list[Case], **sent: object) -> HttpResponse:
    keys = "&".join(f"id={case.pk}" for case in cases)
    address = f"{reverse('wagtail_bulk_action', args=['casework', 'case', action])}?{keys}&next={reverse('cases')}"
    client = signed_in(hall, name)
    with calendar.at(TUESDAY):
        return client.post(address, sent, follow=True) if sent.pop("post", True) else client.get(address)  # type: ignore[return-value]


def holders(case: Case) -> set[User | None]:
    return {step.assigned_to for step in case.steps.filter(begun_at__isnull=False, done_at=None)}


def test_steps_are_taken_over_and_what_is_refused_is_named(hall: Hall) -> None:
    free, mine, received = hall.accepted_case(), hall.accepted_case(), hall.receive("M04").cases.get()
    officer = hall.person("officer")
    with calendar.at(TUESDAY):
        assign_open_steps(mine.pk, to=officer, actor=officer)

    answer = bulk(hall, "officer", "take_steps", [free, mine, received]).content.decode()

    assert holders(free) == {officer}
    assert f"现在由 {officer} 办：{free.number}" in answer
    assert f"{mine.number}：{NothingToDo(number=mine.number)}" in answer
    assert AuditEntry.objects.filter(action="casework.assign", object_id=str(free.pk)).count() == 1
    assert holders(received) == {None}


def test_a_page_asks_before_and_says_what_is_not_for_the_person(hall: Hall) -> None:
    under_way, received = hall.accepted_case(), hall.receive("M04").cases.get()

    soup = BeautifulSoup(bulk(hall, "officer", "take_steps", [under_way, received], post=False).content, "html.parser")

    listed = [item.get_text(" ", strip=True) for item in soup.select("main li")]
    assert any(each.startswith(f"{under_way.number} 建设工程规划许可") for each in listed)
    assert received.number in listed
    assert holders(under_way) == {None}


def test_steps_are_assigned_by_whoever_decides_and_only_to_who_may_do_them(hall: Hall) -> None:
    cases = [hall.accepted_case(), hall.accepted_case()]
    colleague = hall.person("officer-2")

    refused = bulk(hall, "officer", "assign_steps", cases, person=colleague.pk)
    assert refused.status_code in {200, 404}
    assert {person for case in cases for person in holders(case)} == {None}
    bulk(hall, "chief", "assign_steps", cases, person=hall.person("clerk").pk)
    assert {person for case in cases for person in holders(case)} == {None}

    bulk(hall, "chief", "assign_steps", cases, person=colleague.pk)

    assert {person for case in cases for person in holders(case)} == {colleague}


def test_a_case_without_a_step_for_the_colleague_is_refused_by_itself(hall: Hall) -> None:
    case = hall.accepted_case()

    with calendar.at(TUESDAY), pytest.raises(NothingToDo):
        assign_open_steps(case.pk, to=hall.person("chief"), actor=hall.person("chief"))


@pytest.mark.parametrize("action", ["take_steps", "assign_steps", "export"])
def test_cases_out_of_sight_are_not_found_in_bulk(hall: Hall, action: str) -> None:
    case = hall.accepted_case()
    client = Client()
    client.force_login(hall.bureau.sample.people["sample-officer-nan"])
    address = reverse("wagtail_bulk_action", args=["casework", "case", action])

    assert client.get(f"{address}?id={case.pk}").status_code == 404
    assert client.post(f"{address}?id={case.pk}", {"form": "csv"}).status_code == 404
    assert signed_in(hall, "officer").get(f"{address}?id=all").status_code == 404


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_chosen_cases_are_exported_as_text_that_no_program_runs(hall: Hall, form: str) -> None:
    chosen, _other = hall.accepted_case(), hall.accepted_case()
    type(hall.project).objects.filter(pk=hall.project.pk).update(name="=1+1")

    content = bulk(hall, "officer", "export", [chosen], form=form).content

    if form == "csv":
        row = content.decode("utf-8-sig").splitlines()[1].split(",")
        assert row[:3] == [chosen.number, "建设工程规划许可", "'=1+1"]
    else:
        cells = list(load_workbook(io.BytesIO(content)).active.iter_rows())[1]
        row = [cell.value or "" for cell in cells]
        assert row[:3] == [chosen.number, "建设工程规划许可", "=1+1"]
        assert {cell.data_type for cell in cells if cell.value} == {"s"}
    assert "还剩 4 天" in row
