"""All that was done to a bundle and to its certificates."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.db.models import Q
from django.utils.translation import gettext as _

from bureau.models import AuditEntry
from certificates.admin.bundles import BundleRecordView
from certificates.models import Bundle, Certificate

A_PAGE = 50


class BundleHistoryView(BundleRecordView):
    template_name = "certificates/admin/bundle_history.html"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": _("History")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = ContentType.objects.get_for_models(Bundle, Certificate)
        keys = [str(pk) for pk in self.object.certificates.values_list("pk", flat=True)]
        entries = AuditEntry.objects.filter(
            Q(content_type=kinds[Bundle], object_id=str(self.object.pk))
            | Q(content_type=kinds[Certificate], object_id__in=keys)
        ).select_related("user")
        page = Paginator(entries, A_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(history=page, **kwargs)
