"""The five reductions on the home page of the admin: the numbers of the public page, where staff begin their day."""

from typing import Any

from wagtail.admin.ui.components import Component

from cms.figures import current_statement


class FiguresPanel(Component):
    """Join it in ``construct_homepage_panels``; it says so itself while there is nothing to add up."""

    name = "figures"
    template_name = "cms/admin/figures_panel.html"
    order = 300

    class Media:
        css = {"all": ["cms/admin/figures.css"]}

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"figures": current_statement()}
