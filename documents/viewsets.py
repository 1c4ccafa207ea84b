"""Number books: read by everybody who sees records; an administrator says where an unused one begins."""

import django_filters
from django.db.models import QuerySet
from django.urls import URLPattern, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.generic.history import HistoryView

from bureau.models import Office
from bureau.viewsets import OfficeModelViewSet
from documents.book_views import BeginBookView, BookListView, BookView
from documents.models import LedgerEntry, NumberBook


def year_choices() -> list[tuple[int, str]]:
    years = NumberBook.objects.order_by("-year").values_list("year", flat=True).distinct()
    return [(year, f"{year}年") for year in years]


class BookFilterSet(WagtailFilterSet):
    office = django_filters.ModelChoiceFilter(
        label=_("Office"), field_name="series__office", queryset=Office.objects.all()
    )
    year = django_filters.ChoiceFilter(label=_("Year"), choices=year_choices)
    used = django_filters.BooleanFilter(label=_("Has void numbers"), method="with_void")

    class Meta:
        model = NumberBook
        fields: list[str] = []

    def with_void(self, queryset: QuerySet[NumberBook], name: str, value: bool) -> QuerySet[NumberBook]:
        void = LedgerEntry.objects.filter(state=LedgerEntry.State.VOID, book__isnull=False).values("book")
        return queryset.filter(pk__in=void) if value else queryset.exclude(pk__in=void)


class BookHistoryView(HistoryView):
    any_permission_required = ["view"]

    def get_edit_url(self, instance: NumberBook) -> str:
        """Back to the book: there is no form."""
        return reverse("numberbook:inspect", args=[instance.pk])


class NumberBookViewSet(OfficeModelViewSet):
    model = NumberBook
    name = "numberbook"
    url_prefix = "documents/numbers"
    icon = "list-ol"
    menu_label = _("Number books")
    menu_order = 220
    add_to_admin_menu = True
    inspect_view_enabled = True
    index_view_class = BookListView
    add_view_class = BeginBookView
    inspect_view_class = BookView
    history_view_class = BookHistoryView
    filterset_class = BookFilterSet
    search_fields = ["series__title", "series__code", "series__office__name"]
    form_fields = ["first"]

    def get_urlpatterns(self) -> list[URLPattern]:
        """Numbers are written by the ledger alone; there is no form that changes or deletes a book."""
        patterns: list[URLPattern] = super().get_urlpatterns()
        return [each for each in patterns if each.name not in {"edit", "delete", "usage"}]
