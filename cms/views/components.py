"""Every component in every state, on one page for staff: what designers compare and what axe reads."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.utils.translation import gettext
from django.views.generic import TemplateView

from cms.component_examples import checks, clock, matters, notices, offices
from cms.head import head


class ComponentsView(PermissionRequiredMixin, TemplateView):
    template_name = "cms/components.html"
    permission_required = "wagtailadmin.access_admin"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        examples: dict[str, Any] = {}
        for family in (checks, clock, matters, notices, offices):
            examples |= family.context()
        page = head(self.request.path, gettext("Components"), gettext("Every part of the public pages in every state."))
        return super().get_context_data(head=page, **examples, **kwargs)
