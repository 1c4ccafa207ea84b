"""Letters to the applicant: numbered, each says everything at once, signed, and served with a proof."""

import re
import subprocess
from datetime import datetime
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from bureau import calendar, records
from casework.actions.answer import accept, ask_for_more, deem_accepted, refuse
from casework.actions.defer import Deferral
from casework.actions.extend import extend
from casework.actions.hand_in import HandedIn, hand_in
from casework.actions.serve import serve
from casework.actions.stop_clock import approve_request, stop
from casework.clock import Kind
from casework.errors import ApplicationInvalid, NothingToDo
from casework.models import Application, Case, Notice
from casework.notices.paper import file_of
from casework.notices.words import Content
from documents import store
from documents.signing.configured import keys_folder
from documents.signing.software import make_sample_key
from documents.uploads import taken
from tests.casework.kit import MORNING, PDF, Hall

TUESDAY = datetime(2022, 8, 2, 9)


@pytest.fixture
def key() -> None:
    make_sample_key(keys_folder())


def last(application: Application) -> Notice:
    return application.notices.select_related("entry").order_by("-pk")[0]


def said(notice: Notice) -> str:
    content = Content.of(notice.content)
    rows = [f"{label}：{value}" for label, value in content.rows]
    return "\n".join([content.to, *content.paragraphs, *content.items, *rows, *content.close])


def test_acceptance_is_told_at_once_with_every_case_and_its_last_day(hall: Hall) -> None:
    application = hall.accepted("M02", "M04")

    notice = last(application)
    assert notice.kind == Notice.Kind.ACCEPTED
    assert notice.entry.text == "益自然资告〔2022〕1号"
    for case in application.cases.all():
        assert case.number in said(notice)
    assert "最晚 2022年8月8日 办结" in said(notice)
    assert last(hall.accepted("M04")).entry.text == "益自然资告〔2022〕2号"


def test_papers_that_may_follow_are_named_with_their_day(hall: Hall) -> None:
    application = hall.receive("M04")
    later = application.materials.get(name="管线综合图")
    came = application.materials.filter(is_shared=False).exclude(pk=later.pk)
    with calendar.at(MORNING):
        hand_in(application.pk, {each.pk: HandedIn(on_paper=True) for each in came}, actor=hall.person("clerk"))
        day = datetime(2022, 8, 5).date()
        accept(application.pk, actor=hall.person("clerk"), deferred={later.pk: Deferral(day, PDF)})

    assert "管线综合图" in said(last(application))


def test_what_is_missing_is_told_whole(hall: Hall) -> None:
    application = hall.receive("M04")
    with calendar.at(MORNING):
        ask_for_more(application.pk, actor=hall.person("clerk"))

    missing = application.materials.filter(is_shared=False).values_list("name", flat=True)
    assert set(Content.of(last(application).content).items) == set(missing)


def test_a_refusal_a_denial_and_an_extension_give_their_reasons(hall: Hall) -> None:
    application = hall.receive("M04")
    with calendar.at(MORNING):
        refuse(application.cases.get().pk, actor=hall.person("clerk"), reason="不属于本机关职权范围。")
    assert "不属于本机关职权范围。" in said(last(application))
    assert "60" in said(last(application))

    case = hall.accepted_case()
    with calendar.at(TUESDAY):
        extend(case.pk, 10, reason="案情复杂。", actor=hall.person("chief"))
    assert "案情复杂。" in said(last(case.application))

    hall.decided(case, TUESDAY, Case.Outcome.DENIED)
    assert "不符合规划条件。" in said(last(case.application))
    assert "《城乡规划法》" in said(last(case.application))


@pytest.mark.parametrize(
    ("kind", "told", "words"),
    [
        (Kind.CORRECTION, Notice.Kind.CORRECTION, "请在 2022年8月16日 前交来"),
        (Kind.PUBLIC_NOTICE, Notice.Kind.SPECIAL, "最晚 2022年8月11日 后接着走"),
    ],
)
def test_a_stop_is_told_with_its_reason_and_its_last_day(hall: Hall, kind: Kind, told: Notice.Kind, words: str) -> None:
    case = hall.accepted_case()
    with calendar.at(TUESDAY):
        stop(case.pk, kind, reason="设计方案要公示。", actor=hall.person("officer"))

    notice = last(case.application)
    assert notice.kind == told
    assert "设计方案要公示。" in said(notice)
    assert words in said(notice)


def test_a_stop_that_needs_approval_is_told_once_it_is_approved(hall: Hall) -> None:
    case = hall.accepted_case()
    with calendar.at(TUESDAY):
        stop(case.pk, Kind.REVISION, reason="改总图。", actor=hall.person("officer"))
        assert last(case.application).kind == Notice.Kind.ACCEPTED
        approve_request(case.events.get(what="asked").pk, case_id=case.pk, actor=hall.person("chief"))

    assert last(case.application).kind == Notice.Kind.REVISION


def test_what_the_clock_accepts_is_told_too(hall: Hall) -> None:
    application = hall.receive("M04")
    with calendar.at(datetime(2022, 8, 9, 1)):
        deem_accepted()

    assert (last(application).kind, last(application).written_by) == (Notice.Kind.ACCEPTED, None)


@pytest.mark.usefixtures("key")
def test_the_letter_is_a_signed_pdf_in_chinese_made_once(hall: Hall, tmp_path: Path) -> None:
    notice = last(hall.accepted("M02", "M04"))
    with translation.override("en"):
        made = file_of(notice)

    file = tmp_path / "notice.pdf"
    file.write_bytes(store.read(made))
    words = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    signed = subprocess.run(["pdfsig", "-nocert", file], capture_output=True, text=True, check=False).stdout
    assert taken(file.read_bytes(), "notice.pdf") == "application/pdf"
    assert "受理通知书" in words
    assert "致：益阳样例发电有限公司" in words
    assert "益自然资告〔2022〕1号" in re.sub(r"\s", "", words)
    assert "Signature is Valid" in signed
    assert file_of(Notice.objects.get(pk=notice.pk)) == made


def test_a_notice_never_changes(hall: Hall) -> None:
    notice = last(hall.accepted("M04"))

    for change in ({"content": {}}, {"kind": "refused"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Notice.objects.filter(pk=notice.pk).update(**change)
    assert {each.check: each.broken for each in records.check_all()}["notices"] is None


def test_a_notice_is_served_once_with_its_proof(hall: Hall) -> None:
    notice, clerk = last(hall.accepted("M04")), hall.person("clerk")

    with calendar.at(TUESDAY):
        for missing in ({}, {"proof": b""}):
            with pytest.raises(ApplicationInvalid):
                serve(notice.pk, Notice.Way.WINDOW, actor=clerk, **missing)  # type: ignore[arg-type]
        with pytest.raises(ApplicationInvalid):
            serve(notice.pk, Notice.Way.POST, actor=clerk)
        with pytest.raises(PermissionDenied):
            serve(notice.pk, Notice.Way.POST, actor=hall.person("officer"), tracking="EX1")
        serve(notice.pk, Notice.Way.WINDOW, actor=clerk, proof=PDF)
        with pytest.raises(NothingToDo):
            serve(notice.pk, Notice.Way.POST, actor=clerk, tracking="EX1")


@pytest.mark.usefixtures("key")
def test_who_opens_it_online_has_it_served(hall: Hall, client: Client) -> None:
    application = hall.accepted("M04")
    notice, number = last(application), application.cases.get().number
    address = reverse("case_notice", args=[number, notice.public_id])
    with calendar.at(TUESDAY):
        assert client.get(address).status_code == 302  # not before they have shown who they are
        page = client.post("/progress/", {"number": number, "tail": "4321"}, follow=True).content.decode()
        assert address in page
        client.head(address)
        assert Notice.objects.get(pk=notice.pk).served_at is None  # it delivers nothing
        opened = client.get(address)

    assert opened["Content-Type"] == "application/pdf"
    notice.refresh_from_db()
    assert (notice.served_how, notice.served_by) == (Notice.Way.ONLINE, None)


def test_staff_of_another_office_find_no_letter(hall: Hall) -> None:
    notice = last(hall.accepted("M04"))
    stranger = Client()
    stranger.force_login(hall.bureau.sample.people["sample-officer-nan"])

    assert stranger.get(reverse("notice_file", args=[notice.pk])).status_code == 404
