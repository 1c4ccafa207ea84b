"""Bundles that wait for a person, on the home page of the admin."""

from django.db.models import Count, QuerySet

from bureau.work_lists.home import WaitingPanel
from certificates.admin.bundle_list import BundleListView
from certificates.models import Bundle


class WaitingBundlesPanel(WaitingPanel):
    """Bundles whose next step this person may take."""

    name = "waiting_bundles"
    template_name = "certificates/admin/waiting.html"
    order = 50
    work_list = BundleListView

    def rows(self) -> QuerySet[Bundle]:
        waiting: QuerySet[Bundle] = BundleListView.waiting_for(self.request.user)
        return waiting.select_related("project").annotate(size=Count("certificates")).order_by("pk")
