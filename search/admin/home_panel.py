"""On the home page of the admin: the searches that a person keeps, each with what it finds now."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from wagtail.admin.ui.components import Component

from bureau.access import Actor
from search.address import Address
from search.errors import BadCursor, SearchUnavailable
from search.finding import find
from search.models import SavedSearch


class SavedSearchesPanel(Component):
    name = "saved_searches"
    template_name = "search/admin/saved_searches.html"
    order = 55

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        saved = SavedSearch.objects.filter(owner=self.request.user.pk)
        return {
            "searches": [
                {"name": each.name, "url": f"{reverse('staff_search')}?{each.asked}", "count": self._count(each)}
                for each in saved
            ]
        }

    def _count(self, saved: SavedSearch) -> int | None:
        """None while it cannot be counted."""
        viewer: Actor = self.request.user
        query = Address.read("", QueryDict(saved.asked)).query
        try:
            return find(replace(query, size=1, cursor=""), viewer).total
        except (SearchUnavailable, BadCursor):
            return None
