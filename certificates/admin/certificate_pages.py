"""One certificate for staff: its facts, file, history and kin; and the beginning of its replacement."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from bureau import audit
from bureau.policy import may_here
from bureau.roles import Verb
from bureau.views import RecordView
from certificates.actions.read_records import read_closed_fields
from certificates.actions.replace_certificate import REPLACING, replace_certificate
from certificates.admin.access import may_open_closed, sees_closed
from certificates.admin.papers import draft_facts
from certificates.definition import Visibility
from certificates.models import Certificate


class CertificateView(RecordView):
    model = Certificate
    object: Certificate
    action = "read"
    template_name = "certificates/admin/certificate.html"
    header_icon = "doc-full"

    def check(self, user: Any) -> None:
        super().check(user)
        related = ("bundle__project__office", "type_version", "entry", "pdf", "supersedes")
        self.object = Certificate.objects.select_related(*related).get(pk=self.object.pk)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "closed" in request.GET and may_open_closed(self.actor, self.office):
            read_closed_fields(self.object.bundle, actor=self.actor)
        return super().get(request, *args, **kwargs)

    @property
    def office(self) -> Any:
        return self.object.bundle.project.office

    def get_page_title(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        bundle = self.object.bundle
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("bundles"), "label": _("Bundles")},
            {"url": reverse("bundle", args=[bundle.pk]), "label": str(bundle)},
            {"url": "", "label": str(self.object)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        certificate = self.object
        asks = may_open_closed(self.actor, self.office)
        opened = sees_closed(self.actor, self.office) or (asks and "closed" in self.request.GET)
        facts = certificate.facts if certificate.statement else draft_facts(certificate, certificate.bundle)
        in_force = certificate.state == Certificate.State.ISSUED
        return super().get_context_data(
            certificate=certificate,
            rows=[(row, self._is_closed(row.key) and not opened) for row in facts.rows],
            tables=[table for table in facts.tables if opened or not self._is_closed(table.key)],
            may_open_closed=asks and not opened,
            replacements=certificate.replacements.select_related("bundle"),
            history=audit.history(certificate)[:30],
            reasons=[
                (each.value, label)
                for each, label in (
                    (Certificate.EndReason.CORRECTED, _("correct an error in it")),
                    (Certificate.EndReason.ALTERED, _("the facts have changed")),
                    (Certificate.EndReason.LOST, _("it was lost or damaged")),
                )
            ],
            may_replace=in_force and may_here(self.actor, Verb.PREPARE_BUNDLE, self.office),
            **kwargs,
        )

    def _is_closed(self, key: str) -> bool:
        field = self.object.definition.by_key.get(key)
        return field is not None and field.visibility is Visibility.CLOSED


class ReplaceView(RecordView):
    """Posted from the certificate's page."""

    model = Certificate
    object: Certificate
    action = "read"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.back_url())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted = request.POST.get("reason", "")
        reason = next((each for each in REPLACING if each.value == wanted), None)
        if reason is None:
            messages.error(request, _("Say why it is replaced, then try again."))
            return HttpResponseRedirect(self.back_url())
        bundle = replace_certificate(self.object, reason, actor=self.actor)
        messages.success(
            request, _("A draft with the same facts is ready. The old certificate stays in force until it is issued.")
        )
        return HttpResponseRedirect(reverse("bundle", args=[bundle.pk]))

    def back_url(self) -> str:
        return reverse("certificate_staff", args=[self.object.pk])
