"""Filters of the list of cases."""

from functools import partial
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from bureau.access import Actor
from bureau.calendar import today
from bureau.models import Office
from bureau.work_lists.lists import Way, WayFilter
from casework import lateness
from casework.models import Case
from casework.models.case_event import KINDS
from casework.told_again import told_again
from casework.turns import due_by, of_section, opinions_late, waiting_for, waiting_for_others
from cms.models import Matter

WAYS = (
    Way("mine", _("My work"), waiting_for),
    Way("section", _("My section"), of_section),
    Way("others", _("Waiting for others"), waiting_for_others),
    Way("today", _("Due today or late"), lambda user: due_by(today())),
    Way("opinions", _("My questions without an answer in time"), opinions_late),
)
HOW = {
    "red": (_("Red: past the legal limit, or not answered in time"), lateness.red),
    "orange": (_("Orange: past the promise, or papers overdue"), lateness.orange),
    "soon": (_("In time, due by the next working day"), lateness.soon),
    "stopped": (_("In time, clock stopped or the applicant's turn"), lateness.stopped),
}


def matter_choices(user: Actor) -> list[tuple[int, str]]:
    """Those that cases within sight have: of another office even the name of a matter stays its own."""
    used = Case.objects.visible_to(user).filter(matter=OuterRef("pk"))
    return [(each.pk, str(each)) for each in Matter.objects.filter(Exists(used)).order_by("code").only("code", "name")]


class CaseFilterSet(WagtailFilterSet):
    whose = WayFilter(WAYS)
    how = django_filters.ChoiceFilter(
        label=_("How it stands"), choices=[(value, words) for value, (words, _rows) in HOW.items()], method="standing"
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=Case.State.choices, widget=forms.CheckboxSelectMultiple, distinct=False
    )
    matter = django_filters.ChoiceFilter(label=_("Matter"))
    stopped_by = django_filters.ChoiceFilter(label=_("Clock stopped by"), choices=KINDS)
    told = django_filters.ChoiceFilter(
        label=_("What is missing"), choices=[("again", _("told more than once"))], method="told_again"
    )
    online = django_filters.BooleanFilter(
        label=_("Filed online"), field_name="application__received_by", lookup_expr="isnull"
    )
    office = django_filters.ModelChoiceFilter(
        label=_("Office"), field_name="office", queryset=Office.objects.only("name")
    )

    class Meta:
        model = Case
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["matter"].extra["choices"] = partial(matter_choices, self.request.user)

    def told_again(self, queryset: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return queryset.filter(pk__in=told_again().values("pk"))

    def standing(self, queryset: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        _words, rows = HOW[value]
        return queryset & rows(today())
