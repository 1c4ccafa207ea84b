"""The provincial catalogue on staff screens: its entries, a new edition with every difference, the report.

Whoever drafts or publishes may look; only who publishes takes an edition. Between looking and taking, the file lies in
the private store without a row (removed after a day), and the page carries a signed note: which file, shown to whom,
with which differences. Nothing else is kept, and whatever happened meanwhile makes the note stale.
"""

from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from bureau.access import Actor
from bureau.errors import NotAllowed
from bureau.policy import offices_of
from bureau.roles import Verb
from bureau.views import RecordView, StaffView
from cms.actions.take_catalogue import ACTION, Comparison, compared, take_catalogue
from cms.admin.catalogue_report import current_report
from cms.catalogue import errors
from cms.catalogue.citations import citations
from cms.catalogue.reading import Reading, read_catalogue
from cms.catalogue.sheets import catalogue_sheet, report_heads, report_sheet
from cms.csv_files import csv_bytes
from cms.models import CatalogueEdition, CatalogueEntry, Matter
from documents import store
from documents.models import StoredFile
from documents.spreadsheet.cells import MEDIA_TYPE
from documents.spreadsheet.errors import FileTooLarge, NothingChosen, SpreadsheetRefused
from documents.spreadsheet.package import LARGEST_FILE, MEGABYTE
from documents.spreadsheet.scan import MOST_ROWS

SHOWN = 200  # findings, and entries of a group, on the page; the rest is counted
KEPT_SECONDS = 12 * 60 * 60  # shorter than the store keeps a file without a row


class CatalogueView(StaffView):
    """For everybody who drafts or publishes."""

    verb = Verb.DRAFT_CONTENT
    header_icon = "list-ol"

    def check(self, user: Actor) -> None:
        if not offices_of(user, Verb.DRAFT_CONTENT) and not offices_of(user, Verb.PUBLISH_CONTENT):
            raise NotAllowed(verb=self.verb.label)

    @property
    def may_take(self) -> bool:
        return bool(offices_of(self.request.user, Verb.PUBLISH_CONTENT))

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("catalogue:index"), "label": _("Provincial catalogue")},
            {"url": "", "label": str(self.page_title)},
        ]

    def back_url(self) -> str:
        return reverse("catalogue:index")


class CompareView(CatalogueView):
    """Choose a file; see every difference and what it means for our matters; take it."""

    template_name = "cms/admin/catalogue_compare.html"
    page_title = gettext_lazy("Compare a new edition")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{
                "editions": CatalogueEdition.objects.select_related("taken_by"),
                "limits": {"rows": MOST_ROWS, "megabytes": LARGEST_FILE // MEGABYTE},
                "may_take": self.may_take,
                "shown": SHOWN,
                **kwargs,
            }
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "note" in request.POST:
            return self._take(request.POST["note"], request.POST.get("name", ""))
        try:
            content, name = uploaded(request)
            reading = read_catalogue(content)
        except SpreadsheetRefused as refused:
            return self._again(refused=refused)
        if reading.findings:
            return self._again(
                findings=reading.findings[:SHOWN],
                count=len(reading.findings),
                unshown=len(reading.findings[SHOWN:]),
            )
        store.write(content)
        return self._show(reading, name, status=200)

    def _show(self, reading: Reading, file_name: str, *, status: int, **context: Any) -> HttpResponse:
        comparison = compared(reading)
        note = {"sha256": reading.sha256, "file": file_name, "shown": comparison.digest, "user": self.actor.pk}
        given = {"name": PurePath(file_name).stem, "file_name": file_name, **context}
        return self.render_to_response(
            self.get_context_data(
                comparison=comparison,
                groups=groups_of(comparison),
                matters=self._visible(comparison),
                note=signing.dumps(note, salt=ACTION),
                **given,
            ),
            status=status,
        )

    def _visible(self, comparison: Comparison) -> dict[str, Any]:
        """What happens to matters that this person may see; those of other offices are counted."""
        seen = set(Matter.objects.visible_to(self.actor).values_list("pk", flat=True))
        said = [each for each in comparison.consequences if each.matter.key in seen]
        return {
            "rewritten": [each for each in said if not each.withdrawn],
            "withdrawn": [each for each in said if each.withdrawn],
            "elsewhere": len(comparison.consequences) - len(said),
        }

    def _take(self, note: str, name: str) -> HttpResponse:
        seen = self._seen(note)
        content = kept(seen["sha256"])
        try:
            edition = take_catalogue(content, name=name, file_name=seen["file"], shown=seen["shown"], actor=self.actor)
        except (errors.NameMissing, errors.NameUsed) as wrong:
            return self._show(read_catalogue(content), seen["file"], status=422, name=name, name_wrong=wrong)
        except errors.StaleCatalogue as stale:
            return self._show(read_catalogue(content), seen["file"], status=422, name=name, stale=stale)
        messages.success(
            self.request,
            ngettext(
                "%(name)s is in force here, with %(n)s entry.",
                "%(name)s is in force here, with %(n)s entries.",
                edition.entries_count,
            )
            % {"name": edition.name, "n": edition.entries_count},
        )
        return HttpResponseRedirect(reverse("catalogue_report"))

    def _seen(self, note: str) -> dict[str, Any]:
        """What this person was shown. Raises UploadGone."""
        try:
            seen: dict[str, Any] = signing.loads(note, salt=ACTION, max_age=KEPT_SECONDS)
        except signing.BadSignature as error:
            raise errors.UploadGone() from error
        if seen["user"] != self.actor.pk:
            raise errors.UploadGone()
        return seen

    def _again(self, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context), status=422)

    def back_url(self) -> str:
        return reverse("catalogue_compare")


def uploaded(request: HttpRequest) -> tuple[bytes, str]:
    """Raises NothingChosen, FileTooLarge."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile) or not file.size:
        raise NothingChosen()
    if file.size > LARGEST_FILE:
        raise FileTooLarge(size=-(-file.size // MEGABYTE), most=LARGEST_FILE // MEGABYTE)
    return file.read(), file.name or ""


def kept(sha256: str) -> bytes:
    """Raises UploadGone."""
    try:
        return store.read(StoredFile(sha256=sha256))
    except store.FileMissing as gone:
        raise errors.UploadGone() from gone


def groups_of(comparison: Comparison) -> dict[str, Any]:
    """The groups as the page lists them: so many entries each, the rest as a number."""
    found = comparison.differences
    groups = {
        "changed": found.changed,
        "withdrawn": found.withdrawn,
        "new": found.new,
        "restored": found.restored,
    }
    return {
        name: {"rows": group[:SHOWN], "count": len(group), "unshown": len(group[SHOWN:])}
        for name, group in groups.items()
    }


class ReportView(CatalogueView):
    """What deviates, was withdrawn, is missing."""

    template_name = "cms/admin/catalogue_report.html"
    page_title = gettext_lazy("Catalogue report")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        edition = CatalogueEdition.objects.first()
        return super().get_context_data(report=current_report(self.actor), edition=edition, **kwargs)


class ReportFileView(CatalogueView):
    """The report to take away: csv or xlsx."""

    def get(self, request: HttpRequest, *args: Any, form: str, **kwargs: Any) -> HttpResponse:
        found = current_report(self.actor)
        match form:
            case "csv":
                content = csv_bytes([report_heads(), *found.lines()])
                return download(content, "text/csv; charset=utf-8", _("Catalogue report") + ".csv")
            case "xlsx":
                return download(report_sheet(found), MEDIA_TYPE, _("Catalogue report") + ".xlsx")
        raise Http404


class CatalogueFileView(CatalogueView):
    """The catalogue as it stands, in the form that can be handed in again; without entries, an empty template."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        entries = CatalogueEntry.objects.filter(withdrawn_in=None)
        return download(catalogue_sheet(each.row for each in entries), MEDIA_TYPE, "基本目录.xlsx")


class EditionFileView(CatalogueView):
    """The file of an edition, byte by byte as it was handed in."""

    def get(self, request: HttpRequest, *args: Any, number: int, **kwargs: Any) -> HttpResponse:
        edition = get_object_or_404(CatalogueEdition, number=number)
        stored = get_object_or_404(StoredFile, sha256=edition.sha256)
        return download(store.read(stored), MEDIA_TYPE, edition.file_name)


class EntryView(RecordView):
    """One entry, the matters bound to it, and since which edition it stands so."""

    model = CatalogueEntry
    object: CatalogueEntry
    template_name = "cms/admin/catalogue_entry.html"
    header_icon = "list-ol"

    def get_page_title(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("catalogue:index"), "label": _("Provincial catalogue")},
            {"url": "", "label": self.object.name},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        matters = Matter.objects.visible_to(self.actor).filter(catalogue_entry=self.object).order_by("code")
        return super().get_context_data(
            matters=[each for each in matters.select_related("locale") if not each.is_translation],
            basis=citations(self.object.basis),
            **kwargs,
        )


def download(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    response["Cache-Control"] = "private, no-store"
    return response


def catalogue_urls() -> list[URLPattern]:
    """For the hook register_admin_urls; each view checks the verb itself."""
    views: list[tuple[str, Callable[..., Any], str]] = [
        ("compare/", CompareView.as_view(), "catalogue_compare"),
        ("report/", ReportView.as_view(), "catalogue_report"),
        ("report/<slug:form>/", ReportFileView.as_view(), "catalogue_report_file"),
        ("file/", CatalogueFileView.as_view(), "catalogue_file"),
        ("editions/<int:number>/", EditionFileView.as_view(), "catalogue_edition_file"),
    ]
    return [path(f"cms/catalogue/{route}", view, name=name) for route, view, name in views]
