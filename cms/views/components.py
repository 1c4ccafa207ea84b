"""Every component in every state, on one page for staff: what designers compare and what axe reads."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.utils.translation import gettext
from django.views.generic import TemplateView

from cms.component_examples import checks, clock, matters, offices
from cms.head import head


class ComponentsView(PermissionRequiredMixin, TemplateView):
    template_name = "cms/components.html"
    permission_required = "wagtailadmin.access_admin"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        examples = {**checks.context(), **clock.context(), **matters.context(), **offices.context()}
        page = head(self.request.path, gettext("Components"), gettext("Every part of the public pages in every state."))
        return super().get_context_data(head=page, **examples, **kwargs)
