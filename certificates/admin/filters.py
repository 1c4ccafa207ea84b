"""Filters of the lists of projects and bundles."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from bureau.models import Office
from bureau.work_lists.lists import Way, WayFilter
from certificates.models import Bundle, Certificate, CertificateType, Project

WAYS = (Way("mine", _("My work"), Bundle.objects.waiting_for),)


def kind_choices() -> list[tuple[str, str]]:
    return list(CertificateType.objects.values_list("code", "name"))


def county_choices() -> list[tuple[str, str]]:
    codes = Project.objects.exclude(county_code="").order_by("county_code").values_list("county_code", flat=True)
    return [(code, code) for code in codes.distinct()]


def year_choices() -> list[tuple[str, str]]:
    years = Project.objects.dates("created_at", "year", order="DESC")
    return [(str(each.year), f"{each.year}年") for each in years]


class BundleFilterSet(WagtailFilterSet):
    whose = WayFilter(WAYS)
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=Bundle.State.choices, widget=forms.CheckboxSelectMultiple
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=kind_choices, method="with_kind")
    office = django_filters.ModelChoiceFilter(
        label=_("Office"), field_name="project__office", queryset=Office.objects.all()
    )
    year = django_filters.ChoiceFilter(label=_("Year"), field_name="created_at__year", choices=year_choices)

    class Meta:
        model = Bundle
        fields: list[str] = []

    def with_kind(self, queryset: QuerySet[Bundle], name: str, value: str) -> QuerySet[Bundle]:
        return queryset.filter(pk__in=Certificate.objects.filter(type_code=value).values("bundle"))


class ProjectFilterSet(WagtailFilterSet):
    office = django_filters.ModelChoiceFilter(label=_("Office"), queryset=Office.objects.all())
    bundle_state = django_filters.ChoiceFilter(
        label=_("State of bundles"), choices=Bundle.State.choices, method="with_bundle"
    )
    county_code = django_filters.ChoiceFilter(label=_("County code"), choices=county_choices)
    year = django_filters.ChoiceFilter(label=_("Year"), field_name="created_at__year", choices=year_choices)

    class Meta:
        model = Project
        fields: list[str] = []

    def with_bundle(self, queryset: QuerySet[Project], name: str, value: Any) -> QuerySet[Project]:
        return queryset.filter(pk__in=Bundle.objects.filter(state=value).values("project"))
