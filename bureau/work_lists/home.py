"""What of a list waits for a person: on the home page of the admin, and as a number beside the menu item."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from bureau.policy import offices_of, policy_for
from bureau.roles import Verb
from bureau.work_lists.lists import WorkListView

SHOWN = 10


def sees_records(request: HttpRequest) -> bool:
    return bool(offices_of(request.user, Verb.VIEW_RECORDS))


class WaitingPanel(Component):
    """The first rows that wait for this person, and how many stand in each way to look at the list."""

    work_list: type[WorkListView]

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def rows(self) -> Any:
        """What waits, one more than is SHOWN or all, in the order in which it is shown."""
        raise NotImplementedError

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        ways, rows = self.work_list.counted(self.request), list(self.rows()[: SHOWN + 1])
        return {"ways": ways, "rows": rows[:SHOWN], "all": ways[0] if len(rows) > SHOWN else None}


class WaitingMenuItem(MenuItem):
    """A list of work, with how many of its rows wait for the person."""

    def __init__(self, work_list: type[WorkListView], order: int) -> None:
        self.work_list = work_list
        name = work_list.index_url_name
        super().__init__(work_list.page_title, reverse(name), name=name, icon_name=work_list.header_icon, order=order)

    def is_shown(self, request: HttpRequest) -> bool:
        policy = policy_for(self.work_list.model)
        return policy is not None and policy.user_has_permission(request.user, "view")

    def render_component(self, request: HttpRequest) -> Any:
        item = super().render_component(request)
        count = self.work_list.way_counted(self.work_list.ways[0], request).count
        item.attrs = {**item.attrs, "data-waiting": count} if count != "0" else item.attrs
        return item
