"""A file that was handed in, as it was uploaded."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from bureau.views import RecordView
from casework.models import MaterialFile
from certificates.admin.downloads import stored_response
from documents.uploads import SIGNATURES


class MaterialFileView(RecordView):
    model = MaterialFile
    object: MaterialFile

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return stored_response(self.object.file, self.object.name, set(SIGNATURES.values()))

    def back_url(self) -> str:
        return reverse("application", args=[self.object.material.application_id])
