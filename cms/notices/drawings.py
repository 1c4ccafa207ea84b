"""The drawing of a notice is served by the notice itself, so that it is gone when the notice says so.

A file under the media address would stay for whoever has kept the link.
"""

from typing import Any, cast

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from cms.notices.shown import ShownDrawing

SIZES = {"drawing": "max-1300x2600", "large-drawing": "max-4000x4000"}  # by the last part of the address


def shown(notice: Any, url: str, *, draft: bool) -> ShownDrawing:
    """``draft``: where editors see a picture before anybody else does."""
    picture, large = (
        reverse("wagtailimages:preview", args=[notice.drawing_id, size]) if draft else f"{url}{name}/"
        for name, size in SIZES.items()
    )
    return ShownDrawing(
        url=picture,
        large_url=large,
        width=notice.drawing.width,
        height=notice.drawing.height,
    )


def serve(request: HttpRequest, image: Any, name: str) -> HttpResponse:
    """Raises Http404 where the file itself is missing."""
    try:
        rendition = image.get_rendition(SIZES[name])
        response = FileResponse(rendition.file.open("rb"), filename=rendition.file.name.rpartition("/")[2])
    except OSError as error:
        raise Http404 from error
    etag = quote_etag(f"drawing-{rendition.pk}")  # another file of the same image has other renditions
    response["ETag"], response["Cache-Control"] = etag, "no-cache"  # asked for each time: tomorrow it may be gone
    return cast(HttpResponse, get_conditional_response(request, etag=etag, response=cast(HttpResponse, response)))
