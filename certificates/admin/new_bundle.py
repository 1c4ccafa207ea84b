"""A new bundle: a project, and how many certificates of which kind."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from bureau.access import offices_where
from bureau.roles import Verb
from bureau.views import StaffView
from certificates.actions.create_bundle import LARGEST_BUNDLE, Draft, create_bundle
from certificates.admin.usable_kinds import usable_kinds
from certificates.admin.whole_numbers import whole_number
from certificates.models import Project

OFFERED = 200  # projects in the choice; others are reached from the project's own page


class NewBundleView(StaffView):
    verb = Verb.PREPARE_BUNDLE
    template_name = "certificates/admin/new_bundle.html"
    header_icon = "list-ul"

    def get_page_title(self) -> str:
        return _("New bundle")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("bundles"), "label": _("Bundles")},
            {"url": "", "label": _("New bundle")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        data = self.request.POST or self.request.GET
        chosen = data.get("project", "")
        projects = list(self.projects()[:OFFERED])
        if whole_number(chosen) not in [None, *(each.pk for each in projects)]:
            projects = [*self.projects().filter(pk=chosen), *projects]
        return super().get_context_data(
            projects=projects,
            chosen=chosen,
            complete="complete" in data,
            counts=[(kind, data.get(f"count-{kind.code}", "")) for kind in usable_kinds()],
            **kwargs,
        )

    def projects(self) -> Any:
        return Project.objects.filter(office__in=offices_where(self.actor, Verb.PREPARE_BUNDLE))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = request.POST.get("project", "")
        project = self.projects().filter(pk=whole_number(chosen) or 0).first()
        drafts = self._drafts()
        problems = []
        if project is None:
            problems.append(_("Choose the project."))
        if not 1 <= len(drafts) <= LARGEST_BUNDLE:
            problems.append(_("A bundle holds 1 to 50 certificates. Say how many of which kind."))
        if problems or project is None:
            messages.error(request, " ".join(problems))
            return self.render_to_response(self.get_context_data(problems=problems), status=422)
        bundle = create_bundle(project, drafts, complete="complete" in request.POST, actor=self.actor)
        return HttpResponseRedirect(reverse("bundle", args=[bundle.pk]))

    def _drafts(self) -> list[Draft]:
        drafts = []
        for kind in usable_kinds():
            text = self.request.POST.get(f"count-{kind.code}", "").strip()
            count = min(whole_number(text) or 0, LARGEST_BUNDLE + 1)
            if kind.current is not None:
                drafts += [Draft(type_version=kind.current)] * count
        return drafts
