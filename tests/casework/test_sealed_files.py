"""The closed file: sealed once with everything it holds, unchanged from then on, and read with a trace."""

import re
import subprocess
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from bureau import audit, calendar, records
from bureau.errors import YizhengError
from bureau.models import AuditEntry
from casework.actions import seal_file as sealing
from casework.actions.answer import accept, refuse, withdraw
from casework.actions.defer import Deferral
from casework.actions.hand_in import File, HandedIn, hand_in
from casework.actions.hand_over import hand_over
from casework.actions.review import answer_opinion, ask_opinion
from casework.actions.seal_file import seal_closed_files, seal_file
from casework.actions.serve import OPENED_LATE, note_opened, serve
from casework.archive.closed import TIME_TO_SERVE
from casework.errors import FileSealed
from casework.models import Application, Case, HandOver, MaterialFile, Notice, SealedFile
from casework.numbers import first_number
from certificates.actions.decide_bundle import approve_bundle
from certificates.actions.issue_bundle import issue_bundle
from documents import store
from documents.signing.configured import keys_folder
from documents.signing.software import KEY_FILE, make_sample_key
from tests.casework.kit import MORNING, PDF, Hall
from tests.casework.test_one_window_out import COLLECTED, DECIDED, ISSUED, accepted_plant, decide_all, sent

TUESDAY = datetime(2022, 8, 2, 9)
EVENING = datetime(2022, 8, 12, 20)
NIGHT = datetime(2022, 8, 3, 1)


@pytest.fixture(autouse=True)
def key() -> None:
    make_sample_key(keys_folder())


def refused(hall: Hall) -> Application:
    application = hall.receive("M04")
    with calendar.at(MORNING):
        refuse(application.cases.get().pk, actor=hall.person("clerk"), reason="不属于本机关职权范围。")
    return application


def served(hall: Hall, application: Application, at: datetime = TUESDAY) -> Application:
    with calendar.at(at):
        for notice in application.notices.filter(served_at=None):
            serve(notice.pk, Notice.Way.POST, actor=hall.person("clerk"), tracking="EX0001")
    return application


def sealed(application: Application, at: datetime = NIGHT) -> SealedFile:
    with calendar.at(at):
        assert seal_closed_files() == 1
    return SealedFile.objects.get(application=application)


def words(found: SealedFile, folder: Path) -> str:
    file = folder / "contents.pdf"
    file.write_bytes(store.read(found.contents))
    told = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, text=True, check=True).stdout
    return re.sub(r"\s+", "", told)


def entries(found: SealedFile) -> dict[str, bytes]:
    with zipfile.ZipFile(store.open_file(found.container)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def given_out(hall: Hall) -> Application:
    application = accepted_plant(hall)
    bundle = sent(hall, application)
    decide_all(hall, application)
    with calendar.at(DECIDED):
        approve_bundle(bundle.pk, actor=hall.person("chief"))
    with calendar.at(ISSUED):
        issue_bundle(bundle.pk, actor=hall.person("issuer"))
    served(hall, application, COLLECTED)
    with calendar.at(COLLECTED):
        hand_over(application.pk, HandOver.Way.WINDOW, receiver="样例领证人", signature=PDF, actor=hall.person("clerk"))
    return application


def test_after_the_hand_over_the_whole_file_is_sealed(hall: Hall, given_out: Application, tmp_path: Path) -> None:
    found = sealed(given_out, EVENING)

    told, kept = words(found, tmp_path), entries(found)
    for case in given_out.cases.select_related("certificate__pdf"):
        certificate = case.certificate
        assert certificate is not None
        assert certificate.pdf is not None
        assert case.number in told
        assert certificate.number in told
        assert certificate.pdf.sha256 in told
    for notice in given_out.notices.select_related("file", "entry"):
        assert notice.file is not None
        assert notice.entry.text in told
        assert notice.file.sha256 in told
    assert "已用1个工作日，共1个" in told
    assert kept["contents.pdf"] == store.read(found.contents)
    assert kept["hand-over/signature.pdf"] == PDF
    assert sum(name.startswith("certificates/") for name in kept) == 7
    assert sum(name.startswith("notices/") for name in kept) == given_out.notices.count() == 9
    with calendar.at(EVENING):
        assert {each.check: each.broken for each in records.check_all() if each.broken} == {}


def test_the_list_is_a_signed_pdf_that_says_nothing_of_the_contact(
    hall: Hall, given_out: Application, tmp_path: Path
) -> None:
    told = words(sealed(given_out, EVENING), tmp_path)

    signed = subprocess.run(
        ["pdfsig", "-nocert", tmp_path / "contents.pdf"], capture_output=True, text=True, check=False
    )
    assert "Signature is Valid" in signed.stdout
    assert "Total document signed" in signed.stdout
    for personal in ("样例联系人", "4321", "contact@example.invalid", "样例路", "样例领证人"):
        assert personal not in told


def test_every_paper_pledge_opinion_and_stop_stands_in_the_list(hall: Hall, tmp_path: Path) -> None:
    application = hall.receive("M04")
    later = application.materials.get(name="管线综合图")
    plan = application.materials.get(name="设计方案")
    came = {each.pk: HandedIn(on_paper=True) for each in application.materials.filter(is_shared=False)}
    came[plan.pk] = HandedIn(files=(File("总平面 \U000f1234.pdf", PDF + b" plan"),))
    del came[later.pk]
    with calendar.at(MORNING):
        hand_in(application.pk, came, actor=hall.person("clerk"))
        accept(application.pk, actor=hall.person("clerk"), deferred={later.pk: Deferral(date(2022, 8, 5), PDF)})
        case = application.cases.get()
        opinion = ask_opinion(
            case.pk, of="耕地保护科", question="占不占耕地？", due=date(2022, 8, 4), actor=hall.person("officer")
        )
        answer_opinion(opinion.pk, answer="不占。", actor=hall.person("officer"))
    hall.decided(case, TUESDAY, Case.Outcome.DENIED)
    found = sealed(served(hall, application))

    told, kept = words(found, tmp_path), entries(found)
    for said in (
        "总平面[U+F1234].pdf",
        "耕地保护科",
        "占不占耕地？",
        "不占。",
        "签字的承诺书",
        "纸质",
        "不符合规划条件。",
    ):
        assert said in told
    assert MaterialFile.objects.get().file.sha256 in told
    assert kept[f"materials/{plan.position:02}-1.pdf"] == PDF + b" plan"
    assert kept[f"pledges/{later.position:02}.pdf"] == PDF


def test_a_file_that_ended_otherwise_is_closed_once_its_letter_was_served(hall: Hall) -> None:
    denied = hall.decided(hall.accepted_case(), TUESDAY, Case.Outcome.DENIED).application
    told = [refused(hall), denied]
    withdrawn = hall.accepted("M04")
    with calendar.at(MORNING):
        withdraw(withdrawn.cases.get().pk, actor=hall.person("clerk"), reason="不办了。")

    assert sealed(served(hall, withdrawn))
    for application in told:
        served(hall, application)
        assert sealed(application)


def test_what_is_open_decided_for_the_applicant_or_half_ended_is_not_closed(hall: Hall) -> None:
    hall.receive("M04")
    hall.decided(hall.accepted_case(), TUESDAY)
    half = hall.accepted("M02", "M04")
    with calendar.at(MORNING):
        withdraw(half.cases.order_by("pk")[0].pk, actor=hall.person("clerk"), reason="不办了。")
    refused(hall)

    with calendar.at(NIGHT):
        assert seal_closed_files() == 0


def withdrawn(hall: Hall) -> Application:
    """Closed, and its letters are not served."""
    application = hall.accepted("M04")
    with calendar.at(MORNING):
        withdraw(application.cases.get().pk, actor=hall.person("clerk"), reason="不办了。")
    return application


def test_a_file_waits_until_the_window_has_entered_how_each_letter_was_served(hall: Hall) -> None:
    application = withdrawn(hall)
    posted, opened = application.notices.order_by("pk")

    with calendar.at(TUESDAY):
        assert (seal_closed_files(), seal_file(application.pk)) == (0, False)
        serve(posted.pk, Notice.Way.POST, tracking="EX0001", actor=hall.person("clerk"))
        assert seal_closed_files() == 0
        note_opened(opened)
    assert sealed(application)


def test_three_weeks_later_it_is_sealed_with_what_is_not_served(hall: Hall, tmp_path: Path) -> None:
    application = withdrawn(hall)

    with calendar.at(MORNING + TIME_TO_SERVE - timedelta(minutes=1)):
        assert seal_closed_files() == 0
    found = sealed(application, MORNING + TIME_TO_SERVE)
    assert "没有送达" in words(found, tmp_path)


def test_a_letter_that_is_opened_after_sealing_stays_as_it_was_sealed_and_the_trail_says_so_once(hall: Hall) -> None:
    application = withdrawn(hall)
    found = sealed(application, MORNING + TIME_TO_SERVE)
    letter = application.notices.order_by("pk")[0]

    with calendar.at(MORNING + TIME_TO_SERVE + timedelta(days=2)):
        for _time in range(2):
            note_opened(letter)
        letter.refresh_from_db()
        assert letter.served_at is None
        assert [each.data for each in audit.history(application).filter(action=OPENED_LATE)] == [
            {"notice": letter.entry.text}
        ]
        assert said_of_sealed_files() is None
        Notice.objects.filter(pk=letter.pk).update(served_at=calendar.now(), served_how=Notice.Way.ONLINE)
    assert f"{first_number(found.application)} was changed after" in str(said_of_sealed_files())


def test_twice_is_once(hall: Hall) -> None:
    application = served(hall, refused(hall))
    first = sealed(application)

    with calendar.at(EVENING):
        assert (seal_closed_files(), seal_file(application.pk)) == (0, False)
    assert SealedFile.objects.get() == first


@pytest.mark.parametrize("step", ["write_list", "write_all", "contents_of"])
def test_cut_off_anywhere_the_next_run_does_it(hall: Hall, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    application = served(hall, refused(hall))

    def cut(*args: Any, **kwargs: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, calendar.at(NIGHT):
        patch.setattr(sealing, step, cut)
        with pytest.raises(KeyboardInterrupt):
            seal_closed_files()
    assert not SealedFile.objects.exists()
    assert sealed(application)


def test_what_changes_while_the_file_is_written_waits_for_the_next_run(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = served(hall, refused(hall))
    written = sealing.write_all

    def meanwhile(*args: Any, **kwargs: Any) -> Any:
        made = written(*args, **kwargs)
        Case.objects.filter(application=application).update(part="改过")
        return made

    with monkeypatch.context() as patch, calendar.at(NIGHT):
        patch.setattr(sealing, "write_all", meanwhile)
        assert seal_closed_files() == 0
    assert sealed(application)


def test_nothing_slow_runs_inside_a_transaction(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    served(hall, refused(hall))
    depth = len(connection.savepoint_ids)
    seen = []
    for name in ("write_list", "write_all"):
        whole = getattr(sealing, name)

        def watched(*args: Any, whole: Any = whole, **kwargs: Any) -> Any:
            seen.append(len(connection.savepoint_ids) - depth)
            return whole(*args, **kwargs)

        monkeypatch.setattr(sealing, name, watched)
    with calendar.at(NIGHT):
        seal_closed_files()

    assert seen == [0, 0]


def test_a_missing_key_seals_nothing_and_stops_no_other_work(hall: Hall) -> None:
    application = served(hall, refused(hall))
    folder = keys_folder()
    key = (folder / KEY_FILE).read_bytes()
    (folder / KEY_FILE).unlink()
    try:
        with calendar.at(NIGHT):
            assert seal_closed_files() == 0
    finally:
        (folder / KEY_FILE).write_bytes(key)
    assert sealed(application)


def test_a_stored_file_that_was_changed_is_never_sealed(hall: Hall) -> None:
    application = hall.receive("M04")
    plan = application.materials.get(name="设计方案")
    with calendar.at(MORNING):
        hand_in(
            application.pk,
            {plan.pk: HandedIn(files=(File("plan.pdf", PDF + b" to be lost"),))},
            actor=hall.person("clerk"),
        )
        withdraw(application.cases.get().pk, actor=hall.person("clerk"), reason="不办了。")
    served(hall, application)
    path = store.path_of(MaterialFile.objects.get().file.sha256)
    path.chmod(0o640)
    path.write_bytes(b"other")

    with calendar.at(NIGHT), pytest.raises(store.FileMissing):
        seal_file(application.pk)
    path.unlink()
    assert not SealedFile.objects.exists()


def test_what_is_sealed_never_changes_and_is_there_once(hall: Hall) -> None:
    found = sealed(served(hall, refused(hall)))

    for change in (
        lambda: SealedFile.objects.update(sealed_at=calendar.now()),
        lambda: SealedFile.objects.all().delete(),
        lambda: SealedFile.objects.create(
            application=found.application,
            sealed_at=found.sealed_at,
            contents=store.put(b"a", "application/pdf"),
            container=store.put(b"b", "application/pdf"),
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_after_sealing_every_action_is_refused_and_says_since_when(hall: Hall, given_out: Application) -> None:
    sealed(given_out, EVENING)
    case, clerk = given_out.cases.order_by("pk")[0], hall.person("clerk")
    material = given_out.materials.filter(is_shared=False)[0]

    for act in (
        lambda: hand_in(given_out.pk, {material.pk: HandedIn(on_paper=True)}, actor=clerk),
        lambda: withdraw(case.pk, actor=clerk, reason="不办了。"),
        lambda: serve(given_out.notices.all()[0].pk, Notice.Way.POST, actor=clerk, tracking="EX1"),
        lambda: hand_over(given_out.pk, HandOver.Way.POST, actor=clerk, tracking="EX1"),
    ):
        with pytest.raises(FileSealed, match="2022-08-12 20:00"):
            act()


def test_who_may_not_see_it_does_not_learn_that_it_is_sealed(hall: Hall) -> None:
    application = served(hall, refused(hall))
    sealed(application)

    with pytest.raises(YizhengError) as error:
        hand_over(
            application.pk,
            HandOver.Way.POST,
            actor=hall.bureau.sample.people["sample-officer-nan"],
            tracking="EX1",
        )
    assert error.value.code == "casework.not_found"


# Checks of the records


def said_of_sealed_files() -> str | None:
    return {each.check: each.broken for each in records.check_all()}["sealed files"]


def test_the_check_names_a_file_that_waits_for_more_than_a_day(hall: Hall) -> None:
    application = served(hall, refused(hall), TUESDAY)

    with calendar.at(TUESDAY + timedelta(hours=23)):
        assert said_of_sealed_files() is None
    with calendar.at(TUESDAY + timedelta(hours=25)):
        assert application.cases.get().number in str(said_of_sealed_files())
        seal_closed_files()
        assert said_of_sealed_files() is None


def test_the_check_names_a_file_to_which_something_came_after_it_was_sealed(hall: Hall) -> None:
    application = served(hall, refused(hall))
    found = sealed(application)
    case = application.cases.get()
    case.events.create(what="asked_for_more", at=TUESDAY.astimezone(), recorded_at=found.sealed_at + timedelta(days=1))

    assert f"{case.number} was changed after" in str(said_of_sealed_files())


# The screens


def page(hall: Hall, name: str, address: str) -> Any:
    client = Client()
    client.force_login(hall.person(name))
    return client.get(address)


def test_the_page_says_what_waits_and_then_offers_list_and_container(hall: Hall) -> None:
    application = served(hall, refused(hall))
    address = reverse("application", args=[application.pk])

    assert "还没封存" in page(hall, "clerk", address).content.decode()
    found = sealed(application)
    shown = page(hall, "clerk", address).content.decode()
    assert "还没封存" not in shown
    assert "2022-08-03 01:00" in shown
    for name in ("sealed_contents", "sealed_file"):
        assert reverse(name, args=[found.pk]) in shown
    open_page = page(hall, "clerk", reverse("application", args=[hall.receive("M04").pk])).content.decode()
    assert "封存" not in open_page


def test_downloads_leave_a_trace(hall: Hall) -> None:
    found = sealed(served(hall, refused(hall)))

    content = page(hall, "auditor", reverse("sealed_contents", args=[found.pk]))
    container = page(hall, "auditor", reverse("sealed_file", args=[found.pk]))

    assert b"".join(content.streaming_content).startswith(b"%PDF-")
    assert b"".join(container.streaming_content).startswith(b"PK")
    assert container["Content-Type"] == "application/vnd.etsi.asic-e+zip"
    assert "no-store" in container["Cache-Control"]
    entries = AuditEntry.objects.filter(action="casework.download_file").order_by("pk")
    assert [(each.user, each.data["part"]) for each in entries] == [
        (hall.person("auditor"), "list"),
        (hall.person("auditor"), "container"),
    ]
    assert audit.history(found.application).filter(action="casework.seal_file").exists()


def test_whole_papers_with_closed_fields_are_for_who_may_read_them(hall: Hall, given_out: Application) -> None:
    found = sealed(given_out, EVENING)
    simple = sealed(served(hall, refused(hall)), EVENING)  # no certificate in it, but the applicant's papers
    may = {"clerk": True, "officer": True, "auditor": True, "supervisor": False}

    for name, whole in may.items():
        assert page(hall, name, reverse("sealed_contents", args=[found.pk])).status_code == 200
        for each in (found, simple):
            assert (page(hall, name, reverse("sealed_file", args=[each.pk])).status_code == 200) is whole, name
    stranger = Client()
    stranger.force_login(hall.bureau.sample.people["sample-officer-nan"])
    assert stranger.get(reverse("sealed_file", args=[found.pk])).status_code == 404
