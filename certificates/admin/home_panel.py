"""What waits for a person: on the home page of the admin, and as a number beside the menu item."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from bureau.policy import offices_of
from bureau.roles import Verb
from certificates.models import Bundle

SHOWN = 10


class WaitingPanel(Component):
    """Bundles whose next step this person may take."""

    name = "waiting_bundles"
    template_name = "certificates/admin/waiting.html"
    order = 50

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        waiting = Bundle.objects.waiting_for(self.request.user)
        rows = waiting.select_related("project").annotate(size=Count("certificates")).order_by("pk")
        return {"bundles": rows[:SHOWN], "count": waiting.count(), "shown": SHOWN}


def sees_records(request: HttpRequest) -> bool:
    return bool(offices_of(request.user, Verb.VIEW_RECORDS))


class BundlesMenuItem(MenuItem):
    """The list of bundles, with how many wait for the person."""

    def __init__(self) -> None:
        super().__init__(_("Bundles"), reverse("bundles"), name="bundles", icon_name="list-ul", order=200)

    def is_shown(self, request: HttpRequest) -> bool:
        return sees_records(request)

    def render_component(self, request: HttpRequest) -> Any:
        item = super().render_component(request)
        count = Bundle.objects.waiting_for(request.user).count()
        item.attrs = {**item.attrs, "data-waiting": str(count)} if count else item.attrs
        return item
