"""A bundle from a spreadsheet: the template to download, the upload, and what is wrong with it, cell by cell.

Nothing of an upload is kept: it is read in memory and either entered as a whole or shown with its findings.
"""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from bureau.errors import NotAllowed
from bureau.roles import Verb
from certificates.actions.create_bundle import LARGEST_BUNDLE, Draft
from certificates.actions.enter_from_spreadsheet import enter_from_spreadsheet, replace_from_spreadsheet
from certificates.admin.access import sees_closed
from certificates.admin.bundles import BundleRecordView
from certificates.admin.projects import ProjectRecordView
from certificates.admin.usable_kinds import usable_kinds
from certificates.admin.whole_numbers import whole_number
from certificates.errors import StateRefused
from certificates.models import Bundle, CertificateTypeVersion, Project
from certificates.spreadsheet.reading import Reading, read_spreadsheet
from certificates.spreadsheet.template import empty_rows, template
from documents.spreadsheet import errors
from documents.spreadsheet.cells import MEDIA_TYPE
from documents.spreadsheet.package import LARGEST_FILE, MEGABYTE
from documents.spreadsheet.scan import MOST_COLUMNS, MOST_ROWS

SHOWN = 200  # findings on the page; the rest is counted


class UploadMixin:
    """The page for one project or bundle: download, choose the file, read what is wrong."""

    template_name: str | None = "certificates/admin/spreadsheet.html"
    request: HttpRequest
    actor: Any

    def project(self) -> Project:
        raise NotImplementedError

    def enter(self, reading: Reading) -> Bundle:
        raise NotImplementedError

    def template_url(self) -> str:
        raise NotImplementedError

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        items: list[dict[str, str]] = super().get_breadcrumbs_items()  # type: ignore[misc]
        return [*items, {"url": "", "label": _("Enter from a spreadsheet")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(  # type: ignore[misc]
            **{
                "project": self.project(),
                "template_url": self.template_url(),
                "back_url": self.back_url(),  # type: ignore[attr-defined]
                "limits": {"rows": MOST_ROWS, "columns": MOST_COLUMNS, "megabytes": LARGEST_FILE // MEGABYTE},
                **kwargs,
            }
        )
        return context

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            reading = self._reading()
        except errors.SpreadsheetRefused as error:
            return self._again(refused=error)
        if reading.musts:
            shown = reading.musts[:SHOWN]
            return self._again(findings=shown, musts=len(reading.musts), unshown=len(reading.musts) - len(shown))
        bundle = self.enter(reading)
        count = len(reading.drafts)
        messages.success(
            request,
            ngettext(
                "%(n)s certificate entered from the spreadsheet.",
                "%(n)s certificates entered from the spreadsheet.",
                count,
            )
            % {"n": count},
        )
        return HttpResponseRedirect(reverse("bundle", args=[bundle.pk]))

    def _reading(self) -> Reading:
        file = self.request.FILES.get("file")
        if not isinstance(file, UploadedFile) or not file.size:
            raise errors.NothingChosen()
        if file.size > LARGEST_FILE:
            raise errors.FileTooLarge(size=-(-file.size // MEGABYTE), most=LARGEST_FILE // MEGABYTE)
        return read_spreadsheet(file.read(), self.project(), versions_in_use())

    def _again(self, **context: Any) -> HttpResponse:
        complete = "complete" in self.request.POST
        response: HttpResponse = self.render_to_response(  # type: ignore[attr-defined]
            self.get_context_data(complete=complete, **context), status=422
        )
        return response


class ProjectSpreadsheetView(UploadMixin, ProjectRecordView):
    """A new bundle of a project."""

    action = "change"

    def project(self) -> Project:
        return self.object

    def template_url(self) -> str:
        return reverse("project_spreadsheet_template", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(counts=[(kind, "") for kind in usable_kinds()], **kwargs)

    def enter(self, reading: Reading) -> Bundle:
        return enter_from_spreadsheet(self.object, reading, actor=self.actor, complete="complete" in self.request.POST)


class BundleSpreadsheetView(UploadMixin, BundleRecordView):
    """In the place of a bundle's drafts."""

    action = "change"

    def project(self) -> Project:
        return self.object.project

    def template_url(self) -> str:
        return reverse("bundle_spreadsheet_template", args=[self.object.pk])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if refused := not_editable(self.object):
            return self.say(refused)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{
                "bundle": self.object,
                "size": self.object.certificates.count(),
                "revision": self.request.POST.get("revision", self.object.revision),
                "complete": self.object.complete,
                **kwargs,
            }
        )

    def enter(self, reading: Reading) -> Bundle:
        revision = whole_number(self.request.POST.get("revision", ""))
        return replace_from_spreadsheet(
            self.object.pk,
            reading,
            revision=-1 if revision is None else revision,
            actor=self.actor,
            complete="complete" in self.request.POST,
        )


class ProjectTemplateView(ProjectRecordView):
    """An empty template: so many rows of each kind as the address says (count-WORKS=4)."""

    action = "change"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        counts = [(kind.current, self._count(kind.code)) for kind in usable_kinds() if kind.current]
        total = sum(count for _version, count in counts)
        if not 1 <= total <= LARGEST_BUNDLE:
            messages.error(request, _("A bundle holds 1 to 50 certificates. Say how many of which kind."))
            return HttpResponseRedirect(reverse("project_spreadsheet", args=[self.object.pk]))
        return template_response(self.object, empty_rows(counts), self.object.project_code)

    def _count(self, code: str) -> int:
        return min(whole_number(self.request.GET.get(f"count-{code}", "")) or 0, LARGEST_BUNDLE + 1)


class BundleTemplateView(BundleRecordView):
    """The template with the bundle's certificates as they are, for who may read all their fields."""

    action = "change"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if refused := not_editable(self.object):
            return self.say(refused)
        if not sees_closed(self.actor, self.object.project.office):
            return self.say(NotAllowed(verb=Verb.READ_CLOSED_FIELDS.label))
        versions = versions_in_use()
        certificates = self.object.certificates.select_related("type_version").order_by("position")
        drafts = [
            Draft(
                type_version=versions.get(each.type_code, each.type_version),
                part=each.part,
                values=each.values,
            )
            for each in certificates
        ]
        return template_response(self.object.project, drafts, self.object.reference)


def versions_in_use() -> dict[str, CertificateTypeVersion]:
    return {kind.code: kind.current for kind in usable_kinds() if kind.current}


def not_editable(bundle: Bundle) -> StateRefused | None:
    if bundle.is_editable:
        return None
    return StateRefused(reference=bundle.reference, state=bundle.get_state_display())


def template_response(project: Project, drafts: list[Draft], name: str) -> HttpResponse:
    response = HttpResponse(template(project, drafts), content_type=MEDIA_TYPE)
    sample = "样例 " if project.is_sample else ""
    response["Content-Disposition"] = content_disposition_header(True, f"{sample}{name} 填写表.xlsx") or ""
    response["Cache-Control"] = "private, no-store"
    return response
