"""How far the search cluster is behind, and what it refuses: for whoever runs the office's system."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from bureau.policy import offices_of
from bureau.roles import Verb
from bureau.views import StaffView
from search.actions.sending import send_again
from search.elastic import outbox
from search.kinds import BY_NAME
from search.models import OutboxEntry

PAGE_SIZE = 50


class SendingView(StaffView):
    """What waits, and what was refused with the cluster's reason; some or all of it can be sent again."""

    verb = Verb.MANAGE_OFFICE
    template_name = "search/admin/sending.html"
    header_icon = "rotate"
    page_title = gettext_lazy("Search cluster")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entries = outbox.refused()
        if kind := self.request.GET.get("kind", ""):
            entries = entries.filter(kind=kind)
        page = Paginator(entries, PAGE_SIZE).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            is_used=outbox.is_used(),
            lag=outbox.lag(),
            entries=[_row(entry) for entry in page],
            page=page,
            kinds=[(name, each.label) for name, each in BY_NAME.items()],
            kind=kind,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = [int(key) for key in request.POST.getlist("entry") if key.isascii() and key.isdigit()]
        count = send_again(self.actor, None if "all" in request.POST else chosen)
        said = ngettext("%(n)d change is being sent again.", "%(n)d changes are being sent again.", count)
        messages.success(request, said % {"n": count})
        return HttpResponseRedirect(reverse("search_sending"))

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": _("Search cluster")}]


def _row(entry: OutboxEntry) -> dict[str, Any]:
    kind = BY_NAME.get(entry.kind)
    return {"entry": entry, "kind": kind.label if kind else entry.kind}


def sending_urls() -> list[URLPattern]:
    return [path("search/cluster/", SendingView.as_view(), name="search_sending")]


class SendingMenuItem(MenuItem):
    """Only where there is a cluster, with how many changes it has refused."""

    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Search cluster"),
            reverse("search_sending"),
            name="search-cluster",
            icon_name="rotate",
            order=910,
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return outbox.is_used() and bool(offices_of(request.user, Verb.MANAGE_OFFICE))
