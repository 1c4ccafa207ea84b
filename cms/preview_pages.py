"""How each preview of a matter is made; it joins cms.previews when the package is ready."""

from base64 import b64encode
from io import BytesIO
from typing import Any

import pypdfium2
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bureau.errors import YizhengError
from cms import reading
from cms.cards.files import draft_card
from cms.models import Matter
from cms.previews import MATTER_MODES, join
from cms.public_matters import PublicMatter

SCALE = 2.0  # pixels a point: an A5 page is 840 wide


def preview(matter: Matter, request: HttpRequest, mode: str) -> HttpResponse:
    """A translation has no numbers of its own, so it is previewed as part of the published matter."""
    public = reading.draft_of(matter)
    if mode == "guide":
        return render(request, "cms/guide_page.html", {"guide": reading.draft_guide(public)})
    if mode == "card":
        return render(request, "cms/card.html", {"card": reading.card(public, ())})
    if mode == "paper":
        response = render(request, "cms/admin/paper_preview.html", {"pages": _pages(public)})
        response["Content-Security-Policy"] = "default-src 'self'; img-src 'self' data:; frame-ancestors 'self'"
        return response
    return render(request, "cms/admin/previews.html", {"modes": MATTER_MODES[:-1]})


def _pages(public: PublicMatter) -> dict[str, Any]:
    """Each side of the A5 card as a picture, since not every browser shows a PDF in a page; or why there is none."""
    try:
        content = draft_card(public)
    except YizhengError as error:
        return {"problem": f"{error} {error.next_step}", "pictures": []}
    with pypdfium2.PdfDocument(content) as document:
        return {"problem": "", "pictures": [_picture(page) for page in document]}


def _picture(page: Any) -> str:
    buffer = BytesIO()
    page.render(scale=SCALE).to_pil().save(buffer, "PNG")
    return "data:image/png;base64," + b64encode(buffer.getvalue()).decode()


join(preview)
