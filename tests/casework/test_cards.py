"""The card that an applicant takes home: what is missing, by when, and whether it counts as the notice."""

import re
import subprocess
from datetime import date, datetime
from itertools import chain
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from bureau import calendar
from bureau.models import Post
from casework.actions.answer import accept, ask_for_more, deem_accepted, refuse
from casework.actions.hand_in import HandedIn, hand_in
from casework.actions.print_card import print_card
from casework.actions.serve import serve
from casework.errors import ApplicationInvalid, CaseNotFound, NothingMissing, ToldBefore, TooLate, WrongState
from casework.missing import missing_of
from casework.models import Application, ApplicationMaterial, Case, Notice
from casework.notices.cards import paper_of_notice
from casework.notices.paper import file_of
from casework.notices.writing import chinese
from certificates.models import Project
from cms.cards.paper import CardForm
from documents import store
from documents.signing.configured import keys_folder
from documents.signing.software import make_sample_key
from tests.browser.qr_reader import read_qr
from tests.casework.kit import CONTACT, MORNING, PDF, Hall

pytestmark = pytest.mark.sqlite
DAY = date(2022, 8, 15)
LATER = datetime(2022, 8, 3, 9)
NONE = "不作为补正告知书"


@pytest.fixture
def key() -> None:
    make_sample_key(keys_folder())


def card_of(hall: Hall, case: Case, at: datetime = MORNING, **options: object) -> Notice:
    with calendar.at(at):
        return print_card(case.pk, actor=hall.person("clerk"), supply_by=DAY, **options)  # type: ignore[arg-type]


def bring(hall: Hall, application: Application, *names: str, at: datetime = MORNING) -> None:
    came = application.materials.filter(name__in=names)
    with calendar.at(at):
        hand_in(application.pk, {each.pk: HandedIn(on_paper=True) for each in came}, actor=hall.person("clerk"))


def material(application: Application, name: str) -> ApplicationMaterial:
    return application.materials.get(name=name)


def text_of(notice: Notice, form: CardForm = CardForm.A5) -> str:
    content = store.read(file_of(notice, form))
    out = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True).stdout
    return re.sub(r"\s", "", out.decode())


def ticked(notice: Notice) -> set[str]:
    """Names beside a ticked box, as the page is set."""
    with chinese():
        paper = paper_of_notice(notice)
    assert paper.visit is not None
    return {each.name for each in paper.to_bring if each.id in paper.visit.missing}


def missing_now(application: Application, code: str = "M04") -> set[str]:
    found = application.materials.filter(state="missing", is_shared=False)
    return {each.name for each in found if code in each.needed_by}


# What it says


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize("form", [CardForm.A5, CardForm.A4])
def test_a_card_says_what_is_missing_by_when_and_that_it_is_no_notice(hall: Hall, form: CardForm) -> None:
    application = hall.receive("M04")
    bring(hall, application, "申请表", "设计方案")
    plan = material(application, "设计方案")
    card = card_of(hall, application.cases.get(), remarks={plan.pk: "缺设计单位章"})

    with translation.override("en"):
        said = text_of(card, form)

    assert "还差4份材料，打了勾的就是。2022年8月15日前交来就行，不用重新申请。" in said
    assert NONE in said
    whose = "益阳样例发电有限公司（样例），办件2022-0801-0001。"
    assert f"{whose}卡号{card.entry.text}，经办综合窗口01。" in said
    assert "设计方案要补：缺设计单位章" in said
    assert "管线综合图缺" in said
    assert "申请表缺" not in said
    assert "建设工程规划许可证" in said  # the rest is the card of its matter


@pytest.mark.usefixtures("key")
def test_a_card_of_a_notice_names_it_and_counts_as_its_short_form(hall: Hall) -> None:
    application = hall.receive("M02", "M04")
    bring(hall, application, *missing_now(application, "M02"))
    with calendar.at(MORNING):
        ask_for_more(application.pk, actor=hall.person("clerk"), supply_by=DAY, as_cards=True)

    letter = application.notices.get(kind=Notice.Kind.MORE)
    card = application.notices.get(kind=Notice.Kind.CARD)  # of M02 nothing is missing
    assert card.case == application.cases.get(version__code="M04")
    assert card.letter == letter
    said = text_of(card)
    assert f"补正告知书{letter.entry.text}：这是它的简式，由本局电子签名。" in said
    assert NONE not in said
    assert "2022年8月15日前交来就行" in " ".join(letter.content["paragraphs"])


def test_a_card_printed_after_the_notice_says_what_of_it_is_still_missing(hall: Hall) -> None:
    application = hall.receive("M04")
    bring(hall, application, "设计方案", "申请表")
    remarks = {material(application, name).pk: "缺章" for name in ("设计方案", "申请表")}
    with calendar.at(datetime(2022, 8, 2, 9)):
        ask_for_more(application.pk, actor=hall.person("clerk"), supply_by=DAY, remarks=remarks)
    bring(hall, application, "申请表", "管线综合图", at=LATER)

    case = application.cases.get()
    card = card_of(hall, case, at=datetime(2022, 8, 3, 10))

    assert card.letter == application.notices.get(kind=Notice.Kind.MORE)
    assert ticked(card) == missing_now(application) | {"设计方案"}
    assert not {"申请表", "管线综合图"} & ticked(card)
    with pytest.raises(ToldBefore):  # that would be a second notice
        card_of(hall, case, at=LATER, remarks={material(application, "申请表").pk: "页数不全"})


def test_the_day_of_the_notice_stands_on_its_cards_else_the_clerk_gives_one(hall: Hall) -> None:
    with_day, without = hall.receive("M04"), hall.receive("M04")
    clerk = hall.person("clerk")
    with calendar.at(MORNING):
        ask_for_more(with_day.pk, actor=clerk, supply_by=date(2022, 8, 10))
        ask_for_more(without.pk, actor=clerk)
        with pytest.raises(ApplicationInvalid):
            print_card(without.cases.get().pk, actor=clerk)

    days = [card_of(hall, each.cases.get()).content["supply_by"] for each in (with_day, without)]

    assert days == ["2022-08-10", DAY.isoformat()]


@given(data=st.data())
def test_what_is_missing_is_what_nobody_brought_or_is_not_in_order(data: st.DataObject) -> None:
    codes = ["M02", "M04", "M07"]
    materials = [
        ApplicationMaterial(
            pk=number,
            key=f"k{number}",
            name=f"材料{number}",
            needed_by=data.draw(st.lists(st.sampled_from(codes), min_size=1, unique=True)),
            state=data.draw(st.sampled_from(ApplicationMaterial.State.values)),
            is_shared=data.draw(st.booleans()),
        )
        for number in range(data.draw(st.integers(0, 12)))
    ]
    remarks = data.draw(st.dictionaries(st.integers(0, 12), st.sampled_from(["", "  ", "缺章"])))

    of_each = {code: {each.material.pk for each in missing_of(materials, {code}, remarks)} for code in codes}

    for each in materials:
        is_missing = not each.is_shared and (each.state == "missing" or remarks.get(each.pk, "").strip() != "")
        for code in codes:
            assert (each.pk in of_each[code]) == (is_missing and code in each.needed_by)
    together = {each.material.pk for each in missing_of(materials, set(codes), remarks)}
    assert together == set(chain.from_iterable(of_each.values()))


def test_each_card_ticks_exactly_what_its_matter_still_needs(hall: Hall) -> None:
    application = hall.receive("M02", "M04", "M07")
    names = sorted(application.materials.filter(is_shared=False).values_list("name", flat=True))
    for brought in names[::3]:
        bring(hall, application, brought)
        for case in application.cases.select_related("version"):
            code = case.version.code
            if missing_now(application, code):
                assert ticked(card_of(hall, case)) == missing_now(application, code)


def test_a_card_lists_the_papers_of_the_situation_that_was_applied_for(hall: Hall) -> None:
    application = hall.receive("M04")
    card = card_of(hall, application.cases.get())

    with chinese():
        paper = paper_of_notice(card)

    listed = {each.name for each in application.materials.filter(is_shared=False)}
    assert {each.name for each in paper.to_bring} == listed
    assert paper.other_situations == ()


# Nothing about anybody


@pytest.mark.usefixtures("key")
def test_a_natural_person_is_masked_and_nothing_else_of_people_is_on_it(hall: Hall) -> None:
    application = hall.receive("M04")
    Project.objects.filter(pk=hall.project.pk).update(applicant="张三丰", applicant_uscc="")
    card = card_of(hall, Case.objects.get(application=application))

    said = text_of(card) + str(card.content)

    assert "张**，办件" in said
    clerk = hall.person("clerk")
    for hidden in ("张三丰", CONTACT.name, CONTACT.phone, CONTACT.address, clerk.first_name, clerk.username):
        assert hidden.replace(" ", "") not in said


def test_who_holds_no_post_is_known_by_the_number_of_the_account(hall: Hall) -> None:
    clerk = hall.person("clerk")
    Post.objects.filter(holder=clerk).delete()

    card = card_of(hall, hall.receive("M04").cases.get())

    assert card.content["clerk"] == f"工号 {clerk.pk:04}"


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize("form", [CardForm.A5, CardForm.A4])
def test_its_code_is_that_of_the_matter_and_it_fits_its_sheet_signed(
    hall: Hall, tmp_path: Path, form: CardForm
) -> None:
    case = hall.receive("M04").cases.get()
    file = tmp_path / "card.pdf"
    file.write_bytes(store.read(file_of(card_of(hall, case), form)))

    facts = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
    signed = subprocess.run(["pdfsig", "-nocert", file], capture_output=True, text=True, check=False).stdout
    page = 2 if form is CardForm.A5 else 1
    options = ["-bbox", "-f", str(page), file, "-"]
    words = subprocess.run(["pdftotext", *options], capture_output=True, text=True, check=True).stdout
    beside = re.search(r'yMin="([\d.]+)"[^>]*>扫一扫', words)

    assert f"Pages:           {page}" in facts
    assert "Signature is Valid" in signed
    assert beside is not None
    above = 3 if form is CardForm.A5 else 1  # mm between the code and the words beside it
    place = (8, float(beside[1]) * 25.4 / 72 - above, 38)
    assert read_qr(file, page=page, place=place) == f"http://127.0.0.1:8000/q/M04?v={case.version.number}"


# Who, when, and what stays


def test_a_card_is_numbered_frozen_served_and_no_answer(hall: Hall) -> None:
    application = hall.receive("M04", at=datetime(2022, 8, 1, 10))
    first, second = (card_of(hall, application.cases.get()) for _each in range(2))

    assert [first.entry.text, second.entry.text] == ["益自然资告〔2022〕1号", "益自然资告〔2022〕2号"]
    for change in ({"content": {}}, {"letter": second.pk}, {"case": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Notice.objects.filter(pk=first.pk).update(**change)
    with calendar.at(MORNING):
        serve(first.pk, Notice.Way.WINDOW, actor=hall.person("clerk"), proof=PDF)
    with calendar.at(datetime(2022, 8, 9, 0, 1)):
        assert deem_accepted() == 1  # the law's clock went on


@pytest.mark.parametrize(("name", "error"), [("officer", PermissionDenied), ("helper", CaseNotFound)])
def test_only_who_answers_applications_prints_cards(hall: Hall, name: str, error: type[Exception]) -> None:
    case = hall.receive("M04").cases.get()

    with calendar.at(MORNING), pytest.raises(error):
        print_card(case.pk, actor=hall.person(name), supply_by=DAY)


def test_a_card_without_anything_missing_too_late_or_without_a_day_is_refused(hall: Hall) -> None:
    application, clerk = hall.receive("M04", at=datetime(2022, 8, 1, 10)), hall.person("clerk")
    case = application.cases.get()

    for day in (None, date(2022, 7, 29)):
        with calendar.at(MORNING), pytest.raises(ApplicationInvalid):
            print_card(case.pk, actor=clerk, supply_by=day)
        with calendar.at(MORNING), pytest.raises(ApplicationInvalid):
            ask_for_more(application.pk, actor=clerk, supply_by=day, as_cards=True)
    with pytest.raises(TooLate):
        card_of(hall, case, at=datetime(2022, 8, 9, 0, 1))
    hall.hand_in_all(application)
    with pytest.raises(NothingMissing):
        card_of(hall, case)
    with calendar.at(MORNING):
        accept(application.pk, actor=clerk)
    with pytest.raises(WrongState):
        card_of(hall, case)
    assert application.notices.filter(kind=Notice.Kind.CARD).count() == 0


def test_a_matter_that_was_refused_gets_no_card_with_the_notice_of_the_others(hall: Hall) -> None:
    application = hall.receive("M02", "M04")
    land, works = application.cases.order_by("pk")
    with calendar.at(MORNING):
        refuse(land.pk, actor=hall.person("clerk"), reason="不属于本机关职权范围。")
        ask_for_more(application.pk, actor=hall.person("clerk"), supply_by=DAY, as_cards=True)

    assert [each.case for each in application.notices.filter(kind=Notice.Kind.CARD)] == [works]


# On the screens


@pytest.mark.usefixtures("key")
def test_the_clerk_prints_it_on_the_page_of_the_application_and_the_applicant_reads_it_in_both_sizes(
    hall: Hall, client: Client
) -> None:
    application = hall.receive("M04")
    case, clerk = application.cases.get(), Client()
    clerk.force_login(hall.person("clerk"))
    address = reverse("application", args=[application.pk])
    with calendar.at(MORNING):
        assert f'value="card-{case.pk}"' in clerk.get(address).content.decode()
        clerk.post(address, {"do": f"card-{case.pk}", "supply_by": "2022-08-15"})
        card = application.notices.get()
        page = clerk.get(address).content.decode()
        files = [clerk.get(reverse(name, args=[card.pk])) for name in ("notice_file", "card_sheet")]
        opened = client.post("/progress/", {"number": case.number, "tail": "4321"}, follow=True).content.decode()
        names = ("case_notice", "case_card_sheet")
        public = [client.get(reverse(name, args=[case.number, card.public_id])) for name in names]

    assert NONE in page
    assert "本件告知卡" in opened
    assert [each["Content-Type"] for each in (*files, *public)] == ["application/pdf"] * 4
    contents = [files[0].content, files[1].content, *(b"".join(each.streaming_content) for each in public)]
    assert contents[:2] == contents[2:]
    assert contents[0] != contents[1]
    card.refresh_from_db()
    assert card.served_how == Notice.Way.ONLINE


def test_telling_what_is_missing_makes_the_cards_that_were_ticked(hall: Hall) -> None:
    application, clerk = hall.receive("M02", "M04"), Client()
    clerk.force_login(hall.person("clerk"))
    sent = {"do": "ask_for_more", "supply_by": "2022-08-15", "as_cards": "on"}

    with calendar.at(MORNING):
        clerk.post(reverse("application", args=[application.pk]), sent)

    assert application.notices.filter(kind=Notice.Kind.CARD).count() == 2
