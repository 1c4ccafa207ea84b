"""Filters of the list of cases."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from bureau.access import Actor
from bureau.calendar import today
from bureau.models import Office
from casework.models import Case
from casework.models.case_event import KINDS
from casework.turns import due_by, of_section, waiting_for, waiting_for_others
from cms.models import Matter

WHOSE = [
    ("mine", _("My work")),
    ("section", _("My section")),
    ("others", _("Waiting for others")),
    ("today", _("Due today or late")),
]


def matter_choices(user: Actor) -> list[tuple[int, str]]:
    """Those that cases within sight have: of another office even the name of a matter stays its own."""
    used = Case.objects.visible_to(user).filter(matter=OuterRef("pk"))
    return [(each.pk, str(each)) for each in Matter.objects.filter(Exists(used)).order_by("code")]


class CaseFilterSet(WagtailFilterSet):
    whose = django_filters.ChoiceFilter(label=_("Whose"), choices=WHOSE, method="of_whom")
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=Case.State.choices, widget=forms.CheckboxSelectMultiple, distinct=False
    )
    matter = django_filters.ChoiceFilter(label=_("Matter"))
    stopped_by = django_filters.ChoiceFilter(label=_("Clock stopped by"), choices=KINDS)
    office = django_filters.ModelChoiceFilter(label=_("Office"), field_name="office", queryset=Office.objects.all())

    class Meta:
        model = Case
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["matter"].extra["choices"] = matter_choices(self.request.user)

    def of_whom(self, queryset: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        user = self.request.user
        found = {
            "mine": waiting_for(user),
            "section": of_section(user),
            "others": waiting_for_others(user),
            "today": due_by(today()),
        }[value]
        return queryset & found
