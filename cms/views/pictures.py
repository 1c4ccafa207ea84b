"""Pictures in the admin: lists, choosers and editors of Wagtail name their files by the media address.

Readers get a picture from the page that shows it, so that it is gone when the page says so (`cms.notices.drawings`);
documents come from Wagtail's own address, which asks for their permissions.
"""

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from django.views.static import serve

FOLDERS = frozenset({"images", "original_images", "avatar_images"})  # as Wagtail names them


@require_safe
def picture(request: HttpRequest, folder: str, name: str) -> HttpResponseBase:
    """Raises Http404 for everybody else, as for a file that is not there."""
    if folder not in FOLDERS or not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    response = serve(request, f"{folder}/{name}", document_root=str(settings.MEDIA_ROOT))
    patch_cache_control(response, private=True, no_cache=True)
    return response
