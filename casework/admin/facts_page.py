"""What the certificates of an application will state, as one table: a column a case, as in the bundle later."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from bureau.errors import Refused
from bureau.policy import may_here
from bureau.roles import Verb
from bureau.views import RecordView
from casework.actions.enter_facts import enter_facts
from casework.certificate_facts import Stated, stated_of
from casework.models import Application
from certificates.admin.bundle_edits import look_after_refusal, shown_in, shown_json, typed_anew
from certificates.admin.cells import parsed
from certificates.admin.matrix import Draft, inputs, make_matrix, name_of
from certificates.facts import Value


class FactsView(RecordView):
    model = Application
    action = "state"
    object: Application
    template_name = "casework/admin/facts.html"
    header_icon = "tasks"

    def get_page_title(self) -> str:
        return _("What the certificates say")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("cases"), "label": _("Cases")},
            {"url": self.back_url(), "label": str(self.object.project)},
            {"url": "", "label": self.get_page_title()},
        ]

    def back_url(self) -> str:
        return reverse("application", args=[self.object.pk])

    @cached_property
    def stated(self) -> list[Stated]:
        return list(stated_of(self.object))

    @cached_property
    def drafts(self) -> list[Draft]:
        return [
            Draft(pk=each.case.pk, definition=each.definition, values=each.values, part=each.case.part)
            for each in self.stated
        ]

    @cached_property
    def sees_closed(self) -> bool:
        return may_here(self.actor, Verb.READ_CLOSED_FIELDS, self.object.office)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        look = look_after_refusal(self.request.POST, self.drafts, sees_closed=self.sees_closed)
        first = self.drafts[0].pk if self.drafts else None
        return super().get_context_data(
            application=self.object,
            heads=[(each, name_of(each)) for each in self.drafts],
            matrix=make_matrix(self.drafts, (), look),
            shown=shown_json(self.drafts, sees_closed=self.sees_closed),
            selected=first,
            page={"selected": first},
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        typed, shown = typed_anew(request.POST), shown_in(request.POST)
        cells = inputs(self.drafts, sees_closed=self.sees_closed)
        if lost := [text for name, text in typed.items() if name not in cells]:
            words = _("The table changed meanwhile. Not saved: %(texts)s")
            messages.error(request, words % {"texts": _("; ").join(lost)})
            return self.render_to_response(self.get_context_data(), status=422)
        changes, seen = dict[int, dict[str, Value]](), dict[int, dict[str, Value]]()
        for name, text in typed.items():
            for key, field in cells[name][1].items():
                changes.setdefault(key, {})[field.key] = parsed(field, text)
                seen.setdefault(key, {})[field.key] = parsed(field, shown.get(name, ""))
        if changes:
            try:
                enter_facts(self.object.pk, changes, seen=seen, actor=self.actor)
            except Refused as error:
                messages.error(request, error.in_full())
                return self.render_to_response(self.get_context_data(), status=422)
            messages.success(request, _("Saved. The drafts of the certificates take it over."))
        return HttpResponseRedirect(self.back_url())
