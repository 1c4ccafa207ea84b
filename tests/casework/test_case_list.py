"""The list of cases: what is due first stands first, on every page, and a search finds by every name."""

from datetime import date

import pytest
from django.test import RequestFactory

from casework.admin import case_list
from casework.admin.case_list import CaseListView, found_by
from casework.admin.filters import matter_choices
from casework.models import Application, Case
from certificates.models import Project
from tests.casework.kit import Hall


def shown(hall: Hall, name: str, **asked: object) -> list[str]:
    request = RequestFactory().get("/", asked)
    request.user = hall.bureau.sample.people[f"sample-{name}"]
    view = CaseListView()
    view.setup(request)
    _paginator, _page, rows, _is_paginated = view.paginate_queryset(view.get_queryset(), 3)
    return [case.number for case in rows]


def numbers(cases: list[Case]) -> list[str]:
    return [case.number for case in cases]


def test_pages_follow_each_other_by_due_day_with_the_newest_first_and_what_has_none_last(hall: Hall) -> None:
    cases = [hall.accepted_case() for _each in range(5)]
    for case, due in zip(cases, (None, date(2022, 8, 9), None, date(2022, 8, 8), date(2022, 8, 9)), strict=True):
        Case.objects.filter(pk=case.pk).update(due=due)
    first, second, third, fourth, fifth = cases

    assert shown(hall, "officer") == numbers([fourth, fifth, second])
    assert shown(hall, "officer", p=2) == numbers([third, first])


@pytest.mark.parametrize("most", [0, 2000])
def test_a_search_finds_by_number_project_code_and_applicant(
    hall: Hall, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_list, "MANY", most)
    case, project = hall.accepted_case(), hall.project
    for text in (case.number, case.number[5:], project.name[:3], project.project_code[-6:], project.applicant[-4:]):
        assert set(found_by(text).values_list("pk", flat=True)) == {case.pk}, text
    for text in ("2099-", "查无此人", "%", "_"):
        assert not found_by(text).exists(), text


def test_search_and_filters_stay_within_sight(hall: Hall) -> None:
    case = hall.accepted_case()

    assert shown(hall, "officer", q=case.number) == [case.number]
    assert shown(hall, "officer-nan", q=case.number) == []
    assert matter_choices(hall.person("officer")) == [(case.matter_id, str(case.matter))]
    assert matter_choices(hall.bureau.sample.people["sample-officer-nan"]) == []


@pytest.mark.parametrize(("name", "sees"), [("clerk", True), ("supervisor", True), ("officer-nan", False)])
def test_a_case_is_seen_by_whom_its_application_is_seen(hall: Hall, name: str, sees: bool) -> None:
    case, user = hall.accepted_case(), hall.bureau.sample.people[f"sample-{name}"]

    assert Case.objects.visible_to(user).filter(pk=case.pk).exists() is sees
    assert Application.objects.visible_to(user).filter(pk=case.application_id).exists() is sees


def test_projects_without_a_case_are_no_hits(hall: Hall) -> None:
    assert Project.objects.exists()

    assert not found_by(hall.project.name).exists()
