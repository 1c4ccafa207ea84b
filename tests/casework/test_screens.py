"""The screens of casework: who sees what, what may be pressed, and that no list asks more as it grows."""

import re
from datetime import datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bureau import audit, calendar
from bureau.models import Absence, Post
from bureau.roles import Role
from casework.actions.decide import Decision, decide_and_approve, decide_each
from casework.actions.review import answer_opinion, ask_opinion, assign_step
from casework.actions.stop_clock import stop
from casework.clock import Kind
from casework.models import Application, Case
from casework.turns import due_by, of_section, opinions_late, waiting_for, waiting_for_others
from certificates.errors import FindingsLeft
from certificates.models import Bundle
from tests.casework.kit import MORNING, PDF, Hall
from tests.casework.test_one_window_out import DECIDED, accepted_plant, sent

pytestmark = pytest.mark.sqlite

TUESDAY = datetime(2022, 8, 2, 9)


def signed_in(hall: Hall, name: str) -> Client:
    client = Client()
    client.force_login(hall.person(name))
    return client


def page(hall: Hall, name: str, address: str) -> BeautifulSoup:
    with calendar.at(TUESDAY):
        response = signed_in(hall, name).get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def case_page(case: Case) -> str:
    return reverse("case_staff", args=[case.pk])


def application_page(application: Application) -> str:
    return reverse("application", args=[application.pk])


def queries(hall: Hall, name: str, address: str) -> int:
    client = signed_in(hall, name)
    with calendar.at(TUESDAY):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
    return len(asked)


def offered(soup: BeautifulSoup) -> set[str]:
    """What the buttons of the page would do, without the keys in their names."""
    values = (button["value"] for button in soup.find_all("button", {"name": "do"}))
    return {re.sub(r"-\d+$", "", str(value)) for value in values}


@pytest.mark.parametrize(
    ("name", "offers"),
    [
        ("clerk", {"withdraw"}),
        ("officer", {"take", "finish", "stop", "ask"}),
        ("chief", {"hearing", "stop", "extend"}),
        ("issuer", set()),
        ("supervisor", set()),
        ("auditor", set()),
    ],
)
def test_each_person_is_offered_what_they_may_do_with_a_case_under_review(
    hall: Hall, name: str, offers: set[str]
) -> None:
    case = hall.accepted_case()

    assert offered(page(hall, name, case_page(case))) == offers


def test_the_chief_is_offered_the_decision_once_it_is_reviewed(hall: Hall) -> None:
    case = hall.accepted_case()
    assert "decide" not in offered(page(hall, "chief", case_page(case)))

    hall.review(case, TUESDAY)

    assert "decide" in offered(page(hall, "chief", case_page(case)))
    assert "decide" in offered(page(hall, "chief", application_page(case.application)))


def test_what_is_refused_is_said_and_nothing_changes(hall: Hall) -> None:
    case = hall.accepted_case()
    client = signed_in(hall, "officer")
    step = case.steps.get(role=Role.CASE_OFFICER)

    with calendar.at(TUESDAY):
        answer = client.post(
            case_page(case), {"do": f"finish-{step.pk}", f"finish-{step.pk}-finding": " "}, follow=True
        )

    assert "原因" in answer.content.decode()
    step.refresh_from_db()
    assert step.done_at is None


def test_nobody_does_by_hand_what_is_not_offered(hall: Hall) -> None:
    case = hall.accepted_case()

    with calendar.at(TUESDAY):
        answer = signed_in(hall, "clerk").post(case_page(case), {"do": "decide", "decide-outcome": "granted"})

    assert answer.status_code == 404
    case.refresh_from_db()
    assert case.state == Case.State.ACCEPTED


def test_a_form_that_is_wrong_keeps_what_was_typed(hall: Hall) -> None:
    case = hall.accepted_case()
    sent = {"do": "ask", "ask-of": "耕地保护科", "ask-question": "占不占耕地？", "ask-due": "someday"}

    with calendar.at(TUESDAY):
        answer = signed_in(hall, "officer").post(case_page(case), sent)

    assert answer.status_code == 422
    assert "占不占耕地？" in answer.content.decode()
    assert not case.opinions.exists()


def receive_form(hall: Hall, **changes: str) -> dict[str, str]:
    matter = hall.matters["M04"].pk
    form = {
        "project": str(hall.project.pk),
        f"matter-{matter}-parts": "主厂房、冷却塔",
        "name": "样例联系人",
        "phone": "0737-000 4321",
    }
    return form | changes


def test_the_window_takes_an_application_in_with_a_case_for_each_part(hall: Hall) -> None:
    with calendar.at(MORNING):
        answer = signed_in(hall, "clerk").post(reverse("receive"), receive_form(hall))

    application = Application.objects.get()
    assert answer["Location"] == application_page(application)
    assert [case.part for case in application.cases.order_by("pk")] == ["主厂房", "冷却塔"]


@pytest.mark.parametrize("changes", [{"phone": ""}, {"promised_days": "1"}, {"project": ""}], ids=str)
def test_an_application_that_cannot_stand_is_said_beside_what_was_typed(hall: Hall, changes: dict[str, str]) -> None:
    with calendar.at(MORNING):
        answer = signed_in(hall, "clerk").post(reverse("receive"), receive_form(hall, **changes))

    assert answer.status_code == 422
    assert "主厂房、冷却塔" in answer.content.decode()
    assert not Application.objects.exists()
    assert BeautifulSoup(answer.content, "html.parser").select(".error-message, .errorlist, [role=alert]")


def test_the_contact_is_for_those_who_work_on_the_case(hall: Hall) -> None:
    application = hall.accepted("M04")

    for name, sees in {"clerk": True, "officer": True, "chief": True, "issuer": False, "auditor": False}.items():
        assert ("0737-000 4321" in str(page(hall, name, application_page(application)))) is sees, name


def test_a_file_that_was_handed_in_is_read_by_who_works_on_cases_here_and_leaves_a_trace(hall: Hall) -> None:
    application = hall.receive("M04")
    plan = application.materials.get(name="设计方案")
    clerk = signed_in(hall, "clerk")

    with calendar.at(MORNING):
        clerk.post(
            application_page(application),
            {"do": "hand_in", f"files-{plan.pk}": SimpleUploadedFile("plan.pdf", PDF)},
        )
    file = plan.files.select_related("file").get()
    address = reverse("material_file", args=[file.pk])

    readers = ["clerk", "officer", "chief", "issuer", "auditor"]
    for name in readers:
        assert signed_in(hall, name).get(address).content == PDF, name
        assert address in str(page(hall, name, application_page(application))), name
    refused = signed_in(hall, "supervisor").get(address)
    assert (refused.status_code, refused.url) == (302, application_page(application))  # type: ignore[attr-defined]
    assert address not in str(page(hall, "supervisor", application_page(application)))
    stranger = Client()
    stranger.force_login(hall.bureau.sample.people["sample-officer-nan"])
    assert stranger.get(address).status_code == 404
    opened = audit.history(application).filter(action="casework.download_material").order_by("pk")
    assert [(each.user, each.data["sha256"]) for each in opened] == [
        (hall.person(name), file.file.sha256) for name in readers
    ]


def test_the_last_decision_on_the_page_approves_the_bundle_that_waits(hall: Hall) -> None:
    application = accepted_plant(hall)
    bundle = sent(hall, application)
    form: dict[str, Any] = {f"outcome-{case.pk}": "granted" for case in application.cases.all()}

    with calendar.at(DECIDED):
        signed_in(hall, "chief").post(application_page(application), {"do": "decide", **form})

    bundle.refresh_from_db()
    assert bundle.state == Bundle.State.APPROVED
    assert {case.state for case in application.cases.all()} == {Case.State.DECIDED}


def test_the_last_decision_on_the_page_of_its_case_approves_the_bundle_too(hall: Hall) -> None:
    application = accepted_plant(hall)
    bundle = sent(hall, application)
    *others, last = application.cases.order_by("pk")
    with calendar.at(DECIDED):
        decide_each({case.pk: Decision(Case.Outcome.GRANTED) for case in others}, actor=hall.person("chief"))
        form = {"do": "decide", "decide-outcome": "granted", "decide-words": ""}
        said = signed_in(hall, "chief").post(case_page(last), form, follow=True).content.decode()

    bundle.refresh_from_db()
    assert bundle.state == Bundle.State.APPROVED
    assert f"证书项目 {bundle} 已批准，可以签发" in said


def test_a_bundle_that_cannot_be_approved_undoes_no_decision(hall: Hall) -> None:
    application = accepted_plant(hall)
    bundle = sent(hall, application)
    *others, last = application.cases.order_by("pk")
    last.certificate.values = {}  # type: ignore[union-attr]
    last.certificate.save(update_fields=["values"])  # type: ignore[union-attr]
    with calendar.at(DECIDED):
        decide_each({case.pk: Decision(Case.Outcome.GRANTED) for case in others}, actor=hall.person("chief"))
        decided = decide_and_approve(
            application.pk, {last.pk: Decision(Case.Outcome.GRANTED)}, actor=hall.person("chief")
        )

    assert decided.answers == {last.pk: None}
    assert isinstance(decided.held, FindingsLeft)
    last.refresh_from_db()
    bundle.refresh_from_db()
    assert (last.state, bundle.state) == (Case.State.DECIDED, Bundle.State.CHECKED)


def test_an_opinion_that_does_not_come_in_time_shows_to_the_house_and_in_the_list_of_who_asked(hall: Hall) -> None:
    case, officer = hall.accepted_case(), hall.person("officer")
    with calendar.at(TUESDAY):
        ask_opinion(case.pk, of="耕地保护科", question="占不占耕地？", due=TUESDAY.date(), actor=officer)
        assert numbers(opinions_late(officer)) == []
    assert page(hall, "chief", application_page(case.application)).select_one(".standing--orange") is None

    with calendar.at(datetime(2022, 8, 3, 9)):
        shown = {
            address: signed_in(hall, "officer").get(address).content.decode()
            for address in (application_page(case.application), case_page(case), reverse("wagtailadmin_home"))
        }
        listed = signed_in(hall, "officer").get(reverse("cases") + "?whose=opinions").content.decode()
        assert numbers(opinions_late(officer)) == [case.number]
        assert numbers(opinions_late(hall.person("officer-2"))) == []
        for address in (application_page(case.application), case_page(case)):
            assert "没有按期答复" in shown[address]
        assert "?whose=opinions" in shown[reverse("wagtailadmin_home")]
        assert case.number in listed
        answer_opinion(case.opinions.get().pk, answer="不占用。", actor=officer)
        assert numbers(opinions_late(officer)) == []


# Lists


def numbers(cases: Any) -> list[str]:
    return list(cases.order_by("pk").values_list("number", flat=True))


def test_my_work_is_what_i_or_nobody_has_taken_and_that_of_whom_i_stand_in_for(hall: Hall) -> None:
    mine, others, free = (hall.accepted_case() for _each in range(3))
    officer, colleague = hall.person("officer"), hall.person("officer-2")
    with calendar.at(TUESDAY):
        assign_step(mine.steps.get(role=Role.CASE_OFFICER).pk, to=officer, actor=officer)
        assign_step(others.steps.get(role=Role.CASE_OFFICER).pk, to=colleague, actor=colleague)

        assert numbers(waiting_for(officer)) == [mine.number, free.number]
        assert numbers(of_section(officer)) == [mine.number, others.number, free.number]
        post = Post.objects.filter(holder=colleague, stand_in=officer).first()
        assert post is not None
        Absence.objects.create(post=post, from_day=TUESDAY.date(), to_day=TUESDAY.date(), reason="开会")
        assert numbers(waiting_for(officer)) == [mine.number, others.number, free.number]


def test_waiting_for_others_is_what_i_did_and_now_is_elsewhere(hall: Hall) -> None:
    case = hall.accepted_case()

    with calendar.at(TUESDAY):
        assert numbers(waiting_for_others(hall.person("clerk"))) == [case.number]
        assert numbers(waiting_for_others(hall.person("officer"))) == []
    hall.review(case, TUESDAY)
    with calendar.at(TUESDAY):
        assert numbers(waiting_for_others(hall.person("officer"))) == [case.number]


def test_due_today_or_late_leaves_out_what_stands_still(hall: Hall) -> None:
    runs, stands = hall.accepted_case(), hall.accepted_case()
    with calendar.at(TUESDAY):
        stop(stands.pk, Kind.PUBLIC_NOTICE, reason="公示。", actor=hall.person("officer"))

    assert numbers(due_by(datetime(2022, 8, 7).date())) == []
    assert numbers(due_by(datetime(2022, 8, 8).date())) == [runs.number]


@pytest.mark.parametrize(
    "whose", ["", "?whose=mine", "?whose=section", "?whose=others", "?whose=today", "?whose=opinions"]
)
def test_the_list_asks_the_same_however_many_cases_there_are(hall: Hall, whose: str) -> None:
    hall.accepted("M02", "M04", "M07")
    few = queries(hall, "officer", reverse("cases") + whose)
    for _application in range(4):
        hall.accepted("M02", "M04", "M07")

    assert queries(hall, "officer", reverse("cases") + whose) <= few


def test_the_page_of_an_application_asks_the_same_for_two_cases_as_for_seven(hall: Hall) -> None:
    two, seven = hall.accepted("M04", "M04"), hall.accepted("M04", "M04", "M04", "M04", "M04", "M04", "M04")

    few = queries(hall, "chief", application_page(two))

    assert queries(hall, "chief", application_page(seven)) == few


def test_the_page_of_an_application_shows_what_else_its_project_has_under_way(hall: Hall) -> None:
    first, second = hall.accepted("M04"), hall.accepted("M02")
    other = second.cases.get()
    hall.decided(other, TUESDAY, Case.Outcome.DENIED)

    shown = page(hall, "chief", application_page(first)).select_one("[aria-labelledby=elsewhere-title]")
    assert shown is not None
    assert other.number in shown.get_text()
    assert page(hall, "officer", application_page(second)).find(string=lambda text: "其他申请" in text)


def test_a_case_page_shows_the_papers_of_its_matter_and_the_chief_the_findings(hall: Hall) -> None:
    application = hall.accepted("M02", "M04")
    works = application.cases.order_by("pk")[1]
    hall.review(works, TUESDAY)

    papers = page(hall, "officer", reverse("case_staff", args=[works.pk])).select_one("[aria-labelledby=papers-title]")
    assert papers is not None
    assert "管线综合图" in papers.get_text()
    assert "勘测定界图" not in papers.get_text()  # of the other matter
    assert "符合规划条件，建议准予。" in page(hall, "chief", application_page(application)).get_text()


def test_the_list_says_in_words_what_its_colours_say(hall: Hall) -> None:
    case = hall.accepted_case()
    with calendar.at(TUESDAY):
        stop(case.pk, Kind.PUBLIC_NOTICE, reason="公示。", actor=hall.person("officer"))

    soup = page(hall, "officer", reverse("cases"))

    assert soup.select_one(".standing--paused").get_text().startswith("暂停：公示公告，最多到")  # type: ignore[union-attr]
