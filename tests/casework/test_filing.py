"""Filing online: one action makes what the window makes; a draft is opened by who saved it, and goes in time."""

import json
import os
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from bureau import audit, calendar, personal, records
from bureau.models import AuditEntry, PersonalRecord
from casework.actions import draft_filing
from casework.actions.answer import accept, deem_accepted
from casework.actions.draft_filing import KEPT_FOR, MOST_FILES, UNSAVED
from casework.actions.file_application import file_application
from casework.errors import (
    ApplicationInvalid,
    DraftGone,
    NeedsChanged,
    NotOfOneOffice,
    NotOnline,
    ProjectDisagrees,
    TooManyFiles,
)
from casework.filing import Typed, Wish, parts_of
from casework.models import Application, ApplicationMaterial, Case, Filing, FilingFile, Notice
from casework.notices.words import Content
from casework.online import asked_for, versions_of
from casework.turns import waiting_for
from certificates.models import Project
from cms.models import Matter
from documents import store
from documents.models import StoredFile
from documents.uploads import LARGEST, FileKindRefused, FileTooLarge
from tests.casework.filing_kit import FIELDS, NEW, begun, pdf, send
from tests.casework.kit import MORNING, PDF, Hall

DESIGN = "设计方案"


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with calendar.at(MORNING):
        yield


def key_of(name: str) -> str:
    """Of a material that M04 needs."""
    version = Matter.objects.offered().get(code="M04").current_version
    assert version is not None
    return next(each.id for each in version.facts.materials if each.name == name)


def withdrawn(matter: Matter) -> None:
    Matter.objects.filter(pk=matter.pk).update(live=False)


def said(notice: Notice) -> str:
    content = Content.of(notice.content)
    rows = [f"{label}：{value}" for label, value in content.rows]
    return "\n".join([content.to, *content.paragraphs, *content.items, *rows, *content.close])


# Sending


def test_what_is_sent_becomes_what_the_window_takes_in(hall: Hall) -> None:
    at_window, filing = hall.receive("M02", "M04"), begun("M02", "M04")

    application = send(filing)

    assert application.project == hall.project
    assert application.received_by is None
    assert personal.read(application.contact) == personal.read(at_window.contact)
    for shape in (
        lambda one: [(each.key, each.name, each.needed_by, each.defer_days) for each in one.materials.all()],
        lambda one: [(each.matter_id, each.state, each.due, each.promised_days) for each in one.cases.order_by("pk")],
        lambda one: [(step.name, step.turn, step.role) for case in one.cases.all() for step in case.steps.all()],
    ):
        assert shape(application) == shape(at_window)
    assert application.cases.first().due == date(2022, 8, 8)  # type: ignore[union-attr]


def test_each_part_of_the_project_is_a_case_of_its_own(hall: Hall) -> None:
    with calendar.at(MORNING):
        filing = draft_filing.begin([Wish("M04", parts=("主厂房", "冷却塔")), Wish("M02")])
        draft_filing.fill_in(filing.public_id, FIELDS)

    application = send(filing)

    assert list(application.cases.order_by("pk").values_list("part", flat=True)) == ["主厂房", "冷却塔", ""]


def test_files_come_under_their_material_and_stand_on_the_receipt(hall: Hall) -> None:
    filing = begun("M04")
    with calendar.at(MORNING):
        draft_filing.add_files(filing.public_id, {key_of(DESIGN): [pdf(), pdf("总平面图.pdf", PDF + b" 2")]})

    application = send(filing)

    design = application.materials.get(name=DESIGN)
    assert design.state == ApplicationMaterial.State.HANDED_IN
    assert [each.name for each in design.files.all()] == ["设计方案.pdf", "总平面图.pdf"]
    receipt = application.notices.get()
    assert (receipt.kind, receipt.written_by) == (Notice.Kind.RECEIPT, None)
    assert receipt.entry.text == "益自然资收〔2022〕1号"
    assert Content.of(receipt.content).items == ["设计方案：电子文件 2 个"]
    assert "最晚 2022年8月8日 答复" in said(receipt)
    assert application.cases.get().number in said(receipt)
    assert "管线综合图" in said(receipt)  # still missing
    assert "专家评审意见" not in said(receipt)  # we fetch it


def test_without_any_paper_there_is_a_receipt_all_the_same(hall: Hall) -> None:
    receipt = send(begun("M04")).notices.get()

    assert Content.of(receipt.content).items == []
    assert "没有随件材料" in said(receipt)


def test_the_clock_for_an_answer_starts_with_the_sending(hall: Hall) -> None:
    moment = datetime(2022, 8, 3, 10)

    application = send(begun("M04", "M07", at=moment), at=moment)

    dues = dict(application.cases.values_list("matter__code", "due"))
    assert dues == {"M04": date(2022, 8, 10), "M07": date(2022, 8, 3)}
    with calendar.at(datetime(2022, 8, 11, 1)):
        assert deem_accepted() == 2
    assert set(application.cases.values_list("state", flat=True)) == {Case.State.ACCEPTED}


def test_pressed_twice_it_is_one_application_and_the_draft_holds_nothing_more(hall: Hall) -> None:
    filing = begun("M04")
    with calendar.at(MORNING):
        draft_filing.add_files(filing.public_id, {key_of(DESIGN): [pdf()]})
        _filing, code = draft_filing.save(filing.public_id)

        first = file_application(filing.public_id, versions=versions(filing))
        again = file_application(filing.public_id, versions="")

        filing.refresh_from_db()
        assert first == again
        assert Application.objects.count() == 1
        assert (filing.typed, filing.application) == (None, first)
        assert not FilingFile.objects.exists()
        assert PersonalRecord.objects.get() == first.contact
        assert draft_filing.opened_by(code, "4321") is None
        with pytest.raises(DraftGone):
            draft_filing.fill_in(filing.public_id, FIELDS)
    assert {each.check: each.broken for each in records.check_all() if each.broken} == {}


def versions(filing: Filing) -> str:
    return versions_of(asked_for(typed(filing).wishes))


def test_it_stands_in_the_trail_without_a_person(hall: Hall) -> None:
    application = send(begun("M04"))

    (entry,) = audit.history(application)
    assert (entry.action, entry.user) == ("casework.file", None)
    assert "4321" not in json.dumps(entry.data)
    assert "样例联系人" not in "".join(json.dumps(each.data) for each in AuditEntry.objects.all())


def test_it_waits_for_the_clerk_as_what_came_to_the_window_does(hall: Hall) -> None:
    case = send(begun("M04")).cases.get()

    assert case in waiting_for(hall.person("clerk"))
    assert case in Case.objects.visible_to(hall.person("clerk"))
    assert case not in waiting_for(hall.bureau.sample.people["sample-officer-nan"])


def test_a_clerk_answers_it_once_the_rest_came(hall: Hall) -> None:
    application = send(begun("M04"))
    hall.hand_in_all(application)

    with calendar.at(MORNING):
        accept(application.pk, actor=hall.person("clerk"))

    kinds = application.notices.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == [Notice.Kind.RECEIPT, Notice.Kind.RECEIPT, Notice.Kind.ACCEPTED]


# The project


def test_a_project_that_nobody_knows_is_entered_as_it_is_stated(hall: Hall) -> None:
    project = send(begun(fields=NEW)).project

    assert (project.project_code, project.name, project.created_by) == (NEW["project_code"], "样例仓库", None)
    assert project.office == hall.bureau.office


@pytest.mark.parametrize(
    "change",
    [{"applicant": "别的公司"}, {"applicant_uscc": "91430900MA0YLD0241"}, {"applicant": "别的公司", "name": "x"}],
)
def test_a_known_project_takes_nothing_of_another_applicant_and_tells_nothing(
    hall: Hall, change: dict[str, str]
) -> None:
    filing = begun(fields=FIELDS | change)

    with pytest.raises(ProjectDisagrees) as refused:
        send(filing)

    assert hall.project.name not in str(refused.value)
    assert hall.project.applicant not in f"{refused.value} {refused.value.next_step}"
    assert not Application.objects.exists()
    assert Filing.objects.get().application is None


def test_the_same_name_in_full_width_is_the_same_applicant(hall: Hall) -> None:
    given = FIELDS["applicant"].replace("(", "（").replace(")", "）").replace(" ", "")

    assert send(begun(fields=FIELDS | {"applicant": given})).project == hall.project


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"applicant_uscc": "91430900MA0YLD0167"}, "统一社会信用代码"),
        ({"project_code": "1"}, "项目代码"),
        ({"name": ""}, "项目名称"),
        ({"phone": "no"}, "电话"),
        ({"contact": " "}, "联系人"),
        ({"email": "no"}, "邮箱"),
    ],
)
def test_what_cannot_stand_is_refused_by_its_name_and_nothing_is_made(
    hall: Hall, change: dict[str, str], named: str
) -> None:
    filing, projects = begun(fields=NEW | change), Project.objects.count()

    with pytest.raises(ApplicationInvalid) as refused:
        send(filing)

    assert named in str(refused.value)
    assert Project.objects.count() == projects


# What can be asked for


def test_what_is_not_filed_online_is_refused_with_words(hall: Hall) -> None:
    for wrong in ("M99", "m04", ""):
        with pytest.raises(NotOnline):
            draft_filing.begin([Wish(wrong)])
    with pytest.raises(ApplicationInvalid):
        draft_filing.begin([Wish("M04", "never heard of")])


@pytest.mark.parametrize("change", [{"online_level": "none"}, {"promised_days": 0}, {"on_application": False}])
def test_a_matter_of_the_window_on_the_spot_or_with_another_decision_is_not_filed_online(
    hall: Hall, change: dict[str, object]
) -> None:
    version = hall.matters["M04"].current_version
    assert version is not None

    assert version.facts.is_filed_online
    assert not version.facts.model_copy(update=change).is_filed_online
    assert not version.facts.model_copy(update={"online_url": "https://apply.example/"}).is_filed_online


def test_matters_of_two_offices_are_two_applications(hall: Hall) -> None:
    Matter.objects.filter(pk=hall.matters["M02"].pk).update(office=hall.bureau.sample.second_office)

    with pytest.raises(NotOfOneOffice):
        draft_filing.begin([Wish("M02"), Wish("M04")])


def test_a_matter_that_was_withdrawn_meanwhile_makes_nothing(hall: Hall) -> None:
    filing = begun("M02", "M04")
    withdrawn(hall.matters["M02"])

    with pytest.raises(NotOnline):
        send(filing)

    assert not Application.objects.exists()
    draft_filing.choose(filing.public_id, [Wish("M04")])
    assert send(filing).cases.get().matter.code == "M04"


def test_who_read_another_version_reads_the_list_again(hall: Hall) -> None:
    with pytest.raises(NeedsChanged):
        send(begun("M04"), versions="M04.0")

    assert not Application.objects.exists()


# Files of a draft


def test_what_is_wrong_with_a_file_is_said_and_the_others_stay(hall: Hall) -> None:
    filing, key = begun("M04"), key_of(DESIGN)
    large = pdf("大.pdf")
    large.size = LARGEST + 1

    refused = draft_filing.add_files(filing.public_id, {key: [pdf(), pdf("程序.pdf", b"MZ"), large]})

    assert [type(each) for each in refused[key]] == [FileKindRefused, FileTooLarge]
    assert filing.files.count() == 1
    assert list(typed(filing).files.values()) == ["设计方案.pdf"]


def typed(filing: Filing) -> Typed:
    return draft_filing.typed_in(draft_filing.locked_filing(filing.public_id))


def test_the_same_file_sent_again_is_there_once(hall: Hall) -> None:
    filing = begun("M04")
    for _time in range(2):
        draft_filing.add_files(filing.public_id, {key_of(DESIGN): [pdf()]})

    assert filing.files.count() == 1


def test_more_files_than_one_application_takes_are_refused_whole(hall: Hall) -> None:
    filing = begun("M04")
    many = [pdf(f"{number}.pdf", PDF + bytes([number])) for number in range(MOST_FILES + 1)]

    with pytest.raises(TooManyFiles):
        draft_filing.add_files(filing.public_id, {key_of(DESIGN): many})

    assert not filing.files.exists()


def test_no_file_is_taken_for_what_nobody_asked_for_or_what_we_fetch(hall: Hall) -> None:
    filing = begun("M04")
    for key in ("never", key_of("专家评审意见")):
        with pytest.raises(NeedsChanged):
            draft_filing.add_files(filing.public_id, {key: [pdf()]})


def test_files_stay_with_their_material_when_another_matter_asks_for_it_too(hall: Hall) -> None:
    filing = begun("M04")
    draft_filing.add_files(filing.public_id, {key_of("申请表"): [pdf("申请表.pdf")]})
    draft_filing.choose(filing.public_id, [Wish("M02"), Wish("M04")])  # the list has M02's key now

    assert send(filing).materials.get(name="申请表").files.get().name == "申请表.pdf"


def test_a_file_is_removed_from_its_own_draft_alone(hall: Hall) -> None:
    mine, other = begun("M04"), begun("M04")
    for each in (mine, other):
        draft_filing.add_files(each.public_id, {key_of(DESIGN): [pdf()]})

    draft_filing.remove_file(mine.public_id, other.files.get().pk)
    assert other.files.exists()
    draft_filing.remove_file(mine.public_id, mine.files.get().pk)
    assert not mine.files.exists()
    assert typed(mine).files == {}


def sweep(file: FilingFile, at: datetime) -> bool:
    """Whether the bytes are still there after the store was swept, all its files being old."""
    path = store.path_of(file.sha256)
    os.utime(path, (MORNING.timestamp(), MORNING.timestamp()))
    with calendar.at(at):
        store.remove_orphans()
    return path.exists()


def test_the_bytes_of_a_file_are_there_as_long_as_a_draft_holds_them_and_go_after_it(hall: Hall) -> None:
    own = PDF + b"of drafts alone"
    first, second = begun("M04"), begun("M04")
    for each in (first, second):
        draft_filing.add_files(each.public_id, {key_of(DESIGN): [pdf(content=own)]})
        draft_filing.save(each.public_id)
    file = first.files.get()
    late = MORNING + KEPT_FOR

    assert not StoredFile.objects.filter(sha256=file.sha256).exists()
    assert sweep(file, at=MORNING + KEPT_FOR / 2)
    draft_filing.remove_file(first.public_id, file.pk)
    assert sweep(file, at=MORNING + KEPT_FOR / 2)  # the other draft has the same
    with calendar.at(late):
        draft_filing.remove_lapsed()
    assert not sweep(file, at=late)


def test_what_was_sent_is_stored_for_ever(hall: Hall) -> None:
    filing = begun("M04")
    draft_filing.add_files(filing.public_id, {key_of(DESIGN): [pdf(content=PDF + b"that is sent")]})
    file = filing.files.get()

    material = send(filing).materials.get(files__name="设计方案.pdf")

    assert sweep(file, at=MORNING + 2 * KEPT_FOR)
    assert store.read(material.files.get().file) == PDF + b"that is sent"


# The draft


def test_a_saved_draft_opens_with_its_code_and_the_end_of_the_phone_alone(hall: Hall) -> None:
    filing = begun("M04")
    with calendar.at(MORNING):
        _saved, code = draft_filing.save(filing.public_id)

        assert len(code) == 10
        assert draft_filing.opened_by(code.lower(), "4321") == filing
        assert draft_filing.opened_by(code, "1111") is None
        assert draft_filing.opened_by("ABCDEFGH23", "4321") is None
        assert draft_filing.opened_by("", "4321") is None
        assert draft_filing.save(filing.public_id)[1] == ""  # nobody can be told it again
        _saved, second = draft_filing.save(filing.public_id, new_code=True)
        assert draft_filing.opened_by(code, "4321") is None
        assert draft_filing.opened_by(second, "4321") == filing


def test_without_a_phone_that_opens_it_nothing_is_saved(hall: Hall) -> None:
    filing = draft_filing.begin([Wish("M04")])

    with pytest.raises(ApplicationInvalid):
        draft_filing.save(filing.public_id)


def test_nothing_that_was_typed_can_be_read_off_the_rows(hall: Hall) -> None:
    filing = begun("M04")
    _saved, code = draft_filing.save(filing.public_id)
    draft_filing.add_files(filing.public_id, {key_of(DESIGN): [pdf("张三的方案.pdf")]})

    rows = [
        *Filing.objects.values(),
        *FilingFile.objects.values(),
        *PersonalRecord.objects.values(),
        *Session.objects.values(),
    ]
    kept = str(
        [
            {name: bytes(value) if isinstance(value, memoryview) else value for name, value in row.items()}
            for row in rows
        ]
    )
    for secret in (code, "0737-000 4321", "样例联系人", "张三", FIELDS["project_code"]):
        assert secret not in kept


def test_a_draft_lapses_thirty_days_after_it_was_last_saved(hall: Hall) -> None:
    filing = begun("M04")
    draft_filing.add_files(filing.public_id, {key_of(DESIGN): [pdf()]})
    with calendar.at(MORNING):
        saved, code = draft_filing.save(filing.public_id)
    later = MORNING + timedelta(days=20)
    with calendar.at(later):
        saved, _code = draft_filing.save(filing.public_id)

    with calendar.at(later + KEPT_FOR - timedelta(minutes=1)):
        assert draft_filing.remove_lapsed() == 0
        assert draft_filing.opened_by(code, "4321") == filing
    with calendar.at(later + KEPT_FOR):
        assert draft_filing.opened_by(code, "4321") is None
        with pytest.raises(DraftGone):
            file_application(filing.public_id, versions="")
        assert draft_filing.remove_lapsed() == 1
        assert draft_filing.remove_lapsed() == 0
    assert saved.lapses_at - saved.saved_at == KEPT_FOR
    for model in (Filing, FilingFile, PersonalRecord):
        assert not model.objects.exists()  # type: ignore[attr-defined]


def test_what_nobody_saved_goes_after_a_day_and_what_was_sent_leaves_its_application(hall: Hall) -> None:
    begun("M04")
    application = send(begun("M04"))

    with calendar.at(MORNING + UNSAVED):
        assert draft_filing.remove_lapsed() == 2

    application.refresh_from_db()
    assert personal.read(application.contact)["name"] == "样例联系人"


def test_a_draft_that_was_sent_can_hold_nothing(hall: Hall) -> None:
    send(filing := begun("M04"))

    with pytest.raises(IntegrityError), transaction.atomic():
        Filing.objects.filter(pk=filing.pk).update(typed=personal.keep({"name": "somebody"}))


TEXT = st.text(max_size=20)


@given(
    fields=st.dictionaries(st.sampled_from(sorted(FIELDS)), TEXT),
    wishes=st.lists(st.builds(Wish, TEXT, TEXT, st.lists(TEXT, max_size=3).map(tuple)), max_size=4).map(tuple),
    files=st.dictionaries(st.integers(min_value=1), TEXT, max_size=3),
)
def test_what_was_typed_comes_back_as_it_was(
    fields: dict[str, str], wishes: tuple[Wish, ...], files: dict[int, str]
) -> None:
    kept = {name: value for name, value in Typed(wishes, fields, files).facts().items() if value}

    back = Typed.of(kept)

    assert (back.wishes, back.files) == (wishes, files)
    assert {name: value for name, value in back.fields.items() if value} == {
        name: value for name, value in fields.items() if value
    }


@given(st.text(max_size=400))
def test_parts_are_short_and_never_empty(text: str) -> None:
    assert all(part.strip() and len(part) <= 40 for part in parts_of(text))
