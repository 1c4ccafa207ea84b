"""Rich text of editors as the few elements that pages show. Whatever else was pasted or posted is dropped."""

import re
from typing import Any

from bs4.element import PreformattedString
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html
from wagtail.whitelist import Whitelister, allow_without_attributes, attribute_rule, check_url


class Harmless(Whitelister):
    """Text, lists, links. ``check_url`` refuses javascript: and data: addresses."""

    element_rules = {
        "[document]": allow_without_attributes,
        "a": attribute_rule({"href": check_url}),
        **dict.fromkeys(("p", "br", "b", "strong", "ul", "ol", "li", "h2", "h3"), allow_without_attributes),
    }

    def clean_string_node(self, doc: Any, node: Any) -> None:
        """Comments, CDATA sections, declarations: written out as they came, and a browser ends them where it likes."""
        if isinstance(node, PreformattedString):
            node.extract()


def harmless(html: str) -> SafeString:
    """``html`` of the database (links to pages and documents by key) as HTML for readers."""
    expanded = expand_db_html(html or "")
    without_script = re.sub(r"(?is)<(script|style)\b.*?</\1\s*>", "", expanded)  # their text would stay as words
    return mark_safe(Harmless().clean(without_script))
