"""The page of one bundle: shown, saved, sent, approved; and the pages that ask before a step with consequences."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from bureau import audit
from bureau.views import RecordView
from certificates.actions.create_bundle import LARGEST_BUNDLE, Draft
from certificates.actions.decide_bundle import approve_bundle, send_for_approval
from certificates.actions.edit_bundle import add_certificates, remove_certificate, set_print_order
from certificates.actions.read_records import read_closed_fields
from certificates.admin.access import may_open_closed, sees_closed
from certificates.admin.asking import asking
from certificates.admin.bundle_edits import Edits, as_drafts, look_after_refusal, read_edits
from certificates.admin.bundle_page import BundlePage
from certificates.admin.matrix import Look
from certificates.admin.panels import PaperPanel
from certificates.admin.paper_rows import papers_of
from certificates.admin.usable_kinds import usable_kinds
from certificates.admin.whole_numbers import whole_number
from certificates.errors import StaleEdit
from certificates.models import Bundle, Certificate


class BundleRecordView(RecordView):
    """A screen over one bundle."""

    model = Bundle
    object: Bundle
    header_icon = "list-ul"

    def check(self, user: Any) -> None:
        super().check(user)
        self.object = Bundle.objects.select_related("project__office", "prepared_by", "approved_by", "issued_by").get(
            pk=self.object.pk
        )

    def get_page_title(self) -> str:
        return str(self.object.project)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("bundles"), "label": _("Bundles")},
            {"url": reverse("bundle", args=[self.object.pk]), "label": str(self.object)},
        ]

    def back_url(self) -> str:
        return reverse("bundle", args=[self.object.pk])


class BundleView(BundleRecordView):
    """A post saves what was typed first, then does what the pressed button says."""

    template_name = "certificates/admin/bundle.html"
    look: Look | None = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "closed" in request.GET and may_open_closed(self.actor, self.object.project.office):
            read_closed_fields(self.object, actor=self.actor)
        return super().get(request, *args, **kwargs)

    @cached_property
    def closed_open(self) -> bool:
        office = self.object.project.office
        asked = "closed" in self.request.GET and may_open_closed(self.actor, office)
        return asked or sees_closed(self.actor, office)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = self.request.GET.get("certificate", "")
        page = BundlePage(
            self.object,
            self.actor,
            selected=whole_number(chosen),
            wants_edit="edit" in self.request.GET,
            look=self.look,
            closed=self.closed_open,
        )
        issued = self.object.state == Bundle.State.ISSUED
        return super().get_context_data(
            page=page,
            bundle=self.object,
            kinds=usable_kinds() if page.editing else [],
            papers=papers_of(self.object, self.actor) if issued else None,
            dialogs=[asking(step, len(page.certificates)) for step in page.asked_steps],
            side_panels=[PaperPanel(self.object, self.request, page)],
            history_url=reverse("bundle_history", args=[self.object.pk]),
            history=audit.history(self.object)[:8],
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        do, _colon, which = request.POST.get("do", "save").partition(":")
        certificates = self._certificates()
        edits = read_edits(request.POST, self.object, certificates, sees_closed=self.closed_open)
        try:
            saved = edits.save(self.object, self.actor)
        except StaleEdit as error:
            messages.error(request, f"{error} {error.next_step}")
            self.look = look_after_refusal(request.POST, as_drafts(certificates), sees_closed=self.closed_open)
            return self.render_to_response(self.get_context_data(), status=409)
        self._do(do, whole_number(which) or 0, edits, saved)
        return HttpResponseRedirect(self._next(do))

    def _do(self, do: str, which: int, edits: Edits, saved: bool) -> None:
        revision = (
            edits.revision if not saved else Bundle.objects.values_list("revision", flat=True).get(pk=self.object.pk)
        )
        match do:
            case "send":
                send_for_approval(self.object.pk, actor=self.actor)
                messages.success(self.request, _("Sent. A chief approver has been told."))
            case "approve":
                approve_bundle(self.object.pk, actor=self.actor)
                messages.success(self.request, _("Approved. An issuer has been told."))
            case "up" | "down":
                set_print_order(self.object.pk, self._moved(which, -1 if do == "up" else 1), actor=self.actor)
            case "remove":
                remove_certificate(self.object.pk, which, revision=revision, actor=self.actor)
                messages.success(self.request, _("The certificate was taken out."))
            case "add":
                self._add(revision)
            case _ if saved:
                messages.success(self.request, _("Saved."))

    def _add(self, revision: int) -> None:
        kind = next((each for each in usable_kinds() if each.code == self.request.POST.get("add-kind")), None)
        if kind is None or kind.current is None:
            return
        text = self.request.POST.get("add-count", "1")
        count = min(whole_number(text) or 1, LARGEST_BUNDLE + 1)
        drafts = [Draft(type_version=kind.current) for _each in range(max(count, 1))]
        add_certificates(self.object.pk, drafts, revision=revision, actor=self.actor)
        messages.success(
            self.request,
            ngettext("%(n)s certificate added.", "%(n)s certificates added.", len(drafts)) % {"n": len(drafts)},
        )

    def _moved(self, which: int, by: int) -> list[int]:
        order = [each.pk for each in sorted(self._certificates(), key=lambda each: (each.print_order, each.position))]
        if which in order:
            place = order.index(which)
            order.insert(max(place + by, 0), order.pop(place))
        return order

    def _certificates(self) -> list[Certificate]:
        return list(self.object.certificates.select_related("type_version").order_by("position"))

    def _next(self, do: str) -> str:
        query = f"?{self.request.GET.urlencode()}" if self.request.GET and do not in {"send", "approve"} else ""
        anchor = "#certificates" if do in {"up", "down", "remove", "add"} else ""
        return f"{self.back_url()}{query}{anchor}"
