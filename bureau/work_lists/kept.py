"""What a person does with the filters that they keep of one list, and the addresses of a list of work."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import URLPattern, reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from bureau.access import Actor
from bureau.guarded_paths import guarded_path
from bureau.views import StaffView
from bureau.work_lists.keeping import forget_filter, keep_filter, rename_filter
from bureau.work_lists.lists import WorkListView


class KeptFiltersView(StaffView):
    """Leads back to the list as it was filtered."""

    http_method_names = ["post"]
    work_list: type[WorkListView] = WorkListView

    def check(self, user: Actor) -> None:
        """Whoever sees the list: the guard before this view has asked. Filters are their owner's alone."""

    def back_url(self) -> str:
        return f"{reverse(self.work_list.index_url_name)}?{self._asked()}"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        done = {"keep": self._keep, "rename": self._rename, "forget": self._forget}.get(request.POST.get("do", ""))
        if done is None:
            raise Http404
        messages.success(request, done())
        return HttpResponseRedirect(self.back_url())

    def _keep(self) -> str:
        kept = keep_filter(self.actor, self.work_list.index_url_name, self._name(), self._asked())
        return _("Kept as “%(name)s”; the home page shows its count.") % {"name": kept}

    def _rename(self) -> str:
        return _("It is called “%(name)s” now.") % {"name": rename_filter(self.actor, self._pk(), self._name())}

    def _forget(self) -> str:
        forget_filter(self.actor, self._pk())
        return _("Removed.")

    def _name(self) -> str:
        return self.request.POST.get("name", "")

    def _asked(self) -> str:
        return self.work_list.asked_in(QueryDict(self.request.POST.get("asked", "")))

    def _pk(self) -> int:
        sent = self.request.POST.get("filter", "")
        return int(sent) if sent.isdecimal() else 0


def list_paths(prefix: str, address: str, view: type[WorkListView]) -> list[URLPattern]:
    """The list, its rows alone (for the filters' script), and what is done with kept filters."""
    model, name = view.model, view.index_url_name
    results = f"{address}results/", view.index_results_url_name, view, "view"
    kept = f"{address}filters/", f"{name}_filters", KeptFiltersView, "view"
    return [
        guarded_path(prefix, model, (address, name, view, "view")),
        guarded_path(prefix, model, results, results_only=True),
        guarded_path(prefix, model, kept, work_list=view),
    ]
