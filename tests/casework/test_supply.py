"""Papers that the applicant sends online after the application: what they answer goes on as at the window."""

from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bureau import audit, calendar
from casework.actions.answer import accept, ask_for_more, withdraw
from casework.actions.defer import Deferral
from casework.actions.hand_in import HandedIn, hand_in
from casework.actions.stop_clock import stop
from casework.actions.supply import supply
from casework.clock import Kind
from casework.errors import ApplicationInvalid, CaseNotFound, NeedsChanged, TooManyFiles
from casework.models import Application, ApplicationMaterial, Case, CaseEvent, MaterialFile, Notice
from casework.progress import progress_of
from casework.public.papers import SENT
from casework.supplying import wanted_now
from documents.uploads import FileKindRefused
from tests.casework.kit import CONTACT, MORNING, PDF, Hall

TUESDAY, WEDNESDAY = datetime(2022, 8, 2, 9), datetime(2022, 8, 3, 9)
DESIGN, PIPES, MANDATE = "设计方案", "管线综合图", "授权委托书和经办人身份证"
What = CaseEvent.What


def pdf(name: str = "设计方案.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def material(application: Application, name: str) -> ApplicationMaterial:
    return application.materials.get(name=name)


def lacking(hall: Hall, name: str = DESIGN) -> Application:
    """Received with everything but one paper, of which the applicant was told."""
    application = hall.receive("M04")
    came = application.materials.filter(is_shared=False).exclude(name=name)
    with calendar.at(MORNING):
        hand_in(application.pk, {each.pk: HandedIn(on_paper=True) for each in came}, actor=hall.person("clerk"))
    with calendar.at(TUESDAY):
        ask_for_more(application.pk, supply_by=date(2022, 8, 12), actor=hall.person("clerk"))
    return application


def fresh(application: Application) -> Case:
    return (
        Case.objects.select_related("application", "version")
        .prefetch_related("events", "steps")
        .get(application=application)
    )


def happened(application: Application) -> list[str]:
    return list(CaseEvent.objects.filter(case__application=application).order_by("pk").values_list("what", flat=True))


def test_the_last_missing_paper_begins_the_time_for_an_answer_anew_and_gives_a_receipt(hall: Hall) -> None:
    application = lacking(hall)
    design = material(application, DESIGN)

    with calendar.at(WEDNESDAY):
        taken, refused = supply(fresh(application).number, {design.pk: [pdf()]})

    assert (taken, refused) == (1, {})
    assert happened(application)[-1] == What.SUPPLIED
    case = fresh(application)
    assert case.due == date(2022, 8, 10)
    assert material(application, DESIGN).state == ApplicationMaterial.State.HANDED_IN
    (file,) = MaterialFile.objects.filter(material=design)
    assert (file.name, file.added_by) == ("设计方案.pdf", None)
    assert application.notices.filter(kind=Notice.Kind.RECEIPT).count() == 2
    (entry,) = audit.history(application).filter(action="casework.supply")
    assert entry.data == {"materials": [design.position]}


def test_a_correction_that_asks_for_papers_ends_with_the_last_of_them(hall: Hall) -> None:
    case = hall.accepted_case()
    ApplicationMaterial.objects.filter(application=case.application_id, name=DESIGN).update(state="missing")
    with calendar.at(TUESDAY):
        stop(case.pk, Kind.CORRECTION, reason=DESIGN, actor=hall.person("officer"))

    with calendar.at(WEDNESDAY):
        supply(case.number, {material(case.application, DESIGN).pk: [pdf()]})

    last = CaseEvent.objects.filter(case=case).latest("pk")
    assert (last.what, last.by) == (What.RESUMED, None)
    assert not Case.objects.get(pk=case.pk).stopped_by


def test_where_the_office_wrote_points_of_its_own_it_looks_at_the_answer_first(hall: Hall) -> None:
    case = hall.accepted_case()
    with calendar.at(TUESDAY):
        stop(case.pk, Kind.CORRECTION, reason="总平面图要标出消防间距。", actor=hall.person("officer"))

    with calendar.at(WEDNESDAY):
        shown = progress_of(fresh(case.application))
        supply(case.number, {material(case.application, DESIGN).pk: [pdf()]})

    assert shown.points == ("总平面图要标出消防间距。",)
    assert shown.may_send
    assert Case.objects.get(pk=case.pk).stopped_by == Kind.CORRECTION.value


def test_a_pledged_paper_may_come_online(hall: Hall) -> None:
    application = hall.receive("M04")
    pipes = material(application, PIPES)
    came = application.materials.filter(is_shared=False).exclude(pk=pipes.pk)
    with calendar.at(MORNING):
        hand_in(application.pk, {each.pk: HandedIn(on_paper=True) for each in came}, actor=hall.person("clerk"))
        accept(application.pk, actor=hall.person("clerk"), deferred={pipes.pk: Deferral(date(2022, 8, 5), PDF)})

    with calendar.at(TUESDAY):
        assert progress_of(fresh(application)).to_bring == ("管线综合图，8月5日前",)
        supply(fresh(application).number, {pipes.pk: [pdf()]})

        assert progress_of(fresh(application)).to_bring == ()
        assert not progress_of(fresh(application)).may_send


def test_what_came_and_is_not_in_order_is_asked_for_with_the_remark(hall: Hall) -> None:
    application = hall.receive("M04")
    hall.hand_in_all(application)
    design = material(application, DESIGN)
    with calendar.at(TUESDAY):
        remarks = {design.pk: "没有盖章"}
        ask_for_more(application.pk, supply_by=date(2022, 8, 12), remarks=remarks, actor=hall.person("clerk"))

        assert progress_of(fresh(application)).to_bring == ("设计方案：没有盖章",)
    with calendar.at(WEDNESDAY):
        supply(fresh(application).number, {design.pk: [pdf()]})

    assert happened(application)[-1] == What.SUPPLIED


def test_a_good_file_is_taken_beside_a_bad_one(hall: Hall) -> None:
    application = lacking(hall)
    design = material(application, DESIGN)

    with calendar.at(WEDNESDAY):
        taken, refused = supply(fresh(application).number, {design.pk: [pdf(), pdf("程序.exe", b"MZ")]})

    assert taken == 1
    assert isinstance(refused[design.pk][0], FileKindRefused)


def test_only_what_is_asked_for_is_taken(hall: Hall) -> None:
    application = lacking(hall)
    number, other = fresh(application).number, application.materials.filter(is_shared=True)[0]

    with calendar.at(WEDNESDAY):
        with pytest.raises(NeedsChanged):
            supply(number, {other.pk: [pdf()]})
        with pytest.raises(ApplicationInvalid):
            supply(number, {})
        with pytest.raises(TooManyFiles):
            supply(number, {material(application, DESIGN).pk: [pdf()] * 61})
        with pytest.raises(CaseNotFound):
            supply("2022-0801-9999", {other.pk: [pdf()]})


def test_nothing_is_taken_for_a_case_that_has_ended(hall: Hall) -> None:
    application = lacking(hall)
    case = fresh(application)
    with calendar.at(WEDNESDAY):
        withdraw(case.pk, reason="不办了。", actor=hall.person("clerk"))

        assert wanted_now(fresh(application)) == []
        with pytest.raises(NeedsChanged):
            supply(case.number, {material(application, DESIGN).pk: [pdf()]})


def opened(number: str) -> Client:
    """A device that was shown to know the case."""
    client = Client()
    client.post(reverse("track_case"), {"number": number, "tail": CONTACT.phone[-4:]})
    return client


def send(client: Client, number: str, **files: Any) -> Any:
    return client.post(reverse("case_papers", args=[number]), files)


def test_the_page_asks_for_it_takes_it_and_says_so(hall: Hall) -> None:
    application = lacking(hall)
    number, key = fresh(application).number, f"file-{material(application, DESIGN).pk}"
    with calendar.at(WEDNESDAY):
        client = opened(number)
        assert "网上补交" in client.get(reverse("case", args=[number])).content.decode()
        page = client.get(reverse("case_papers", args=[number])).content.decode()
        assert DESIGN in page
        assert PIPES not in page
        bad = send(client, number, **{key: pdf("程序.exe", b"MZ")}).content.decode()
        assert "程序.exe" in bad
        none = send(client, number).content.decode()
        assert "至少选一个文件" in none

        answer = send(client, number, **{key: pdf()})

        assert answer.url == reverse("case", args=[number])
        assert "收到了 1 个文件" in client.get(answer.url).content.decode()
        assert client.get(reverse("case_papers", args=[number])).url == reverse("case", args=[number])


def test_a_device_that_does_not_know_the_case_sends_nothing(hall: Hall) -> None:
    application = lacking(hall)
    number, key = fresh(application).number, f"file-{material(application, DESIGN).pk}"
    with calendar.at(WEDNESDAY):
        answer = send(Client(), number, **{key: pdf()})

    assert answer.url.startswith(reverse("track_case"))
    assert not MaterialFile.objects.exists()


def test_what_is_sent_needs_the_token_of_the_form(hall: Hall) -> None:
    number = fresh(lacking(hall)).number
    strict = Client(enforce_csrf_checks=True)
    with calendar.at(WEDNESDAY):
        strict.cookies = opened(number).cookies
        assert strict.get(reverse("case_papers", args=[number])).status_code == 200

        assert strict.post(reverse("case_papers", args=[number])).status_code == 403


def test_who_sends_on_and_on_is_told_to_wait(hall: Hall) -> None:
    number = fresh(lacking(hall)).number
    with calendar.at(WEDNESDAY):
        client = opened(number)
        for _try in range(SENT.most):
            assert send(client, number).status_code == 200

        assert send(client, number).status_code == 429


def test_an_original_comes_on_paper(hall: Hall) -> None:
    application = lacking(hall, MANDATE)
    mandate = material(application, MANDATE)
    with calendar.at(WEDNESDAY):
        assert progress_of(fresh(application)).to_bring == (MANDATE,)
        assert not progress_of(fresh(application)).may_send

        page = opened(fresh(application).number).get(reverse("case", args=[fresh(application).number]))
        assert MANDATE in page.content.decode()
        assert "网上补交" not in page.content.decode()
        with pytest.raises(NeedsChanged):
            supply(fresh(application).number, {mandate.pk: [pdf()]})


def test_a_correction_goes_on_until_every_paper_that_it_names_came_anew(hall: Hall) -> None:
    case = hall.accepted_case()
    ApplicationMaterial.objects.filter(application=case.application_id, name=PIPES).update(state="missing")
    with calendar.at(TUESDAY):
        stop(case.pk, Kind.CORRECTION, reason=f"{PIPES}\n{DESIGN}", actor=hall.person("officer"))

    with calendar.at(WEDNESDAY):
        supply(case.number, {material(case.application, PIPES).pk: [pdf()]})
        assert Case.objects.get(pk=case.pk).stopped_by == Kind.CORRECTION.value
        supply(case.number, {material(case.application, DESIGN).pk: [pdf()]})

    assert not Case.objects.get(pk=case.pk).stopped_by
