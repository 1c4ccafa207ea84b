"""The baseline: the same screens over the same rows, asked for as plain Django does it.

Templates, columns, filters and what is fetched with a row are those of `casework.admin`. No permission is asked: where
a person's list has the rows of one office, its key stands in the query. Neither menu nor list counts what waits.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import django_filters
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import IndexView

from bureau.calendar import today
from bureau.roles import MATRIX, Role, Verb
from bureau.work_lists.home import WaitingMenuItem
from bureau.work_lists.lists import Counted
from casework.admin import application_page, case_page, clock_offers, offers
from casework.admin.application_page import ApplicationView
from casework.admin.application_rows import MOST_ELSEWHERE, Row, rows_of, with_rows
from casework.admin.case_list import CaseListView, for_rows
from casework.admin.case_page import CaseView
from casework.admin.filters import WAYS, CaseFilterSet
from casework.models import Application, Case, CaseEvent, CaseStep
from casework.outlook import links_of, result_of
from casework.progress import progress_of
from casework.public.forms import TellMeForm
from casework.steps import VERBS
from cms.models import Matter

OPEN = [Case.State.RECEIVED, Case.State.ACCEPTED]
ROLES = {"clerk": Role.WINDOW_CLERK, "officer": Role.CASE_OFFICER, "chief": Role.CHIEF_APPROVER}


def role_of(user: Any) -> Role | None:
    """By the name that the benchmark gave the account."""
    return next((role for name, role in ROLES.items() if user.username.startswith(name)), None)


class PlainFilterSet(CaseFilterSet):
    whose = django_filters.ChoiceFilter(choices=[(each.value, each.label) for each in WAYS], method="of_whom")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        with mock.patch("casework.admin.filters.matter_choices", return_value=[]):
            super().__init__(*args, **kwargs)
        self.filters["matter"].extra["choices"] = [(each.pk, str(each)) for each in Matter.objects.order_by("code")]

    def of_whom(self, queryset: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        user, role = self.request.user, role_of(self.request.user)
        steps = CaseStep.objects.filter(role=role, begun_at__isnull=False, done_at=None)
        mine = steps.filter(Q(assigned_to=None) | Q(assigned_to=user)).values("case")
        found = queryset.filter(state__in=OPEN)
        if value == "mine":
            return found.filter(pk__in=mine)
        if value == "section":
            return found.filter(pk__in=steps.values("case"))
        if value == "others":
            worked_on = CaseStep.objects.filter(done_by=user).values("case")
            passed_on = Q(pk__in=worked_on) & ~Q(pk__in=mine)
            if role is Role.WINDOW_CLERK:  # whose other side is the applicant
                told = CaseEvent.objects.filter(what=CaseEvent.What.ASKED_FOR_MORE).values("case")
                passed_on |= Q(pk__in=told, state=Case.State.RECEIVED, due=None)
            return found.filter(passed_on)
        return found.filter(due__lte=today())


class PlainCaseList(CaseListView):
    filterset_class = PlainFilterSet

    def get_base_queryset(self) -> QuerySet[Case]:
        rows = for_rows(IndexView.get_base_queryset(self))
        office = self.request.GET.get("at")
        rows = rows.filter(office=office) if office else rows
        return rows.order_by(F("due").asc(nulls_last=True), "-pk")

    @classmethod
    def counted(cls, request: HttpRequest) -> list[Counted]:
        return []

    def paginate_queryset(self, queryset: QuerySet[Case], page_size: int) -> tuple[Any, Any, Any, bool]:
        return IndexView.paginate_queryset(self, queryset, page_size)

    def search_queryset(self, queryset: QuerySet[Case]) -> QuerySet[Case]:
        if not self.is_searching:
            return queryset
        text = self.search_query
        return queryset.filter(
            Q(number__icontains=text)
            | Q(application__project__name__icontains=text)
            | Q(application__project__project_code__icontains=text)
            | Q(application__project__applicant__icontains=text)
        )


def may_by_role(user: Any, verb: Verb, *_of: object) -> bool:
    role = role_of(user)
    return role is not None and verb in MATRIX[role]


class PlainApplication(ApplicationView):
    def check(self, user: Any) -> None:
        related = ("project", "office", "contact", "received_by", "helper", "hand_over", "sealed_file")
        found = Application.objects.select_related(*related)
        self.object = found.prefetch_related("materials__files").get(pk=self.kwargs["pk"])

    def _may(self, verb: Verb) -> bool:
        return may_by_role(self.actor, verb)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        with (
            mock.patch.object(application_page, "may_read_papers", reads_by_role),
            mock.patch.object(application_page, "elsewhere", elsewhere_by_project),
        ):
            return super().get_context_data(**kwargs)


def reads_by_role(user: Any, _office: object) -> bool:
    return may_by_role(user, Verb.RECEIVE_APPLICATION)


def elsewhere_by_project(application: Application, _reader: object) -> Iterator[Row]:
    found = Case.objects.unfinished().filter(application__project=application.project_id)
    return rows_of(with_rows(found.exclude(application=application).order_by("application", "pk"))[:MOST_ELSEWHERE])


class PlainCase(CaseView):
    def check(self, user: Any) -> None:
        self.object = Case(pk=self.kwargs["pk"])
        with mock.patch("bureau.views.RecordView.check"):
            super().check(user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        with (
            mock.patch.object(offers, "may_here", may_by_role),
            mock.patch.object(offers, "may_do", lambda step, user: may_by_role(user, VERBS[Role(step.role)])),
            mock.patch.object(clock_offers, "may_here", may_by_role),
            mock.patch.object(case_page, "may_read_papers", reads_by_role),
        ):
            return super().get_context_data(**kwargs)


def plain_progress(request: HttpRequest, number: str) -> HttpResponse:
    found = Case.objects.select_related(
        "application__project", "application__office", "application__hand_over", "version", "certificate__type_version"
    )
    shown = found.prefetch_related("events", "steps", "application__materials").get(number=number)
    siblings = shown.application.cases.exclude(pk=shown.pk).select_related("version").order_by("pk")
    letters = shown.application.notices.filter(Q(case=None) | Q(case=shown)).select_related("entry").order_by("pk")
    context = {"progress": progress_of(shown), "case": shown, "siblings": siblings, "letters": letters}
    context |= {"links": links_of(shown), "result": result_of(shown), "form": TellMeForm(), "offers_mail": False}
    return render(request, "casework/public/case.html", context)


@contextmanager
def no_number_in_the_menu() -> Iterator[None]:
    with mock.patch.object(WaitingMenuItem, "render_component", MenuItem.render_component):
        yield
