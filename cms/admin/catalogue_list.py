"""The list of the catalogue's entries: read only, because only an edition changes them."""

from typing import Any

import django_filters
from django.db.models import Count, Q, QuerySet
from django.urls import URLPattern, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import Button, HeaderButton

from bureau.viewsets import OfficeModelViewSet
from cms.admin.catalogue_screens import EntryView
from cms.catalogue.rows import Kind, shown
from cms.models import CatalogueEntry, Matter

WITHDRAWN = pgettext_lazy("entries of the catalogue", "Withdrawn")
OURS = Q(matters__locale__language_code="zh-hans")


class EntryFilterSet(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(label=_("kind of matter"), choices=Kind.choices)
    bound = django_filters.BooleanFilter(label=_("a matter of ours is bound to it"), method="with_matter")
    withdrawn = django_filters.BooleanFilter(
        label=WITHDRAWN, field_name="withdrawn_in", lookup_expr="isnull", exclude=True
    )

    class Meta:
        model = CatalogueEntry
        fields: list[str] = []

    def with_matter(self, queryset: QuerySet[CatalogueEntry], name: str, value: bool) -> QuerySet[CatalogueEntry]:
        bound = Matter.objects.filter(catalogue_entry__isnull=False).values("catalogue_entry")
        return queryset.filter(pk__in=bound) if value else queryset.exclude(pk__in=bound)


class EntryListView(IndexView):
    any_permission_required = ["view"]
    default_ordering = "code"

    def get_base_queryset(self) -> QuerySet[CatalogueEntry]:
        found: QuerySet[CatalogueEntry] = super().get_base_queryset()
        return found.annotate(ours=Count("matters", filter=OURS))

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "name",
                label=_("name"),
                get_url=lambda each: reverse("catalogue:inspect", args=[each.pk]),
                sort_key="name",
            ),
            Column("code", label=_("basic catalogue code"), sort_key="code"),
            Column("get_kind_display", label=_("kind of matter"), sort_key="kind"),
            NumberColumn("statutory_days", label=_("statutory days"), sort_key="statutory_days"),
            Column("charges_fee", label=_("fee"), accessor=lambda each: shown("charges_fee", each.charges_fee)),
            NumberColumn("ours", label=_("matters of ours")),
            StatusTagColumn(
                "withdrawn_in",
                label=_("state"),
                accessor=lambda each: WITHDRAWN if each.withdrawn_in_id else _("in force"),
                primary=lambda each: not each.withdrawn_in_id,
            ),
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("Compare a new edition"), url=reverse("catalogue_compare"), icon_name="upload")]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        given: list[Button] = super().header_more_buttons
        return [
            *given,
            Button(_("Catalogue report"), url=reverse("catalogue_report"), icon_name="doc-full", priority=5),
            Button(
                _("Download the catalogue (.xlsx)"), url=reverse("catalogue_file"), icon_name="download", priority=6
            ),
        ]


class CatalogueViewSet(OfficeModelViewSet):
    model = CatalogueEntry
    name = "catalogue"
    url_prefix = "cms/catalogue"
    icon = "list-ol"
    menu_label = _("Provincial catalogue")
    inspect_view_enabled = True
    index_view_class = EntryListView
    inspect_view_class = EntryView
    filterset_class = EntryFilterSet
    search_fields = ["code", "name", "basis"]
    form_fields: list[str] = []
    list_per_page = 50

    def get_urlpatterns(self) -> list[URLPattern]:
        """Only an edition writes entries; what it changed stands in the trail of the edition."""
        patterns: list[URLPattern] = super().get_urlpatterns()
        kept = {"index", "index_results", "inspect"}
        return [each for each in patterns if each.name in kept]

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        given: dict[str, Any] = super().get_index_view_kwargs(**kwargs)
        return {**given, "add_url_name": None}
