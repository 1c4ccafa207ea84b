"""What the certificates of an application will state, as one table: a column a case, as in the bundle later."""

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from bureau.errors import Refused
from bureau.views import RecordView
from casework.actions.enter_facts import enter_facts
from casework.certificate_facts import Stated, stated_of
from casework.models import Application
from certificates.admin.cells import parsed
from certificates.admin.matrix import Draft, Look, inputs, make_matrix, name_of
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

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        typed = {name: str(text) for name, text in self.request.POST.items() if name.startswith(("v-", "s-"))}
        look = Look(editable=True, sees_closed=True, typed=typed)
        first = self.drafts[0].pk if self.drafts else None
        return super().get_context_data(
            application=self.object,
            heads=[(each, name_of(each)) for each in self.drafts],
            matrix=make_matrix(self.drafts, (), look),
            shown=json.dumps(self._shown_now(), ensure_ascii=False),
            selected=first,
            page={"selected": first},
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        changes, seen = self._typed()
        if changes:
            try:
                enter_facts(self.object.pk, changes, seen=seen, actor=self.actor)
            except Refused as error:
                messages.error(request, error.in_full())
                return self.render_to_response(self.get_context_data(), status=422)
            messages.success(request, _("Saved. The drafts of the certificates take it over."))
        return HttpResponseRedirect(self.back_url())

    def _typed(self) -> tuple[dict[int, dict[str, Value]], dict[int, dict[str, Value]]]:
        """What was typed anew, and what stood there as the page was made."""
        shown, changes, seen = self._shown_then(), dict[int, dict[str, Value]](), dict[int, dict[str, Value]]()
        for name, (_stored, fields) in inputs(self.drafts, sees_closed=True).items():
            text, before = self.request.POST.get(name), shown.get(name, "")
            if text is None or _plain(text) == _plain(before):
                continue
            for key, field in fields.items():
                changes.setdefault(key, {})[field.key] = parsed(field, text)
                seen.setdefault(key, {})[field.key] = parsed(field, before)
        return changes, seen

    def _shown_now(self) -> dict[str, str]:
        return {name: text for name, (text, _fields) in inputs(self.drafts, sees_closed=True).items() if text}

    def _shown_then(self) -> Mapping[str, str]:
        try:
            found = json.loads(self.request.POST.get("shown", "{}"))
        except ValueError:
            return {}
        return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def _plain(text: str) -> str:
    """Without what browsers change in line ends."""
    return "\n".join(line.strip() for line in text.strip().splitlines())
