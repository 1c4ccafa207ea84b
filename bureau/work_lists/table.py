"""The table of a work list: Wagtail's, but only cells that need a template are written by one."""

from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail.admin.ui.tables import Table


class WorkTable(Table):
    """Most of its cells are those of `bureau.columns`."""

    template_name = "bureau/work_table.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        return context | {"body": self._body(context)}

    def _body(self, context: dict[str, Any]) -> SafeString:
        columns: list[Any] = list(self.columns.values())
        cells = (
            [column.render_cell_html(row.instance, {**context, "row": row}) for column in columns] for row in self.rows
        )
        return format_html_join("\n", f"<tr>{'{}' * len(columns)}</tr>", cells)
