"""The signed file of a notice, for staff."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from bureau.views import RecordView
from casework.models import Notice
from casework.notices.paper import PDF, file_of
from certificates.admin.downloads import stored_response


class NoticeFileView(RecordView):
    model = Notice
    object: Notice

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return stored_response(file_of(self.object), f"{self.object.entry.text}.pdf", {PDF})

    def back_url(self) -> str:
        return reverse("application", args=[self.object.application_id])
