"""Search for staff: all that they may see, why it stands where it stands, kept searches, exports."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.search import SearchArea

from bureau.access import Actor
from bureau.errors import NotAllowed
from bureau.policy import offices_of
from bureau.roles import Verb
from bureau.views import StaffView
from bureau.worker import worker_is_alive
from search.actions.exports import MOST, ask_export, is_broken_off
from search.actions.saved_searches import forget_search, save_search
from search.address import Address
from search.audience import WRITERS, tokens_of
from search.contract import Page, Tier
from search.errors import BadCursor, SearchUnavailable
from search.explaining import why
from search.finding import find
from search.listing import listing
from search.models import SavedSearch, SearchExport
from search.rows import texts_of

PAGES = frozenset({"guide", "page", "notice"})
EXPORTS_SHOWN = 5
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
State = SearchExport.State


def sees_more_than_the_public(user: Actor) -> bool:
    """Asked on every screen, for the menu: what the page knows already of the person mostly answers it."""
    if any(offices_of(user, verb) for verb in (Verb.VIEW_RECORDS, *WRITERS)):
        return True
    return len(tokens_of(user)) > 1


class SearchView(StaffView):
    """For everybody who may see more than the public does."""

    verb = Verb.VIEW_RECORDS
    header_icon = "search"
    page_title = gettext_lazy("Search")

    def check(self, user: Actor) -> None:
        if not sees_more_than_the_public(user):
            raise NotAllowed(verb=self.verb.label)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*super().get_breadcrumbs_items(), {"url": reverse("staff_search"), "label": _("Search")}]

    def back_url(self) -> str:
        return f"{reverse('staff_search')}?{self.request.POST.get('asked', '')}"


class ResultsView(SearchView):
    template_name = "search/admin/results.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        address = Address.read(reverse("staff_search"), request.GET)
        context = self.get_context_data(
            query=address.query.text,
            asked=address.asked(),
            newest=address.query.order == "newest",
            saved=SavedSearch.objects.filter(owner=self.actor),
            exports=SearchExport.objects.filter(asked_by=self.actor).defer("content")[:EXPORTS_SHOWN],
            forms=SearchExport.Form.choices,
            most=MOST,
            has_worker=worker_is_alive(),
        )
        try:
            page = find(address.query, self.actor)
        except BadCursor:
            return HttpResponseRedirect(address.url())
        except SearchUnavailable as error:
            return render(request, self.template_name, context | {"outage": error}, status=503)
        return render(request, self.template_name, context | self._found(address, page))

    def _found(self, address: Address, page: Page) -> dict[str, Any]:
        """Each row with the reason of its place, and pages with the way to their editor."""
        found = listing(address, page, self.actor)
        texts = texts_of([hit for hit in page.hits if hit.tier is Tier.BODY and address.query.text.strip()])
        asked = replace(address.query, also=page.also)
        writes = any(offices_of(self.actor, verb) for verb in WRITERS)
        for hit, row in zip(page.hits, found["hits"], strict=True):
            row["why"] = why(hit, asked, texts.get((hit.kind, hit.record_id), ""))
            if writes and hit.kind in PAGES:
                row["edit_url"] = reverse("wagtailadmin_pages:edit", args=[hit.record_id])
        return found


class SaveView(SearchView):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = QueryDict(request.POST.get("asked", ""))
        saved = save_search(self.actor, request.POST.get("name", ""), Address.read("", asked).asked())
        messages.success(request, _("Kept as “%(name)s”; the home page shows its count.") % {"name": saved.name})
        return HttpResponseRedirect(self.back_url())


class ForgetView(SearchView):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        forget_search(self.actor, kwargs["pk"])
        messages.success(request, _("Removed."))
        return HttpResponseRedirect(self.back_url())


class ExportView(SearchView):
    """How far one export is. With script a fragment is fetched every second; without it the page loads anew."""

    template_name = "search/admin/export.html"
    page_title = gettext_lazy("Export")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": str(self.page_title)}]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = request.POST.get("form", "")
        asked = Address.read("", QueryDict(request.POST.get("asked", ""))).asked()
        export = ask_export(self.actor, asked, SearchExport.Form.XLSX if form == "xlsx" else SearchExport.Form.CSV)
        return HttpResponseRedirect(reverse("search_export", args=[export.pk]))

    @property
    def export(self) -> SearchExport:
        own = SearchExport.objects.filter(asked_by=self.actor).defer("content")
        return get_object_or_404(own, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        export = self.export
        broken_off = is_broken_off(export)
        waits = export.state in (State.WAITING, State.RUNNING) and not broken_off
        return super().get_context_data(export=export, broken_off=broken_off, waits=waits, **kwargs)


class ExportProgressView(ExportView):
    """The fragment. The header tells the script whether to go on asking."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = self.get_context_data()
        response = render(request, "search/admin/export_progress.html", context)
        response["X-Progress"] = "on" if context["waits"] else "over"
        response["Cache-Control"] = "no-store"
        return response


class ExportFileView(ExportView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        export = self.export
        if export.content is None:
            raise Http404
        response = HttpResponse(bytes(export.content), content_type=MEDIA_TYPES[export.form])
        name = f"search-{export.asked_at:%Y%m%d-%H%M}.{export.form}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "no-store"
        return response


def search_urls() -> list[URLPattern]:
    """Below /admin/, for the hook register_admin_urls."""
    return [
        path("search/", ResultsView.as_view(), name="staff_search"),
        path("search/save/", SaveView.as_view(), name="search_save"),
        path("search/saved/<int:pk>/forget/", ForgetView.as_view(), name="search_forget"),
        path("search/exports/", ExportView.as_view(http_method_names=["post"]), name="search_exports"),
        path("search/exports/<int:pk>/", ExportView.as_view(http_method_names=["get"]), name="search_export"),
        path("search/exports/<int:pk>/progress/", ExportProgressView.as_view(), name="search_export_progress"),
        path("search/exports/<int:pk>/file/", ExportFileView.as_view(), name="search_export_file"),
    ]


class RecordsSearchArea(SearchArea):
    """The field above the menu, which asks the first area that is shown: this one stands before Wagtail's."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("Search"), reverse("staff_search"), name="records", icon_name="search", order=1)

    def is_shown(self, request: HttpRequest) -> bool:
        return sees_more_than_the_public(request.user)
