"""How often applicants were told twice what is missing, on the home page of those who supervise."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from casework.told_again import told_by_year


class ToldAgainPanel(Component):
    name = "told_again"
    template_name = "casework/admin/told_again.html"
    order = 60

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"rows": told_by_year(self.request.user)}
