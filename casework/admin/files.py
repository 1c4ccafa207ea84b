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
from documents.models import StoredFile
from documents.uploads import SIGNATURES


class HandedInView(RecordView):
    """One file; who may not have it reads why on the page of the application."""

    def file(self) -> tuple[StoredFile, str]:
        """With the name under which it is saved."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            stored, name = self.file()
        except YizhengError as error:
            return self.say(error)
        return stored_response(stored, name, set(SIGNATURES.values()))

    def back_url(self) -> str:
        return reverse("application", args=[self.object.pk])


class MaterialFileView(HandedInView):
    model = MaterialFile
    object: MaterialFile

    def file(self) -> tuple[StoredFile, str]:
        return download_material(self.object, actor=self.actor), self.object.name

    def back_url(self) -> str:
        return reverse("application", args=[self.object.material.application_id])


class PledgeView(HandedInView):
    """What the applicant signed so that a paper may follow."""

    model = Application
    object: Application

    def file(self) -> tuple[StoredFile, str]:
        material = get_object_or_404(self.object.materials, pk=self.kwargs["material"])
        name = pgettext("file", "pledge %(material)s") % {"material": material}
        return download_pledge(material, actor=self.actor), name


class MandateView(HandedInView):
    """What the applicant signed for the helper who filed the application."""

    model = Application
    object: Application

    def file(self) -> tuple[StoredFile, str]:
        name = pgettext("file", "mandate %(project)s") % {"project": self.object.project}
        return download_mandate(self.object, actor=self.actor), name
