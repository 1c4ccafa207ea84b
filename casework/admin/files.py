"""Files that were handed in, as they were uploaded."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import pgettext

from bureau.views import RecordView
from casework.models import Application, MaterialFile
from certificates.admin.downloads import stored_response
from documents.uploads import SIGNATURES


class MaterialFileView(RecordView):
    model = MaterialFile
    object: MaterialFile

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return stored_response(self.object.file, self.object.name, set(SIGNATURES.values()))

    def back_url(self) -> str:
        return reverse("application", args=[self.object.material.application_id])


class MandateView(RecordView):
    """What the applicant signed for the helper who filed the application."""

    model = Application
    object: Application

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.mandate is None:
            raise Http404
        name = pgettext("file", "mandate %(project)s") % {"project": self.object.project}
        return stored_response(self.object.mandate, name, set(SIGNATURES.values()))

    def back_url(self) -> str:
        return reverse("application", args=[self.object.pk])
