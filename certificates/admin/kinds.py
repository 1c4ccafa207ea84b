"""Kinds of certificates: edited in the browser, then published as a version that never changes."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.generic import CreateView, EditView

from bureau.errors import YizhengError
from bureau.models import Office
from bureau.views import RecordView
from certificates.actions.publish_kind import publish_kind
from certificates.admin.downloads import pdf_response
from certificates.admin.papers import empty_facts, paper
from certificates.models import CertificateType

COLUMN = ("key", "label", "kind", "unit")


class ColumnsInput(forms.Textarea):
    """The columns of a table field, one a line: key|label|type|unit."""

    def format_value(self, value: Any) -> str:
        try:
            columns = json.loads(value or "[]")
            return "\n".join("|".join(str(each.get(name, "")) for name in COLUMN).rstrip("|") for each in columns)
        except (TypeError, ValueError, AttributeError):
            return str(value)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        columns = []
        for line in (data.get(name) or "").splitlines():
            parts = [part.strip() for part in line.replace("｜", "|").split("|")]
            if any(parts):
                columns.append({key: part for key, part in zip(COLUMN, parts, strict=False) if part})
        return json.dumps(columns, ensure_ascii=False)


class PublishingMixin:
    """Saves, and with the second button also publishes what was saved."""

    request: HttpRequest
    object: CertificateType
    action: str

    def save_action(self) -> HttpResponse:
        response: HttpResponse = super().save_action()  # type: ignore[misc]
        if self.action == "publish":
            self._publish()
        return response

    def _publish(self) -> None:
        try:
            version = publish_kind(self.object, actor=self.request.user)  # type: ignore[arg-type]  # signed in
        except ValidationError as error:
            reason = "; ".join(error.messages)
            messages.error(self.request, _("Saved, but not published: %(reason)s") % {"reason": reason})
        except YizhengError as error:
            messages.error(self.request, f"{error} {error.next_step}")
        else:
            messages.success(self.request, _("Version %(n)s is published. New drafts use it.") % {"n": version.version})


class KindAddView(PublishingMixin, CreateView):
    actions = ["create", "publish"]
    template_name = "certificates/admin/kind_form.html"


class KindEditView(PublishingMixin, EditView):
    actions = ["edit", "publish"]
    template_name = "certificates/admin/kind_form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = self.object.versions.order_by("-version")
        context: dict[str, Any] = super().get_context_data(kind=self.object, versions=versions, **kwargs)
        return context


class KindPreviewView(RecordView):
    """The empty paper of a kind as it is saved."""

    model = CertificateType
    object: CertificateType

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        office = Office.objects.first()
        try:
            definition = self.object.definition(0)
            content = paper(empty_facts(definition, office.name if office else ""), definition)
        except (YizhengError, KeyError, ValueError) as error:
            words = _("This kind cannot be drawn yet: %(reason)s") % {"reason": error}
            return HttpResponse(words, status=422, content_type="text/plain; charset=utf-8")
        return pdf_response(content, f"{self.object.name}.pdf", inline=True)
