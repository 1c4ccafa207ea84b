"""Number books on screen: every number of a book with what it was taken for, and why there are gaps."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.admin.views.generic import IndexView

from bureau import calendar
from bureau.models import Office
from bureau.roles import Verb
from bureau.views import RecordView, StaffView
from documents.models import LedgerEntry, NumberBook
from documents.number_books import begin_book
from documents.number_keys import number_key

A_PAGE = 50
VOID = LedgerEntry.State.VOID


class BookListView(IndexView):
    any_permission_required = ["view"]
    default_ordering = "-year"

    def get_base_queryset(self) -> QuerySet[NumberBook]:
        found: QuerySet[NumberBook] = super().get_base_queryset()
        return found.select_related("series__office").annotate(
            taken=Count("entries"), void=Count("entries", filter=Q(entries__state=VOID))
        )

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "series",
                label=gettext_lazy("Series"),
                get_url=lambda each: reverse("numberbook:inspect", args=[each.pk]),
            ),
            Column("office", label=gettext_lazy("Office"), accessor="series.office.short_name"),
            Column("year", label=gettext_lazy("Year"), sort_key="year"),
            NumberColumn("first", label=gettext_lazy("First number")),
            NumberColumn("taken", label=gettext_lazy("Numbers taken")),
            NumberColumn("void", label=gettext_lazy("Void")),
            NumberColumn("next", label=gettext_lazy("Next number")),
        ]


class BookView(RecordView):
    """All numbers of one book."""

    model = NumberBook
    object: NumberBook
    template_name = "documents/admin/book.html"
    header_icon = "list-ol"
    verb = Verb.VIEW_RECORDS

    def get_page_title(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("numberbook:index"), "label": _("Number books")},
            {"url": "", "label": str(self.object)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        book = self.object
        state, text = self.request.GET.get("state", ""), self.request.GET.get("q", "").strip()
        entries = book.entries.order_by("-value")
        if state in LedgerEntry.State.values:
            entries = entries.filter(state=state)
        if text:
            entries = entries.filter(Q(key__contains=number_key(text)) | Q(taken_for__icontains=text))
        page = Paginator(entries, A_PAGE).get_page(self.request.GET.get("p"))
        counts = dict.fromkeys(LedgerEntry.State.values, 0)
        counts |= dict(book.entries.order_by().values_list("state").annotate(Count("pk")))
        query = self.request.GET.copy()
        query.pop("p", None)
        return super().get_context_data(
            book=book,
            entries=page,
            states=[(each.value, each.label, counts[each.value]) for each in LedgerEntry.State],
            state=state,
            text=text,
            whole=sum(counts.values()) == book.next - book.first,
            query=query.urlencode(),
            **kwargs,
        )


class BookForm(forms.Form):
    office = forms.ModelChoiceField(Office.objects.none(), label=gettext_lazy("Office"), empty_label=None)
    code = forms.SlugField(
        label=gettext_lazy("Code"), max_length=20, help_text=gettext_lazy("Of the kind: WORKS, TITLE …")
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=100)
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1949, max_value=2200)
    first = forms.IntegerField(
        label=gettext_lazy("First number"),
        min_value=1,
        help_text=gettext_lazy("The number after the last one that was given elsewhere."),
    )


class BeginBookView(StaffView):
    """Says where a book begins that has no number yet."""

    verb = Verb.MANAGE_SERIES
    template_name = "documents/admin/begin_book.html"
    header_icon = "list-ol"

    def get_page_title(self) -> str:
        return _("Begin a number book")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("numberbook:index"), "label": _("Number books")},
            {"url": "", "label": _("Begin a number book")},
        ]

    def form(self, data: Any = None) -> BookForm:
        form = BookForm(data, initial={"year": calendar.today().year, "first": 1})
        field = form.fields["office"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Office.objects.filter(pk__in=[each.pk for each in self.offices])
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"form": None if "form" in kwargs else self.form(), **kwargs})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        data = form.cleaned_data
        book = begin_book(
            data["office"], data["code"].upper(), data["title"], data["year"], data["first"], actor=self.actor
        )
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("numberbook:inspect", args=[book.pk]))
