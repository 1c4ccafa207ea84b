"""Files that were handed in, as they were uploaded: identity cards among them (actions.download_file says for whom)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import pgettext

from bureau.errors import YizhengError
from bureau.views import RecordView
from casework.actions.download_file import download_mandate, download_material, download_pledge
from casework.models import Application, MaterialFile
from certificates.admin.downloads import stored_response
from documents.uploads import SIGNATURES


class MaterialFileView(RecordView):
    model = MaterialFile
    object: MaterialFile

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            stored = download_material(self.object, actor=self.actor)
        except YizhengError as error:
            return self.say(error)
        return stored_response(stored, self.object.name, set(SIGNATURES.values()))

    def back_url(self) -> str:
        return reverse("application", args=[self.object.material.application_id])


class PledgeView(RecordView):
    """What the applicant signed so that a paper may follow."""

    model = Application
    object: Application

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        material = get_object_or_404(self.object.materials, pk=self.kwargs["material"])
        try:
            stored = download_pledge(material, actor=self.actor)
        except YizhengError as error:
            return self.say(error)
        name = pgettext("file", "pledge %(material)s") % {"material": material}
        return stored_response(stored, name, set(SIGNATURES.values()))

    def back_url(self) -> str:
        return reverse("application", args=[self.object.pk])


class MandateView(RecordView):
    """What the applicant signed for the helper who filed the application."""

    model = Application
    object: Application

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            stored = download_mandate(self.object, actor=self.actor)
        except YizhengError as error:
            return self.say(error)
        name = pgettext("file", "mandate %(project)s") % {"project": self.object.project}
        return stored_response(stored, name, set(SIGNATURES.values()))

    def back_url(self) -> str:
        return reverse("application", args=[self.object.pk])
