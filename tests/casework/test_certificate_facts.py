"""What certificates will state is entered once, at the window or beside the review, and the drafts take it over."""

import json
from datetime import datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from bureau import audit, calendar
from casework.actions.answer import accept
from casework.actions.enter_facts import enter_facts
from casework.actions.give_out import adopt_bundle, fill_bundle
from casework.certificate_facts import stated_of
from casework.errors import FactsChanged, NothingToDo
from casework.models import Application, Case
from certificates.actions.edit_bundle import edit_values
from tests.casework.kit import Hall
from tests.casework.test_screens import signed_in

TUESDAY = datetime(2022, 8, 2, 9)
SCALE, AREA = "地上82640.00㎡，地下1260.00㎡", "82640.00"


def works(application: Application) -> Case:
    return application.cases.get(matter__code="M04")


def enter(hall: Hall, case: Case, by: str = "clerk", seen: str = "", **values: str) -> None:
    with calendar.at(TUESDAY):
        before = {case.pk: dict.fromkeys(values, seen)} if seen else {}
        enter_facts(case.application_id, {case.pk: values}, seen=before, actor=hall.person(by))


@pytest.mark.parametrize("by", ["clerk", "officer"])
def test_what_is_entered_before_acceptance_stands_in_the_draft(hall: Hall, by: str) -> None:
    application = hall.receive("M02", "M04")
    enter(hall, works(application), by, scale=SCALE, area_above="82,640")
    hall.hand_in_all(application)
    with calendar.at(TUESDAY):
        accept(application.pk, actor=hall.person("clerk"))
        bundle = fill_bundle(application.pk, actor=hall.person("officer"))

    draft = bundle.certificates.get(type_code="WORKS")
    assert (draft.values["scale"], draft.values["area_above"]) == (SCALE, AREA)
    assert draft.values["builder"] == hall.project.applicant
    (entry,) = audit.history(application).filter(action="casework.enter_facts")
    assert entry.data == {"fields": {works(application).number: ["area_above", "scale"]}}


def test_what_the_project_says_is_there_already(hall: Hall) -> None:
    application = hall.receive("M04")

    (one,) = stated_of(application)

    assert one.values["builder"] == hall.project.applicant
    assert one.values["location"] == hall.project.location


def test_nobody_overwrites_a_colleague_unawares(hall: Hall) -> None:
    case = works(hall.receive("M04"))
    enter(hall, case, scale=SCALE)

    with pytest.raises(FactsChanged):
        enter(hall, case, "officer", scale="另一个规模")
    enter(hall, case, "officer", seen=SCALE, scale="另一个规模")

    assert Case.objects.get(pk=case.pk).values["scale"] == "另一个规模"


def test_once_there_is_a_draft_the_bundle_is_the_place(hall: Hall) -> None:
    case = hall.accepted_case()
    with calendar.at(TUESDAY):
        fill_bundle(case.application_id, actor=hall.person("officer"))

    with pytest.raises(NothingToDo):
        enter(hall, case, "officer", scale=SCALE)


@pytest.mark.parametrize("by", ["chief", "issuer", "supervisor", "auditor"])
def test_only_who_takes_in_or_reviews_enters_facts(hall: Hall, by: str) -> None:
    case = hall.accepted_case()

    with pytest.raises(PermissionDenied):
        enter(hall, case, by, scale=SCALE)


def test_closed_fields_are_for_who_reads_them(hall: Hall) -> None:
    application = hall.receive("M07")
    title = application.cases.get()

    with pytest.raises(PermissionDenied):
        enter(hall, title, "clerk", other="他项权利")
    enter(hall, title, "officer", other="他项权利")

    address = reverse("application_facts", args=[application.pk])
    with calendar.at(TUESDAY):
        assert "他项权利" in signed_in(hall, "officer").get(address).content.decode()
        assert "他项权利" not in signed_in(hall, "clerk").get(address).content.decode()


def test_a_bundle_that_is_taken_over_is_filled_where_it_is_empty(hall: Hall) -> None:
    case = hall.accepted_case()
    with calendar.at(TUESDAY):
        bundle = fill_bundle(case.application_id, actor=hall.person("officer"))
        draft = bundle.certificates.get()
        edit_values(bundle.pk, {draft.pk: {"area_below": "1.00"}}, revision=0, actor=hall.person("officer"))
        Case.objects.filter(pk=case.pk).update(certificate=None)  # as if it had been entered beside the case
    enter(hall, case, "officer", scale=SCALE, area_below="1260")

    with calendar.at(TUESDAY):
        adopt_bundle(case.application_id, bundle.pk, actor=hall.person("officer"))

    values = bundle.certificates.get().values
    assert (values["scale"], values["area_below"]) == (SCALE, "1.00")


def posted(hall: Hall, case: Case, name: str, shown: dict[str, str], **typed: str) -> Any:
    address = reverse("application_facts", args=[case.application_id])
    cells = {f"v-{case.pk}-{key}": text for key, text in typed.items()}
    with calendar.at(TUESDAY):
        return signed_in(hall, name).post(address, {"shown": json.dumps(shown), **cells})


def test_the_table_saves_what_was_typed_and_keeps_it_where_a_colleague_was_quicker(hall: Hall) -> None:
    case = works(hall.receive("M04"))
    address = reverse("application_facts", args=[case.application_id])
    with calendar.at(TUESDAY):
        assert hall.project.location in signed_in(hall, "clerk").get(address).content.decode()

    saved = posted(hall, case, "clerk", {}, scale=SCALE, attachments="总平面图\n建筑方案图")  # one a line
    late = posted(hall, case, "officer", {}, scale="另一个规模")

    assert saved.url == reverse("application", args=[case.application_id])
    kept = Case.objects.get(pk=case.pk).values
    assert (kept["scale"], kept["attachments"]) == (SCALE, ["总平面图", "建筑方案图"])
    assert late.status_code == 422
    assert "另一个规模" in late.content.decode()
    assert "同事刚改过" in late.content.decode()


def test_saving_again_writes_only_what_one_typed_oneself(hall: Hall) -> None:
    case = works(hall.receive("M04"))
    first = {f"v-{case.pk}-scale": "旧规模", f"v-{case.pk}-area_above": "1.00"}
    enter(hall, case, scale="旧规模", area_above="1.00")
    enter(hall, case, "officer", seen="旧规模", scale="同事的规模")
    enter(hall, case, "officer", seen="1.00", area_above="2.00")

    refused = posted(hall, case, "clerk", first, scale="我的规模", area_above="1.00")  # the area as it was shown
    shown = json.loads(BeautifulSoup(refused.content, "html.parser").find("input", {"name": "shown"})["value"])
    cells = {name: each for name, each in shown.items() if name == f"v-{case.pk}-area_above"}
    assert cells == {f"v-{case.pk}-area_above": "2.00"}
    page = BeautifulSoup(refused.content, "html.parser")
    assert page.find(attrs={"name": f"v-{case.pk}-area_above"})["value"] == "2.00"
    assert "同事的规模" in page.text


def test_what_was_typed_for_a_draft_that_was_made_meanwhile_is_not_lost(hall: Hall) -> None:
    case = hall.accepted_case()
    with calendar.at(TUESDAY):
        fill_bundle(case.application_id, actor=hall.person("officer"))

    late = posted(hall, case, "clerk", {}, scale="我的规模")

    assert late.status_code == 422
    assert "我的规模" in late.content.decode()
