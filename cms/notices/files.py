"""Files of a notice leave the site with it: what no notice shows any more is served to nobody outside the house."""

from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest
from wagtail.documents.models import Document
from wagtail.models import ReferenceIndex

from cms.admin.content_panel import works_on_content
from cms.models import NoticePage
from cms.notices.reading import shows_drawings
from cms.public_matters import SOURCE


def is_withdrawn(document: Document) -> bool:
    """Whether only notices name ``document``, and none of them shows it today."""
    notices = NoticePage.objects.filter(files__document=document, locale__language_code=SOURCE)
    shown = [notice.live and shows_drawings(notice) for notice in notices.defer("body")]
    return bool(shown) and not any(shown) and not _is_used_elsewhere(document)


def _is_used_elsewhere(document: Document) -> bool:
    by_notices = ContentType.objects.get_for_model(NoticePage)
    others = ReferenceIndex.get_references_to(document).exclude(content_type=by_notices)
    return bool(others.exists() or document.in_versions.exists())


def check_document(document: Document, request: HttpRequest) -> None:
    """Before Wagtail serves a document. Raises Http404; whoever writes or publishes notices still reads it."""
    if is_withdrawn(document) and not works_on_content(request):
        raise Http404
