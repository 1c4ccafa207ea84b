"""The file of an attachment, as it was uploaded."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from bureau.views import RecordView
from certificates.admin.downloads import stored_response
from certificates.models import Attachment
from documents.uploads import SIGNATURES


class AttachmentFileView(RecordView):
    model = Attachment
    object: Attachment

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.file is None:
            raise Http404
        return stored_response(self.object.file, self.object.name, set(SIGNATURES.values()))

    def back_url(self) -> str:
        return reverse("project:inspect", args=[self.object.project_id])
