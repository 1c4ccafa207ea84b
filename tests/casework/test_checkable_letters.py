"""Letters of the office are checked by their file: ours, changed, unknown, or not to be checked now."""

import hashlib
from collections.abc import Callable
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client

from bureau import calendar
from casework.actions.answer import withdraw
from casework.actions.seal_file import seal_closed_files
from casework.archive.closed import TIME_TO_SERVE
from casework.models import Notice, SealedFile
from casework.notices.paper import file_of
from certificates.verification.by_file import check_file, check_sha256
from certificates.verification.outcome import Answer, Outcome, Reason
from documents import store
from documents.signing.configured import keys_folder
from documents.signing.software import make_sample_key
from tests.casework.kit import MORNING, Hall
from tests.certificates import alterations

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
CUT = (alterations.attachment_swapped, alterations.truncated)  # they have no attachment; half a file names nobody
ALTERATIONS = tuple(each for each in alterations.ALL if each not in CUT)


@pytest.fixture(autouse=True)
def key() -> None:
    make_sample_key(keys_folder())


@pytest.fixture
def notice(hall: Hall) -> Notice:
    notice = hall.accepted("M04").notices.select_related("entry").get(kind=Notice.Kind.ACCEPTED)
    file_of(notice)
    return notice


@pytest.fixture
def sealed(hall: Hall) -> SealedFile:
    application = hall.accepted("M04")
    with calendar.at(MORNING):
        withdraw(application.cases.get().pk, actor=hall.person("clerk"), reason="不办了。")
    with calendar.at(MORNING + TIME_TO_SERVE):
        seal_closed_files()
    return SealedFile.objects.get(application=application)


def pdf_of(notice: Notice) -> bytes:
    assert notice.file is not None
    return store.read(notice.file)


def check(content: bytes) -> Outcome:
    return check_file(BytesIO(content))


def away(*args: object) -> None:
    raise OperationalError("the database does not answer")


def uploaded(client: Client, content: bytes) -> str:
    answer = client.post("/check/", {"way": "file", "sha256": "", "file": SimpleUploadedFile("告知书.pdf", content)})
    return text(answer.content)


def text(page: bytes) -> str:
    return " ".join(BeautifulSoup(page, "html.parser").main.get_text(" ").split())  # type: ignore[union-attr]


def test_a_letter_of_ours_is_named_by_kind_number_and_day(notice: Notice) -> None:
    outcome = check(pdf_of(notice))

    assert (outcome.answer, outcome.number, outcome.certificate) == (Answer.AUTHENTIC, "益自然资告〔2022〕1号", None)
    assert outcome.letter is not None
    assert (outcome.letter.kind, outcome.letter.day) == ("受理通知书", MORNING.date())


def test_the_page_says_that_it_is_ours_and_nothing_of_the_person(notice: Notice, client: Client) -> None:
    shown = uploaded(client, pdf_of(notice))
    by_hash = client.post("/check/", {"way": "file", "sha256": hashlib.sha256(pdf_of(notice)).hexdigest()})

    for page in (shown, text(by_hash.content)):
        assert "这份文书是我们发出的" in page
        assert "受理通知书" in page
        assert "益自然资告〔2022〕1号" in page
        assert "2022年8月1日" in page
        for private in ("益阳样例发电有限公司", "样例联系人", notice.application.cases.get().number):
            assert private not in page


@pytest.mark.parametrize("alter", ALTERATIONS, ids=lambda alter: alter.__name__)
def test_a_letter_that_was_changed_is_never_ours(notice: Notice, alter: Callable[[bytes], bytes]) -> None:
    outcome = check(alter(pdf_of(notice)))

    assert (outcome.answer, outcome.reason, outcome.letter) == (Answer.ALTERED, Reason.BYTES_DIFFER, None)


def test_half_a_letter_is_incomplete_and_not_ours(notice: Notice) -> None:
    outcome = check(alterations.truncated(pdf_of(notice)))

    assert (outcome.answer, outcome.reason) == (Answer.UNKNOWN, Reason.DAMAGED)


def test_one_other_byte_anywhere_is_enough(notice: Notice) -> None:
    content = pdf_of(notice)

    for place in range(40, len(content), len(content) // 40):
        changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        assert check(changed).answer is Answer.ALTERED, place


def test_a_letter_that_was_never_made_a_file_is_unknown(hall: Hall) -> None:
    unmade = hall.accepted("M04").notices.select_related("entry").get(kind=Notice.Kind.ACCEPTED)

    outcome = check(alterations.only_its_title(unmade.entry.text))

    assert (outcome.answer, outcome.reason, outcome.number) == (Answer.UNKNOWN, Reason.NOT_OURS, "")
    assert check_sha256("0" * 64).answer is Answer.UNKNOWN


def test_other_files_of_an_application_are_unknown(notice: Notice) -> None:
    stored = store.put(b"%PDF-1.7 a plan\nstartxref\n%%EOF", "application/pdf")

    assert check_sha256(stored.sha256).answer is Answer.UNKNOWN


def test_records_that_do_not_answer_make_no_letter_unknown(notice: Notice, client: Client) -> None:
    content = pdf_of(notice)
    with connection.execute_wrapper(away):
        assert check(content).answer is Answer.UNCHECKED
        assert check(content + b" ").answer is Answer.ALTERED  # its signature tells that alone


def test_the_list_of_a_sealed_file_is_checkable_too(sealed: SealedFile, client: Client) -> None:
    content = store.read(sealed.contents)
    number = sealed.application.cases.get().number

    shown = uploaded(client, content)
    assert "这份文书是我们发出的" in shown
    assert "卷宗目录" in shown
    assert number in shown
    assert check(content[:3000] + bytes([content[3000] ^ 1]) + content[3001:]).answer is Answer.ALTERED


def test_a_case_number_in_a_strangers_file_tells_nothing(sealed: SealedFile) -> None:
    number = sealed.application.cases.get().number

    assert check(alterations.only_its_title(f"{number}号")).answer is Answer.UNKNOWN
