"""The list of bundles: first what waits for the person who looks, then by how far each is."""

from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.widgets.button import HeaderButton

from bureau.columns import DayColumn, LabelledColumn, RowTitleColumn, WrittenColumn
from bureau.work_lists.lists import WorkListView
from certificates.admin.filters import WAYS, BundleFilterSet
from certificates.models import Bundle, Certificate
from documents.number_keys import number_key

State = Bundle.State
ORDER = [State.ISSUING, State.APPROVED, State.CHECKED, State.DRAFT, State.ISSUED, State.WITHDRAWN]


def turn_words(bundle: Any) -> str:
    """Whose turn it is, in the words of the list."""
    if bundle.mine:
        return _("your turn")
    words = {
        State.DRAFT: _("the preparer"),
        State.CHECKED: _("chief approver"),
        State.APPROVED: _("issuer"),
        State.ISSUING: _("being issued"),
    }
    return words.get(bundle.state, "")


class BundleListView(WorkListView):
    model = Bundle
    page_title = gettext_lazy("Bundles")
    header_icon = "list-ul"
    index_url_name = "bundles"
    index_results_url_name = "bundles_results"
    filterset_class = BundleFilterSet
    ways = WAYS

    @cached_property
    def columns(self) -> list[Column]:
        return [
            RowTitleColumn(
                "project",
                label=gettext_lazy("Project"),
                accessor="project.name",
                get_url=lambda each: reverse("bundle", args=[each.pk]),
            ),
            WrittenColumn("reference", label=gettext_lazy("Reference"), sort_key="reference"),
            LabelledColumn("size", label=gettext_lazy("Certificates"), accessor="size"),
            StatusTagColumn(
                "state",
                label=gettext_lazy("State"),
                accessor="get_state_display",
                primary=lambda each: each.state == State.ISSUED,
                sort_key="state",
            ),
            LabelledColumn("turn", label=gettext_lazy("Whose turn"), accessor=turn_words),
            DayColumn("created_at", label=gettext_lazy("Entered"), sort_key="created_at"),
        ]

    def get_base_queryset(self) -> QuerySet[Bundle]:
        mine = Bundle.objects.waiting_for(self.request.user).filter(pk=OuterRef("pk"))
        order = Case(
            *(When(state=each, then=Value(place)) for place, each in enumerate(ORDER)), output_field=IntegerField()
        )
        found: QuerySet[Bundle] = super().get_base_queryset()
        return (
            found.select_related("project")
            .annotate(size=Count("certificates"), mine=Exists(mine), place=order)
            .order_by("-mine", "place", "-pk")
        )

    @classmethod
    def searched(cls, queryset: QuerySet[Bundle], text: str, way: str) -> QuerySet[Bundle]:
        """By reference, project or a certificate's number, in whatever brackets it is typed."""
        numbered = Certificate.objects.filter(
            Q(number_key__contains=number_key(text)) | Q(entry__key__contains=number_key(text))
        )
        return queryset.filter(
            Q(reference__icontains=text)
            | Q(project__name__icontains=text)
            | Q(project__project_code__icontains=text)
            | Q(pk__in=numbered.values("bundle"))
        )

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.permission_policy.user_has_permission(self.request.user, "add"):
            return []
        return [HeaderButton(_("New bundle"), url=reverse("bundle_new"), icon_name="plus")]

    @cached_property
    def no_results_message(self) -> str:
        return _("No bundle here.")
