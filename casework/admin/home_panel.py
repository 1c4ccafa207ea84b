"""What waits for a person among cases: on the home page of the admin, and as a number beside the menu item."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from bureau.calendar import today
from bureau.policy import offices_of
from bureau.roles import Verb
from casework.admin.filters import WHOSE
from casework.admin.standing import standing_of
from casework.due import work_days
from casework.models import Case
from casework.turns import due_by, of_section, waiting_for, waiting_for_others

SHOWN = 10


class WaitingCasesPanel(Component):
    """Cases whose next step this person may take, and how many stand in each of the ways to look."""

    name = "waiting_cases"
    template_name = "casework/admin/waiting.html"
    order = 40

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = self.request.user
        visible, days = Case.objects.visible_to(user), work_days()
        found = [waiting_for(user), of_section(user), waiting_for_others(user), due_by(today())]
        counts = [(visible & each).count() for each in found]
        rows = (
            (visible & found[0])
            .select_related("application__project", "version")
            .prefetch_related("events")
            .order_by("due", "pk")
        )
        return {
            "ways": [
                (label, count, f"{reverse('cases')}?whose={value}")
                for (value, label), count in zip(WHOSE, counts, strict=True)
            ],
            "cases": [(each, standing_of(each, days)) for each in rows[:SHOWN]],
            "count": counts[0],
            "shown": SHOWN,
        }


class CasesMenuItem(MenuItem):
    """The list of cases, with how many wait for the person."""

    def __init__(self) -> None:
        super().__init__(_("Cases"), reverse("cases"), name="cases", icon_name="tasks", order=190)

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(offices_of(request.user, Verb.VIEW_RECORDS))

    def render_component(self, request: HttpRequest) -> Any:
        item = super().render_component(request)
        count = waiting_for(request.user).count()
        item.attrs = {**item.attrs, "data-waiting": str(count)} if count else item.attrs
        return item
