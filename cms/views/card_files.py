"""Notice cards and posters as PDF, for every reader: always those of today."""

import logging
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from bureau.errors import YizhengError
from cms.cards import files
from cms.cards.paper import CardForm
from cms.public_matters import PublicMatter, public_matter
from cms.views.cards import unknown
from documents import store
from documents.models import StoredFile

logger = logging.getLogger(__name__)
FORMS = (CardForm.A5, CardForm.A4, CardForm.POSTER)


@require_safe
def card_pdf(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """In the reader's language where the matter is translated, else whole in Chinese."""
    if form not in FORMS:
        raise Http404
    public = public_matter(code)
    if public is None:
        return unknown(request, code)
    language = (get_language() if public.translated else None) or settings.LANGUAGE_CODE
    try:
        stored = files.card_pdf(public, CardForm(form), language)
        return pdf_response(request, stored, *names(public, form))
    except YizhengError as error:
        logger.exception("the card %s could not be made", public.code)
        return HttpResponse(f"{error} {error.next_step}", status=503, content_type="text/plain; charset=utf-8")


def names(public: PublicMatter, form: str) -> tuple[str, str]:
    """The name of the file, plain for old systems and as people would write it."""
    plain = f"{public.code}-v{public.number}-{form}.pdf"
    return plain, f"{public.facts.name.replace('/', '-')} {plain}"


def pdf_response(request: HttpRequest, stored: StoredFile, plain: str, name: str) -> HttpResponse:
    """Shown in the browser. Asked for again, only its digest is compared."""
    etag = f'"{stored.sha256}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(store.read(stored), content_type="application/pdf")
        response["Content-Disposition"] = f"inline; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ("Cookie",))
    return response
