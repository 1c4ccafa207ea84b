"""The pages of filing online, as somebody without script walks them, and as somebody who forges what they send."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bureau import calendar
from casework.actions import draft_filing
from casework.actions.draft_filing import KEPT_FOR
from casework.filing import Wish
from casework.models import Application, Filing
from casework.public.filing.page import CONTINUATIONS
from casework.public.uploads import LARGEST_BODY
from cms.models import Matter
from documents.signing.configured import keys_folder
from documents.signing.software import make_sample_key
from documents.uploads import LARGEST
from tests.casework.filing_kit import FIELDS, NEW, begun, pdf, send
from tests.casework.kit import MORNING, PDF, Hall
from tests.casework.test_filing import DESIGN, key_of

pytestmark = pytest.mark.sqlite


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with calendar.at(MORNING):
        yield


class Person:
    """Somebody whose browser runs no script: fills in the forms that a page has, and presses their buttons."""

    def __init__(self) -> None:
        self.client = Client()

    def go(self, address: str) -> BeautifulSoup:
        return self._read(self.client.get(address, follow=True))

    def press(self, page: BeautifulSoup, button: str, **typed: Any) -> BeautifulSoup:
        """``typed`` over what the form says already; the button's own name and value go along."""
        (form,) = [each for each in page.main.find_all("form") if each.find("button", string=re.compile(button))]  # type: ignore[union-attr]
        pressed = form.find("button", string=re.compile(button))
        sent = filled(form) | typed
        if pressed.get("name"):
            sent[pressed["name"]] = pressed["value"]
        return self._read(self.client.post(form["action"], sent, follow=True))

    def _read(self, response: HttpResponse) -> BeautifulSoup:
        self.status = response.status_code
        page = BeautifulSoup(response.content, "html.parser")
        assert len(page.find_all("h1")) == 1
        primary = [
            each for each in page.main.select(".button") if not {"button--second", "button--quiet"} & set(each["class"])
        ]  # type: ignore[union-attr]
        assert len(primary) <= 1
        assert response["X-Robots-Tag"] == "noindex"
        assert "no-store" in response["Cache-Control"]
        return page


def filled(form: Any) -> dict[str, Any]:
    """What a browser would send of a form as it stands."""
    sent = {}
    for each in form.select("input[name], select[name], textarea[name]"):
        if each.name == "select":
            chosen = each.find("option", selected=True) or each.find("option")
            sent[each["name"]] = chosen["value"]
        elif each.get("type") == "checkbox":
            if each.has_attr("checked"):
                sent[each["name"]] = "on"
        elif each.get("type") != "file":
            sent[each["name"]] = each.get("value", "")
    return sent


def text(page: BeautifulSoup) -> str:
    return " ".join(page.main.get_text(" ").split())  # type: ignore[union-attr]


def title(page: BeautifulSoup) -> str:
    return " ".join(page.h1.get_text().split())  # type: ignore[union-attr]


def at_materials(person: Person, fields: dict[str, str] = FIELDS) -> BeautifulSoup:
    page = person.press(person.go("/apply/?m=M04"), "下一步")
    return person.press(page, "下一步", **fields)


@pytest.fixture
def key() -> None:
    make_sample_key(keys_folder())


@pytest.mark.usefixtures("key")
def test_from_the_guide_to_the_receipt_without_script(hall: Hall) -> None:
    person = Person()
    page = person.go("/apply/?m=M04&m=M02")
    assert {each["name"] for each in page.select("input[type=checkbox][checked]")} == {"m-M04", "m-M02"}
    page = person.press(page, "下一步", **{"p-M04": "主厂房、冷却塔"})
    assert title(page) == "项目和联系人"

    page = person.press(page, "下一步", **FIELDS | {"applicant_uscc": "91430900MA0YLD0167"})
    assert "1 处要改" in text(page)
    assert page.find(attrs={"name": "phone"})["value"] == FIELDS["phone"]  # type: ignore[index]
    page = person.press(page, "下一步", applicant_uscc="９１４３０９００ＭＡ０ＹＬＤ０１６６")
    assert title(page) == "材料"
    assert text(page).count("申请表") == 1
    assert "我们从共享库调取" in text(page)

    page = person.press(page, "下一步", **{f"file-{key_of(DESIGN)}": [pdf(), pdf("程序.pdf", b"MZ")]})
    assert "“程序.pdf”的内容不是 PDF、PNG 或 JPEG" in text(page)
    assert "设计方案.pdf" in text(page)  # it stays
    page = person.press(page, "下一步")
    assert title(page) == "核对一下"
    for shown in ("主厂房", "冷却塔", "设计方案.pdf", FIELDS["applicant"], FIELDS["phone"], "份材料没有"):
        assert shown in text(page)

    done = person.press(page, "送出申请")
    application = Application.objects.get()
    numbers = list(application.cases.order_by("pk").values_list("number", flat=True))
    assert title(done) == f"收到了。编号 {numbers[0]}，最晚 8月8日 回您。"
    assert all(number in text(done) for number in numbers)
    receipt = person.client.get(f"/progress/{numbers[0]}/{application.notices.get().public_id}.pdf")
    assert receipt["Content-Type"] == "application/pdf"
    followed = person.client.get(f"/progress/{numbers[0]}/").content.decode()
    assert "收件凭证" in followed

    again = person.press(page, "送出申请")  # the other tab, or the same button once more
    assert title(again) == title(done)
    assert Application.objects.count() == 1


def test_a_draft_is_saved_with_a_phone_alone_and_goes_on_elsewhere(hall: Hall) -> None:
    person = Person()
    page = person.press(person.go("/apply/?m=M04"), "下一步")
    saved = person.press(page, "存草稿", name="样例仓库", phone="0737-000 4321")
    assert title(saved) == "草稿存好了"
    assert "2022年8月31日" in text(saved)
    code = saved.select_one(".apply__code b").get_text().replace(" ", "")  # type: ignore[union-attr]

    elsewhere = Person()
    page = elsewhere.press(
        elsewhere.go("/apply/continue/"), "打开草稿", code=f"{code[:5].lower()} {code[5:]}", tail="4321"
    )
    assert page.find(attrs={"name": "name"})["value"] == "样例仓库"  # type: ignore[index]
    assert "草稿留到" in text(page)
    again = elsewhere.press(page, "存草稿")
    assert again.select_one(".apply__code") is None
    assert elsewhere.press(again, "换个新码").select_one(".apply__code") is not None


def test_a_wrong_code_and_a_wrong_phone_get_the_same_answer_for_the_same_work(hall: Hall) -> None:
    with calendar.at(MORNING):
        filing = draft_filing.fill_in(draft_filing.begin([Wish("M04")]).public_id, FIELDS)
        _saved, code = draft_filing.save(filing.public_id)
    Client().get("/apply/continue/")  # what pages remember is read now
    answers = []
    for typed in ({"code": code, "tail": "1111"}, {"code": "ABCDEFGH23", "tail": "4321"}):
        client = Client()
        with CaptureQueriesContext(connection) as queries:
            page = client.post("/apply/continue/", typed).content.decode()
        answers.append((len(queries), text(BeautifulSoup(page, "html.parser"))))
        assert "没有这个草稿码和手机号的草稿" in page

    assert answers[0] == answers[1]


def test_who_tries_codes_on_and_on_is_told_to_wait(hall: Hall) -> None:
    client = Client()
    for _try in range(CONTINUATIONS.most):
        assert client.post("/apply/continue/", {"code": "ABCDEFGH23", "tail": "4321"}).status_code == 200

    response = client.post("/apply/continue/", {"code": "ABCDEFGH23", "tail": "4321"})

    assert (response.status_code, response["Retry-After"]) == (429, "60")


def test_nothing_of_a_draft_is_in_an_address_or_in_the_session(hall: Hall) -> None:
    person = Person()
    at_materials(person, NEW)

    session = str(dict(person.client.session))
    for typed in (NEW["project_code"], "4321", "样例"):
        assert typed not in session
    assert person.client.session["filings"] == [Filing.objects.get().public_id]


@pytest.mark.parametrize("address", ["project/", "materials/", "check/", "saved/"])
def test_a_page_without_its_draft_says_what_to_do(hall: Hall, address: str) -> None:
    client = Client()

    asked = client.get(f"/apply/{address}", follow=True)
    forged = client.post(f"/apply/{address}", {"draft": "abcdefghjkmn", "do": "next"} | FIELDS)

    assert "草稿码" in asked.content.decode()
    assert forged.status_code == 410


def test_no_step_is_left_out_by_its_address(hall: Hall) -> None:
    person = Person()
    person.press(person.go("/apply/?m=M04"), "下一步")

    for address in ("/apply/materials/", "/apply/check/"):
        assert title(person.go(address)) == "项目和联系人"
    draft = Filing.objects.get()
    forged = person.client.post("/apply/check/", {"draft": draft.public_id, "versions": "M04.1", "do": "next"})
    assert not Application.objects.exists()
    assert forged.status_code == 200


def test_a_draft_of_somebody_else_opens_for_nobody_who_knows_its_key(hall: Hall) -> None:
    mine = draft_filing.fill_in(draft_filing.begin([Wish("M04")]).public_id, FIELDS)
    person = Person()
    person.press(person.go("/apply/?m=M02"), "下一步")

    answer = person.client.post("/apply/project/", {"draft": mine.public_id, "do": "save"} | NEW)

    assert answer.status_code == 410
    assert draft_filing.typed_in(draft_filing.locked_filing(mine.public_id)).fields["name"] == FIELDS["name"]


def test_two_tabs_keep_their_two_drafts_apart(hall: Hall) -> None:
    person = Person()
    first = person.press(person.go("/apply/?m=M04"), "下一步")
    second = person.press(person.go("/apply/?m=M02"), "下一步")

    person.press(first, "下一步", **NEW)
    person.press(second, "下一步", **FIELDS)

    kept = {}
    for filing in Filing.objects.all():
        typed = draft_filing.typed_in(draft_filing.locked_filing(filing.public_id))
        kept[typed.wishes[0].code] = typed.fields["project_code"]
    assert kept == {"M04": NEW["project_code"], "M02": FIELDS["project_code"]}


@pytest.mark.parametrize(
    "name", ["project_code", "name", "location", "applicant", "applicant_uscc", "contact", "phone", "address"]
)
def test_ten_thousand_characters_are_refused_beside_their_field(hall: Hall, name: str) -> None:
    person = Person()
    page = person.press(person.go("/apply/?m=M04"), "下一步")

    for button in ("下一步", "存草稿"):
        answer = person.press(page, button, **FIELDS | {name: "长" * 10_000})
        assert "1 处要改" in text(answer)
        assert answer.select_one(".field--invalid") is not None


def test_a_phone_number_in_what_others_read_is_refused(hall: Hall) -> None:
    person = Person()
    page = person.press(person.go("/apply/?m=M04"), "下一步")

    assert "不要写手机号和身份证号" in text(person.press(page, "下一步", **FIELDS | {"location": "找张三 13800138000"}))


def test_another_applicants_project_is_refused_on_the_page_already(hall: Hall) -> None:
    page = at_materials(Person(), FIELDS | {"applicant": "别的公司"})

    assert "对不上" in text(page)
    assert hall.project.name in FIELDS["name"]


def test_a_matter_that_is_withdrawn_meanwhile_leads_back_to_the_choice(hall: Hall) -> None:
    person = Person()
    at_materials(person)
    Matter.objects.filter(pk=hall.matters["M04"].pk).update(live=False)

    page = person.go("/apply/check/")

    assert "不能在网上申请" in text(page)
    assert title(page) == "网上申请"


def test_a_list_that_changed_meanwhile_is_shown_again_before_it_is_sent(hall: Hall) -> None:
    person = Person()
    check = person.press(at_materials(person), "下一步")

    answer = person.press(check, "送出申请", versions="M04.0")

    assert "要交的材料刚刚变了" in text(answer)
    assert not Application.objects.exists()
    assert title(person.press(answer, "送出申请")).startswith("收到了")


def test_a_draft_that_lapsed_is_gone_with_words(hall: Hall) -> None:
    person = Person()
    page = at_materials(person)
    person.press(page, "存草稿")

    with calendar.at(MORNING + KEPT_FOR + timedelta(minutes=1)):
        assert "草稿码" in text(person.press(page, "下一步"))
        assert person.status == 410


def test_nothing_chosen_and_what_is_not_offered_begin_nothing(hall: Hall) -> None:
    person = Person()
    page = person.go("/apply/")

    assert "请至少选一个事项" in text(person.press(page, "下一步"))
    assert "请至少选一个事项" in text(person.press(page, "下一步", **{"m-M99": "on"}))
    assert not Filing.objects.exists()


def test_a_file_that_is_too_large_is_said_beside_its_material(hall: Hall) -> None:
    person = Person()
    page = at_materials(person)

    answer = person.press(page, "下一步", **{f"file-{key_of(DESIGN)}": [pdf("大.pdf", PDF + bytes(LARGEST)), pdf()]})

    assert "“大.pdf”有 21 MB，最大 20 MB。请分成两份。" in text(answer)
    assert [each.get_text() for each in answer.select(".apply__files li > span")] == ["设计方案.pdf 1 KB"]


def test_more_than_one_page_can_take_is_refused_with_words(hall: Hall) -> None:
    large = Client().post("/apply/materials/", {}, CONTENT_LENGTH=str(LARGEST_BODY + 1))
    many = Client().post("/apply/materials/", {f"file-{number}": pdf() for number in range(101)})

    for response in (large, many):
        assert response.status_code == 413
        assert "一次传得太多了" in response.content.decode()


def test_a_form_without_its_token_is_not_taken(hall: Hall) -> None:
    client = Client(enforce_csrf_checks=True)
    for address in ("", "project/", "materials/", "check/", "saved/", "continue/"):
        assert client.post(f"/apply/{address}", {}).status_code == 403


def test_the_guides_button_leads_here_with_what_it_is_about(hall: Hall) -> None:
    card = BeautifulSoup(Client().get("/q/M04/").content, "html.parser")

    assert card.select_one(".sticky-bar .button")["href"] == "/apply/?m=M04"  # type: ignore[index]


def test_staff_read_that_it_came_online_and_find_it_so(hall: Hall) -> None:
    at_window = hall.receive("M04").cases.get()
    case = send(begun("M04")).cases.get()
    clerk = Client()
    clerk.force_login(hall.person("clerk"))

    page = clerk.get(reverse("application", args=[case.application_id])).content.decode()
    online, others = (clerk.get(reverse("cases"), {"online": value}).content.decode() for value in ("true", "false"))

    assert "网上申请" in page
    assert (case.number in online, at_window.number in online) == (True, False)
    assert (case.number in others, at_window.number in others) == (False, True)


def test_pages_ask_no_more_for_more_matters_and_files(hall: Hall) -> None:
    counts = []
    for codes in (["M04"], ["M02", "M04", "M07"]):
        filing = draft_filing.fill_in(draft_filing.begin([Wish(code) for code in codes]).public_id, FIELDS)
        files = [pdf(f"{number}.pdf", b"%PDF-1.7 " + bytes([number])) for number in range(len(codes) * 5)]
        draft_filing.add_files(filing.public_id, {key_of(DESIGN): files})
        _saved, code = draft_filing.save(filing.public_id)
        client = Client()
        client.post("/apply/continue/", {"code": code, "tail": "4321"})
        for address in ("", "project/", "materials/", "check/"):
            client.get(f"/apply/{address}")
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"/apply/{address}").status_code == 200
            counts.append(len(queries))

    assert counts[:4] == counts[4:]
    assert max(counts) <= 9
