"""Issued certificates as files: each PDF, one zip of all, one file to print. All leave a trace; prints count."""

import io
import mimetypes
import zipfile
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from wagtail.admin import messages

from bureau.errors import YizhengError
from bureau.views import RecordView
from certificates.actions.print_certificates import print_certificates
from certificates.actions.read_records import download_certificates, has_closed_fields
from certificates.admin.access import sees_closed
from certificates.admin.bundles import BundleRecordView
from certificates.admin.papers import draft_pdf
from certificates.admin.print_file import merged
from certificates.models import Bundle, Certificate
from documents import store
from documents.models import StoredFile


class ZipView(BundleRecordView):
    """Every signed PDF of the bundle under its number."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        certificates = _issued(self.object)
        files = download_certificates(certificates, actor=self.actor)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
            for place, (certificate, content) in enumerate(zip(certificates, files, strict=True), start=1):
                archive.writestr(f"{place:02} {file_name(certificate)}", content)
        return _file(packed.getvalue(), "application/zip", f"{self.object.reference}.zip", inline=False)

    def say(self, error: YizhengError) -> HttpResponse:
        return _back(self, error)


class PrintView(BundleRecordView):
    """All pages in printing order as one PDF. Asking for it counts a print of each."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.back_url())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        certificates = _issued(self.object)
        content = merged(download_certificates(certificates, actor=self.actor), title=f"{self.object.reference} 打印")
        print_certificates(self.object, certificates, actor=self.actor)
        return pdf_response(content, f"{self.object.reference} 打印.pdf", inline=True)


class PreviewView(RecordView):
    """The draft of one certificate, marked 草稿."""

    model = Certificate
    object: Certificate
    action = "read"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        certificate, bundle = self.object, self.object.bundle
        if has_closed_fields(certificate.definition) and not sees_closed(self.actor, bundle.project.office):
            return HttpResponse(
                _("Parts of this paper are closed to your post."), status=403, content_type="text/plain; charset=utf-8"
            )
        try:
            content = draft_pdf(certificate, bundle)
        except YizhengError as error:
            return HttpResponse(f"{error} {error.next_step}", status=422, content_type="text/plain; charset=utf-8")
        return pdf_response(content, f"草稿 {certificate.part or certificate.definition.name}.pdf", inline=True)


class CertificateFileView(RecordView):
    """The signed PDF of one certificate, byte for byte."""

    model = Certificate
    object: Certificate
    action = "read"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            (content,) = download_certificates([self.object], actor=self.actor, look="inline" in request.GET)
        except YizhengError as error:
            return _back(self, error)
        return pdf_response(content, file_name(self.object), inline="inline" in request.GET)

    def back_url(self) -> str:
        return reverse("certificate_staff", args=[self.object.pk])


def file_name(certificate: Certificate) -> str:
    """By number, which every system can spell once slashes are gone."""
    return f"{certificate.number} {certificate.part}".strip().replace("/", "-") + ".pdf"


def _issued(bundle: Bundle) -> list[Certificate]:
    rows = bundle.certificates.exclude(state=Certificate.State.DRAFT)
    certificates = list(
        rows.select_related("type_version", "pdf", "bundle__project__office").order_by("print_order", "position")
    )
    if not certificates:
        raise Http404
    return certificates


def pdf_response(content: bytes, name: str, *, inline: bool) -> HttpResponse:
    return _file(content, "application/pdf", name, inline=inline)


def _file(content: bytes, media_type: str, name: str, *, inline: bool) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(not inline, name) or "inline"
    response["Cache-Control"] = "private, no-store"
    return response


def _back(view: Any, error: YizhengError) -> HttpResponse:
    messages.error(view.request, f"{error} {error.next_step}")
    return HttpResponseRedirect(view.back_url())


def stored_response(stored: StoredFile, name: str, known: set[str]) -> HttpResponse:
    """A stored file as a download; a media type that is not ``known`` is not claimed."""
    media_type = stored.media_type if stored.media_type in known else "application/octet-stream"
    return _file(store.read(stored), media_type, f"{name}{mimetypes.guess_extension(media_type) or ''}", inline=False)
