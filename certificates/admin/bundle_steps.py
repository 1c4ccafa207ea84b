"""Pages that name a consequence before it happens: return with a reason, withdraw, issue."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from certificates.actions.ask_issue import ask_issue
from certificates.actions.decide_bundle import return_bundle
from certificates.actions.withdraw_bundle import withdraw_bundle
from certificates.admin.asking import STEPS, asking
from certificates.admin.bundles import BundleRecordView


class BundleStepView(BundleRecordView):
    """Asks on a page of its own; with script the bundle's page asks the same in a dialog."""

    template_name = "certificates/admin/bundle_step.html"

    @property
    def step(self) -> str:
        return str(self.kwargs["step"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.step not in STEPS:
            raise Http404
        return super().get_context_data(asking=asking(self.step, self.object.certificates.count()), **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": str(STEPS[self.step].title)}]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reason = request.POST.get("reason", "")
        match self.step:
            case "return":
                return_bundle(self.object.pk, actor=self.actor, reason=reason)
                messages.success(request, _("Returned. The preparer has been told."))
            case "withdraw":
                withdraw_bundle(self.object.pk, actor=self.actor, reason=reason)
                messages.success(request, _("Withdrawn. The numbers are void, with the reason."))
            case "issue":
                ask_issue(self.object.pk, actor=self.actor)
                return HttpResponseRedirect(reverse("bundle_issuing", args=[self.object.pk]))
            case _:
                raise Http404
        return HttpResponseRedirect(self.back_url())
