"""The signed file of a notice, for staff; of a card also as A4."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from bureau.views import RecordView
from casework.models import Notice
from casework.notices.paper import PDF, file_of
from certificates.admin.downloads import stored_response
from cms.cards.paper import CardForm


class NoticeFileView(RecordView):
    model = Notice
    object: Notice
    form = CardForm.A5

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return stored_response(file_of(self.object, self.form), self.object.entry.text, {PDF})

    def back_url(self) -> str:
        return reverse("application", args=[self.object.application_id])


class CardSheetView(NoticeFileView):
    form = CardForm.A4
