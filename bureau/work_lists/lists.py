"""A list that staff work through: narrowed, filtered, searched; above it the ways to look at it with their counts."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import IndexView

from bureau.access import Actor
from bureau.models import SavedFilter
from bureau.narrowing import NarrowedList, narrow_fields
from bureau.policy import policy_for
from bureau.work_lists.counts import kept_count
from bureau.work_lists.table import WorkTable


@dataclass(frozen=True, slots=True)
class Way:
    """A way to look at a list that everybody has: a value of the list's filter ``whose``."""

    value: str
    label: Any
    rows: Callable[[Actor], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Counted:
    """A way or a kept filter and what it finds now. ``count`` None: it cannot be read any more. ``pk``: it is kept."""

    label: str
    asked: str
    url: str
    count: str | None
    pk: int | None = None


class WayFilter(django_filters.ChoiceFilter):
    """By way; the filter set's request says for whom."""

    def __init__(self, ways: Iterable[Way]) -> None:
        self.rows = {each.value: each.rows for each in ways}
        super().__init__(label=_("Whose"), choices=[(each.value, each.label) for each in ways])

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        if not value:
            return qs
        return qs & self.rows[value](self.parent.request.user)


class WorkListView(NarrowedList, IndexView):
    """Declare model, names of addresses, columns, filters, ``ways``; say in `searched` where words are looked for.

    The first of ``ways`` is what waits for the person who looks.
    """

    template_name = "bureau/work_list.html"
    results_template_name = "bureau/work_list_results.html"
    search_fields = ["pk"]  # that it can be searched; `searched` says where
    table_class = WorkTable
    table_classname = "listing work-table"
    paginate_by = 20
    default_ordering = None
    show_export_buttons = False
    any_permission_required = ["view"]
    ways: tuple[Way, ...] = ()
    has_bulk_actions = False

    @classmethod
    def rows_for(cls, user: Actor) -> QuerySet[Any]:
        policy = policy_for(cls.model)
        assert policy is not None, f"{cls.model.__name__} has no policy"
        return policy.instances_user_has_permission_for(user, "view")

    @classmethod
    def searched(cls, queryset: QuerySet[Any], text: str, way: str) -> QuerySet[Any]:
        """Those of ``queryset`` that have ``text``; ``way`` is the one it is narrowed to, "" where it is not."""
        raise NotImplementedError

    @classmethod
    def waiting_for(cls, user: Actor) -> QuerySet[Any]:
        """What ``user`` sees of the first way."""
        return cls._in_sight(cls.ways[0], user)

    @classmethod
    def asked_in(cls, data: QueryDict) -> str:
        """What of an address filters or searches, always in the same order."""
        asked = QueryDict(mutable=True)
        for name in (*sorted(cls.filterset_class.base_filters), cls.search_kwarg):
            if values := sorted({each.strip() for each in data.getlist(name)} - {""}):
                asked.setlist(name, values)
        return asked.urlencode()

    @classmethod
    def found(cls, asked: str, request: HttpRequest) -> QuerySet[Any] | None:
        """What a kept filter finds for the person now. None: a filter or a value that it names is gone."""
        data = QueryDict(asked)
        filters = cls.filterset_class(data, queryset=cls.rows_for(request.user), request=request)
        narrow_fields(filters.form, request.user)
        if set(data) - {*filters.filters, cls.search_kwarg} or not filters.is_valid():
            return None
        text = data.get(cls.search_kwarg, "")
        return cls.searched(filters.qs, text, data.get("whose", "")) if text else filters.qs

    @classmethod
    def counted(cls, request: HttpRequest) -> list[Counted]:
        """The ways, then what the person keeps: at most a query for each count, whatever the list holds."""
        return [*(cls.way_counted(way, request) for way in cls.ways), *cls._kept_counted(request)]

    @classmethod
    def way_counted(cls, way: Way, request: HttpRequest) -> Counted:
        asked = f"whose={way.value}"
        return cls._counted(way.label, asked, request, lambda: cls._in_sight(way, request.user))

    @classmethod
    def _kept_counted(cls, request: HttpRequest) -> Iterator[Counted]:
        for kept in SavedFilter.objects.filter(owner=request.user.pk, of=cls.index_url_name):
            yield cls._counted(kept.name, kept.asked, request, partial(cls.found, kept.asked, request), kept.pk)

    @classmethod
    def _counted(
        cls,
        label: str,
        asked: str,
        request: HttpRequest,
        rows: Callable[[], QuerySet[Any] | None],
        pk: int | None = None,
    ) -> Counted:
        count = kept_count(request.user, f"{cls.index_url_name}?{asked}", rows)
        return Counted(label, asked, f"{reverse(cls.index_url_name)}?{asked}", count, pk)

    @classmethod
    def _in_sight(cls, way: Way, user: Actor) -> QuerySet[Any]:
        return cls.rows_for(user) & way.rows(user)

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.is_searching:
            return queryset
        return self.searched(queryset, self.search_query.strip(), self.request.GET.get("whose", ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counted, asked = self.counted(self.request), self.asked_in(self.request.GET)
        context: dict[str, Any] = super().get_context_data(
            ways=counted,
            kept=[each for each in counted if each.pk],
            asked=asked,
            filters_url=reverse(f"{self.index_url_name}_filters"),
            can_keep=bool(asked) and asked not in {each.asked for each in counted},
            **kwargs,
        )
        return context
