"""What editors see beside the form while they write: guide, card and paper of the draft, alone or side by side.

Models are read before anything that shows them, so that the page which does (preview_pages.py) joins from above.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

MATTER_MODES: list[tuple[str, Any]] = [
    ("guide", _("Guide")),
    ("card", _("Card on the phone")),
    ("paper", _("Card on paper")),
    ("all", _("All three side by side")),
]
Preview = Callable[[Any, HttpRequest, str], HttpResponse]
_joined: list[Preview] = []


def join(preview: Preview) -> None:
    """Called once, when the package is ready."""
    _joined[:] = [preview]


def preview_matter(matter: Any, request: HttpRequest, mode: str) -> HttpResponse:
    return _joined[0](matter, request, mode)
