"""What PDF/UA-1 asks of the HTML. Each one missing makes the PDF fail, so it is refused before it is made."""

from typing import Any

from documents.rendering.errors import RenderingFailed

_HEADINGS = {f"h{level}": level for level in range(1, 7)}


def require_accessible(root: Any) -> None:  # Any: an ElementTree element that WeasyPrint made
    """Raises RenderingFailed naming the first rule that the page breaks. Missing alt is found while drawing."""
    if not root.get("lang"):
        raise RenderingFailed(reason="<html> has no lang")
    title = next(root.iter("title"), None)
    if title is None or not (title.text or "").strip():
        raise RenderingFailed(reason="the page has no <title>")
    level = 0
    for element in root.iter():
        if element.tag == "th" and element.get("scope") not in ("row", "col"):
            raise RenderingFailed(reason="a <th> has no scope")
        if next_level := _HEADINGS.get(element.tag):
            if next_level > level + 1:
                raise RenderingFailed(reason=f"a <{element.tag}> follows a heading of level {level}")
            level = next_level
