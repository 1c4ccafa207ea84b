"""The page of one case: where it stands and why, its steps and events, and what the person who looks may do."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from bureau import audit
from bureau.views import RecordView
from casework.actions.decide import Decided
from casework.actions.download_file import may_read_papers
from casework.admin.deciding import say_bundle
from casework.admin.offer import Offer
from casework.admin.offers import offers_of
from casework.admin.standing import standing_of, with_standing
from casework.due import work_days
from casework.models import ApplicationMaterial, Case
from casework.progress import progress_of


class CaseView(RecordView):
    model = Case
    object: Case
    action = "read"
    template_name = "casework/admin/case.html"
    header_icon = "tasks"
    refused: tuple[str, Any] | None = None  # what was sent and cannot stand, shown again as it was typed

    def check(self, user: Any) -> None:
        super().check(user)
        found = Case.objects.select_related("application__project", "application__office", "version", "matter")
        self.object = (
            with_standing(found)
            .prefetch_related(
                "events__by",
                "events__approved_by",
                "events__host",
                "steps__assigned_to",
                "steps__done_by",
                "steps__first_by",
                "opinions",
                "application__materials__files",
            )
            .get(pk=self.object.pk)
        )

    def get_page_title(self) -> str:
        return f"{self.object.number} {self.object.facts.name}"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        application = self.object.application
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("cases"), "label": _("Cases")},
            {"url": reverse("application", args=[application.pk]), "label": str(application.project)},
            {"url": "", "label": self.object.number},
        ]

    def back_url(self) -> str:
        return reverse("case_staff", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offers = [(offer, self._form(offer)) for offer in offers_of(self.object, self.actor)]
        return super().get_context_data(
            case=self.object,
            progress=progress_of(self.object),
            standing=standing_of(self.object, work_days()),
            first=[each for each in offers if each[0].first],
            offers=[each for each in offers if not each[0].first],
            papers=self._papers(),
            reads_papers=may_read_papers(self.actor, self.object.application.office),
            history=audit.history(self.object)[:8],
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        offer = next((each for each in offers_of(self.object, self.actor) if each.do == request.POST.get("do")), None)
        if offer is None:
            raise Http404
        form = offer.bound(request.POST)
        if not form.is_valid():
            self.refused = offer.do, request.POST
            return self.render_to_response(self.get_context_data(), status=422)
        came = offer.run(form.cleaned_data)
        if isinstance(came, Decided):
            say_bundle(request, came)
        messages.success(request, offer.done)
        return HttpResponseRedirect(self.back_url())

    def _papers(self) -> list[ApplicationMaterial]:
        """What the matter of this case needs."""
        code = self.object.version.code
        return [each for each in self.object.application.materials.all() if code in each.needed_by]

    def _form(self, offer: Offer) -> Any:
        if self.refused and self.refused[0] == offer.do:
            return offer.bound(self.refused[1])
        return offer.bound()
