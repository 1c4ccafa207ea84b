"""Side panels of a bundle's page."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel

from certificates.admin.bundle_page import BundlePage
from certificates.models import Bundle


class PaperPanel(BaseSidePanel):
    """The certificate as it would be printed, beside the table, with what was checked."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle preview")
        icon_name = "doc-full-inverse"
        has_counter = False

    name = "paper"
    title = _("Preview")
    template_name = "certificates/admin/paper_panel.html"
    order = 100

    def __init__(self, bundle: Bundle, request: HttpRequest, page: BundlePage) -> None:
        super().__init__(bundle, request)
        self.page = page

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {**super().get_context_data(parent_context), "page": self.page}
