"""An editor's form is sent once, and what Wagtail saves by itself only saves.

Wagtail writes the action of "approve" into the form before it sends it. Where the answer takes more than half a second,
its saving by itself sends the form once more, and the approval with it (wagtail/wagtail#14460): the second one finds
nothing to approve, and fails. The script beside this stops that; the check stands behind it.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


def script() -> SafeString:
    return format_html('<script src="{}"></script>', static("cms/admin/sending.js"))


def refuse_actions_by_itself(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """Before Wagtail's edit screens; by the same sign as theirs: its script does not ask for a page."""
    by_itself = request.method == "POST" and not request.accepts("text/html")
    if not by_itself or not any(name.startswith("action-") for name in request.POST):
        return None
    said = _("The form was sent already. Reload the page to see where it stands.")
    return JsonResponse({"success": False, "error_code": "blocked_by_hook", "error_message": said}, status=400)
