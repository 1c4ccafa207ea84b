"""The list that staff live in: what is due first stands first."""

import re
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.button import HeaderButton

from bureau.calendar import NumberedDays
from bureau.columns import DayColumn, LabelledColumn, RowTitleColumn, SelectColumn, WrittenColumn
from bureau.policy import offices_of
from bureau.roles import Verb
from bureau.work_lists.lists import WorkListView
from casework.admin.filters import WAYS, CaseFilterSet
from casework.admin.standing import Standing, standing_of, with_standing, with_whom
from casework.due import TERMS, work_days
from casework.models import Application, Case, CaseStep
from casework.turns import BEGUN
from certificates.models import Project

NUMBER = re.compile(r"[0-9-]+")
MANY = 2000  # keys that stand in a query, or in memory for one page
SHOWN = (
    *("number", "part", "state", "regime", *TERMS, "office", "due", "promised_due", "statutory_due", "application"),
    *(f"application__project__{name}" for name in ("name", "project_code", "applicant")),
    *("version__code", "version__published_at"),
)
FIRST_DUE = F("due").asc(nulls_last=True), "-pk"  # an index has it


class StandingColumn(WrittenColumn):
    """Colour and words."""

    def __init__(self, *args: Any, days: NumberedDays, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days = days

    def get_value(self, instance: Case) -> Standing:
        return standing_of(instance, self.days)


class CaseListView(WorkListView):
    model = Case
    page_title = gettext_lazy("Cases")
    header_icon = "tasks"
    index_url_name = "cases"
    index_results_url_name = "cases_results"
    filterset_class = CaseFilterSet
    ways = WAYS
    has_bulk_actions = True

    @cached_property
    def columns(self) -> list[BaseColumn]:
        return [
            SelectColumn(),
            RowTitleColumn(
                "number",
                label=gettext_lazy("Case"),
                accessor="number",
                get_url=self._url,
                sort_key="number",
                classname="case-number",
            ),
            WrittenColumn("matter", label=gettext_lazy("Matter"), accessor=matter_words),
            WrittenColumn("project", label=gettext_lazy("Project"), accessor="application.project.name"),
            StandingColumn("standing", label=gettext_lazy("How it stands"), days=work_days()),
            DayColumn("due", label=gettext_lazy("Due"), sort_key="due"),
            LabelledColumn("who", label=gettext_lazy("With"), accessor=with_whom),
            WrittenColumn("state", label=gettext_lazy("State"), accessor="get_state_display", sort_key="state"),
        ]

    def _url(self, case: Case) -> str:
        """A helper reads what they filed on the page of the application."""
        if case.office_id in offices_of(self.request.user, Verb.VIEW_RECORDS):
            return reverse("case_staff", args=[case.pk])
        return reverse("application", args=[case.application_id])

    def get_base_queryset(self) -> QuerySet[Case]:
        found: QuerySet[Case] = super().get_base_queryset()
        return found.order_by(*FIRST_DUE)

    def paginate_queryset(self, queryset: QuerySet[Case], page_size: int) -> tuple[Any, Any, Any, bool]:
        """Keys first, then the page's rows: what is sorted and skipped is not read with all that belongs to it.

        What a search finds is looked for once, and not a second time to count it, unless it is much.
        """
        if self.is_searching and len(few := list(queryset.order_by().values_list("pk", flat=True)[: MANY + 1])) <= MANY:
            queryset = Case.objects.filter(pk__in=few).order_by(*queryset.query.order_by)
        keys: Any = queryset.values_list("pk", flat=True)
        paginator, page, found, is_paginated = super().paginate_queryset(keys, page_size)
        by_key = for_rows(Case.objects.order_by()).in_bulk(list(found))
        page.object_list = [by_key[key] for key in found]
        return paginator, page, page.object_list, is_paginated

    @classmethod
    def searched(cls, queryset: QuerySet[Case], text: str, way: str) -> QuerySet[Case]:
        """By number, project or applicant. A way has few cases, and each is looked at; of all, projects come first."""
        if way:
            return queryset.filter(_of_project(text, "application__project__") | Q(number__contains=text))
        return queryset.filter(pk__in=found_by(text))

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not offices_of(self.request.user, Verb.RECEIVE_APPLICATION):
            return []
        return [HeaderButton(_("Take an application in"), url=reverse("receive"), icon_name="plus")]

    @cached_property
    def no_results_message(self) -> str:
        return _("No case here.")


def for_rows(cases: QuerySet[Case]) -> QuerySet[Case]:
    """With all that a row says, here and in a table to take away, and no more: a case is wide.

    Of its steps only those that are open.
    """
    person = (f"assigned_to__{name}" for name in ("first_name", "last_name", "username"))
    steps = CaseStep.objects.filter(BEGUN).select_related("assigned_to")
    steps = steps.only("case", "name", "role", "begun_at", "done_at", *person)
    found = with_standing(cases).select_related("application__project")
    return found.only(*SHOWN).prefetch_related(Prefetch("steps", steps))


def found_by(text: str) -> QuerySet[Any, Any]:
    """Keys of the cases that have ``text`` in their number, or in their project's name, code or applicant.

    Projects, each of several cases, are read once, and their keys stand in the query; only if they are many, which the
    list is then soon full of, it reads them again.
    """
    projects: Any = Project.objects.order_by().filter(_of_project(text)).values_list("pk", flat=True)
    few = list(projects[: MANY + 1])
    applications = Application.objects.order_by().filter(project__in=few if len(few) <= MANY else projects)
    found = Case.objects.order_by().filter(application__in=applications.values("pk")).values("pk")
    if not NUMBER.fullmatch(text):
        return found
    return found.union(Case.objects.order_by().filter(number__contains=text).values("pk"))


def _of_project(text: str, to: str = "") -> Q:
    """``text`` in the name, code or applicant of the project to which ``to`` leads."""
    name, code, applicant = (Q((f"{to}{field}__icontains", text)) for field in ("name", "project_code", "applicant"))
    return name | code | applicant


def matter_words(case: Case) -> str:
    return f"{case.facts.name} {case.part}".strip()
