"""The receipt: who hands something in before the answer reads what came, what is missing, and until when we answer."""

from datetime import date

import pytest

from bureau import calendar, records
from casework.actions.answer import accept, ask_for_more
from casework.actions.hand_in import File, HandedIn, hand_in
from casework.errors import ApplicationInvalid
from casework.models import Application, Notice
from casework.notices.words import Content
from documents.uploads import LARGEST, FileTooLarge
from tests.casework.kit import MORNING, PDF, Hall
from tests.casework.test_filing import DESIGN, said

PROXY = "授权委托书和经办人身份证"  # one original


def bring(hall: Hall, application: Application, **came: HandedIn) -> list[Notice]:
    """``came`` by the name of the material; answers with the receipts."""
    keys = {application.materials.get(name=name).pk: one for name, one in came.items()}
    with calendar.at(MORNING):
        hand_in(application.pk, keys, actor=hall.person("clerk"))
    return list(application.notices.filter(kind=Notice.Kind.RECEIPT).order_by("pk"))


def test_it_lists_originals_copies_and_files_each_case_and_its_last_day(hall: Hall) -> None:
    application = hall.receive("M02", "M04")
    files = (File("方案.pdf", PDF), File("总图.pdf", PDF + b" 2"))

    (receipt,) = bring(
        hall, application, **{PROXY: HandedIn(on_paper=True), DESIGN: HandedIn(on_paper=True, files=files)}
    )

    assert receipt.entry.text == "益自然资收〔2022〕1号"
    assert receipt.written_by == hall.person("clerk")
    assert Content.of(receipt.content).items == ["设计方案：原件 2 份，电子文件 2 个", f"{PROXY}：原件 1 份"]
    for case in application.cases.all():
        assert case.due == date(2022, 8, 8)
        assert case.number in said(receipt)
    assert said(receipt).count("最晚 2022年8月8日 答复") == 2
    assert "还缺：" in said(receipt)
    assert {each.check: each.broken for each in records.check_all()}["notices"] is None


def test_each_time_has_a_receipt_of_its_own_and_the_last_one_says_that_all_is_there(hall: Hall) -> None:
    application = hall.receive("M04")
    first, *_rest = bring(hall, application, **{DESIGN: HandedIn(on_paper=True)})
    hall.hand_in_all(application)

    last = application.notices.order_by("-pk")[0]
    assert last.entry.text == "益自然资收〔2022〕2号"
    assert "您要交的材料都齐了" in said(last)
    assert "您要交的材料都齐了" not in said(first)


def test_what_the_office_fetches_is_no_papers_of_the_applicant(hall: Hall) -> None:
    application = hall.receive("M04")
    (receipt,) = bring(hall, application, 土地证明=HandedIn(on_paper=True), **{DESIGN: HandedIn(on_paper=True)})

    assert Content.of(receipt.content).items == ["设计方案：原件 2 份"]
    assert "土地证明" not in said(receipt)
    assert bring(hall, application, 专家评审意见=HandedIn(on_paper=True)) == [receipt]


def test_who_brings_nothing_gets_one_receipt_that_says_so(hall: Hall) -> None:
    application = hall.receive("M04")

    (receipt,) = bring(hall, application)

    assert "没有随件材料。" in said(receipt)
    assert "最晚 2022年8月8日 答复" in said(receipt)
    with pytest.raises(ApplicationInvalid):
        bring(hall, application)
    assert application.notices.count() == 1


def test_once_the_office_has_answered_papers_belong_to_the_clock_that_runs(hall: Hall) -> None:
    application = hall.receive("M04")
    hall.hand_in_all(application)
    with calendar.at(MORNING):
        accept(application.pk, actor=hall.person("clerk"))

    assert len(bring(hall, application, **{DESIGN: HandedIn(files=(File("改.pdf", PDF),))})) == 1


def test_who_was_told_what_is_missing_reads_that_it_is_accepted_with_the_rest(hall: Hall) -> None:
    application = hall.receive("M04")
    with calendar.at(MORNING):
        ask_for_more(application.pk, actor=hall.person("clerk"))

    (receipt,) = bring(hall, application, **{DESIGN: HandedIn(on_paper=True)})

    assert "最晚" not in said(receipt)
    assert "补齐后就受理" in said(receipt)


def test_a_file_of_more_than_twenty_megabytes_is_refused_and_nothing_is_entered(hall: Hall) -> None:
    application = hall.receive("M04")

    with pytest.raises(FileTooLarge) as refused:
        bring(hall, application, **{DESIGN: HandedIn(files=(File("大.pdf", PDF + bytes(LARGEST)),))})

    assert str(refused.value) == "“大.pdf”有 21 MB，最大 20 MB。"
    assert not application.notices.exists()
