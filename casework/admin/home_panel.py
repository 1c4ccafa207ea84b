"""Cases that wait for a person, on the home page of the admin."""

from typing import Any

from django.db.models import QuerySet

from bureau.work_lists.home import SHOWN, WaitingPanel
from casework.admin.case_list import FIRST_DUE, CaseListView
from casework.admin.standing import standing_of, with_standing
from casework.due import work_days
from casework.models import Case


class WaitingCasesPanel(WaitingPanel):
    """Cases whose next step this person may take."""

    name = "waiting_cases"
    template_name = "casework/admin/waiting.html"
    order = 40
    work_list = CaseListView

    def rows(self) -> QuerySet[Case]:
        """Keys first: what is sorted is not read with all that belongs to it."""
        waiting = CaseListView.waiting_for(self.request.user).order_by(*FIRST_DUE)
        first = Case.objects.filter(pk__in=list(waiting.values_list("pk", flat=True)[: SHOWN + 1]))
        return with_standing(first).select_related("application__project").order_by(*FIRST_DUE)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context, days = super().get_context_data(parent_context), work_days()
        return context | {"rows": [(each, standing_of(each, days)) for each in context["rows"]]}
