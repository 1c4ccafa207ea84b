"""The rich text editor, which takes what Wagtail's own script sends; anything else is kept as plain words."""

from typing import Any

from django.utils.html import format_html
from wagtail.admin.rich_text import DraftailRichTextArea

NO_DRAFT = (ValueError, TypeError, LookupError, AttributeError)  # what strange JSON does to Wagtail's converter


class RichTextArea(DraftailRichTextArea):
    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        try:
            html: str | None = super().value_from_datadict(data, files, name)
        except NO_DRAFT:
            return format_html("<p>{}</p>", data[name])
        return html
