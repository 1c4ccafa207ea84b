"""The sealed file of an application, for staff: its list of contents, and the container with everything."""

from typing import Any

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from bureau.errors import YizhengError
from bureau.views import RecordView
from casework.actions.download_file import Part, download_file
from casework.models import SealedFile
from casework.numbers import first_number
from documents import store


class SealedFileView(RecordView):
    model = SealedFile
    object: SealedFile
    part, ending = Part.CONTAINER, "asice"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]  # Django's TemplateView gives less
        try:
            stored = download_file(self.object, self.part, actor=self.actor)
            content = store.open_file(stored)
        except YizhengError as error:
            return self.say(error)
        name = _("File %(number)s") % {"number": first_number(self.object.application)}
        response = FileResponse(
            content, as_attachment=True, filename=f"{name}.{self.ending}", content_type=stored.media_type
        )
        response["Cache-Control"] = "private, no-store"
        return response

    def back_url(self) -> str:
        return reverse("application", args=[self.object.application_id])


class ContentsView(SealedFileView):
    part, ending = Part.LIST, "pdf"
